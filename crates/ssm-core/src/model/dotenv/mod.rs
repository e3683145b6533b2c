//! `.env` files: what `ssm-seed-from-env` reads, and how `ssm-export-env` writes a value.
//!
//! There is no standard for these files, and real readers split on most of what is not plain. Thirty of them
//! (shells, Compose, systemd, the libraries of five languages) were run on each construct; this room follows
//! what they did:
//!
//! - [`read`] takes what most of them read the same way, warns where some of them read it otherwise, and refuses
//!   what they split on: a wrong secret in Parameter Store is worse than an error. It expands nothing and runs
//!   nothing, and a comment that only resembles a marker is an error, lest a secret be stored in clear.
//! - [`write_value`] picks the one form that the most of them read back to the byte; [`misread_by`] names those
//!   that do not. [`write_docker`] and [`write_shell`] serve one kind of reader each.
//!
//! The cases stand in `tests/data/dotenv`. No message of this room holds any part of a value; a single character
//! behind a backslash is the one exception.

mod dollar;
mod lines;
mod marker;
mod near;
mod quoted;
mod read;
mod readers;
mod scan;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Entry, Problem, Reading, read};
pub use readers::misread_by;
pub use write::{Refusal, write_docker, write_shell, write_value};

/// What separates words on a line. Other white space, a no-break space for one, belongs to a value: 14 of 30
/// readers keep it there.
const BLANKS: [char; 2] = [' ', '\t'];
