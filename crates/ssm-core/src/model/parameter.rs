//! What the store keeps of a parameter.

use std::fmt;

use thiserror::Error;

use super::value::Value;

/// The type of a stored parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterType {
    /// Text in clear.
    String,
    /// A list of texts in clear, with commas between. None of our commands makes one, and none unmakes one.
    StringList,
    /// Text encrypted with a KMS key.
    SecureString,
}

impl ParameterType {
    /// AWS's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::StringList => "StringList",
            Self::SecureString => "SecureString",
        }
    }

    /// Whether its value is encrypted.
    #[must_use]
    pub fn is_secret(self) -> bool {
        self == Self::SecureString
    }
}

impl fmt::Display for ParameterType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A storage tier. Advanced costs money, and a parameter never comes back from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Up to 4096 bytes, free.
    Standard,
    /// Up to 8192 bytes.
    Advanced,
    /// AWS chooses.
    IntelligentTiering,
}

impl Tier {
    /// All tiers.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Advanced, Self::IntelligentTiering];

    /// AWS's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Advanced => "Advanced",
            Self::IntelligentTiering => "Intelligent-Tiering",
        }
    }

    /// Longest value in bytes (user guide, "Managing parameter tiers").
    #[must_use]
    pub fn value_max(self) -> usize {
        match self {
            Self::Standard => 4096,
            Self::Advanced | Self::IntelligentTiering => 8192,
        }
    }
}

/// Why the store would not take a value.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ValueError {
    /// No text.
    #[error("the value is empty, and Parameter Store keeps no empty values")]
    Empty,
    /// Over the tier's limit.
    #[error("the value has {length} bytes, and {max} are allowed{}", remedy(*.max))]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The tier's limit.
        max: usize,
    },
    /// `{{…}}`.
    #[error("the value contains '{{{{…}}}}', which Parameter Store takes for a reference and refuses")]
    Template,
}

fn remedy(max: usize) -> &'static str {
    if max == 4096 {
        " (8192 with --tier Advanced or Intelligent-Tiering; an Advanced parameter costs money and stays one)"
    } else {
        ""
    }
}

impl Value {
    /// Checks AWS's rules for a value. Without a tier the limit is the Standard tier's: an upgrade, which
    /// costs money, is never silent.
    pub fn check(&self, tier: Option<Tier>) -> Result<(), ValueError> {
        let max = tier.unwrap_or(Tier::Standard).value_max();
        if self.is_empty() {
            return Err(ValueError::Empty);
        }
        if self.len() > max {
            return Err(ValueError::TooLong { length: self.len(), max });
        }
        if self.has_template() {
            return Err(ValueError::Template);
        }
        Ok(())
    }
}

/// A parameter as one of the reading calls returns it.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Full name.
    pub name: String,
    /// Its type.
    pub kind: ParameterType,
    /// Its newest version, from 1.
    pub version: i64,
    /// When that version was written: ISO 8601, UTC, to the second.
    pub modified: String,
    /// Its ARN.
    pub arn: String,
    /// Its value; of a secret that was read without decryption, the ciphertext.
    pub value: Value,
}

/// What only DescribeParameters tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// KMS key of a secret, as it was given.
    pub key_id: Option<String>,
    /// Tier.
    pub tier: Option<String>,
    /// Description.
    pub description: Option<String>,
}
