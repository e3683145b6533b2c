//! Ctrl-C, SIGTERM, and readers that go away.

use std::process::Command;
use std::time::{Duration, Instant};

use ssm_testkit::Sandbox;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_store();
    let keys: String = (0..60).map(|n| format!("K{n}=v\n")).collect();
    sandbox.file("env", format!("# service=app\n{keys}"));
    sandbox
}

const SEED: [&str; 8] = ["--apply", "--no-tags", "--project", "mow", "--environment", "prod", "--env-file", "env"];

fn signal(child: &std::process::Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn wait_for(sandbox: &Sandbox, op: &str, count: usize) {
    let begin = Instant::now();
    while sandbox.store().count(op) < count {
        assert!(begin.elapsed() < Duration::from_secs(20), "no {op} came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_first_signal_ends_in_order_and_a_second_run_goes_on() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        let sandbox = sandbox();
        sandbox.store().faults().delay("PutParameter", Duration::from_millis(100));
        let child = sandbox.spawn("ssm-seed-from-env", &SEED);
        wait_for(&sandbox, "PutParameter", 5);
        signal(&child, name);
        let run = sandbox.finish(child);
        run.code(code).prints("not reached ").says("interrupted: run again to go on where this stopped");
        let written = sandbox.store().names().len();
        run.prints(&format!("created {written},"));
        assert!((5..60).contains(&written), "{written}");
        *sandbox.store().faults() = ssm_testkit::Faults::default();
        sandbox
            .run("ssm-seed-from-env", &SEED)
            .success()
            .prints(&format!("created {}, updated 0, unchanged {written}", 60 - written));
    }
}

#[test]
fn the_second_signal_ends_at_once() {
    let sandbox = sandbox();
    sandbox.store().faults().silent("PutParameter");
    let child = sandbox.spawn("ssm-seed-from-env", &SEED);
    wait_for(&sandbox, "PutParameter", 1);
    signal(&child, "INT");
    std::thread::sleep(Duration::from_millis(200));
    let begin = Instant::now();
    signal(&child, "INT");
    sandbox.finish(child).code(130);
    assert!(begin.elapsed() < Duration::from_secs(2));
}

#[test]
fn an_interrupted_read_ends_at_once_and_writes_no_file() {
    let sandbox = sandbox();
    sandbox.store().put("/mow/backend/app/prod/K", "String", "v");
    sandbox.file("out.env", "old");
    sandbox.store().faults().silent("GetParametersByPath");
    let child = sandbox.spawn("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]);
    wait_for(&sandbox, "GetParametersByPath", 1);
    let begin = Instant::now();
    signal(&child, "INT");
    sandbox.finish(child).code(130).says("interrupted: nothing was changed");
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    assert_eq!(sandbox.read("out.env"), "old");
}

#[test]
fn an_interrupted_deletion_says_what_is_left() {
    let sandbox = Sandbox::with_store();
    (0..200).for_each(|n| sandbox.store().put(&format!("/mow/many/{n}"), "String", "v"));
    sandbox.store().faults().delay("DeleteParameters", Duration::from_millis(150));
    let child = sandbox.spawn("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/many"]);
    wait_for(&sandbox, "DeleteParameters", 2);
    signal(&child, "TERM");
    let run = sandbox.finish(child);
    run.code(143).prints("not reached ");
    let left = sandbox.store().names().len();
    run.prints(&format!("deleted {}", 200 - left));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let sandbox = Sandbox::with_store();
    (0..3000).for_each(|n| sandbox.store().put(&format!("/mow/a-rather-long-folder-name/{n}"), "String", "v"));
    let list = ssm_testkit::binary("ssm-list-param-keys");
    let run = sandbox.shell(&format!("{} --raw | head -n 1; echo \"${{PIPESTATUS[0]}}\"", list.display()));
    assert_eq!((run.stdout.lines().last(), run.stderr.as_str()), (Some("0"), ""), "{run}");
    let help = sandbox.shell(&format!("{} --help | true; echo \"${{PIPESTATUS[0]}}\"", list.display()));
    assert_eq!((help.stdout.as_str(), help.stderr.as_str()), ("0\n", ""), "{help}");
}

#[test]
fn a_closed_pipe_does_not_stop_a_seed_half_way() {
    let sandbox = sandbox();
    let seed = ssm_testkit::binary("ssm-seed-from-env");
    let run = sandbox.shell(&format!("{} --print-keys {} | true", seed.display(), SEED.join(" ")));
    run.success();
    assert_eq!(sandbox.store().names().len(), 60);
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let sandbox = sandbox();
    sandbox.store().put("/mow/x", "String", "v");
    let list = ssm_testkit::binary("ssm-list-param-keys");
    let run = sandbox.shell(&format!("{} --raw > /dev/full", list.display()));
    run.code(1).says("cannot write to standard output");
}
