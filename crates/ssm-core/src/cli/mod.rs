//! Speech: which words the commands take. Knows neither AWS nor the disk, nor which commands there are.

mod args;
mod flag;
pub mod flags;
mod help;
#[cfg(test)]
mod tests;

pub use args::{Args, UsageError};
pub use flag::{Command, Flag, Operands, Permission, Takes};
pub use help::help;
