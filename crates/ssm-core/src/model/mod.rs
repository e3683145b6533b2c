//! Words of the field: names, values, types, tags, `.env` files. Pure: no I/O, no clock, no environment.

mod arn;
pub mod env_file;
mod name;
mod parameter;
mod tag;
#[cfg(test)]
mod tests;
mod value;

pub use arn::{arn_of, name_of_arn, partition, service_host};
pub use name::{NameError, ParameterName, PathError, PathPrefix, Place, Scope, Segment, Shown, is_shell_name};
pub use parameter::{Metadata, Parameter, ParameterType, Tier, ValueError};
pub use tag::{TAGS_MAX, TagError, TagSet};
pub use value::Value;
