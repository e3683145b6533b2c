//! The hook of the systemd service, the cron line, the check before a deployment, the workflow of GitHub Actions.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

use ssm_testkit::{Run, Sandbox, binary, python, workspace};

const NAME: &str = "/mow/backend/app/prod/KEY";

/// The commands and the stand-in programs are on PATH; each stand-in writes down how it was called.
fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.store().put(NAME, "SecureString", "hidden-value");
    sandbox.secret("hidden-value").secret("hidden-other");
    sandbox.file("state/keep", "");
    sandbox.file("app/keep", "");
    stand_in(&sandbox, "systemctl", "echo \"$*\" >> calls");
    let bin = binary("ssm-export-env");
    sandbox
        .set("PATH", &format!("{}:{}:/usr/bin:/bin", sandbox.path("bin").display(), bin.parent().unwrap().display()));
    for (name, value) in
        [("PROJECT", "mow"), ("ENVIRONMENT", "prod"), ("FILE", "app/.env"), ("STATE_DIRECTORY", "state")]
    {
        sandbox.set(name, value);
    }
    sandbox
}

fn stand_in(sandbox: &Sandbox, name: &str, script: &str) {
    let path = sandbox.file(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

fn turn(sandbox: &Sandbox) -> Run {
    sandbox.program(&workspace().join("packaging/systemd/export-and-restart"), &[])
}

fn calls(sandbox: &Sandbox) -> usize {
    std::fs::read_to_string(sandbox.path("calls")).map_or(0, |text| text.lines().count())
}

#[test]
fn the_app_restarts_only_when_its_file_changed() {
    let mut sandbox = sandbox();
    sandbox.set("RESTART", "app.service");
    turn(&sandbox).success();
    assert_eq!((calls(&sandbox), sandbox.read("calls").as_str()), (1, "try-restart app.service\n"));
    turn(&sandbox).success().says("is unchanged");
    assert_eq!(calls(&sandbox), 1);
    sandbox.store().put(NAME, "SecureString", "hidden-other");
    turn(&sandbox).success();
    assert_eq!(calls(&sandbox), 2);
}

#[test]
fn a_file_that_was_there_and_is_right_restarts_nothing() {
    let mut sandbox = sandbox();
    sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "app/.env"]).success();
    sandbox.set("RESTART", "app.service");
    turn(&sandbox).success();
    assert_eq!(calls(&sandbox), 0);
}

#[test]
fn a_restart_that_failed_is_tried_again() {
    let mut sandbox = sandbox();
    sandbox.set("HOOK", "reload-app");
    stand_in(&sandbox, "reload-app", "echo \"$*\" >> calls; [ -e healthy ]");
    assert_ne!(turn(&sandbox).code, 0);
    assert_ne!(turn(&sandbox).code, 0);
    sandbox.file("healthy", "");
    turn(&sandbox).success();
    turn(&sandbox).success();
    assert_eq!((calls(&sandbox), sandbox.read("calls").as_str()), (3, "app/.env\napp/.env\napp/.env\n"));
}

#[test]
fn a_failed_export_restarts_nothing_and_fails() {
    let mut sandbox = sandbox();
    sandbox.set("RESTART", "app.service");
    sandbox.store().faults().allow_only(&[]);
    assert_eq!(turn(&sandbox).code, 1);
    assert_eq!(calls(&sandbox), 0);
    sandbox.unset("PROJECT");
    turn(&sandbox).says("PROJECT");
}

#[test]
fn the_line_for_cron_says_nothing_unless_something_is_wrong() {
    let sandbox = sandbox();
    let text = std::fs::read_to_string(workspace().join("packaging/examples/cron")).unwrap();
    let line = text.lines().find(|line| line.starts_with("*/15")).unwrap();
    let command = line.split_once(" root ").unwrap().1.replace("/usr/bin/", "").replace("/opt/app/", "app/");
    let run = sandbox.shell(&command);
    assert_eq!((run.success().stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(sandbox.mode("app/.env"), 0o600);
    sandbox.store().faults().allow_only(&[]);
    sandbox.shell(&command).code(1).says("ssm:GetParametersByPath");
}

#[test]
fn the_check_before_a_deployment_tells_the_three_cases_apart() {
    let sandbox = sandbox();
    let text = std::fs::read_to_string(workspace().join("packaging/examples/pre-deploy-check")).unwrap();
    let script = text.replace("/opt/app/", "app/");
    sandbox.shell(&script).code(1).says("older than Parameter Store");
    sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "app/.env"]).success();
    sandbox.shell(&script).code(0).prints("up to date");
    sandbox.store().faults().allow_only(&[]);
    sandbox.shell(&script).code(1).says("could not be compared");
}

/// One step of the workflow, with its environment, as a runner would start it.
fn step(sandbox: &Sandbox, name: &str) -> Run {
    let script = format!(
        "import yaml\nflow = yaml.safe_load(open('{}'))\nprint('export SSM_SEED=' + repr(flow['env']['SEED']))\n\
         print(next(s['run'] for s in flow['jobs']['seed']['steps'] if s.get('name') == '{name}'))",
        workspace().join("packaging/examples/github-actions.yml").display()
    );
    let run = sandbox.program(&python(), &["-c", &script]).success().stdout.clone();
    let (environment, run) = run.split_once('\n').unwrap();
    sandbox.shell(&format!("set -eo pipefail\n{environment}\nSEED=$SSM_SEED\n{run}"))
}

#[test]
fn the_workflow_previews_into_a_summary_and_applies() {
    let mut sandbox = sandbox();
    let endpoint = sandbox.store().endpoint().to_owned();
    sandbox.unset("AWS_ENDPOINT_URL_SSM").set("AWS_ENDPOINT_URL", &endpoint).set("GITHUB_STEP_SUMMARY", "summary.md");
    sandbox.file("config/env.stage", "# service=app\nPLAIN=some-value\n# secret=true\nHIDDEN=hidden-value\n");
    sandbox.file("config/tags/base.json", r#"[{"Key":"owner","Value":"me"}]"#);
    step(&sandbox, "Preview").success();
    let summary = sandbox.read("summary.md");
    assert!(summary.contains("+ /mow/backend/app/stage/HIDDEN  SecureString  create"), "{summary}");
    assert!(!summary.contains("hidden-value") && !summary.contains('\u{1b}'), "{summary}");
    assert!(summary.lines().all(|line| line.len() <= 80), "{summary}");
    step(&sandbox, "Apply").success().prints("created 2");
    step(&sandbox, "Preview").success().prints("unchanged 2");
    // What cannot be seeded fails the job.
    sandbox.file("config/env.stage", "# service=app\n# secrt=true\nHIDDEN=hidden-value\n");
    assert_ne!(step(&sandbox, "Preview").code, 0);
}
