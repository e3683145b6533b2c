//! Names of parameters, and the convention they follow here.

use std::fmt;

use thiserror::Error;

use super::arn::{SOME_ACCOUNT, arn_of};

/// Longest ARN of a parameter, the name included (PutParameter, `Name`).
const ARN_MAX: usize = 1011;
/// Most levels of a hierarchy (PutParameter, `Name`).
const LEVELS_MAX: usize = 15;

/// Why a text is no name of a parameter. The rules are AWS's, which answers most of them with one and
/// the same sentence about the prefix "ssm".
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NameError {
    /// No text.
    #[error("it is empty")]
    Empty,
    /// A character outside the set.
    #[error("{0} is not allowed (only letters, digits, '.', '-', '_', and '/' between levels)")]
    Character(Shown),
    /// `//`.
    #[error("it has an empty level ('//')")]
    EmptyLevel,
    /// `/a/`.
    #[error("it must not end with '/'")]
    TrailingSlash,
    /// `a/b`.
    #[error("a name with levels must begin with '/'")]
    NotQualified,
    /// Too deep.
    #[error("it has {0} levels, and {LEVELS_MAX} are allowed")]
    TooDeep(usize),
    /// `/aws…`, `SSM…`.
    #[error("it must not begin with \"{0}\", which AWS reserves (in any case of letters)")]
    Reserved(&'static str),
    /// Too long for an ARN.
    #[error("its ARN would have {0} characters, and {ARN_MAX} are allowed")]
    TooLong(usize),
}

/// One character as a message shows it: a space and what cannot be seen by their names.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct Shown(pub char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str("a space"),
            '\t' => f.write_str("a tab"),
            '\n' => f.write_str("a line break"),
            c if c.is_control() || c.is_whitespace() => write!(f, "the character U+{:04X}", u32::from(c)),
            c => write!(f, "the character '{c}'"),
        }
    }
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// The name of a parameter that AWS would take in a write: who holds one needs no further check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterName(String);

impl ParameterName {
    /// Reads a name and checks AWS's rules for it. `region` (where it is known) counts for the length,
    /// which is limited with the ARN around it.
    pub fn parse(text: &str, region: Option<&str>) -> Result<Self, NameError> {
        check_characters(text)?;
        check_levels(text)?;
        let length = arn_of(text, region.unwrap_or("us-east-1"), SOME_ACCOUNT).chars().count();
        if length > ARN_MAX {
            return Err(NameError::TooLong(length));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name by which two spellings are one parameter: `/foo` and `foo` are (user guide, "Uniqueness").
    #[must_use]
    pub fn identity(&self) -> &str {
        self.0.strip_prefix('/').unwrap_or(&self.0)
    }

    /// The path that holds it, as GetParametersByPath takes it.
    #[must_use]
    pub fn parent(&self) -> &str {
        match self.0.rfind('/') {
            None | Some(0) => "/",
            Some(end) => &self.0[..end],
        }
    }
}

impl fmt::Display for ParameterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_characters(text: &str) -> Result<(), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    match text.chars().find(|&c| !is_name_char(c) && c != '/') {
        Some(c) => Err(NameError::Character(Shown(c))),
        None => Ok(()),
    }
}

fn check_levels(text: &str) -> Result<(), NameError> {
    if text.contains("//") {
        return Err(NameError::EmptyLevel);
    }
    if text.ends_with('/') {
        return Err(NameError::TrailingSlash);
    }
    if text.contains('/') && !text.starts_with('/') {
        return Err(NameError::NotQualified);
    }
    let levels = text.trim_start_matches('/').split('/').count();
    if levels > LEVELS_MAX {
        return Err(NameError::TooDeep(levels));
    }
    let first = text.trim_start_matches('/').to_ascii_lowercase();
    match ["aws", "ssm"].into_iter().find(|reserved| first.starts_with(reserved)) {
        Some(reserved) => Err(NameError::Reserved(reserved)),
        None => Ok(()),
    }
}

/// One level of a name: a project, a component, a service, an environment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Segment(String);

impl Segment {
    /// Reads one level. `.` and `..` are refused too, since a service and an environment are also
    /// names of tag files.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        check_characters(text)?;
        if text.contains('/') || text == "." || text == ".." {
            return Err(NameError::Character(Shown(if text.contains('/') { '/' } else { '.' })));
        }
        Ok(Self(text.to_owned()))
    }

    /// The level as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The part of the hierarchy that one `.env` file stands for: `/<project>/<component>/…/<environment>`.
#[derive(Debug, Clone)]
pub struct Scope {
    /// First level.
    pub project: Segment,
    /// Second level.
    pub component: Segment,
    /// Fourth level, after the service.
    pub environment: Segment,
}

impl Scope {
    /// `/<project>/<component>`, under which all services stand.
    #[must_use]
    pub fn root(&self) -> String {
        format!("/{}/{}", self.project, self.component)
    }

    /// `/<project>/<component>/<service>/<environment>`.
    #[must_use]
    pub fn path(&self, service: &str) -> String {
        format!("{}/{service}/{}", self.root(), self.environment)
    }

    /// The full text of one key's name, not yet checked.
    #[must_use]
    pub fn name(&self, service: &str, key: &str) -> String {
        format!("{}/{key}", self.path(service))
    }

    /// Splits a name of this scope into service and key.
    #[must_use]
    pub fn split<'a>(&self, name: &'a str) -> Place<'a> {
        let rest = name.strip_prefix(&self.root()).and_then(|rest| rest.strip_prefix('/'));
        let levels: Vec<&str> = rest.unwrap_or_default().split('/').collect();
        match levels.as_slice() {
            [service, environment, key] if *environment == self.environment.as_str() => Place::Key { service, key },
            [_, environment, ..] if *environment != self.environment.as_str() => Place::Elsewhere,
            _ => Place::Misfit,
        }
    }
}

/// Where a name stands with regard to a [`Scope`].
#[derive(Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// It is a key of this project, component and environment.
    Key {
        /// Third level.
        service: &'a str,
        /// Fifth level.
        key: &'a str,
    },
    /// It belongs to another environment.
    Elsewhere,
    /// It does not have the form `/<project>/<component>/<service>/<environment>/<KEY>`.
    Misfit,
}

/// A path of whole levels to delete under, never the whole store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPrefix(String);

/// Why a path is not one to delete under.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PathError {
    /// `/` or nothing at all.
    #[error("it stands for the whole Parameter Store; name at least two levels")]
    Everything,
    /// `mow/backend`.
    #[error("it must begin with '/'")]
    Relative,
    /// Not a well-formed path.
    #[error(transparent)]
    Name(#[from] NameError),
}

impl PathPrefix {
    /// Reads a path; one slash at its end makes no difference.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let path = text.strip_suffix('/').unwrap_or(text);
        if path.is_empty() {
            return Err(PathError::Everything);
        }
        if !path.starts_with('/') {
            return Err(PathError::Relative);
        }
        check_characters(path)?;
        check_levels(path)?;
        Ok(Self(path.to_owned()))
    }

    /// The path without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Number of levels: 1 for `/mow`.
    #[must_use]
    pub fn levels(&self) -> usize {
        self.0.matches('/').count()
    }

    /// Whether a name stands under the path, by whole levels: `/mow/back` does not hold `/mow/backend`.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        name.strip_prefix(self.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Whether a key is one that every shell takes as the name of a variable.
#[must_use]
pub fn is_shell_name(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !key.is_empty()
        && !key.starts_with(|c: char| c.is_ascii_digit())
}
