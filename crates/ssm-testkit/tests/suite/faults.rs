//! What becomes of a command when calls fail, are lost, or are not answered.

use std::time::Duration;

use ssm_testkit::{Run, Sandbox};

const PUT: [&str; 5] = ["--apply", "--name", "/mow/x", "--value", "new-value"];

fn put(sandbox: &Sandbox) -> Run {
    sandbox.run("ssm-put-param", &PUT)
}

fn version(sandbox: &Sandbox) -> i64 {
    sandbox.store().get("/mow/x").unwrap().version
}

#[test]
fn a_create_whose_answer_was_lost_is_ours_and_is_written_once() {
    for lose in
        [ssm_testkit::Faults::drop_after_work, ssm_testkit::Faults::reset_after_work, ssm_testkit::Faults::cut_next]
    {
        let sandbox = Sandbox::with_store();
        lose(&mut sandbox.store().faults(), "PutParameter", 1);
        put(&sandbox).success().prints("/mow/x  String  created  v1");
        assert_eq!((sandbox.store().count("PutParameter"), version(&sandbox)), (1, 1));
    }
}

#[test]
fn a_parameter_of_somebody_else_is_not_taken_for_ours() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put("/mow/x", "String", "theirs");
    sandbox.store().faults().drop_after_work("PutParameter", 1);
    put(&sandbox).success().prints("updated  v1->v2");
    sandbox.store().put_as("/mow/x", "String", "new-value", |stored| stored.version = 7);
    sandbox.store().faults().drop_before_work("PutParameter", 1);
    put(&sandbox).success().prints("unchanged  v7");
}

#[test]
fn an_overwrite_whose_answer_was_lost_is_not_written_twice() {
    for (kind, command) in [("String", "ssm-put-param"), ("SecureString", "ssm-put-secure-param")] {
        let sandbox = Sandbox::with_store();
        sandbox.store().put("/mow/x", kind, "old-value");
        // The first call is the create that tells that it exists.
        sandbox.store().faults().drop_after_work("PutParameter", 2);
        sandbox.run(command, &PUT).success().prints("updated  v1->v2");
        assert_eq!(version(&sandbox), 2);
        let args: Vec<&str> = PUT.iter().copied().chain(["--force"]).collect();
        sandbox.store().faults().drop_after_work("PutParameter", 2);
        sandbox.run(command, &args).success().prints("updated  v2->v3");
        assert_eq!(version(&sandbox), 3);
    }
}

#[test]
fn a_write_that_may_be_done_is_told_as_such() {
    let mut sandbox = Sandbox::with_store();
    sandbox.set("AWS_MAX_ATTEMPTS", "1");
    sandbox.store().faults().drop_after_work("PutParameter", 1);
    sandbox.store().faults().deny("ssm:GetParameter", "/mow/x");
    put(&sandbox).code(1).says("cannot write /mow/x").says("whether AWS did it is not known");
    sandbox.store().faults().drop_before_work("PutParameter", 1);
    put(&sandbox).code(1).says("whether AWS did it is not known");
}

#[test]
fn a_deletion_whose_answer_was_lost_is_ours() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put("/mow/a/x", "String", "v");
    sandbox.store().faults().drop_after_work("DeleteParameter", 1);
    sandbox.run("ssm-delete-param", &["--apply", "--name", "/mow/a/x"]).success().prints("/mow/a/x  deleted");
    (0..25).for_each(|n| sandbox.store().put(&format!("/mow/a/{n}"), "String", "v"));
    sandbox.store().faults().drop_after_work("DeleteParameters", 2);
    let run = sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/a"]);
    run.success().prints("deleted 25\n").says_not("gone already");
    assert!(sandbox.store().names().is_empty());
}

#[test]
fn a_name_just_deleted_is_waited_for() {
    let sandbox = Sandbox::with_store();
    sandbox.store().remember_deletions(Duration::from_secs(3));
    sandbox.store().put("/mow/x", "String", "v");
    sandbox.run("ssm-delete-param", &["--apply", "--name", "/mow/x"]).success();
    let run = put(&sandbox);
    run.success().prints("created  v1");
    assert!(run.wall > Duration::from_millis(2500), "{:?}", run.wall);
    let refused = sandbox.store().calls().iter().filter(|call| call.outcome == "TooManyUpdates").count();
    assert!((2..8).contains(&refused), "{refused}");
}

