//! The course of one call: what may be tried again, when, and how often.

use super::error::{ErrorKind, Failure};

/// How often a call is tried at the most where it fails otherwise than by a quota.
const ATTEMPTS: u32 = 10;
/// How often it is tried where the store has not answered anything of late: a dead network should be told in
/// seconds.
const ATTEMPTS_IN_SILENCE: u32 = 4;
/// How long an answer proves that the store is there.
const OF_LATE: f64 = 10.0;
/// How long the store may be silent; the run is given up then, in under a minute.
const SILENCE: f64 = 45.0;
/// How long one attempt may take: longer than AWS ever needs, short enough to tell a silent server.
const PATIENCE: f64 = 10.0;
/// How long a preview waits for the store's first answer; the contract allows three seconds.
const PREVIEW_PATIENCE: f64 = 2.6;
/// How long a parameter may be refused for too many updates: AWS does so for half a minute after it was deleted.
const BUSY: f64 = 90.0;
/// How long a quota may let nothing through before a run is given up that could never end; a preview sooner.
const USED_UP: f64 = 600.0;
const USED_UP_IN_PREVIEW: f64 = 30.0;

/// How much waiting the caller is willing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// As much as the work needs.
    Full,
    /// A preview's: if the store does not answer at once, it is left out.
    Preview,
}

/// What the store has let hear of itself in this run. All times are seconds since the run began.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hearing {
    /// Since when calls are sent without any answer; `None` right after an answer.
    unanswered_since: Option<f64>,
    heard: Option<f64>,
}

impl Hearing {
    /// A call is sent.
    pub(super) fn asks(&mut self, now: f64) {
        self.unanswered_since.get_or_insert(now);
    }

    /// Any answer came, be it a refusal.
    pub(super) fn hears(&mut self, now: f64) {
        self.heard = Some(now);
        self.unanswered_since = None;
    }

    /// For how long the store has been silent. Time in which nothing was asked does not count.
    fn silence(&self, now: f64) -> f64 {
        self.unanswered_since.map_or(0.0, |since| now - since)
    }

    /// How long the next attempt may take.
    pub(super) fn limit(&self, patience: Patience, now: f64) -> f64 {
        match (patience, self.heard) {
            (Patience::Full, _) => (SILENCE - self.silence(now)).clamp(1.0, PATIENCE),
            (Patience::Preview, Some(_)) => PREVIEW_PATIENCE,
            (Patience::Preview, None) => (PREVIEW_PATIENCE - now).max(0.0),
        }
    }

    fn of_late(&self, now: f64) -> bool {
        self.heard.is_some_and(|heard| now - heard < OF_LATE)
    }
}

/// How far one call has come.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Whether an answer was lost, so that the work may be done all the same.
    pub(super) lost: bool,
    tried: u32,
    unreached: u32,
    busy: u32,
    busy_since: Option<f64>,
    refused_since: Option<f64>,
    last: Option<Failure>,
}

/// What the user and the kind of work allow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    pub(super) patience: Patience,
    /// Attempts of whatever end, where the user sets a limit.
    pub(super) attempts: Option<u32>,
}

impl Course {
    /// Takes in a failure; gives the seconds to pause before the next attempt, or `None` if there shall be none.
    /// A refusal by quota asks for no pause: the pace of its kind sees to it.
    pub(super) fn fails(
        &mut self,
        failure: &Failure,
        hearing: &Hearing,
        allowed: Allowed,
        now: f64,
        chance: f64,
    ) -> Option<f64> {
        self.tried += 1;
        let preview = allowed.patience == Patience::Preview;
        let pause = match failure.kind {
            ErrorKind::Throttled => {
                let used_up = if preview { USED_UP_IN_PREVIEW } else { USED_UP };
                (now - *self.refused_since.get_or_insert(now) < used_up).then_some(0.0)
            }
            ErrorKind::Busy => {
                self.busy += 1;
                (now - *self.busy_since.get_or_insert(now) < BUSY).then(|| doubling(0.5, self.busy, 10.0, chance))
            }
            ErrorKind::Unreachable => {
                self.unreached += 1;
                let few = self.unreached < ATTEMPTS_IN_SILENCE && (!preview || hearing.heard.is_some());
                let may = few || (!preview && self.unreached < ATTEMPTS && hearing.of_late(now));
                (may && hearing.silence(now) < SILENCE).then(|| doubling(0.2, self.unreached, 5.0, chance))
            }
            _ => None,
        };
        let pause = pause.filter(|_| allowed.attempts.is_none_or(|most| self.tried < most));
        self.last = pause.map(|_| failure.clone());
        pause
    }

    /// Why the call ends where a signal keeps it from being tried again: what is not known to be undone is told as
    /// such.
    pub(super) fn ends_by(&mut self, signal: Failure) -> Failure {
        let lost = self.lost;
        self.last.take().filter(|_| lost).unwrap_or(signal)
    }
}

/// Doubling from `first` up to `most`, half of it by chance, so that many callers do not march in step.
fn doubling(first: f64, times: u32, most: f64, chance: f64) -> f64 {
    let full = (first * f64::from(2u32.saturating_pow(times.clamp(1, 16) - 1))).min(most);
    full * (0.5 + chance / 2.0)
}

#[cfg(test)]
mod tests;
