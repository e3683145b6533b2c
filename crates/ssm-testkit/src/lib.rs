//! A strict fake of Parameter Store on loopback, and a sandbox that runs the real binaries against it.
//!
//! It imports neither `ssm-core` nor the SDK, so that it cannot share their mistakes. What AWS refuses, it
//! refuses; what engines forget (quotas, empty pages, lost answers, denied actions) it can be told to do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc, reason = "test code")]
#![allow(clippy::disallowed_methods, reason = "test code touches files and streams")]

mod control;
mod engine;
mod fate;
mod faults;
mod http;
mod lab;
mod policy;
mod record;
mod run;
mod sandbox;
mod server;
mod store;
mod sts;
mod upstream;

pub use engine::Stored;
pub use faults::Faults;
pub use lab::{Lab, Mishap};
pub use record::Call;
pub use run::Run;
pub use sandbox::{Sandbox, binary, python, workspace};
pub use store::FakeStore;
pub use sts::ACCOUNT;
