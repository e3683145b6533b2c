//! Intentions: what a command would do, as a value. Pure; preview and apply both read it.

mod delete;
mod export;
mod layers;
mod seed;
mod step;
mod tally;
#[cfg(test)]
mod tests;

pub use delete::{BATCH, Deletion};
pub use export::{Entry, Export, Format, Header, Rendered, same_but_header};
pub use layers::{Layer, Layers};
pub use seed::{SeedOptions, SeedPlan, SeedStep, seed};
pub use step::{Found, Policy, Present, Refusal, Step, Tags, Verdict, Want};
pub use tally::{Outcome, Tally};

/// Something wrong with the input, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `FILE:LINE`, a file or a flag; empty where the text says it all.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl Problem {
    /// A problem at a place.
    pub fn at(place: impl Into<String>, what: impl ToString) -> Self {
        Self { place: place.into(), what: what.to_string() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() { f.write_str(&self.what) } else { write!(f, "{}: {}", self.place, self.what) }
    }
}
