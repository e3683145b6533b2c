//! `--exit-code`: a preview that a script can ask.

use ssm_testkit::{Run, Sandbox};

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.file("env", "# service=app\nPLAIN=some-value\n# secret=true\nHIDDEN=hidden-value\n");
    sandbox.secret("hidden-value").secret("hidden-other");
    sandbox
}

fn seed(sandbox: &Sandbox, args: &[&str]) -> Run {
    let own = ["--project", "mow", "--environment", "prod", "--env-file", "env", "--no-tags"];
    sandbox.run("ssm-seed-from-env", &[&own, args].concat())
}

fn export(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run("ssm-export-env", &[&["--project", "mow", "--env", "prod", "out.env"], args].concat())
}

#[test]
fn a_seed_says_whether_anything_would_change() {
    let sandbox = sandbox();
    seed(&sandbox, &["--exit-code"]).code(3).prints("create 2").says("nothing was changed");
    seed(&sandbox, &["--apply"]).success();
    seed(&sandbox, &["--exit-code"]).code(0).prints("unchanged 2");
    seed(&sandbox, &[]).code(0);
    sandbox.store().put("/mow/backend/app/prod/HIDDEN", "SecureString", "hidden-other");
    seed(&sandbox, &["--exit-code"]).code(3).prints("update 1");
    // What an apply would refuse is worse than a change.
    sandbox.store().put("/mow/backend/app/prod/HIDDEN", "String", "hidden-other");
    seed(&sandbox, &["--exit-code"]).code(1);
}

#[test]
fn what_could_not_be_compared_is_no_all_clear() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply"]).success();
    sandbox.store().faults().allow_only(&[]);
    seed(&sandbox, &["--exit-code"]).code(1).says("is not known (--exit-code)");
    let tag = ["--exit-code", "--name-tag", "t", "--", "/mow/backend/app/prod/PLAIN"];
    sandbox.run("tag-ssm-resources-by-id", &tag).code(1).says("is not known (--exit-code)");
    export(&sandbox, &["--dry-run", "--exit-code"]).code(1);
}

#[test]
fn tags_are_compared() {
    let sandbox = sandbox();
    sandbox.store().put("/mow/x", "String", "some-value");
    let tag = |mode| sandbox.run("tag-ssm-resources-by-id", &[mode, "--name-tag", "t", "--", "/mow/x"]);
    tag("--exit-code").code(3).prints("tag 1");
    tag("--apply").success();
    tag("--exit-code").code(0).prints("unchanged 1");
}

#[test]
fn an_export_compares_with_its_file() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply"]).success();
    export(&sandbox, &["--dry-run", "--exit-code"]).code(3).prints("PLAIN  String");
    assert!(!sandbox.path("out.env").exists());
    export(&sandbox, &[]).success();
    let before = sandbox.read("out.env");
    export(&sandbox, &["--dry-run", "--exit-code"]).code(0);
    sandbox.store().put("/mow/backend/app/prod/HIDDEN", "SecureString", "hidden-other");
    export(&sandbox, &["--dry-run", "--exit-code"]).code(3);
    assert_eq!(sandbox.read("out.env"), before);
}

#[test]
fn it_goes_with_a_preview_that_looks() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply", "--exit-code"]).code(2).says("it goes with --dry-run");
    seed(&sandbox, &["--offline", "--exit-code"]).code(2).says("--offline does not");
    export(&sandbox, &["--exit-code"]).code(2).says("it goes with --dry-run");
    let stdout = ["--project", "mow", "--env", "prod", "--dry-run", "--exit-code", "-"];
    sandbox.run("ssm-export-env", &stdout).code(2).says("needs a FILE");
    assert_eq!(sandbox.store().calls().len(), 0);
}
