//! How fast one kind of call may go: as fast as it can until AWS refuses one, then at a rate that rises while AWS
//! lets calls through and falls when it does not.
//!
//! AWS does not publish most quotas of Parameter Store, they differ by account, and all programs of an account
//! share them (docs/development.md, "Quotas"): the rate must be found, and found again. Seconds are counted from
//! any fixed moment, and chance comes from outside, so that a run can be simulated.

/// Seconds without a refusal after which the rate rises twice as fast, ten times as fast after three times that.
const CALM: f64 = 3.0;
/// A refusal costs little, and a host that waits for seconds while others go on is late: the rate stays at its
/// `least` for this many refusals in a row, and falls further, for a quota that is all used up, only then.
const STUBBORN: u32 = 25;
/// Where a rate ends that falls, in calls a second.
const LOWEST: f64 = 0.2;

/// What is known beforehand of a kind of call, in calls a second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    /// The rate after the first refusal: the quota of an ordinary account, as far as it is known.
    pub(super) start: f64,
    /// Where a falling rate stops at first.
    pub(super) least: f64,
    /// By how much the rate rises in a second.
    pub(super) rise: f64,
    /// What is left of the rate after a refusal.
    pub(super) fall: f64,
    /// By how much of the usual gap a call may come earlier or later.
    pub(super) jitter: f64,
}

/// The pace of one kind of call in one run.
#[derive(Debug)]
pub(super) struct Pace {
    habit: Habit,
    /// `None` until the first refusal.
    rate: Option<f64>,
    free_at: f64,
    fell_at: f64,
    rose_at: f64,
    refused_in_a_row: u32,
}

/// How long a call must wait, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wait {
    pub(super) seconds: f64,
    /// Calls a second.
    pub(super) rate: f64,
}

impl Pace {
    /// As fast as it can, until AWS refuses.
    pub(super) fn new(habit: Habit) -> Self {
        Self { habit, rate: None, free_at: 0.0, fell_at: f64::MIN, rose_at: 0.0, refused_in_a_row: 0 }
    }

    /// At this rate from the start, and always.
    pub(super) fn fixed(rate: f64) -> Self {
        let habit = Habit { start: rate, least: rate, rise: 0.0, fall: 1.0, jitter: 0.0 };
        Self { rate: Some(rate), ..Self::new(habit) }
    }

    /// A call goes now, or must wait. `chance` is from 0 to 1.
    pub(super) fn try_take(&mut self, now: f64, chance: f64) -> Option<Wait> {
        let rate = self.rate?;
        if self.free_at > now {
            return Some(Wait { seconds: self.free_at - now, rate });
        }
        self.free_at = now + self.gap(rate, chance);
        None
    }

    /// AWS let a call through.
    pub(super) fn let_through(&mut self, now: f64) {
        let Some(rate) = &mut self.rate else { return };
        let calm = (now - self.fell_at) / CALM;
        *rate += self.habit.rise * (now - self.rose_at).clamp(0.0, 1.0) * (1.0 + calm * calm);
        *rate = rate.max(self.habit.least);
        self.rose_at = now;
        self.refused_in_a_row = 0;
    }

    /// AWS refused a call that went at `sent`. Calls that went together and are refused together count once.
    pub(super) fn refused(&mut self, sent: f64, now: f64, chance: f64) {
        if sent < self.fell_at {
            return;
        }
        self.refused_in_a_row += 1;
        let least = if self.refused_in_a_row > STUBBORN { LOWEST } else { self.habit.least };
        let rate = self.rate.map_or(self.habit.start, |rate| (rate * self.habit.fall).max(least.min(rate)));
        self.rate = Some(rate);
        (self.fell_at, self.rose_at) = (now, now);
        self.free_at = self.free_at.max(now + self.gap(rate, chance));
    }

    fn gap(&self, rate: f64, chance: f64) -> f64 {
        (1.0 + self.habit.jitter * (2.0 * chance - 1.0)) / rate
    }
}

#[cfg(test)]
mod tests;
