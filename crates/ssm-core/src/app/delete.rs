//! Deletes one parameter, or all under a path.

use futures_util::StreamExt as _;
use futures_util::future::join;
use futures_util::stream;
use serde_json::json;

use super::error::tell_store;
use super::rows::{self, Row, Sign};
use super::{App, Error, Mode, Problems, Result, Work};
use crate::cli::{UsageError, flags};
use crate::edge::{ErrorKind, PathQuery, Store, StoreError};
use crate::model::{Parameter, PathPrefix, TagSet};
use crate::plan::Deletion;

/// Batches under way at once; the store's own limits are tighter.
const BATCHES: usize = 16;
/// Names that a preview shows without `--print-names`.
const SHOWN: usize = 5;

/// What a look at one parameter found.
enum Facts {
    Found(Parameter, Option<TagSet>),
    Missing(StoreError),
    Unknown,
}

impl App {
    /// Previews or deletes the one parameter in `--name`.
    pub fn delete_one(&mut self) -> Work<'_> {
        Box::pin(self.delete_named())
    }

    async fn delete_named(&mut self) -> Result<()> {
        let mut problems = Problems::default();
        let name = self.name(&mut problems)?;
        problems.finish()?;
        let Some(name) = name else { return Err(Error::Told) };
        let name = name.as_str();
        let store = match self.mode {
            Mode::Preview => self.store_to_look().await?,
            Mode::Apply => Some(self.store().await?),
        };
        let facts = match &store {
            Some(store) => self.facts(store, name).await?,
            None => Facts::Unknown,
        };
        if let Facts::Missing(error) = facts {
            return self.end_missing(name, error);
        }
        let deletes = !self.is_preview();
        if let (true, Some(store)) = (deletes, &store) {
            match store.delete_one(name).await {
                Err(error) if error.kind == ErrorKind::NotFound => return self.end_missing(name, error),
                deleted => deleted?,
            }
        }
        self.show_facts(name, &facts, if deletes { "deleted" } else { "delete" });
        if !deletes {
            self.end_preview();
        }
        Ok(())
    }

    /// Reads what is shown of the parameter, without decryption.
    async fn facts(&mut self, store: &Store, name: &str) -> Result<Facts> {
        let parameter = match store.get(name, false).await {
            Ok(parameter) => parameter,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(Facts::Missing(error)),
            Err(error) => {
                self.doubt(error)?;
                return Ok(Facts::Unknown);
            }
        };
        let mut tags = None;
        if self.args.is_on(&flags::PRINT_TAGS) {
            match store.tags("Parameter", name).await {
                Ok(found) => tags = Some(found),
                Err(error) => self.doubt(error)?,
            }
        }
        Ok(Facts::Found(parameter, tags))
    }

    fn end_missing(&mut self, name: &str, error: StoreError) -> Result<()> {
        if !self.args.is_on(&flags::MISSING_OK) {
            return Err(error.into());
        }
        if self.json {
            self.terminal.line(&json!({"name": name, "action": "missing"}).to_string());
            self.count_deleted(0);
        } else {
            self.terminal.note(&format!("{name} does not exist: nothing to delete"));
        }
        Ok(())
    }

    fn show_facts(&mut self, name: &str, facts: &Facts, action: &str) {
        let found = match facts {
            Facts::Found(parameter, tags) => Some((parameter, tags)),
            Facts::Missing(_) | Facts::Unknown => None,
        };
        if self.json {
            let mut row = json!({"name": name, "action": action});
            if let Some((parameter, tags)) = found {
                row["type"] = json!(parameter.kind.as_str());
                row["version"] = json!(parameter.version);
                row["arn"] = json!(parameter.arn);
                row["last_modified"] = json!(parameter.modified);
                if let Some(tags) = tags {
                    row["tags"] = tags.iter().map(|(key, value)| (key.to_owned(), json!(value))).collect();
                }
            }
            self.terminal.line(&row.to_string());
            return self.count_deleted(1);
        }
        let cells = vec![name.to_owned(), action.to_owned()];
        rows::show(&mut self.terminal, &[Row { sign: Sign::Delete, cells, action: 1, below: None }]);
        let Some((parameter, tags)) = found else { return };
        self.terminal.line(&format!("  Type: {}", parameter.kind));
        self.terminal.line(&format!("  Version: {}", parameter.version));
        self.terminal.line(&format!("  ARN: {}", parameter.arn));
        self.terminal.line(&format!("  Last modified: {}", parameter.modified));
        for (key, value) in tags.iter().flat_map(TagSet::iter) {
            self.terminal.line(&format!("  Tag: {key}={value}"));
        }
    }

    fn count_deleted(&mut self, count: usize) {
        let word = if self.is_preview() { "delete" } else { "deleted" };
        self.show_summary([(word.to_owned(), json!(count))].into_iter().collect());
    }

    /// Previews or deletes everything under `--path-prefix`.
    pub fn delete_path(&mut self) -> Work<'_> {
        Box::pin(self.delete_tree())
    }

    async fn delete_tree(&mut self) -> Result<()> {
        let prefix = self.path_prefix()?;
        let expected = self.expected_count()?;
        let store = match self.mode {
            Mode::Preview => self.store_to_look().await?,
            Mode::Apply => Some(self.store().await?),
        };
        let Some(store) = store else {
            self.end_unlisted(&prefix);
            return Ok(());
        };
        let mut names = Vec::new();
        let tree = PathQuery::tree(prefix.as_str());
        store.begin("listed", None);
        let listing = store.by_path(&tree, |parameter| names.push(parameter.name));
        let (listed, namesake) = join(listing, store.get(prefix.as_str(), false)).await;
        if let Err(error) = listed {
            if self.is_preview() {
                self.doubt(error)?;
                self.end_unlisted(&prefix);
                return Ok(());
            }
            return Err(error.into());
        }
        let deletion = Deletion::choose(names, &prefix, self.args.text(&flags::CONTAINS));
        self.mention_namesake(&prefix, namesake)?;
        check_count(&deletion, expected)?;
        match self.mode {
            Mode::Preview => {
                self.show_deletion(&deletion);
                Ok(())
            }
            Mode::Apply => self.apply_deletion(&store, &deletion).await,
        }
    }

    fn path_prefix(&mut self) -> Result<PathPrefix> {
        let mut problems = Problems::default();
        let text = self.args.required(&flags::PATH_PREFIX)?;
        let prefix = problems.value("--path-prefix", PathPrefix::parse(text));
        problems.finish()?;
        let Some(prefix) = prefix else { return Err(Error::Told) };
        if prefix.levels() < 2 && !self.args.is_on(&flags::FORCE_BROAD) {
            let what = format!(
                "--path-prefix: {} has one level, and so may hold a whole project (--force-broad allows it)",
                prefix.as_str()
            );
            return Err(UsageError::Rule(what).into());
        }
        let contains = self.args.text(&flags::CONTAINS).map(str::to_owned);
        match contains {
            Some(text) if text.is_empty() => {
                return Err(UsageError::Rule("--contains: an empty text is in every name".to_owned()).into());
            }
            Some(text) if prefix.as_str().contains(&text) => {
                let what = format!("--contains: the text also stands in {}, so it narrows nothing", prefix.as_str());
                self.terminal.warning(&what);
            }
            _ => {}
        }
        Ok(prefix)
    }

    fn expected_count(&self) -> Result<Option<usize>> {
        let Some(text) = self.args.text(&flags::EXPECT_COUNT) else { return Ok(None) };
        let count = text.parse().map_err(|_| UsageError::Rule("--expect-count takes a whole number".to_owned()))?;
        Ok(Some(count))
    }

    /// The parameter of exactly the path's name is not under it, which may surprise.
    fn mention_namesake(
        &mut self,
        prefix: &PathPrefix,
        namesake: std::result::Result<Parameter, StoreError>,
    ) -> Result<()> {
        match namesake {
            Ok(_) => self
                .terminal
                .note(&format!("{0} is itself a parameter, stands not under {0}/ and is kept", prefix.as_str())),
            Err(error) if error.kind == ErrorKind::Interrupted => return Err(error.into()),
            // It is a courtesy: whatever else keeps us from looking does not matter.
            Err(_) => {}
        }
        Ok(())
    }

    /// The preview of what cannot be listed.
    fn end_unlisted(&mut self, prefix: &PathPrefix) {
        let contains =
            self.args.text(&flags::CONTAINS).map(|text| format!(" that contains the text {text}")).unwrap_or_default();
        if self.json {
            self.show_summary(
                [("path_prefix".to_owned(), json!(prefix.as_str())), ("delete".to_owned(), json!(null))]
                    .into_iter()
                    .collect(),
            );
        } else {
            self.terminal.line(&format!("delete everything under {}/{contains} (not listed)", prefix.as_str()));
        }
        self.end_preview();
    }

    fn show_deletion(&mut self, deletion: &Deletion) {
        let names = deletion.names();
        self.show_names(names, "delete");
        if self.json {
            self.count_deleted(names.len());
        } else {
            if !self.args.is_on(&flags::PRINT_NAMES) {
                names.iter().take(SHOWN).for_each(|name| self.terminal.note(&format!("  {name}")));
                if names.len() > SHOWN {
                    self.terminal.note(&format!("  … and {} more (--print-names lists all)", names.len() - SHOWN));
                }
            }
            self.terminal.line(&format!("delete {}", names.len()));
        }
        self.end_preview();
    }

    fn show_names(&mut self, names: &[String], action: &str) {
        if self.json {
            names.iter().for_each(|name| self.terminal.line(&json!({"name": name, "action": action}).to_string()));
        } else if self.args.is_on(&flags::PRINT_NAMES) {
            names.iter().for_each(|name| self.terminal.line(name));
        }
    }

    async fn apply_deletion(&mut self, store: &Store, deletion: &Deletion) -> Result<()> {
        store.begin("deleted", Some(deletion.names().len()));
        let work = deletion.batches().map(async |batch| {
            let result = store.delete(batch).await;
            store.advance(batch.len());
            (batch, result)
        });
        let results: Vec<_> = stream::iter(work).buffered(BATCHES).collect().await;
        let (mut deleted, mut gone, mut failed, mut not_reached) = (0, 0, 0, 0);
        for (batch, result) in results {
            match result {
                Ok(missing) => {
                    let (there, away): (Vec<_>, Vec<_>) =
                        batch.iter().cloned().partition(|name| !missing.contains(name));
                    deleted += there.len();
                    gone += away.len();
                    self.show_names(&there, "deleted");
                    away.iter().for_each(|name| self.terminal.note(&format!("{name} was gone already")));
                }
                Err(error) if error.kind == ErrorKind::Interrupted => not_reached += batch.len(),
                Err(error) => {
                    failed += batch.len();
                    tell_store(&mut self.terminal, &error);
                    batch.iter().for_each(|name| self.terminal.error(&format!("{name} was not deleted")));
                }
            }
        }
        let counts = [("deleted", deleted), ("gone already", gone), ("failed", failed), ("not reached", not_reached)];
        let counts = counts.iter().filter(|(word, count)| *word == "deleted" || *count > 0);
        if self.json {
            self.show_summary(counts.map(|(word, count)| (word.replace(' ', "_"), json!(count))).collect());
        } else {
            let words: Vec<String> = counts.map(|(word, count)| format!("{word} {count}")).collect();
            self.terminal.line(&words.join(", "));
        }
        match self.interrupted() {
            Some(signal) => Err(Error::Interrupted { signal, begun: true }),
            None if failed > 0 => Err(Error::Told),
            None => Ok(()),
        }
    }
}

fn check_count(deletion: &Deletion, expected: Option<usize>) -> Result<()> {
    let found = deletion.names().len();
    match expected {
        Some(expected) if expected != found => {
            Err(Error::rule(format!("{found} parameters match and --expect-count says {expected}: nothing is deleted")))
        }
        _ => Ok(()),
    }
}
