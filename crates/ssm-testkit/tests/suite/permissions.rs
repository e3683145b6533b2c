//! What the documented permissions are enough for.

use ssm_testkit::{Run, Sandbox};

/// The list of the page, section 9, and the two actions for deleting that it forgot.
const PAGE: &[&str] = &[
    "ssm:PutParameter",
    "ssm:AddTagsToResource",
    "ssm:ListTagsForResource",
    "ssm:GetParametersByPath",
    "ssm:GetParameter",
    "kms:Encrypt",
    "kms:Decrypt",
    "ssm:DeleteParameter",
    "ssm:DeleteParameters",
];
const WRITE_ONLY: &[&str] = &["ssm:PutParameter", "ssm:AddTagsToResource", "kms:Encrypt"];

const ENV: &str = "# service=app\nPLAIN=some-value\n# secret=true\nHIDDEN=hidden-value\n";

fn sandbox(allowed: &[&str]) -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.store().faults().allow_only(allowed);
    sandbox.file("env", ENV);
    sandbox.file("aws/tags/backend/base.json", r#"[{"Key":"owner","Value":"me"}]"#);
    sandbox.secret("hidden-value");
    sandbox
}

fn seed(sandbox: &Sandbox, args: &[&str]) -> Run {
    let args: Vec<&str> =
        ["--project", "mow", "--environment", "prod", "--env-file", "env"].iter().chain(args).copied().collect();
    sandbox.run("ssm-seed-from-env", &args)
}

#[test]
fn the_pages_list_does_everything() {
    let sandbox = sandbox(PAGE);
    seed(&sandbox, &["--apply"]).success().prints("created 2,");
    sandbox.store().clear_calls();
    seed(&sandbox, &["--apply"]).success().prints("unchanged 2,");
    let writes = sandbox.store().count("PutParameter") + sandbox.store().count("AddTagsToResource");
    assert_eq!(writes, 0);
    sandbox.file("env", ENV.replace("some-value", "changed-value").replace("hidden-value", "hidden-change"));
    seed(&sandbox, &["--apply"]).success().prints("updated 2,");
    let name = "/mow/backend/app/prod/PLAIN";
    for (command, value) in [("ssm-put-param", "v1"), ("ssm-put-param", "v2")] {
        sandbox.run(command, &["--apply", "--name", name, "--value", value]).success();
    }
    sandbox
        .run("ssm-put-secure-and-tag", &["--apply", "--name", "/mow/s", "--value", "hidden-1", "--name-tag", "n"])
        .success();
    sandbox
        .run("ssm-put-secure-and-tag", &["--apply", "--name", "/mow/s", "--value", "hidden-2", "--name-tag", "m"])
        .success();
    sandbox.run("ssm-put-and-tag", &["--apply", "--name", name, "--value", "v3", "--name-tag", "n"]).success();
    sandbox
        .run("tag-ssm-resources-by-id", &["--apply", "--name-tag", "other", "--", name])
        .success()
        .prints("tagged 1");
    sandbox.run("ssm-list-param-keys", &["--prefix", "/mow/"]).success();
    sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]).success();
    sandbox.run("ssm-delete-param", &["--apply", "--name", name, "--print-tags"]).success().says_not("warning");
    sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/backend"]).success().prints("deleted 1");
}

#[test]
fn a_role_that_may_only_write_can_seed_put_and_tag() {
    let sandbox = sandbox(WRITE_ONLY);
    seed(&sandbox, &["--apply"]).success().prints("created 2,").says("could not compare with the store");
    sandbox.file("env", ENV.replace("some-value", "changed-value"));
    seed(&sandbox, &["--apply"]).success().prints("updated 2,");
    assert_eq!(sandbox.store().get("/mow/backend/app/prod/PLAIN").unwrap().value, "changed-value");
    for (command, extra) in [("ssm-put-param", vec![]), ("ssm-put-and-tag", vec!["--name-tag", "n"])] {
        for value in ["first-value", "second-value"] {
            let args: Vec<&str> =
                ["--apply", "--name", "/mow/p", "--value", value].into_iter().chain(extra.clone()).collect();
            sandbox.run(command, &args).success();
        }
    }
    for value in ["hidden-first", "hidden-second"] {
        sandbox
            .run("ssm-put-secure-and-tag", &["--apply", "--name", "/mow/s", "--value", value, "--name-tag", "n"])
            .success();
    }
    assert_eq!(sandbox.store().get("/mow/s").unwrap().value, "hidden-second");
    sandbox
        .run("tag-ssm-resources-by-id", &["--apply", "--name-tag", "t", "--", "/mow/p"])
        .success()
        .prints("tagged 1")
        .says("ssm:ListTagsForResource");
}

