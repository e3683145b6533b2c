//! Carries out the steps of a plan: creates with tags first, and looks only where that is refused.

use futures_util::StreamExt as _;
use futures_util::stream;

use super::look::{self, Doubts};
use crate::edge::{ErrorKind, Put, Store, StoreError};
use crate::plan::{Outcome, Policy, Refusal, Step, Verdict};

/// Steps under way at once; the store's own limits are tighter.
const STEPS: usize = 16;

/// Why a step failed.
pub(super) enum StepError {
    /// The call that writes.
    Store(StoreError),
    /// Our own rule.
    Refused(Refusal),
    /// The value was written (or needed no write), the tags were not.
    Tags {
        /// The value's version, and whether it is new.
        version: i64,
        written: bool,
        error: StoreError,
    },
}

/// What became of one step.
pub(super) struct Report {
    pub(super) outcome: Outcome,
    pub(super) error: Option<StepError>,
    pub(super) doubts: Doubts,
    /// Whether a secret's KMS key could not be read and so was not sent.
    pub(super) lost_key: bool,
}

/// Carries out all steps, side by side; one that fails does not stop the others. Reports come in the order of
/// the steps.
pub(super) async fn all(store: &Store, steps: &mut [&mut Step], policy: Policy) -> Vec<Report> {
    store.begin("written", Some(steps.len()));
    let work = steps.iter_mut().map(async |step| {
        let report = one(store, step, policy).await;
        store.advance(1);
        report
    });
    stream::iter(work).buffered(STEPS).collect().await
}

async fn one(store: &Store, step: &mut Step, policy: Policy) -> Report {
    let mut report = Report { outcome: Outcome::Failed, error: None, doubts: Vec::new(), lost_key: false };
    match carry_out(store, step, policy, &mut report).await {
        Ok(outcome) => report.outcome = outcome,
        Err(StepError::Store(error)) if error.kind == ErrorKind::Interrupted => report.outcome = Outcome::NotReached,
        Err(error) => report.error = Some(error),
    }
    report
}

async fn carry_out(store: &Store, step: &mut Step, policy: Policy, report: &mut Report) -> Result<Outcome, StepError> {
    if matches!(step.verdict, Verdict::Put | Verdict::Create) {
        match store.create(&put(step, Some(step.want.kind))).await {
            Ok(written) => return Ok(Outcome::Created { version: written.version }),
            Err(error) if error.kind == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StepError::Store(error)),
        }
        report.doubts = look::at_one(store, step, policy).await.map_err(StepError::Store)?;
    }
    match step.verdict.clone() {
        Verdict::Unchanged { version } => {
            let tagged = tag(store, step, version, false).await?;
            Ok(Outcome::Unchanged { version, tagged })
        }
        Verdict::Refused(refusal) => Err(StepError::Refused(refusal)),
        Verdict::Update { from, .. } => {
            report.lost_key = step.may_lose_key();
            let kind = step.kind_to_send();
            let written = store.overwrite(&Put { key_id: step.key_to_send(), ..put(step, kind) }, from).await;
            let version = written.map_err(StepError::Store)?.version;
            tag(store, step, version, true).await?;
            Ok(Outcome::Updated { from, version })
        }
        // It existed a moment ago and is gone: someone deletes it while we write.
        Verdict::Put | Verdict::Create => {
            let put = put(step, Some(step.want.kind));
            let written = store.create(&put).await.map_err(StepError::Store)?;
            Ok(Outcome::Created { version: written.version })
        }
    }
}

fn put(step: &Step, kind: Option<crate::model::ParameterType>) -> Put<'_> {
    let want = &step.want;
    Put {
        name: want.name.as_str(),
        kind,
        value: &want.value,
        key_id: want.key_id.as_deref(),
        tier: want.tier,
        description: want.description.as_deref(),
        tags: Some(&want.tags),
    }
}

/// Sends the tags that differ; gives whether there were any.
async fn tag(store: &Store, step: &Step, version: i64, written: bool) -> Result<bool, StepError> {
    let tags = step.tags_to_send();
    if tags.is_empty() {
        return Ok(false);
    }
    let sent = store.add_tags("Parameter", step.want.name.as_str(), &tags).await;
    sent.map_err(|error| StepError::Tags { version, written, error })?;
    Ok(true)
}
