//! Seeds the store from a `.env` file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{App, Mode, Problems, Result, Work, look, write};
use crate::cli::flags;
use crate::edge::read;
use crate::model::env_file;
use crate::model::{Scope, Segment};
use crate::plan::{Layers, Problem, SeedOptions, SeedPlan, SeedStep, Step, Tally, seed};

/// A problem of a file as the user sees it.
fn at_line(file: &str, problem: &env_file::FileProblem) -> Problem {
    let key = problem.key.as_ref().map(|key| format!("{key}: ")).unwrap_or_default();
    Problem::at(format!("{file}:{}", problem.line), format!("{key}{}", problem.what))
}

/// `from tags/backend: base.json < prod.json`: the folder of the first once, for all that stand in it.
fn told_files(files: &[&str]) -> String {
    let folder = files.first().and_then(|first| first.rsplit_once('/')).map(|(folder, _)| folder);
    let short = |file: &str| {
        let below = folder.and_then(|folder| file.strip_prefix(folder)?.strip_prefix('/'));
        below.filter(|name| !name.contains('/')).unwrap_or(file).to_owned()
    };
    let list: Vec<String> = files.iter().map(|file| short(file)).collect();
    let from = folder.map_or_else(|| "from here".to_owned(), |folder| format!("from {folder}"));
    format!("{from}: {}", list.join(" < "))
}

