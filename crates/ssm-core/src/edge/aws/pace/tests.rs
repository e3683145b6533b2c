//! Whole runs against a simulated quota, in no time.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::super::kind::Kind;
use super::Pace;

/// A quota as AWS is thought to keep it: tokens that come at a rate, up to a burst.
struct Quota {
    rate: f64,
    burst: f64,
    tokens: f64,
    at: f64,
}

impl Quota {
    fn new(rate: f64, burst: f64) -> Self {
        Self { rate, burst, tokens: burst, at: 0.0 }
    }

    fn admits(&mut self, now: f64) -> bool {
        self.tokens = (self.tokens + self.rate * (now - self.at)).min(self.burst);
        self.at = now;
        let admits = self.tokens >= 1.0;
        self.tokens -= f64::from(u8::from(admits));
        admits
    }
}

struct Host {
    pace: Pace,
    left: usize,
    under_way: usize,
    wakes: bool,
}

#[derive(PartialEq)]
enum Event {
    Wake,
    Answer { sent: f64, admitted: bool },
}

#[derive(PartialEq)]
struct At(f64, usize, Event);

impl Eq for At {}
impl Ord for At {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}
impl PartialOrd for At {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// When the last host is done, and how many calls were refused.
fn run(hosts: usize, calls: usize, window: usize, kind: Kind, mut quota: Quota, seed: u64) -> (f64, usize) {
    const LATENCY: f64 = 0.004;
    let mut chance = fastrand::Rng::with_seed(seed);
    let host = || Host { pace: Pace::new(kind.habit()), left: calls, under_way: 0, wakes: true };
    let mut all: Vec<Host> = (0..hosts).map(|_| host()).collect();
    let mut events: BinaryHeap<At> = (0..hosts).map(|host| At(chance.f64() / 100.0, host, Event::Wake)).collect();
    let (mut refused, mut end) = (0, 0.0);
    while let Some(At(now, id, event)) = events.pop() {
        let host = &mut all[id];
        match event {
            Event::Wake => host.wakes = false,
            Event::Answer { sent, admitted } => {
                host.under_way -= 1;
                if admitted {
                    host.pace.let_through(now);
                    end = now;
                } else {
                    refused += 1;
                    host.left += 1;
                    host.pace.refused(sent, now, chance.f64());
                }
            }
        }
        let mut wait = None;
        while host.left > 0 && host.under_way < window && !host.wakes {
            wait = host.pace.try_take(now, chance.f64());
            if wait.is_some() {
                break;
            }
            (host.left, host.under_way) = (host.left - 1, host.under_way + 1);
            let admitted = quota.admits(now);
            events.push(At(now + LATENCY, id, Event::Answer { sent: now, admitted }));
        }
        if let Some(wait) = wait {
            host.wakes = true;
            events.push(At(now + wait.seconds + 1e-9, id, Event::Wake));
        }
    }
    (end, refused)
}

/// Runs ten times and gives the worst.
fn worst(hosts: usize, calls: usize, window: usize, kind: Kind, quota: (f64, f64)) -> (f64, usize) {
    let runs = (0..20).map(|seed| run(hosts, calls, window, kind, Quota::new(quota.0, quota.1), seed));
    runs.fold((0.0, 0), |worst, run| (worst.0.max(run.0), worst.1.max(run.1)))
}

#[test]
fn one_seed_takes_the_least_time_that_the_quota_allows() {
    let (end, refused) = worst(1, 300, 16, Kind::Write, (5.0, 20.0));

    assert!(end < 1.06 * 56.0 && refused < 33, "{end} s, {refused} refused");
}

#[test]
fn two_seeds_share_a_quota() {
    let (end, refused) = worst(2, 300, 16, Kind::Write, (5.0, 20.0));
    assert!(end < 1.06 * 116.0 && refused < 150, "{end} s, {refused} refused");
}

#[test]
fn a_quota_far_from_the_usual_one_is_found() {
    let (end, _) = worst(1, 60, 16, Kind::Write, (1.0, 20.0));
    assert!(end < 1.1 * 40.0, "{end} s");
    let (end, _) = worst(1, 1000, 16, Kind::Write, (40.0, 20.0));
    assert!(end < 1.7 * 24.5, "{end} s");
}

#[test]
fn fifty_hosts_do_not_march_in_step() {
    for calls in [5, 8] {
        let (end, _) = worst(50, calls, 2, Kind::Read, (40.0, 40.0));
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let least = (50 * calls - 40) as f64 / 40.0;
        assert!(end < 1.25 * least, "{end} s of {least} s");
    }
}

#[test]
fn five_hundred_hosts_starve_nobody() {
    let (end, refused) = worst(500, 5, 2, Kind::Read, (40.0, 40.0));
    assert!(end < 1.3 * 61.5 && refused < 30_000, "{end} s, {refused} refused");
}

#[test]
fn calls_that_are_refused_together_count_once() {
    let mut pace = Pace::new(Kind::Write.habit());
    assert_eq!(pace.try_take(1.0, 0.5), None);
    (0..8).for_each(|_| pace.refused(1.0, 1.1, 0.5));
    let start = Kind::Write.habit().start;
    let wait = pace.try_take(1.1, 0.5).unwrap();
    assert!((wait.seconds - 1.0 / start).abs() < 1e-9 && (wait.rate - start).abs() < 1e-9, "{wait:?}");
}

#[test]
fn a_fixed_pace_stays() {
    let mut pace = Pace::fixed(2.0);
    let mut now = 10.0;
    for _ in 0..10 {
        assert_eq!(pace.try_take(now, 0.5), None);
        pace.let_through(now);
        pace.refused(now, now, 0.5);
        assert!(pace.try_take(now + 0.499, 0.5).is_some());
        now += 0.501;
    }
    let mut endless = Pace::fixed(f64::INFINITY);
    assert!((0..10).all(|_| endless.try_take(1.0, 1.0).is_none()));
}
