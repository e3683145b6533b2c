//! Tags resources that exist.

use std::io::BufRead as _;
use std::path::Path;

use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::json;

use super::error::tell_store;
use super::report::count_of_tags;
use super::rows::{self, Row, Sign};
use super::{App, Error, Mode, Problems, Result, Work};
use crate::cli::{UsageError, flags};
use crate::edge::{ErrorKind, Store, StoreError, read};
use crate::model::{ParameterName, TAGS_MAX, TagSet, name_of_arn};
use crate::plan::Problem;

/// Resources under way at once; the store's own limits are tighter.
const RESOURCES: usize = 16;

/// What is known, or became, of one resource.
struct Tagging {
    id: String,
    /// The tags that must be sent; all of them where the present ones are not known.
    missing: TagSet,
    /// Whether the present tags could be read.
    compared: bool,
    /// A refusal, of ours or of AWS.
    error: Option<TaggingError>,
    doubt: Option<StoreError>,
}

enum TaggingError {
    Store(StoreError),
    TooMany(usize),
}

/// What becomes of one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    Tagged,
    Unchanged,
    Failed,
    NotReached,
}

impl Became {
    fn sign(self) -> Sign {
        match self {
            Self::Tagged => Sign::Update,
            Self::Unchanged => Sign::Same,
            Self::Failed => Sign::Refused,
            Self::NotReached => Sign::Unknown,
        }
    }

    fn word(self, preview: bool) -> &'static str {
        match self {
            Self::Tagged => {
                if preview {
                    "tag"
                } else {
                    "tagged"
                }
            }
            Self::Unchanged => "unchanged",
            Self::Failed => {
                if preview {
                    "refused"
                } else {
                    "failed"
                }
            }
            Self::NotReached => "not reached",
        }
    }
}

impl Tagging {
    fn became(&self) -> Became {
        match &self.error {
            Some(TaggingError::Store(error)) if error.kind == ErrorKind::Interrupted => Became::NotReached,
            Some(_) => Became::Failed,
            None if self.missing.is_empty() => Became::Unchanged,
            None => Became::Tagged,
        }
    }
}

impl Tagging {
    /// Whether tags would be set that are not there. `None` where nobody could look.
    fn changes(&self) -> Option<bool> {
        (self.compared || self.missing.is_empty()).then(|| self.became() == Became::Tagged)
    }
}

