//! The one place that runs calls: how many at once, how often again, how long, and when no more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout};

use super::super::interrupt::Interrupt;
use super::error::{ErrorKind, Failure};

/// Calls at once. Reads have a quota of 40 a second, writes one of 3 to 10 (docs/development.md).
const READS: usize = 8;
const WRITES: usize = 4;
/// How often a call is tried at the most, without AWS_MAX_ATTEMPTS. With the pauses below, a call that
/// is told to wait waits for more than the half minute for which AWS refuses a name just deleted.
const ATTEMPTS: u32 = 10;
/// How often it is tried where nothing answers: a dead network should be told in seconds.
const ATTEMPTS_IN_SILENCE: u32 = 4;
/// How long one attempt may take: longer than AWS ever needs, short enough to tell a silent server.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long credentials may take to come.
const CONNECTING: Duration = Duration::from_mins(2);
/// How long a preview waits for the store's first answer; the contract allows three seconds.
const PREVIEW_PATIENCE: Duration = Duration::from_millis(2600);

/// Whether a call changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// It only reads, and may be dropped half-way.
    Read,
    /// It writes: once sent it is waited for.
    Write,
}

/// How much waiting the caller is willing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// As much as the work needs.
    Full,
    /// A preview's: if the store does not answer at once, it is left out.
    Preview,
}

pub(super) struct Engine {
    reads: Semaphore,
    writes: Semaphore,
    attempts: u32,
    patience: Patience,
    started: Instant,
    answered: AtomicBool,
    interrupt: Interrupt,
}

impl Engine {
    /// `attempts` is the value of AWS_MAX_ATTEMPTS; zero and what is no number count as not given.
    pub(super) fn new(patience: Patience, attempts: Option<&str>, interrupt: Interrupt) -> Self {
        let attempts = attempts.and_then(|text| text.trim().parse().ok()).filter(|&n| n > 0);
        Self {
            reads: Semaphore::new(READS),
            writes: Semaphore::new(WRITES),
            attempts: attempts.unwrap_or(ATTEMPTS),
            patience,
            started: Instant::now(),
            answered: AtomicBool::new(false),
            interrupt,
        }
    }

    /// Runs one call until it succeeds, fails for good, or a signal comes.
    pub(super) async fn run<T>(&self, lane: Lane, attempt: impl AsyncFn() -> Result<T, Failure>) -> Result<T, Failure> {
        let lanes = if lane == Lane::Read { &self.reads } else { &self.writes };
        let mut tried = 0;
        loop {
            // Nobody closes the semaphores, so a permit always comes.
            let permit = self.unless_interrupted(lanes.acquire()).await?;
            tried += 1;
            let result = match lane {
                Lane::Read => self.unless_interrupted(self.timed(&attempt)).await?,
                Lane::Write => self.timed(&attempt).await,
            };
            drop(permit);
            let failure = match result {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if !self.may_try_again(&failure, tried) {
                return Err(failure);
            }
            self.unless_interrupted(sleep(pause(failure.kind, tried))).await?;
        }
    }

    async fn timed<T>(&self, attempt: &impl AsyncFn() -> Result<T, Failure>) -> Result<T, Failure> {
        match timeout(self.limit(), attempt()).await {
            Ok(result) => {
                let silent = matches!(&result, Err(failure) if failure.code.is_none());
                self.answered.fetch_or(!silent, Ordering::Relaxed);
                result
            }
            Err(_) => {
                Err(Failure::plain(ErrorKind::Unreachable, "the server accepted the call and gave no answer in time"))
            }
        }
    }

    /// How long finding credentials and Region may take: people may have to type a code.
    pub(super) fn limit_to_connect(&self) -> Duration {
        if self.patience == Patience::Full { CONNECTING } else { self.limit() }
    }

    /// How long the next attempt may take.
    pub(super) fn limit(&self) -> Duration {
        match self.patience {
            Patience::Full => PATIENCE,
            Patience::Preview if self.answered.load(Ordering::Relaxed) => PREVIEW_PATIENCE,
            Patience::Preview => PREVIEW_PATIENCE.saturating_sub(self.started.elapsed()),
        }
    }

    fn may_try_again(&self, failure: &Failure, tried: u32) -> bool {
        match failure.kind {
            ErrorKind::Busy => tried < self.attempts,
            ErrorKind::Unreachable => self.patience == Patience::Full && tried < self.attempts.min(ATTEMPTS_IN_SILENCE),
            _ => false,
        }
    }

    /// Does some work, unless a signal comes first.
    pub(super) async fn unless_interrupted<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
        tokio::select! {
            biased;
            _ = self.interrupt.come() => Err(Failure::plain(ErrorKind::Interrupted, "interrupted before the call was made")),
            result = work => Ok(result),
        }
    }
}

/// Doubling from half a second (a fifth where nothing answered), at most ten seconds, half of it by chance so
/// that many callers do not march in step.
fn pause(kind: ErrorKind, tried: u32) -> Duration {
    let first = if kind == ErrorKind::Busy { 0.5 } else { 0.2 };
    let full = (first * 2f64.powi(i32::try_from(tried.min(10)).unwrap_or(10) - 1)).min(10.0);
    Duration::from_secs_f64(full * (0.5 + fastrand::f64() / 2.0))
}
