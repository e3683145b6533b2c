//! Shows steps and counts, before and after, in text and in JSON (`docs/json.md`).

use serde_json::{Map, Value as Json, json};

use super::error::tell_store;
use super::rows::{self, Row, Sign};
use super::write::{Report, StepError};
use super::{App, Error, Result};
use crate::model::TagSet;
use crate::plan::{Found, Outcome, Problem, Step, Tally, Verdict};

/// What is shown of one step, planned or done.
struct Line {
    action: &'static str,
    version: Option<i64>,
    previous: Option<i64>,
    compared: bool,
}

impl Line {
    fn new(action: &'static str) -> Self {
        Self { action, version: None, previous: None, compared: true }
    }

    fn planned(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Put => Self::new("create or update"),
            Verdict::Create => Self { version: Some(1), ..Self::new("create") },
            Verdict::Update { from, compared } => {
                let version = from.map(|from| from + 1);
                Self { version, previous: *from, compared: *compared, ..Self::new("update") }
            }
            Verdict::Unchanged { version } => Self { version: Some(*version), ..Self::new("unchanged") },
            Verdict::Refused(_) => Self::new("refused"),
        }
    }

    fn done(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Created { version } => Self { version: Some(*version), ..Self::new("created") },
            Outcome::Updated { from, version } => {
                Self { version: Some(*version), previous: *from, ..Self::new("updated") }
            }
            Outcome::Unchanged { version, .. } => Self { version: Some(*version), ..Self::new("unchanged") },
            Outcome::Failed => Self::new("failed"),
            Outcome::NotReached => Self::new("not reached"),
        }
    }

    fn versions(&self) -> String {
        match (self.previous, self.version) {
            (Some(previous), Some(version)) => format!("v{previous}->v{version}"),
            (None, Some(version)) => format!("v{version}"),
            _ => String::new(),
        }
    }

    /// The sign and the word of the action; one that changes tags alone is told by them.
    fn action(&self, tags: usize, planned: bool) -> (Sign, &'static str) {
        match self.action {
            "unchanged" if tags > 0 => (Sign::Update, if planned { "tag" } else { "tagged" }),
            action @ "unchanged" => (Sign::Same, action),
            action @ ("create" | "created") => (Sign::Create, action),
            action @ ("update" | "updated") => (Sign::Update, action),
            action @ ("refused" | "failed") => (Sign::Refused, action),
            action => (Sign::Unknown, action),
        }
    }
}

/// The tags that a step sets, of a plan or of what was done.
fn tags_set(step: &Step) -> TagSet {
    match step.verdict {
        Verdict::Put | Verdict::Create => step.want.tags.clone(),
        Verdict::Refused(_) => TagSet::default(),
        _ => step.tags_to_send(),
    }
}

