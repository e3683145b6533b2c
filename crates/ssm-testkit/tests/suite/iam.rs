//! What `--iam-policy` prints is enough, and nothing in it is too much.

use serde_json::Value as Json;
use ssm_testkit::{ACCOUNT, Run, Sandbox};

const PLAIN: &str = "/mow/backend/app/prod/PLAIN";
const OWN: &str = "/mow/backend/app/prod/OWN";

/// Calls on what [`sandbox`] stores, so that every action of the policy matters.
const CALLS: [(&str, &[&str]); 13] = [
    ("ssm-put-param", &["--name", PLAIN, "--value", "other-value"]),
    ("ssm-put-secure-param", &["--name", OWN, "--value", "hidden-other"]),
    ("ssm-put-secure-param", &["--name", OWN, "--value", "hidden-other", "--key-id", "alias/own"]),
    (
        "ssm-put-secure-param",
        &["--name", OWN, "--value", "hidden-other", "--key-id", "alias/own", "--tier", "Advanced"],
    ),
    ("ssm-put-and-tag", &["--name", PLAIN, "--value", "other-value", "--name-tag", "new"]),
    ("ssm-put-secure-and-tag", &["--name", OWN, "--value", "hidden-other", "--name-tag", "new"]),
    ("ssm-list-param-keys", &["--prefix", "/mow/backend/app"]),
    ("ssm-seed-from-env", &["--project", "mow", "--environment", "prod", "--env-file", "env", "--tags-dir", "tags"]),
    ("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]),
    ("ssm-export-env", &["--project", "mow", "--env", "prod", "--service", "app", "out.env"]),
    ("tag-ssm-resources-by-id", &["--name-tag", "new", "--", PLAIN]),
    ("ssm-delete-param", &["--name", PLAIN, "--print-tags"]),
    ("ssm-delete-by-path", &["--path-prefix", "/mow/backend"]),
];

/// Reads without which the work goes on, as the contract wants it: a warning names them.
const COMPARE: [&str; 5] =
    ["ssm:GetParameter", "ssm:GetParametersByPath", "ssm:ListTagsForResource", "ssm:DescribeParameters", "kms:Decrypt"];

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.file("env", "# service=app\nPLAIN=other-value\n# secret=true\nOWN=hidden-other\nNEW=fresh-value\n");
    sandbox.file("tags/base.json", r#"[{"Key":"owner","Value":"me"}]"#);
    sandbox.secret("hidden-value").secret("hidden-other");
    sandbox.store().know_key("alias/own");
    sandbox.store().put(PLAIN, "String", "some-value");
    let own = ["--apply", "--name", OWN, "--value", "hidden-value", "--key-id", "alias/own"];
    sandbox.run("ssm-put-secure-param", &own).success();
    sandbox.store().clear_calls();
    sandbox
}

fn apply(sandbox: &Sandbox, command: &str, args: &[&str]) -> Run {
    let writes = !["ssm-list-param-keys", "ssm-export-env"].contains(&command);
    let apply: &[&str] = if writes { &["--apply"] } else { &[] };
    sandbox.run(command, &[apply, args].concat())
}

fn policy(sandbox: &Sandbox, command: &str, args: &[&str]) -> Json {
    let run = sandbox.run(command, &[&["--iam-policy", "--expect-account", ACCOUNT], args].concat());
    assert_eq!(run.success().stderr, "");
    assert_eq!(sandbox.store().calls().len(), 0, "a policy needs no call");
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn every_command_works_under_exactly_its_policy() {
    for (command, args) in CALLS {
        let sandbox = sandbox();
        let policy = policy(&sandbox, command, args);
        sandbox.store().faults().obey(&policy.to_string());
        apply(&sandbox, command, args).success().says_not("warning").says_not("error");
    }
}

#[test]
fn one_action_less_is_named() {
    for (command, args) in CALLS {
        let whole = policy(&sandbox(), command, args);
        for (at, statement) in whole["Statement"].as_array().unwrap().iter().enumerate() {
            for (index, action) in statement["Action"].as_array().unwrap().iter().enumerate() {
                let mut less = whole.clone();
                less["Statement"][at]["Action"].as_array_mut().unwrap().remove(index);
                let sandbox = sandbox();
                sandbox.store().faults().obey(&less.to_string());
                let run = apply(&sandbox, command, args);
                let action = action.as_str().unwrap();
                let bearable = COMPARE.contains(&action) && run.code == 0 && run.stderr.contains("warning");
                assert!(run.code == 1 || bearable, "{command} {args:?} without {action}\n{run}");
                run.says(action);
            }
        }
    }
}

#[test]
fn the_policy_reaches_no_other_name_or_key() {
    let sandbox = sandbox();
    sandbox.store().know_key("alias/other");
    let policy = policy(&sandbox, "ssm-put-secure-param", &["--name", PLAIN, "--key-id", "alias/own"]);
    sandbox.store().faults().obey(&policy.to_string());
    let put = |name: &str, key: &str| {
        let args = ["--apply", "--allow-type-change", "--name", name, "--value", "hidden-other", "--key-id", key];
        sandbox.run("ssm-put-secure-param", &args)
    };
    put("/mow/backend/app/prod/PLAIN2", "alias/own").code(1).says("ssm:PutParameter");
    put(PLAIN, "alias/other").code(1).says("kms:Encrypt");
    put(PLAIN, "alias/own").success();
}

#[test]
fn regions_partitions_and_keys_stand_in_the_arns() {
    let sandbox = Sandbox::new();
    let print = |args: &[&str]| {
        let args = [&["--iam-policy", "--name", "/mow/x"], args].concat();
        sandbox.run("ssm-put-secure-param", &args).success().stdout.clone()
    };
    let china = print(&["--region", "cn-north-1"]);
    assert!(china.contains("\"arn:aws-cn:ssm:cn-north-1:*:parameter/mow/x\""), "{china}");
    assert!(china.contains("\"ssm.cn-north-1.amazonaws.com.cn\""), "{china}");
    let arn = "arn:aws:kms:us-east-1:123456789012:key/abc";
    assert!(print(&["--key-id", arn]).contains(&format!("[\n        \"{arn}\"\n      ]")));
    assert!(print(&["--key-id", "abc"]).contains("\"arn:aws:kms:us-east-1:*:key/abc\""));
    assert!(print(&["--key-id", "alias/own"]).contains("\"kms:ResourceAliases\": \"alias/own\""));
    sandbox.run("ssm-put-param", &["--iam-policy", "--name", "no/slash"]).code(2);
    sandbox.run("ssm-put-param", &["--iam-policy"]).code(2).says("--name is required");
    let document = ["--iam-policy", "--resource-type", "Document", "--", "Runbook"];
    sandbox.run("tag-ssm-resources-by-id", &document).success().prints(":document/Runbook\"");
}
