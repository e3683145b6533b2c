//! Speech: which words the commands take. Knows neither AWS nor the disk.

mod args;
mod command;
pub mod commands;
mod flag;
pub mod flags;
pub mod help;
pub mod iam;
#[cfg(test)]
mod tests;

pub use args::{Args, UsageError, nearest};
pub use command::{Command, Given, On, Operands, Permission};
pub use flag::{Flag, Offers, Takes};
