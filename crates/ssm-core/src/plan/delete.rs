//! What a deletion by path takes.

use crate::model::PathPrefix;

/// Most names of one DeleteParameters.
pub const BATCH: usize = 10;

/// The parameters to delete.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deletion {
    names: Vec<String>,
}

impl Deletion {
    /// Chooses from what was listed: names under the path that contain the text, sorted, each once.
    #[must_use]
    pub fn choose(listed: Vec<String>, prefix: &PathPrefix, contains: Option<&str>) -> Self {
        let wanted = |name: &String| prefix.holds(name) && contains.is_none_or(|text| name.contains(text));
        let mut names: Vec<String> = listed.into_iter().filter(wanted).collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }

    /// All names, sorted.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The names, call by call.
    #[must_use]
    pub fn batches(&self) -> impl ExactSizeIterator<Item = &[String]> {
        self.names.chunks(BATCH)
    }
}