impl App {
    /// Previews or writes every key of the file.
    pub fn seed(&mut self) -> Work<'_> {
        Box::pin(self.seed_file())
    }

    async fn seed_file(&mut self) -> Result<()> {
        let (scope, layers, mut plan) = self.seed_plan()?;
        if self.is_preview() {
            self.show_layers(&plan, &layers);
        }
        match self.mode {
            Mode::Preview => self.preview_seed(&scope, &mut plan).await,
            Mode::Apply => self.apply_seed(&scope, &mut plan).await,
        }
    }

    /// Reads and checks everything, before the first call.
    fn seed_plan(&mut self) -> Result<(Scope, Layers, SeedPlan)> {
        let mut problems = Problems::default();
        let scope = self.scope(&mut problems)?;
        let file = self.args.required(&flags::ENV_FILE)?.to_owned();
        let service = self.args.text(&flags::SEED_SERVICE);
        let service = service.and_then(|text| problems.value("--service", Segment::parse(text)));
        let key_id = self.key_id(&mut problems);
        let shown = if file == "-" { "standard input" } else { &file };
        let bytes = problems.file(read(Path::new(&file)));
        let Some((scope, bytes)) = scope.zip(bytes) else {
            return Err(problems.finish().err().unwrap_or(super::Error::Told));
        };
        let reading = env_file::read(&bytes, service.as_ref().map(Segment::as_str));
        drop(bytes);
        problems.extend(reading.errors.iter().map(|problem| at_line(shown, problem)));
        let services: BTreeSet<&str> = reading.entries.iter().map(|entry| entry.service.as_str()).collect();
        let layers = self.layers(&scope, &services, &mut problems);
        let mut warnings: Vec<Problem> = reading.warnings.iter().map(|problem| at_line(shown, problem)).collect();
        let region = self.settings.region.clone();
        let options = SeedOptions {
            file: shown,
            region: region.as_deref(),
            key_id: key_id.as_deref(),
            tier: self.tier(),
            skip_empty: self.args.is_on(&flags::SKIP_EMPTY),
        };
        let mut plan = seed(reading.entries, &scope, &layers, &options);
        problems.extend(plan.problems.drain(..));
        warnings.append(&mut plan.warnings);
        if plan.steps.is_empty() && warnings.is_empty() {
            warnings.push(Problem::at(shown, "holds no keys"));
        }
        self.take_warnings(warnings, &mut problems);
        problems.finish()?;
        Ok((scope, layers, plan))
    }

    /// Tells warnings; with `--strict` they are problems.
    pub(super) fn take_warnings(&mut self, warnings: Vec<Problem>, problems: &mut Problems) {
        if self.args.is_on(&flags::STRICT) {
            let strict = |problem: Problem| Problem { what: format!("{} (--strict)", problem.what), ..problem };
            return problems.extend(warnings.into_iter().map(strict));
        }
        for warning in warnings {
            self.terminal.warning(&warning.to_string());
        }
    }

    /// Says which files make the tags of each service.
    fn show_layers(&mut self, plan: &SeedPlan, layers: &Layers) {
        let mut told = BTreeMap::new();
        for (service, tags) in plan.services() {
            let files: Vec<&str> = layers.of(service).map(|layer| layer.path.as_str()).collect();
            if !files.is_empty() {
                let line = format!("tags of {service} {}", told_files(&files));
                told.insert(service.to_owned(), (line, tags.clone()));
            }
        }
        for (line, tags) in told.into_values() {
            self.terminal.note(&line);
            self.warn_of_twins(&tags);
        }
    }

    async fn preview_seed(&mut self, scope: &Scope, plan: &mut SeedPlan) -> Result<()> {
        let mut orphans = Vec::new();
        if let Some(store) = self.store_to_look().await? {
            let mut doubts = Vec::new();
            let look = look::at_paths(&store, &mut plan.steps, scope, self.policy(), &mut doubts).await;
            doubts.iter().for_each(|doubt| self.tell_doubt(doubt));
            match look {
                Ok(names) => orphans = names,
                Err(error) => self.doubt(error)?,
            }
        }
        if self.lists_keys() {
            self.show_steps(plan.steps.iter().map(|step| (&step.step, None)), true);
        }
        self.show_services(plan);
        let tally = Tally::of_plan(plan.steps.iter().map(|step| &step.step));
        self.show_orphans(&orphans);
        self.show_tally(tally, &[("only in the store", orphans.len())]);
        for step in &plan.steps {
            self.tell_refusal(&step.step);
            if step.step.may_lose_key() {
                self.warn_of_key(&step.step);
            }
        }
        self.end_preview();
        self.end_of(tally)?;
        self.end_drift(plan.steps.iter().map(|step| step.step.changes()))
    }

    async fn apply_seed(&mut self, scope: &Scope, plan: &mut SeedPlan) -> Result<()> {
        if plan.steps.is_empty() {
            self.show_tally(Tally::default(), &[]);
            return Ok(());
        }
        let store = self.store().await?;
        let policy = self.policy();
        let mut doubts = Vec::new();
        let orphans = look::at_paths(&store, &mut plan.steps, scope, policy, &mut doubts).await;
        doubts.iter().for_each(|doubt| self.tell_doubt(doubt));
        let orphans = orphans?;
        let mut steps: Vec<&mut Step> = plan.steps.iter_mut().map(|step| &mut step.step).collect();
        let reports = write::all(&store, &mut steps, policy).await;
        let mut tally = Tally::default();
        if self.lists_keys() {
            let done = plan.steps.iter().zip(&reports).map(|(step, report)| (&step.step, Some(report)));
            self.show_steps(done, true);
        }
        for (SeedStep { step, .. }, report) in plan.steps.iter().zip(&reports) {
            tally.add(&report.outcome);
            self.tell_report(step, report);
        }
        self.show_services(plan);
        self.show_orphans(&orphans);
        self.show_tally(tally, &[("only in the store", orphans.len())]);
        self.end_of(tally)
    }

    /// The JSON form always has one object per parameter.
    fn lists_keys(&self) -> bool {
        self.json || self.args.is_on(&flags::SEED_PRINT_KEYS)
    }

    /// Counts per service and type.
    fn show_services(&mut self, plan: &SeedPlan) {
        if self.json {
            return;
        }
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for step in &plan.steps {
            let (clear, secret) = counts.entry(&step.service).or_default();
            *(if step.step.want.kind.is_secret() { secret } else { clear }) += 1;
        }
        for (service, (clear, secret)) in counts {
            self.terminal.line(&format!("{service}: {clear} String, {secret} SecureString"));
        }
    }

    /// Keys that the store has and the file has not: counted, named if keys are listed, never deleted.
    fn show_orphans(&mut self, orphans: &[String]) {
        if orphans.is_empty() || self.json {
            return;
        }
        if self.args.is_on(&flags::SEED_PRINT_KEYS) {
            for name in orphans {
                self.terminal.line(&format!("{name}  only in the store, left alone"));
            }
        }
        self.terminal.note(&format!("{} in the store and not in the file; left alone", orphans.len()));
    }
}
