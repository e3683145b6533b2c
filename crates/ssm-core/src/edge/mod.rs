//! Windows to the outside: AWS, the disk, the terminal. Does what it is told, one thing a call.

mod aws;
mod environment;
mod files;
mod interrupt;
mod process;
mod prompt;
mod terminal;

pub use aws::{ErrorKind, Limits, PathQuery, Patience, Put, Settings, Store, StoreError, Written, now};
pub use environment::variable;
pub use files::{FileError, Target, exists, read, read_value};
pub use interrupt::{Interrupt, Signal};
pub use process::guard;
pub use prompt::{ask, can_ask};
pub use terminal::{Colour, Ink, StatusLine, Terminal};
