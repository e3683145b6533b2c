//! How fast the commands go: at a quota, far away, within the user's limits. `make bench` measures the whole sizes.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use ssm_testkit::{Run, Sandbox};

const SEED: [&str; 8] = ["--apply", "--project", "mow", "--environment", "prod", "--env-file", "env", "--no-tags"];

fn keys(count: usize) -> String {
    (0..count).fold("# service=app\n".to_owned(), |mut file, n| {
        let _ = writeln!(file, "K{n}=value-{n}");
        file
    })
}

fn seed(sandbox: &Sandbox, more: &[&str]) -> Run {
    let args: Vec<&str> = SEED.iter().chain(more).copied().collect();
    sandbox.run("ssm-seed-from-env", &args)
}

fn refused(sandbox: &Sandbox) -> usize {
    sandbox.store().calls().iter().filter(|call| call.outcome == "ThrottlingException").count()
}

#[test]
fn a_seed_goes_at_the_quotas_own_pace() {
    let sandbox = Sandbox::with_store();
    sandbox.file("env", keys(100));
    sandbox.store().faults().quota(&["PutParameter"], 5.0, 20.0);
    let run = seed(&sandbox, &[]);
    run.success().prints("created 100,");
    let refused = refused(&sandbox);
    assert!(run.wall < Duration::from_secs_f64(1.15 * 16.0) && refused < 25, "{:?}, {refused} refused", run.wall);
}

#[test]
fn fifty_exports_at_once_share_the_quota() {
    let sandbox = Sandbox::with_store();
    (0..40).for_each(|n| sandbox.store().put(&format!("/mow/backend/app/prod/K{n}"), "String", "v"));
    sandbox.store().put("/mow/backend/app/prod/S", "SecureString", "vvvv");
    sandbox.store().faults().quota(&["GetParametersByPath"], 40.0, 40.0);
    let begin = Instant::now();
    let names: Vec<String> = (0..50).map(|n| format!("{n}.env")).collect();
    let start = |name: &String| sandbox.spawn("ssm-export-env", &["--project", "mow", "--env", "prod", name]);
    let children: Vec<_> = names.iter().map(start).collect();
    children.into_iter().for_each(|child| drop(sandbox.finish(child).success().clone()));
    let (calls, wall) = (sandbox.store().calls().len() - refused(&sandbox), begin.elapsed().as_secs_f64());
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let least = (calls as f64 - 40.0) / 40.0;
    // The bar is 1.25, which make bench holds on a machine that does nothing else.
    assert!(wall < 1.5 * least, "{wall} s for {calls} calls, at least {least} s");
}

#[test]
fn an_export_from_afar_decrypts_while_it_lists() {
    let sandbox = Sandbox::with_store();
    for n in 0..400 {
        let ty = if n % 4 == 0 { "SecureString" } else { "String" };
        sandbox.store().put(&format!("/mow/backend/s{}/prod/K{n}", n / 100), ty, "v");
    }
    sandbox.store().faults().latency(Duration::from_millis(50));
    let run = sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]);
    let listing = 40.0 * 0.05;
    assert!(run.success().wall.as_secs_f64() < 1.3 * listing, "{:?}", run.wall);
}

#[test]
fn writes_and_deletions_from_afar_go_side_by_side() {
    let sandbox = Sandbox::with_store();
    sandbox.file("env", keys(100));
    sandbox.store().faults().latency(Duration::from_millis(50));
    let run = seed(&sandbox, &[]);
    assert!(run.success().wall < Duration::from_secs(1), "{:?}", run.wall);
    let run = sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/backend"]);
    assert!(run.success().wall < Duration::from_secs(1), "{:?}", run.wall);
}

#[test]
fn the_users_limits_hold() {
    let sandbox = Sandbox::with_store();
    sandbox.file("env", keys(20));
    sandbox.store().faults().latency(Duration::from_millis(10));
    seed(&sandbox, &["--concurrency", "1"]).success();
    assert_eq!(sandbox.store().most_at_once(), 1);
    sandbox.file("env", keys(40));
    seed(&sandbox, &["--force"]).success();
    assert!((5..=16).contains(&sandbox.store().most_at_once()), "{}", sandbox.store().most_at_once());
    sandbox.store().clear_calls();
    let run = seed(&sandbox, &["--force", "--max-rate", "25"]);
    let calls = u32::try_from(sandbox.store().calls().len()).unwrap();
    assert!(run.success().wall > (calls - 2) * Duration::from_millis(40), "{calls} calls in {:?}", run.wall);
}

#[test]
fn limits_that_are_none_are_told() {
    let sandbox = Sandbox::with_store();
    sandbox.file("env", keys(1));
    for (flag, bad) in [("--concurrency", ["0", "x", "-1", "1.5"]), ("--max-rate", ["0", "x", "-1", "inf"])] {
        for text in bad {
            seed(&sandbox, &[flag, text]).code(2).says(&format!("{flag}: takes a"));
        }
    }
    assert!(sandbox.store().calls().is_empty());
}

/// Runs in a terminal of its own and gives all that came on it.
fn in_a_terminal(sandbox: &Sandbox, words: &str) -> String {
    let command = format!("{}/{words}", ssm_testkit::binary("ssm-seed-from-env").parent().unwrap().display());
    sandbox.program(Path::new("/usr/bin/script"), &["-qec", &command, "/dev/null"]).success().stdout.clone()
}

#[test]
fn waiting_is_shown_on_a_terminal_and_nowhere_else() {
    let sandbox = Sandbox::with_store();
    sandbox.file("env", keys(12));
    sandbox.store().faults().quota(&["PutParameter"], 3.0, 4.0);
    let line = "waiting for AWS's quota: writes go at ";
    seed(&sandbox, &[]).success().says_not("waiting");
    let words = format!("ssm-seed-from-env {}", SEED.join(" "));
    let shown = in_a_terminal(&sandbox, &words.replace("prod", "b"));
    assert!(shown.contains(line), "{shown}");
    let counted = shown.split('\r').find(|line| line.contains("written 8 of 12, ")).unwrap_or_default();
    assert!(counted.contains(" a second, ") && counted.contains(" s left"), "{shown:?}");
    let (_, rest) = shown.rsplit_once(line).unwrap();
    assert!(rest.contains("\r\x1b[Kapp: 12 String"), "the line is taken away before anything else is said: {shown:?}");
    let quiet = in_a_terminal(&sandbox, &(words.replace("prod", "c") + " --quiet"));
    assert!(!quiet.contains("waiting"), "{quiet}");
}
