//! How far the work is, in one line for whoever waits. Pure: the engine says what time it is.

/// How long work goes on without a word, in seconds.
const UNMENTIONED: f64 = 1.0;
/// How often the line changes at the most, in seconds.
const BETWEEN: f64 = 0.1;

/// Work that is counted.
#[derive(Debug, Default)]
pub(super) struct Progress {
    word: &'static str,
    total: Option<usize>,
    done: usize,
    since: f64,
    shown: f64,
}

impl Progress {
    /// Counts from nothing: `word` as in "written 3 of 10"; `total` where it is known.
    pub(super) fn begin(&mut self, word: &'static str, total: Option<usize>, now: f64) {
        *self = Self { word, total, done: 0, since: now, shown: 0.0 };
    }

    /// Counts more of it; gives the line, where it is time for one.
    pub(super) fn advance(&mut self, count: usize, now: f64) -> Option<String> {
        self.done += count;
        let due = !self.word.is_empty() && now > UNMENTIONED && now - self.shown >= BETWEEN;
        due.then(|| {
            self.shown = now;
            self.line(now)
        })
    }

    /// The line with what is waited for, where the run has gone on long enough.
    pub(super) fn waiting(&self, why: &str, now: f64) -> Option<String> {
        let line = self.line(now);
        let between = if line.is_empty() { "" } else { "; " };
        (now > UNMENTIONED).then(|| format!("{line}{between}{why}"))
    }

    fn line(&self, now: f64) -> String {
        if self.word.is_empty() {
            return String::new();
        }
        let counts = match self.total {
            Some(total) => format!("{} {} of {total}", self.word, self.done),
            None => format!("{} {}", self.word, self.done),
        };
        let seconds = now - self.since;
        if self.done == 0 || seconds < 0.5 {
            return counts;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of parameters")]
        let (rate, left) = (self.done as f64 / seconds, self.total.map(|total| total.saturating_sub(self.done) as f64));
        let left = left.filter(|&left| left > 0.0).map(|left| format!(", {} left", duration(left / rate)));
        format!("{counts}, {rate:.1} a second{}", left.unwrap_or_default())
    }
}

/// Seconds up to a minute, then minutes: nobody needs it finer.
fn duration(seconds: f64) -> String {
    if seconds < 59.5 { format!("{seconds:.0} s") } else { format!("{:.0} min", (seconds / 60.0).ceil()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_counts_and_says_what_is_left() {
        let mut progress = Progress::default();
        assert_eq!(progress.waiting("waiting for AWS's quota", 2.0).as_deref(), Some("waiting for AWS's quota"));
        progress.begin("written", Some(300), 1.0);
        assert_eq!(progress.advance(1, 1.0), None, "the first second is silent");
        assert_eq!(progress.advance(2, 2.0).as_deref(), Some("written 3 of 300, 3.0 a second, 2 min left"));
        assert_eq!(progress.advance(1, 2.05), None, "not too often");
        let waiting = progress.waiting("waiting", 2.0);
        assert_eq!(waiting.as_deref(), Some("written 4 of 300, 4.0 a second, 2 min left; waiting"));
        assert_eq!(progress.advance(286, 101.0).as_deref(), Some("written 290 of 300, 2.9 a second, 3 s left"));
        assert_eq!(progress.advance(10, 102.0).as_deref(), Some("written 300 of 300, 3.0 a second"));
        progress.begin("listed", None, 102.0);
        assert_eq!(progress.advance(50, 103.0).as_deref(), Some("listed 50, 50.0 a second"));
    }
}