impl App {
    /// Previews or sets the tags of all named resources.
    pub fn tag(&mut self) -> Work<'_> {
        Box::pin(self.tag_resources())
    }

    async fn tag_resources(&mut self) -> Result<()> {
        let mut problems = Problems::default();
        let tags = self.tags(&mut problems)?;
        let kind = self.args.text(&flags::RESOURCE_TYPE).unwrap_or("Parameter").to_owned();
        let ids = self.resource_ids(&kind, &mut problems)?;
        problems.finish()?;
        let store = match self.mode {
            Mode::Preview => self.store_to_look().await?,
            Mode::Apply => Some(self.store().await?),
        };
        let apply = !self.is_preview();
        if let Some(store) = &store {
            store.begin(if apply { "tagged" } else { "compared" }, Some(ids.len()));
        }
        let work = ids.into_iter().map(async |id| {
            let tagging = one(store.as_ref(), &kind, id, &tags, apply).await;
            store.iter().for_each(|store| store.advance(1));
            tagging
        });
        let results: Vec<Tagging> = stream::iter(work).buffered(RESOURCES).collect().await;
        self.show_taggings(results)
    }

    /// The names behind `--`, or, for `-`, one a line from standard input; each once.
    fn resource_ids(&mut self, kind: &str, problems: &mut Problems) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for operand in self.args.operands() {
            if operand == "-" {
                let Some(bytes) = problems.file(read(Path::new("-"))) else { continue };
                let lines = bytes.lines().map_while(std::result::Result::ok);
                texts.extend(lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()));
            } else {
                texts.push(operand.clone());
            }
        }
        if texts.is_empty() {
            return Err(UsageError::Rule(
                "no names: they go behind '--', or one a line on standard input for '-'".to_owned(),
            )
            .into());
        }
        let mut ids: Vec<String> = Vec::new();
        for text in texts {
            let id = if kind == "Parameter" { name_of_arn(&text) } else { text };
            if kind == "Parameter"
                && let Err(error) = ParameterName::parse(&id, self.settings.region.as_deref())
            {
                problems.add(Problem::at(format!("the name {id:?}"), error));
            } else if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    fn show_taggings(&mut self, taggings: Vec<Tagging>) -> Result<()> {
        let mut counts = [0; 4];
        let mut rows = Vec::new();
        let changes: Vec<_> = taggings.iter().map(Tagging::changes).collect();
        for tagging in taggings {
            if let Some(doubt) = &tagging.doubt {
                self.tell_doubt(doubt);
            }
            if let Some(error) = &tagging.error {
                self.tell_tagging_error(&tagging.id, error);
            }
            let became = tagging.became();
            counts[became as usize] += 1;
            let keys = if became == Became::Tagged { tagging.missing.keys().collect() } else { Vec::new() };
            rows.extend(self.show_tagging(&tagging.id, became, &keys, tagging.compared));
        }
        rows::show(&mut self.terminal, &rows);
        self.show_counts(counts);
        if self.is_preview() {
            self.end_preview();
        }
        match self.interrupted() {
            Some(signal) => Err(Error::Interrupted { signal, begun: true }),
            None if counts[Became::Failed as usize] > 0 => Err(Error::Told),
            None => self.end_drift(changes),
        }
    }

    fn show_counts(&mut self, counts: [usize; 4]) {
        let preview = self.is_preview();
        let all = [Became::Tagged, Became::Unchanged, Became::Failed, Became::NotReached];
        let counts = all.into_iter().map(|became| (became, counts[became as usize]));
        let counts = counts.filter(|(became, count)| *became != Became::NotReached || *count > 0);
        let counts = counts.map(|(became, count)| (became.word(preview), count));
        if self.json {
            self.show_summary(counts.map(|(word, count)| (word.replace(' ', "_"), json!(count))).collect());
        } else {
            let words: Vec<String> = counts.map(|(word, count)| format!("{word} {count}")).collect();
            self.terminal.line(&words.join(", "));
        }
    }

    fn tell_tagging_error(&mut self, id: &str, error: &TaggingError) {
        match error {
            // The end of the run tells a signal.
            TaggingError::Store(error) if error.kind == ErrorKind::Interrupted => {}
            TaggingError::Store(error) => tell_store(&mut self.terminal, error),
            TaggingError::TooMany(total) => {
                self.terminal.error(&format!("{id}: it would have {total} tags, and {TAGS_MAX} are allowed"));
            }
        }
    }

    /// Prints the JSON form at once; gives the text form, whose columns depend on all rows.
    fn show_tagging(&mut self, id: &str, became: Became, keys: &[&str], compared: bool) -> Option<Row> {
        let action = became.word(self.is_preview());
        if self.json {
            let row = json!({"name": id, "action": action, "tag_keys": keys});
            self.terminal.line(&row.to_string());
            return None;
        }
        let compared = if compared || keys.is_empty() { "" } else { "(not compared)" };
        let cells = vec![id.to_owned(), action.to_owned(), count_of_tags(keys.len()), compared.to_owned()];
        let prints = self.args.is_on(&flags::PRINT_KEYS) && !keys.is_empty();
        let below = prints.then(|| format!("tags: {}", keys.join(", ")));
        Some(Row { sign: became.sign(), cells, action: 1, below })
    }
}

/// Compares one resource's tags and, to apply, sends those that differ.
async fn one(store: Option<&Store>, kind: &str, id: String, tags: &TagSet, apply: bool) -> Tagging {
    let mut tagging = Tagging { id, missing: tags.clone(), compared: false, error: None, doubt: None };
    let Some(store) = store else { return tagging };
    match store.tags(kind, &tagging.id).await {
        Ok(present) => {
            tagging.compared = true;
            tagging.missing = tags.missing_in(&present);
            let total = present.overlaid(tags).len();
            if total > TAGS_MAX {
                tagging.error = Some(TaggingError::TooMany(total));
            }
        }
        Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Interrupted | ErrorKind::Refused) => {
            tagging.error = Some(TaggingError::Store(error));
        }
        // Unread tags are sent whole; where nothing answers, the write will say so.
        Err(error) => tagging.doubt = Some(error),
    }
    if apply && tagging.error.is_none() && !tagging.missing.is_empty() {
        let sent = store.add_tags(kind, &tagging.id, &tagging.missing).await;
        tagging.error = sent.err().map(TaggingError::Store);
    }
    tagging
}
