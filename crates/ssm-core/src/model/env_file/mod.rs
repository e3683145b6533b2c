//! `.env` files: what is read, and how a value is written.
//!
//! Thirty real readers were asked how they read each construct. What most of them read the same way is read;
//! what is stored but read otherwise by some is a warning; where they split, it is an error. Nothing is
//! expanded, nothing is run, no marker is guessed. The cases stand in `tests/data/dotenv`.

mod marker;
mod read;
mod readers;
mod scan;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Entry, FileProblem, Reading, read};
pub use readers::misread_by;
pub use write::{Refusal, write_docker, write_shell, write_value};
