use super::*;

const FULL: Allowed = Allowed { patience: Patience::Full, attempts: None };
const PREVIEW: Allowed = Allowed { patience: Patience::Preview, attempts: None };

/// Fails again and again, each attempt `taking` seconds; gives the attempts and the time at the end.
fn exhaust(kind: ErrorKind, allowed: Allowed, taking: f64, hears: bool) -> (u32, f64) {
    let mut course = Course::default();
    let mut hearing = Hearing::default();
    let (mut now, mut attempts) = (0.0, 0);
    loop {
        hearing.asks(now);
        now += taking.min(hearing.limit(allowed.patience, now));
        if hears {
            hearing.hears(now);
        }
        attempts += 1;
        match course.fails(&Failure::plain(kind, ""), &hearing, allowed, now, 0.5) {
            Some(pause) => now += pause + 0.2,
            None => return (attempts, now),
        }
    }
}

#[test]
fn what_is_refused_for_good_is_not_tried_again() {
    use ErrorKind::{AlreadyExists, Denied, Incomplete, NoCredentials, NotFound, Refused, Settings};
    for kind in [AlreadyExists, Denied, Incomplete, NoCredentials, NotFound, Refused, Settings] {
        assert_eq!(exhaust(kind, FULL, 0.1, true).0, 1, "{kind:?}");
    }
}

#[test]
fn a_silent_store_is_given_up_in_under_a_minute() {
    let (attempts, end) = exhaust(ErrorKind::Unreachable, FULL, f64::MAX, false);
    assert!(attempts >= 3 && end < 55.0, "{attempts} attempts, {end} s");
    // A second call of the same run does not wait all over again.
    let mut hearing = Hearing::default();
    hearing.asks(0.0);
    let end = end + hearing.limit(Patience::Full, end);
    assert!(end < 55.0, "{end} s");
    assert!(
        Course::default().fails(&Failure::plain(ErrorKind::Unreachable, ""), &hearing, FULL, end + 3.0, 0.5).is_none()
    );
}

#[test]
fn a_dead_network_is_told_in_seconds_and_a_shaky_one_is_borne() {
    let (attempts, end) = exhaust(ErrorKind::Unreachable, FULL, 0.01, false);
    assert!(attempts == ATTEMPTS_IN_SILENCE && end < 3.0, "{attempts} attempts, {end} s");
    let (attempts, end) = exhaust(ErrorKind::Unreachable, FULL, 0.01, true);
    assert!(attempts == ATTEMPTS && end < 40.0, "{attempts} attempts, {end} s");
}

#[test]
fn a_quota_is_waited_for_and_not_for_ever() {
    let (_, end) = exhaust(ErrorKind::Throttled, FULL, 0.1, true);
    assert!((600.0..602.0).contains(&end), "{end} s");
    let (_, end) = exhaust(ErrorKind::Throttled, PREVIEW, 0.1, true);
    assert!((30.0..32.0).contains(&end), "{end} s");
}

#[test]
fn too_many_updates_are_borne_for_longer_than_aws_refuses_a_name_just_deleted() {
    let (attempts, end) = exhaust(ErrorKind::Busy, FULL, 0.1, true);
    assert!((60.0..120.0).contains(&end) && attempts < 25, "{attempts} attempts, {end} s");
}

#[test]
fn the_users_limit_bounds_all_attempts() {
    for kind in [ErrorKind::Throttled, ErrorKind::Busy, ErrorKind::Unreachable] {
        assert_eq!(exhaust(kind, Allowed { attempts: Some(2), ..FULL }, 0.1, true).0, 2, "{kind:?}");
    }
}

#[test]
fn a_preview_is_not_held_up_by_a_store_that_does_not_answer() {
    let (attempts, end) = exhaust(ErrorKind::Unreachable, PREVIEW, f64::MAX, false);
    assert!(attempts == 1 && end < 2.7, "{attempts} attempts, {end} s");
    assert_eq!(exhaust(ErrorKind::Unreachable, PREVIEW, 0.1, true).0, ATTEMPTS_IN_SILENCE);
}

#[test]
fn an_attempt_is_limited_by_how_long_the_store_has_been_silent() {
    let mut hearing = Hearing::default();
    let limit = |hearing: &Hearing, now| hearing.limit(Patience::Full, now);
    hearing.asks(0.0);
    hearing.hears(1.0);
    // A minute in which nothing was asked, as with a low --max-rate, is no silence.
    assert!((limit(&hearing, 61.0) - PATIENCE).abs() < 1e-9);
    hearing.asks(61.0);
    assert!((limit(&hearing, 101.0) - 5.0).abs() < 1e-9);
    hearing.hears(102.0);
    assert!((limit(&hearing, 103.0) - PATIENCE).abs() < 1e-9);
}

#[test]
fn pauses_double_and_differ() {
    assert!((doubling(0.5, 1, 10.0, 1.0) - 0.5).abs() < 1e-9);
    assert!((doubling(0.5, 3, 10.0, 1.0) - 2.0).abs() < 1e-9);
    assert!((doubling(0.5, 30, 10.0, 0.0) - 5.0).abs() < 1e-9);
}
