//! Listing names.

use insta::assert_snapshot;
use ssm_testkit::Sandbox;

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("listed-value");
    for name in [
        "/mow/backend/x",
        "/mow/backend/postgres/stage/POSTGRES_DB",
        "/mow/backend-2/a",
        "/mow/back",
        "/other/POSTGRES",
        "FLAT",
        "/mow/backend/x/deep",
    ] {
        sandbox.store().put(name, "String", "listed-value");
    }
    sandbox.store().put_as("/mow/backend/secret", "SecureString", "listed-value", |stored| stored.version = 12);
    sandbox
}

fn raw(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let args: Vec<&str> = ["--raw"].iter().chain(args).copied().collect();
    let run = sandbox.run("ssm-list-param-keys", &args);
    assert_eq!(run.success().stderr, "");
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn all_names_are_listed_sorted_by_bytes() {
    let sandbox = sandbox();
    assert_snapshot!("columns", sandbox.run("ssm-list-param-keys", &[]));
    assert_snapshot!("tree", sandbox.run("ssm-list-param-keys", &["--tree"]));
    let names = raw(&sandbox, &[]);
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!((names.len(), names), (8, sorted));
    assert!(sandbox.store().decrypted().is_empty());
}

#[test]
fn a_prefix_is_a_text_and_not_whole_levels() {
    let sandbox = sandbox();
    assert_eq!(raw(&sandbox, &["--prefix", "/mow/back"]).len(), 6);
    assert_eq!(raw(&sandbox, &["--prefix", "/mow/backend/x"]), ["/mow/backend/x", "/mow/backend/x/deep"]);
    assert_eq!(raw(&sandbox, &["--prefix", "/mow/backend/"]).len(), 4);
    assert_eq!(raw(&sandbox, &["--prefix", "FL"]), ["FLAT"]);
    assert_eq!(raw(&sandbox, &["--prefix", "/nowhere"]).len(), 0);
}

#[test]
fn contains_is_a_literal_text_and_both_are_and() {
    let sandbox = sandbox();
    assert_eq!(raw(&sandbox, &["--contains", "POSTGRES"]).len(), 2);
    assert_eq!(
        raw(&sandbox, &["--contains", "POSTGRES", "--prefix", "/mow/"]),
        ["/mow/backend/postgres/stage/POSTGRES_DB"]
    );
    assert_eq!(raw(&sandbox, &["--contains", "P.STGRES"]).len(), 0);
    assert_eq!(raw(&sandbox, &["--contains", "postgres"]).len(), 1);
}

#[test]
fn no_match_is_no_error() {
    let run = Sandbox::with_store().run("ssm-list-param-keys", &["--prefix", "/x"]);
    assert_eq!((run.success().stdout.as_str(), run.stderr.as_str()), ("", "0 parameters\n"));
}

#[test]
fn a_caller_who_may_list_the_path_only_gets_that_much() {
    let sandbox = sandbox();
    sandbox.store().faults().deny("ssm:GetParametersByPath", "/mow");
    sandbox
        .run("ssm-list-param-keys", &["--prefix", "/mow/backend"])
        .code(1)
        .says("the caller needs ssm:GetParametersByPath");
    *sandbox.store().faults() = ssm_testkit::Faults::default();
    sandbox.store().faults().deny("ssm:GetParametersByPath", "/mow/x");
    // Only `/mow` itself is denied.
    let sandbox = Sandbox::with_store();
    sandbox.store().put("/mow/backend/a", "String", "v");
    sandbox.store().put("/mow/backend", "String", "v");
    sandbox.store().faults().fail_name("GetParametersByPath", "/mow", "AccessDeniedException", "not authorized");
    let run = sandbox.run("ssm-list-param-keys", &["--prefix", "/mow/backend", "--raw"]);
    run.success().says("only names under /mow/backend/ are listed");
    assert_eq!(run.stdout, "/mow/backend\n/mow/backend/a\n");
}

#[test]
fn pages_are_read_to_the_end() {
    let sandbox = Sandbox::with_store();
    (0..95).for_each(|n| sandbox.store().put(&format!("/p/{n}"), "String", "v"));
    assert_eq!(raw(&sandbox, &["--prefix", "/p/"]).len(), 95);
    assert_eq!(sandbox.store().calls().len(), 10);
    sandbox.store().faults().empty_pages = true;
    assert_eq!(raw(&sandbox, &["--prefix", "/p/"]).len(), 95);
    sandbox.store().faults().empty_pages = false;
    sandbox.store().faults().break_list_after("GetParametersByPath", 3);
    let run = sandbox.run("ssm-list-param-keys", &["--prefix", "/p/"]);
    assert_eq!(run.code(1).stdout, "");
}

#[test]
fn raw_and_tree_exclude_each_other() {
    Sandbox::new().run("ssm-list-param-keys", &["--raw", "--tree"]).code(2).says("exclude each other");
}