#[test]
fn without_a_look_no_secret_becomes_clear_text() {
    let sandbox = sandbox(WRITE_ONLY);
    sandbox.store().put("/mow/x", "SecureString", "hidden-value");
    sandbox.run("ssm-put-param", &["--apply", "--name", "/mow/x", "--value", "next-value"]).success();
    assert_eq!(sandbox.store().get("/mow/x").unwrap().ty, "SecureString");
    sandbox.store().put("/mow/y", "String", "open-value");
    sandbox.run("ssm-put-secure-param", &["--apply", "--name", "/mow/y", "--value", "hidden-value"]).success();
    assert_eq!(sandbox.store().get("/mow/y").unwrap().ty, "SecureString");
}

#[test]
fn a_denied_preview_still_shows_the_plan() {
    let sandbox = sandbox(&[]);
    let run = seed(&sandbox, &["--print-keys"]);
    run.success()
        .prints("/mow/backend/app/prod/PLAIN   String        create or update")
        .says("could not compare with the store");
    let delete = sandbox.run("ssm-delete-by-path", &["--path-prefix", "/mow/backend"]);
    delete.success().prints("delete everything under /mow/backend/ (not listed)").says("ssm:GetParametersByPath");
    sandbox.run("ssm-delete-param", &["--name", "/mow/x"]).success().prints("/mow/x  delete");
    sandbox.run("tag-ssm-resources-by-id", &["--name-tag", "t", "--", "/mow/x"]).success().prints("(not compared)");
}

#[test]
fn a_denied_write_names_action_and_resource() {
    let sandbox = sandbox(&[]);
    let run = sandbox.run("ssm-put-param", &["--apply", "--name", "/mow/x", "--value", "some-value"]);
    run.code(1)
        .says("ssm:PutParameter on resource: arn:aws:ssm:us-east-1:123456789012:parameter/mow/x")
        .says("hint: the caller needs ssm:PutParameter on /mow/x");
    sandbox.store().faults().allow_only(&["ssm:PutParameter"]);
    sandbox
        .run("ssm-put-secure-param", &["--apply", "--name", "/mow/x", "--value", "some-value"])
        .code(1)
        .says("the caller needs kms:Encrypt on the KMS key of /mow/x");
    sandbox.run("ssm-list-param-keys", &[]).code(1).says("the caller needs ssm:GetParametersByPath");
    sandbox
        .run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/x"])
        .code(1)
        .says("the caller needs ssm:GetParametersByPath");
}

#[test]
fn secrets_that_cannot_be_decrypted_are_written_unseen() {
    let sandbox = sandbox(&[
        "ssm:PutParameter",
        "ssm:AddTagsToResource",
        "ssm:GetParametersByPath",
        "ssm:GetParameter",
        "kms:Encrypt",
        "ssm:DescribeParameters",
    ]);
    seed(&sandbox, &["--apply"]).success();
    let run = seed(&sandbox, &["--apply"]);
    run.success().prints("created 0, updated 1, unchanged 1, failed 0").says("kms:Decrypt");
    seed(&sandbox, &["--print-keys"]).success().prints("(not compared)");
}

#[test]
fn where_describe_is_denied_a_hundred_keys_cost_twenty_reads() {
    let sandbox = sandbox(PAGE);
    let keys: String = (0..4)
        .flat_map(|s| {
            (0..25).map(move |k| if k == 0 { format!("# service=s{s}\nK{k}=v\n") } else { format!("K{k}=v\n") })
        })
        .collect();
    sandbox.file("env", keys);
    seed(&sandbox, &["--apply"]).success().prints("created 100,");
    sandbox.store().clear_calls();
    seed(&sandbox, &["--apply"]).success();
    assert_eq!(sandbox.store().count("PutParameter"), 0);
    let reads = sandbox
        .store()
        .calls()
        .iter()
        .filter(|call| call.op.starts_with("Get") || call.op.starts_with("List") || call.op.starts_with("Describe"))
        .count();
    assert!(reads <= 20, "{reads} reads");
}

#[test]
fn a_describe_that_fails_stops_nothing() {
    let sandbox = sandbox(PAGE);
    seed(&sandbox, &["--apply"]).success();
    for (status, code) in [(400, "ValidationException"), (400, "InvalidFilterKey"), (500, "InternalServerError")] {
        sandbox.store().faults().allow_only(&[PAGE, &["ssm:DescribeParameters"]].concat());
        sandbox.store().faults().fail_next("DescribeParameters", 10, status, code, "");
        seed(&sandbox, &["--apply"]).success().prints("unchanged 2,").says("could not compare with the store");
    }
}