impl App {
    /// Shows the steps of a plan, or with reports what became of them.
    pub(super) fn show_steps<'a>(
        &mut self,
        steps: impl Iterator<Item = (&'a Step, Option<&'a Report>)>,
        print_keys: bool,
    ) {
        let rows: Vec<Row> = steps.filter_map(|(step, done)| self.show_step(step, done, print_keys)).collect();
        rows::show(&mut self.terminal, &rows);
    }

    /// Prints the JSON form at once; gives the text form, whose columns depend on all rows.
    fn show_step(&mut self, step: &Step, done: Option<&Report>, print_keys: bool) -> Option<Row> {
        let line = done.map_or_else(|| Line::planned(&step.verdict), |done| Line::done(&done.outcome));
        let failed = done.is_some_and(|done| matches!(done.outcome, Outcome::Failed | Outcome::NotReached));
        let tags = if failed { TagSet::default() } else { tags_set(step) };
        let kind = match &step.found {
            Found::Present(_) => step.kind_to_send().unwrap_or(step.want.kind),
            _ => step.want.kind,
        };
        if self.json {
            let mut object = Map::new();
            object.insert("name".to_owned(), json!(step.want.name.as_str()));
            object.insert("type".to_owned(), json!(kind.as_str()));
            object.insert("action".to_owned(), json!(line.action));
            object.insert("version".to_owned(), json!(line.version));
            object.insert("previous_version".to_owned(), json!(line.previous));
            object.insert("tag_keys".to_owned(), tags.keys().collect());
            object.insert("reason".to_owned(), json!(reason(step, done)));
            self.terminal.line(&Json::Object(object).to_string());
            return None;
        }
        let (sign, action) = line.action(tags.len(), done.is_none());
        let mut cells = vec![step.want.name.as_str().to_owned(), kind.to_string(), action.to_owned(), line.versions()];
        if !line.compared {
            cells.push("(not compared)".to_owned());
        } else if !print_keys {
            cells.push(count_of_tags(tags.len()));
        }
        let keys = tags.keys().collect::<Vec<_>>().join(", ");
        let below = (print_keys && !tags.is_empty()).then(|| format!("tags: {keys}"));
        Some(Row { sign, cells, action: 2, below })
    }

    /// Shows the summary: the last object of the JSON form, one line of the text form.
    pub(super) fn show_tally(&mut self, tally: Tally, extra: &[(&str, usize)]) {
        let planned = self.is_preview();
        if self.json {
            let counts = tally.words(planned).into_iter().chain(extra.iter().copied());
            let counts = counts.map(|(word, count)| (word.replace(' ', "_"), json!(count)));
            self.show_summary(counts.collect());
        } else if planned {
            self.terminal.line(&format!("{tally:#}"));
        } else {
            self.terminal.line(&tally.to_string());
        }
    }

    /// The last object of the JSON form.
    pub(super) fn show_summary(&mut self, counts: Map<String, Json>) {
        let mode = if self.is_preview() { "preview" } else { "apply" };
        let summary = json!({"summary": {"command": self.command.name, "mode": mode, "counts": counts}});
        self.terminal.line(&summary.to_string());
    }

    /// Tells why a step of a plan would be refused; gives whether it would.
    pub(super) fn tell_refusal(&mut self, step: &Step) -> bool {
        if let Verdict::Refused(refusal) = &step.verdict {
            self.terminal.error(&Problem::at(step.want.name.as_str(), refusal).to_string());
        }
        matches!(step.verdict, Verdict::Refused(_))
    }

    /// Tells the doubts and the errors of one step that was carried out.
    pub(super) fn tell_report(&mut self, step: &Step, report: &Report) {
        for doubt in &report.doubts {
            self.tell_doubt(doubt);
        }
        if report.lost_key {
            self.warn_of_key(step);
        }
        match &report.error {
            None => {}
            Some(StepError::Store(error)) => tell_store(&mut self.terminal, error),
            Some(StepError::Refused(refusal)) => {
                self.terminal.error(&Problem::at(step.want.name.as_str(), refusal).to_string());
            }
            Some(StepError::Tags { version, written, error }) => {
                let value = if *written { "the value was written" } else { "the value needed no write" };
                self.terminal.error(&format!("{}: {value} (version {version}), the tags were not", step.want.name));
                tell_store(&mut self.terminal, error);
            }
        }
    }

    /// Says that a secret's key may change, once a run: the reason is the same for all.
    pub(super) fn warn_of_key(&mut self, step: &Step) {
        if self.told.insert("key".to_owned()) {
            self.terminal.warning(&format!(
                "{}: its KMS key could not be read and is not sent, so AWS may encrypt it with alias/aws/ssm; --key-id names the \
                 key (ssm:DescribeParameters would read it)",
                step.want.name
            ));
        }
    }

    /// Ends a run by what became of its parts; their errors have been told.
    pub(super) fn end_of(&self, tally: Tally) -> Result<()> {
        match self.interrupted() {
            Some(signal) => Err(Error::Interrupted { signal, begun: true }),
            None if tally.failed > 0 => Err(Error::Told),
            None => Ok(()),
        }
    }
}

/// `8 tags`, or nothing for none.
pub(super) fn count_of_tags(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 tag".to_owned(),
        count => format!("{count} tags"),
    }
}

fn reason(step: &Step, done: Option<&Report>) -> Option<String> {
    match (&step.verdict, done.and_then(|done| done.error.as_ref())) {
        (_, Some(StepError::Store(error))) => Some(error.to_string()),
        (_, Some(StepError::Tags { error, .. })) => Some(format!("the tags were not written: {error}")),
        (_, Some(StepError::Refused(refusal))) | (Verdict::Refused(refusal), None) => Some(refusal.to_string()),
        _ => None,
    }
}
