//! Puts one parameter.

use super::{App, Mode, Result, Work, look, write};
use crate::cli::flags;
use crate::model::ParameterType;
use crate::plan::{Step, Tally};

impl App {
    /// Previews or writes the parameter that the flags describe.
    pub fn put(&mut self, kind: ParameterType) -> Work<'_> {
        Box::pin(self.put_one(kind))
    }

    async fn put_one(&mut self, kind: ParameterType) -> Result<()> {
        let mut step = Step::new(self.wanted(kind).await?);
        match self.mode {
            Mode::Preview => self.preview_put(&mut step).await,
            Mode::Apply => self.apply_put(&mut step).await,
        }
    }

    async fn preview_put(&mut self, step: &mut Step) -> Result<()> {
        if let Some(store) = self.store_to_look().await? {
            match look::at_one(&store, step, self.policy()).await {
                Ok(doubts) => doubts.iter().for_each(|doubt| self.tell_doubt(doubt)),
                Err(error) => self.doubt(error)?,
            }
        }
        self.show_steps(std::iter::once((&*step, None)), self.args.is_on(&flags::PRINT_KEYS));
        if step.may_lose_key() {
            self.warn_of_key(step);
        }
        self.tell_refusal(step);
        let tally = Tally::of_plan(std::iter::once(&*step));
        self.end_single(tally)
    }

    async fn apply_put(&mut self, step: &mut Step) -> Result<()> {
        let store = self.store().await?;
        let policy = self.policy();
        let reports = write::all(&store, &mut [&mut *step], policy).await;
        let mut tally = Tally::default();
        for report in &reports {
            tally.add(&report.outcome);
            self.show_steps(std::iter::once((&*step, Some(report))), self.args.is_on(&flags::PRINT_KEYS));
            self.tell_report(step, report);
        }
        self.end_single(tally)
    }

    /// A single parameter's line says it all; only the JSON form has a summary too.
    fn end_single(&mut self, tally: Tally) -> Result<()> {
        if self.json {
            self.show_tally(tally, &[]);
        }
        if self.is_preview() {
            self.end_preview();
        }
        self.end_of(tally)
    }
}
