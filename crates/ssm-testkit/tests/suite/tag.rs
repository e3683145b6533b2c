//! Tagging what exists.

use insta::assert_snapshot;
use ssm_testkit::{Run, Sandbox};

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_store();
    for name in ["/mow/a", "/mow/b", "flat"] {
        sandbox.store().put(name, "String", "v");
    }
    sandbox.file("base.json", r#"[{"Key":"owner","Value":"base"},{"Key":"team","Value":"x"}]"#);
    sandbox
}

fn tag(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run("tag-ssm-resources-by-id", args)
}

#[test]
fn a_preview_and_an_apply_say_which_tags_change() {
    let sandbox = sandbox();
    let args = ["-f", "base.json", "--name-tag", "n", "--print-keys", "--", "/mow/a", "/mow/b"];
    assert_snapshot!("tag_preview", tag(&sandbox, &args));
    let apply: Vec<&str> = ["--apply"].iter().chain(&args).copied().collect();
    assert_snapshot!("tag_applied", tag(&sandbox, &apply));
    sandbox.store().clear_calls();
    assert_snapshot!("tag_applied_again", tag(&sandbox, &apply));
    assert_eq!(sandbox.store().count("AddTagsToResource"), 0);
}

#[test]
fn a_name_that_fails_stops_no_other() {
    let sandbox = sandbox();
    let run = tag(&sandbox, &["--apply", "-f", "base.json", "--", "/mow/absent", "/mow/a"]);
    run.code(1).prints("tagged 1, unchanged 0, failed 1").says("InvalidResourceId").says("there is no such resource");
    assert_eq!(sandbox.store().get("/mow/a").unwrap().tags.len(), 2);
    tag(&sandbox, &["-f", "base.json", "--", "/mow/absent"]).code(1).prints("refused 1");
}

#[test]
fn names_come_as_arns_too_and_from_standard_input_each_once() {
    let sandbox = sandbox();
    let arns = [
        "arn:aws:ssm:us-east-1:123456789012:parameter/mow/a",
        "/mow/a",
        "arn:aws:ssm:us-east-1:123456789012:parameter/flat",
    ];
    let args: Vec<&str> = ["--apply", "-f", "base.json", "--"].iter().chain(&arns).copied().collect();
    tag(&sandbox, &args).success().prints("tagged 2,");
    assert_eq!(sandbox.store().get("flat").unwrap().tags.len(), 2);
    let run = sandbox.run_with(
        "tag-ssm-resources-by-id",
        &["--apply", "-f", "base.json", "--", "-"],
        b"/mow/b\n\n/mow/b\n/mow/a\n",
    );
    run.success().prints("tagged 1, unchanged 1, failed 0");
}

#[test]
fn resource_types_are_the_apis_own() {
    let sandbox = sandbox();
    tag(&sandbox, &["-f", "base.json", "--resource-type", "Bucket", "--", "x"]).code(2).says("Parameter, Document");
    let run = tag(&sandbox, &["--apply", "-f", "base.json", "--resource-type", "Document", "--", "my document"]);
    run.code(1).says("InvalidResourceType");
    assert_eq!(sandbox.store().calls()[0].body["ResourceType"], "Document");
}

#[test]
fn names_need_the_two_dashes_and_are_checked() {
    let sandbox = sandbox();
    tag(&sandbox, &["-f", "base.json", "/mow/a"]).code(2).says("names go behind '--'");
    let run = tag(&sandbox, &["-f", "base.json", "--", "/mow//a", "/mow/a b"]);
    run.code(2).says("empty level").says("a space");
    assert!(sandbox.store().calls().is_empty());
}

#[test]
fn more_than_fifty_tags_are_refused() {
    let sandbox = sandbox();
    let many: Vec<String> = (0..51).map(|n| format!(r#"{{"Key":"k{n}","Value":"v"}}"#)).collect();
    sandbox.file("many.json", format!("[{}]", many.join(",")));
    tag(&sandbox, &["-f", "many.json", "--", "/mow/a"]).code(2).says("51 tags, and 50 are allowed");
    sandbox.file("fifty.json", format!("[{}]", many[..50].join(",")));
    tag(&sandbox, &["--apply", "-f", "fifty.json", "--", "/mow/a"]).success();
    let run = tag(&sandbox, &["--apply", "-f", "base.json", "--", "/mow/a"]);
    run.code(1).says("it would have 52 tags");
}

#[test]
fn tag_rules_are_aws_own() {
    let sandbox = sandbox();
    let tag_of = |key: &str, value: &str| serde_json::json!({"Key": key, "Value": value}).to_string();
    let long = "k".repeat(129);
    let cases = [
        (tag_of("", "v"), "an empty key"),
        (tag_of(&long, "v"), "a key of 129 characters"),
        (tag_of("k", &"v".repeat(257)), "a value of 257 characters"),
        (tag_of("AWS:x", "v"), "reserved by AWS"),
        (tag_of("a&b", "v"), "the character '&' in the key"),
        (tag_of("k", "a\tb"), "a tab in the value"),
        (r#"{"Key":"k"}"#.to_owned(), "is not an object with"),
        (r#"{"Key":"k","Value":"v","More":1}"#.to_owned(), "and nothing else"),
        ("[]".to_owned(), "is not an object with"),
        ("{".to_owned(), "is not JSON"),
    ];
    for (text, expected) in cases {
        tag(&sandbox, &["--tag", &text, "--", "/mow/a"]).code(2).says("--tag: ").says(expected);
    }
    tag(&sandbox, &["--apply", "--tag", &tag_of("Ünï cödé_.:/=+-@9", ""), "--", "/mow/a"]).success();
    tag(&sandbox, &["--tag", &tag_of("name", "v"), "--name-tag", "n", "--", "/mow/a"])
        .success()
        .says("differ in the case of letters only");
}
