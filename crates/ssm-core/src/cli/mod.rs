//! Speech: which words the commands take. Knows neither AWS nor the disk.

mod args;
pub mod commands;
mod flag;
pub mod flags;
pub mod help;
#[cfg(test)]
mod tests;

pub use args::{Args, UsageError, nearest};
pub use flag::{Command, Flag, Given, Offers, On, Operands, Permission, Takes};