#[test]
fn what_is_refused_for_good_is_asked_once() {
    for code in ["AccessDeniedException", "ValidationException", "InvalidKeyId", "ParameterLimitExceeded"] {
        let sandbox = Sandbox::with_store();
        sandbox.store().faults().fail_next("PutParameter", 9, 400, code, "no");
        put(&sandbox).code(1).says(code);
        assert_eq!(sandbox.store().calls().len(), 1, "{code}");
    }
}

#[test]
fn a_silent_server_is_given_up_in_under_a_minute() {
    let sandbox = Sandbox::with_store();
    sandbox.store().faults().silent("GetParametersByPath");
    sandbox.store().faults().silent("PutParameter");
    sandbox.file("env", "# service=a\nA=1\n# service=b\nB=1\n");
    let args = ["--apply", "--project", "mow", "--environment", "prod", "--env-file", "env", "--no-tags"];
    std::thread::scope(|scope| {
        let seed = scope.spawn(|| sandbox.run("ssm-seed-from-env", &args));
        for run in [put(&sandbox), seed.join().unwrap()] {
            run.code(1).says("the server accepted the call and gave no answer in time").says("check the network");
            assert!(run.wall < Duration::from_mins(1), "{:?}", run.wall);
        }
    });
}

#[test]
fn an_answer_that_never_ends_is_no_answer() {
    let mut sandbox = Sandbox::with_store();
    sandbox.set("AWS_MAX_ATTEMPTS", "1");
    sandbox.store().put("/mow/x", "String", "v");
    sandbox.store().faults().drip_next("GetParametersByPath", 1);
    let run = sandbox.run("ssm-list-param-keys", &["--prefix", "/mow/"]);
    run.code(1).says("no answer in time");
    assert!(run.wall < Duration::from_secs(15), "{:?}", run.wall);
}

#[test]
fn answers_that_are_cut_off_are_asked_for_again() {
    let sandbox = Sandbox::with_store();
    (0..30).for_each(|n| sandbox.store().put(&format!("/mow/{n}"), "String", "v"));
    sandbox.store().faults().cut_next("GetParametersByPath", 3);
    let run = sandbox.run("ssm-list-param-keys", &["--prefix", "/mow/", "--raw"]);
    assert_eq!(run.success().stdout.lines().count(), 30);
}

#[test]
fn an_export_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let sandbox = Sandbox::with_store();
    (0..60).for_each(|n| sandbox.store().put(&format!("/mow/backend/s/prod/K{n}"), "SecureString", &format!("v{n}")));
    let args = ["--project", "mow", "--env", "prod", "out/x.env"];
    sandbox.file("out/x.env", "");
    // Moments from the start to well after the end, whatever the machine is busy with.
    let whole = u64::try_from(sandbox.run("ssm-export-env", &args).success().wall.as_micros()).unwrap();
    let body = |file: &str| file.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let new = body(&sandbox.read("out/x.env"));
    let mut rng = fastrand::Rng::with_seed(crate::soak::number("SSM_SEED", 0));
    let (mut old, mut replaced) = (0, 0);
    for _ in 0..crate::soak::number("SSM_KILLS", 60) {
        let secret = sandbox.file("out/x.env", "the old file\n");
        std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let mut child = sandbox.spawn("ssm-export-env", &args);
        std::thread::sleep(Duration::from_micros(rng.u64(0..3 * whole)));
        child.kill().unwrap();
        child.wait().unwrap();
        let file = sandbox.read("out/x.env");
        assert!(file == "the old file\n" || body(&file) == new, "neither the old file nor the new one: {file}");
        old += usize::from(file == "the old file\n");
        replaced += usize::from(file != "the old file\n");
        for entry in std::fs::read_dir(sandbox.path("out")).unwrap() {
            let name = format!("out/{}", entry.unwrap().file_name().display());
            assert_eq!(sandbox.mode(&name), 0o600, "{name}");
        }
    }
    assert!(old > 0 && replaced > 0, "{old} old, {replaced} new: the moments are not well chosen");
}
