//! The one place that runs calls: how many at once, at what pace, how long, and whether once more.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Queue, Semaphore};
use tokio::time::{Instant, sleep, timeout};

use super::super::interrupt::Interrupt;
use super::super::terminal::StatusLine;
use super::course::{Allowed, Course, Hearing, Patience};
use super::error::{ErrorKind, Failure};
use super::kind::Kind;
use super::pace::{Pace, Wait};
use super::progress::Progress;

/// How long credentials may take to come: people may have to type a code.
const CONNECTING: Duration = Duration::from_mins(2);

/// The limits that the user sets.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Limits {
    /// Calls at once.
    pub concurrency: Option<usize>,
    /// Calls a second.
    pub max_rate: Option<f64>,
    /// Attempts of one call, whatever their end.
    pub attempts: Option<u32>,
}

/// Where calls that share a limit wait for their turn.
struct Lane {
    window: Semaphore,
    /// First come, first served: only the first in the queue watches the pace.
    queue: Queue<()>,
    pace: Mutex<Pace>,
}

impl Lane {
    fn new(window: usize, pace: Pace) -> Self {
        Self { window: Semaphore::new(window), queue: Queue::new(()), pace: Mutex::new(pace) }
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) struct Engine {
    lanes: [Lane; Kind::ALL.len()],
    /// What the user's limits hold, over all kinds.
    everything: Lane,
    allowed: Allowed,
    started: Instant,
    hearing: Mutex<Hearing>,
    interrupt: Interrupt,
    status: StatusLine,
    progress: Mutex<Progress>,
}

impl Engine {
    pub(super) fn new(patience: Patience, limits: Limits, interrupt: Interrupt, status: StatusLine) -> Self {
        let window = limits.concurrency.unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            lanes: Kind::ALL.map(|kind| Lane::new(kind.window(), Pace::new(kind.habit()))),
            everything: Lane::new(window, Pace::fixed(limits.max_rate.unwrap_or(f64::INFINITY))),
            allowed: Allowed { patience, attempts: limits.attempts },
            started: Instant::now(),
            hearing: Mutex::new(Hearing::default()),
            interrupt,
            status,
            progress: Mutex::default(),
        }
    }

    /// Makes one attempt. `None` if it failed and another may be made, which by then may go: where the course
    /// says that an answer was lost, the caller can look first whether the work is done.
    pub(super) async fn step<T>(
        &self,
        kind: Kind,
        course: &mut Course,
        attempt: &impl AsyncFn() -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        let lane = &self.lanes[kind as usize];
        let turn = self.unless_interrupted(self.turn(kind, lane)).await;
        let permits = turn.map_err(|signal| course.ends_by(signal))?;
        let sent = self.now();
        let result = if kind.writes() {
            self.timed(attempt).await
        } else {
            self.unless_interrupted(self.timed(attempt)).await?
        };
        drop(permits);
        let failure = match result {
            Ok(answer) => {
                lane.pace().let_through(self.now());
                return Ok(Some(answer));
            }
            Err(failure) => failure,
        };
        match failure.kind {
            ErrorKind::Throttled => lane.pace().refused(sent, self.now(), fastrand::f64()),
            ErrorKind::Unreachable => course.lost |= kind.writes(),
            _ => lane.pace().let_through(self.now()),
        }
        let hearing = *self.hearing();
        let Some(pause) = course.fails(&failure, &hearing, self.allowed, self.now(), fastrand::f64()) else {
            return Err(failure);
        };
        let rest = self.unless_interrupted(self.rest(&failure, pause)).await;
        rest.map(|()| None).map_err(|signal| course.ends_by(signal))
    }

    /// Waits until a call may go, and gives what it holds while it is under way.
    async fn turn<'a>(&'a self, kind: Kind, lane: &'a Lane) -> impl Sized + use<'a> {
        // Nobody closes the windows, so both permits come.
        let mine = lane.window.acquire().await;
        self.pass(lane, |rate| format!("waiting for AWS's quota: {} go at {rate:.1} a second", kind.word())).await;
        let ours = self.everything.window.acquire().await;
        self.pass(&self.everything, |rate| format!("sending {rate:.1} calls a second (--max-rate)")).await;
        (mine, ours)
    }

    async fn pass(&self, lane: &Lane, told: impl Fn(f64) -> String) {
        let _first = lane.queue.lock().await;
        loop {
            let wait = lane.pace().try_take(self.now(), fastrand::f64());
            let Some(Wait { seconds: wait, rate }) = wait else { return };
            self.mention(&told(rate));
            sleep(Duration::from_secs_f64(wait)).await;
        }
    }

    async fn rest(&self, failure: &Failure, pause: f64) {
        match failure.kind {
            ErrorKind::Busy => self.mention("waiting: AWS refuses more updates of a parameter for now"),
            ErrorKind::Unreachable => self.mention("waiting: the store did not answer, and is asked again"),
            _ => {}
        }
        if pause > 0.0 {
            sleep(Duration::from_secs_f64(pause)).await;
        }
    }

    pub(super) fn begin(&self, word: &'static str, total: Option<usize>) {
        self.progress().begin(word, total, self.now());
    }

    pub(super) fn advance(&self, count: usize) {
        let line = self.progress().advance(count, self.now());
        line.iter().for_each(|line| self.status.show(line));
    }

    fn mention(&self, why: &str) {
        let line = self.progress().waiting(why, self.now());
        line.iter().for_each(|line| self.status.show(line));
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn timed<T>(&self, attempt: &impl AsyncFn() -> Result<T, Failure>) -> Result<T, Failure> {
        self.hearing().asks(self.now());
        match timeout(self.limit(), attempt()).await {
            Ok(result) => {
                let silent = matches!(&result, Err(failure) if failure.code.is_none());
                if !silent {
                    self.hearing().hears(self.now());
                }
                result
            }
            Err(_) => {
                Err(Failure::plain(ErrorKind::Unreachable, "the server accepted the call and gave no answer in time"))
            }
        }
    }

    /// How long finding credentials and Region may take.
    pub(super) fn limit_to_connect(&self) -> Duration {
        if self.allowed.patience == Patience::Full { CONNECTING } else { self.limit() }
    }

    /// How long the next attempt may take.
    fn limit(&self) -> Duration {
        Duration::from_secs_f64(self.hearing().limit(self.allowed.patience, self.now()))
    }

    fn now(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn hearing(&self) -> MutexGuard<'_, Hearing> {
        self.hearing.lock().unwrap_or_else(PoisonError::into_inner)
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
