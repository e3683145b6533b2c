//! How a run ends that does not end well.

use crate::cli::UsageError;
use crate::edge::{ErrorKind, FileError, Signal, StoreError, Terminal};
use crate::model::TagError;
use crate::plan::Problem;

/// Result of everything that the front door does.
pub type Result<T> = std::result::Result<T, Error>;

/// Joins the errors of the rooms, and knows each one's exit code.
#[derive(Debug)]
pub enum Error {
    /// The words were not understood: 2.
    Usage(UsageError),
    /// What the words name was not understood: 2, or 1 if all that is wrong is the disk.
    Input(Problems),
    /// AWS refused: 1.
    Store(StoreError),
    /// The disk refused: 1.
    File(FileError),
    /// A rule forbids it: 1.
    Rule {
        /// What is forbidden and why.
        what: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// A part failed and has been told: 1.
    Told,
    /// A preview found something to change and was asked to say so: 3.
    Drift,
    /// A signal: 130 or 143.
    Interrupted {
        /// Which one.
        signal: Signal,
        /// Whether a part was done before, which has been told.
        begun: bool,
    },
}

impl Error {
    /// A rule that forbids something, without a hint.
    pub fn rule(what: impl Into<String>) -> Self {
        Self::Rule { what: what.into(), hint: None }
    }

    /// The promised exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Input(problems) => problems.exit_code(),
            Self::Store(_) | Self::File(_) | Self::Rule { .. } | Self::Told => 1,
            Self::Drift => 3,
            Self::Interrupted { signal, .. } => signal.exit_code(),
        }
    }

    /// Says what failed, why, and what to do.
    pub fn tell(&self, terminal: &mut Terminal, command: &str) {
        match self {
            Self::Usage(error) => {
                terminal.error(&error.to_string());
                terminal.hint(&format!("{command} --help lists the flags"));
            }
            Self::Input(problems) => {
                for problem in &problems.list {
                    terminal.error(&problem.to_string());
                }
            }
            Self::Store(error) => tell_store(terminal, error),
            Self::File(error) => terminal.error(&error.to_string()),
            Self::Rule { what, hint } => {
                terminal.error(what);
                if let Some(hint) = hint {
                    terminal.hint(hint);
                }
            }
            Self::Told | Self::Drift => {}
            Self::Interrupted { begun: false, .. } => terminal.error("interrupted: nothing was changed"),
            Self::Interrupted { begun: true, .. } => {
                terminal.error("interrupted: run again to go on where this stopped");
            }
        }
    }
}

/// An error of AWS with its hint.
pub(super) fn tell_store(terminal: &mut Terminal, error: &StoreError) {
    terminal.error(&error.to_string());
    if let Some(hint) = &error.hint {
        terminal.hint(hint);
    }
}

impl From<UsageError> for Error {
    fn from(error: UsageError) -> Self {
        Self::Usage(error)
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error.kind {
            ErrorKind::Interrupted => Self::Interrupted { signal: Signal::Interrupt, begun: false },
            _ => Self::Store(error),
        }
    }
}

/// Everything that is wrong with the input, gathered before the first call.
#[derive(Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    misunderstood: bool,
}

impl Problems {
    /// Notes something that was not understood.
    pub fn add(&mut self, problem: Problem) {
        self.list.push(problem);
        self.misunderstood = true;
    }

    /// Notes all of these.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|problem| self.add(problem));
    }

    /// Takes a result apart: its value, or `None` and a problem at this place.
    pub fn value<T>(&mut self, place: &str, result: std::result::Result<T, impl ToString>) -> Option<T> {
        result.map_err(|error| self.add(Problem::at(place, error))).ok()
    }

    /// The same of a file, whose error names its place.
    pub fn file<T>(&mut self, result: std::result::Result<T, FileError>) -> Option<T> {
        result.map_err(|error| self.list.push(Problem::at("", error))).ok()
    }

    /// The same of tags, which may have many problems.
    pub fn tags<T>(&mut self, place: &str, result: std::result::Result<T, Vec<TagError>>) -> Option<T> {
        result.map_err(|errors| self.extend(errors.iter().map(|error| Problem::at(place, error)))).ok()
    }

    /// Ends the gathering: an error if there is any problem.
    pub fn finish(self) -> Result<()> {
        if self.list.is_empty() { Ok(()) } else { Err(Error::Input(self)) }
    }

    fn exit_code(&self) -> u8 {
        if self.misunderstood { 2 } else { 1 }
    }
}
