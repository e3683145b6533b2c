//! Whose account: told before a write, and refused if it is another.

use ssm_testkit::{ACCOUNT, Run, Sandbox};

fn put(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run("ssm-put-param", &[&["--name", "/mow/x", "--value", "harmless"], args].concat())
}

/// STS stands behind the address of all services.
fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    let endpoint = sandbox.store().endpoint().to_owned();
    sandbox.unset("AWS_ENDPOINT_URL_SSM").set("AWS_ENDPOINT_URL", &endpoint);
    sandbox
}

#[test]
fn a_write_says_where_it_goes() {
    let mut sandbox = sandbox();
    let run = put(&sandbox, &["--apply"]);
    let endpoint = sandbox.store().endpoint().to_owned();
    assert_eq!(run.success().stderr, format!("writing to account {ACCOUNT}, Region us-east-1, at {endpoint}\n"));
    sandbox.file("aws-config", "[profile mow]\nregion = eu-west-1\n");
    sandbox.set("AWS_PROFILE", "mow");
    put(&sandbox, &["--apply"]).success().says(", profile mow, at ");
    assert_eq!(put(&sandbox, &["--apply", "--quiet"]).success().stderr, "");
    assert_eq!(sandbox.store().count("GetCallerIdentity"), 2, "quiet asks nobody");
}

#[test]
fn a_preview_and_a_read_ask_nobody() {
    let sandbox = sandbox();
    put(&sandbox, &[]).success().says_not("writing to");
    sandbox.run("ssm-list-param-keys", &[]).success().says_not("writing to");
    assert_eq!(sandbox.store().count("GetCallerIdentity"), 0);
}

#[test]
fn where_sts_is_silent_the_work_goes_on() {
    let denied = sandbox();
    denied.store().faults().deny("sts:GetCallerIdentity", "*");
    let run = put(&denied, &["--apply"]);
    run.success().says("writing to Region us-east-1").says_not("STS").says_not("warning");
    // An address of Parameter Store alone says nothing of STS.
    let other = Sandbox::with_store();
    put(&other, &["--apply"]).success().says("writing to Region us-east-1");
    assert_eq!(other.store().count("GetCallerIdentity"), 0);
}

#[test]
fn another_account_is_refused_before_anything_is_written() {
    let sandbox = sandbox();
    put(&sandbox, &["--apply", "--expect-account", ACCOUNT]).success().says(ACCOUNT);
    sandbox.store().clear_calls();
    for mode in ["--apply", "--dry-run"] {
        let run = put(&sandbox, &[mode, "--expect-account", "999999999999"]);
        run.code(1).says("belong to account 123456789012").says("--expect-account says 999999999999");
    }
    let export = ["--project", "mow", "--env", "prod", "--expect-account", "999999999999", "out.env"];
    sandbox.run("ssm-export-env", &export).code(1);
    sandbox.run("ssm-list-param-keys", &["--expect-account", "999999999999"]).code(1);
    let others = sandbox.store().calls().iter().filter(|call| call.op != "GetCallerIdentity").count();
    assert_eq!(others, 0);
    put(&sandbox, &["--expect-account", "my-account"]).code(2).says("12 digits");
}

#[test]
fn an_account_that_cannot_be_told_is_not_taken_for_the_right_one() {
    let sandbox = sandbox();
    sandbox.store().faults().deny("sts:GetCallerIdentity", "*");
    put(&sandbox, &["--apply", "--expect-account", ACCOUNT]).code(1).says("sts:GetCallerIdentity");
    assert_eq!(sandbox.store().count("PutParameter"), 0);
    // A preview still shows the plan.
    put(&sandbox, &["--expect-account", ACCOUNT]).success().prints("create or update").says("sts:GetCallerIdentity");
}

#[test]
fn a_password_in_the_address_is_not_told() {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("hidden-password");
    let endpoint = sandbox.store().endpoint().replace("http://", "http://me:hidden-password@");
    put(&sandbox, &["--apply", "--endpoint-url", &endpoint]).says_not("hidden-password");
}
