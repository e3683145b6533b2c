//! Words of the field: names, values, types, tags, `.env` files. Pure: no I/O, no clock, no environment.

pub mod env_file;
mod name;
mod parameter;
mod tag;
#[cfg(test)]
mod tests;
mod value;

pub use name::{
    NameError, ParameterName, PathError, PathPrefix, Place, Scope, Segment, Shown, is_shell_name, name_of_arn,
};
pub use parameter::{Metadata, Parameter, ParameterType, Tier, ValueError};
pub use tag::{TAGS_MAX, TagError, TagSet};
pub use value::Value;
