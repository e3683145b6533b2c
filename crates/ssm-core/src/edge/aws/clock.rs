//! The time, as AWS writes it.

use std::time::SystemTime;

use aws_sdk_ssm::primitives::{DateTime, DateTimeFormat};

/// Now, in ISO 8601, UTC, to the second.
#[must_use]
pub fn now() -> String {
    let now = DateTime::from_secs(DateTime::from(SystemTime::now()).secs());
    now.fmt(DateTimeFormat::DateTime).unwrap_or_default()
}
