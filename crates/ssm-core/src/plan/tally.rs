//! What became of the steps, counted.

use std::fmt;

use super::step::{Step, Verdict};

/// What became of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new parameter.
    Created {
        /// Its version, 1.
        version: i64,
    },
    /// A new version.
    Updated {
        /// The version before, if it was known.
        from: Option<i64>,
        /// The new version.
        version: i64,
    },
    /// Value and type were as wanted.
    Unchanged {
        /// The version.
        version: i64,
        /// Whether tags were written.
        tagged: bool,
    },
    /// It came to nothing, or to a part.
    Failed,
    /// A signal came first.
    NotReached,
}

/// Counts, of a plan or of what was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Parameters that are new.
    pub created: usize,
    /// Parameters with a new version.
    pub updated: usize,
    /// Parameters that will be written although nobody could look at them.
    pub put: usize,
    /// Parameters whose tags alone were written.
    pub tagged: usize,
    /// Parameters left alone.
    pub unchanged: usize,
    /// Parameters that were not written as wanted.
    pub failed: usize,
    /// Parameters that a signal came before.
    pub not_reached: usize,
}

impl Tally {
    /// Counts what a plan would do.
    pub fn of_plan<'a>(steps: impl Iterator<Item = &'a Step>) -> Self {
        let mut tally = Self::default();
        for step in steps {
            match step.verdict {
                Verdict::Put => tally.put += 1,
                Verdict::Create => tally.created += 1,
                Verdict::Update { .. } => tally.updated += 1,
                Verdict::Unchanged { .. } if step.writes() => tally.tagged += 1,
                Verdict::Unchanged { .. } => tally.unchanged += 1,
                Verdict::Refused(_) => tally.failed += 1,
            }
        }
        tally
    }

    /// Counts one outcome.
    pub fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Created { .. } => self.created += 1,
            Outcome::Updated { .. } => self.updated += 1,
            Outcome::Unchanged { tagged: true, .. } => self.tagged += 1,
            Outcome::Unchanged { .. } => self.unchanged += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::NotReached => self.not_reached += 1,
        }
    }

    /// The counts by name, in the order of the summary; `planned` chooses the words of a preview. The four of
    /// the contract always stand there, the others where they are not zero.
    #[must_use]
    pub fn words(&self, planned: bool) -> Vec<(&'static str, usize)> {
        let word = |plan, done| if planned { plan } else { done };
        let mut words = vec![(word("create", "created"), self.created), (word("update", "updated"), self.updated)];
        words.extend((self.put > 0).then_some(("create or update", self.put)));
        words.extend((self.tagged > 0).then_some((word("tag", "tagged"), self.tagged)));
        words.push(("unchanged", self.unchanged));
        words.push((word("refused", "failed"), self.failed));
        words.extend((self.not_reached > 0).then_some(("not reached", self.not_reached)));
        words
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words(f.alternate());
        let words: Vec<String> = words.into_iter().map(|(word, count)| format!("{word} {count}")).collect();
        f.write_str(&words.join(", "))
    }
}
