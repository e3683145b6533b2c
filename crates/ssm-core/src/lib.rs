//! What the ten Parameter Store commands share.
//!
//! Rooms, and who may import whom (`tests/rooms.rs` holds the rule; `docs/architecture.md` draws it):
//! `model` (words) ← `plan` (intentions), `cli` (flags), `edge` (AWS, disk, terminal) ← `app` (the front door).

pub mod app;
pub mod cli;
pub mod edge;
pub mod model;
pub mod plan;

pub use app::{App, Work, main};
