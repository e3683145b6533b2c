//! Deleting one parameter, and all under a path.

use insta::assert_snapshot;
use ssm_testkit::{Run, Sandbox};

const NAME: &str = "/mow/backend/postgres/stage/POSTGRES_DB";

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("deleted-value");
    sandbox.store().put_as(NAME, "SecureString", "deleted-value", |stored| {
        stored.tags.insert("owner".to_owned(), "james".to_owned());
        stored.version = 3;
    });
    for name in
        ["/mow/backend/django/stage/A", "/mow/backend/django/prod/B", "/mow/backend", "/mow/backend-2/x", "/other"]
    {
        sandbox.store().put(name, "String", "deleted-value");
    }
    sandbox
}

fn one(sandbox: &Sandbox, args: &[&str]) -> Run {
    let args: Vec<&str> = ["--name", NAME].iter().chain(args).copied().collect();
    sandbox.run("ssm-delete-param", &args)
}

fn path(sandbox: &Sandbox, args: &[&str]) -> Run {
    let args: Vec<&str> = ["--path-prefix", "/mow/backend/"].iter().chain(args).copied().collect();
    sandbox.run("ssm-delete-by-path", &args)
}

#[test]
fn the_facts_are_shown_in_preview_and_apply_without_decryption() {
    let sandbox = sandbox();
    assert_snapshot!("delete_preview", one(&sandbox, &["--print-tags", "1"]));
    assert!(sandbox.store().get(NAME).is_some());
    assert_snapshot!("delete_applied", one(&sandbox, &["--apply"]));
    assert!(sandbox.store().get(NAME).is_none() && sandbox.store().decrypted().is_empty());
    assert_snapshot!("delete_missing", one(&sandbox, &["--apply"]));
    one(&sandbox, &[]).code(1);
    one(&sandbox, &["--missing-ok"]).success();
    one(&sandbox, &["--apply", "--missing-ok"]).success();
}

#[test]
fn a_denied_look_does_not_stop_the_deletion() {
    let sandbox = sandbox();
    sandbox.store().faults().deny("ssm:GetParameter", "");
    one(&sandbox, &["--apply"]).success().says("could not compare with the store").says("ssm:GetParameter");
    assert!(sandbox.store().get(NAME).is_none());
}

#[test]
fn whole_levels_are_deleted_and_the_namesake_is_kept() {
    let sandbox = sandbox();
    assert_snapshot!("path_preview_names", path(&sandbox, &["--print-names"]));
    assert_snapshot!("path_preview", path(&sandbox, &[]));
    assert_eq!(sandbox.store().names().len(), 6);
    assert_snapshot!("path_applied", path(&sandbox, &["--apply"]));
    assert_eq!(sandbox.store().names(), ["/mow/backend", "/mow/backend-2/x", "/other"]);
    assert_snapshot!("path_nothing_left", path(&sandbox, &["--apply"]));
    let narrow = sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/back"]);
    narrow.success().prints("deleted 0");
}

#[test]
fn contains_narrows_and_is_checked() {
    let sandbox = sandbox();
    path(&sandbox, &["--apply", "--contains", "POSTGRES"]).success().prints("deleted 1");
    assert!(sandbox.store().get(NAME).is_none());
    path(&sandbox, &["--contains", ""]).code(2).says("an empty text is in every name");
    path(&sandbox, &["--contains", "backend"]).success().says("it narrows nothing");
}

#[test]
fn broad_and_malformed_paths_are_refused() {
    let sandbox = sandbox();
    let cases = [
        ("/", "the whole Parameter Store"),
        ("", "the whole Parameter Store"),
        ("//", "must begin with"),
        ("mow/backend", "must begin with '/'"),
        ("/mow//backend", "empty level"),
        ("/mow/b d", "a space"),
    ];
    for (prefix, expected) in cases {
        let run = sandbox.run("ssm-delete-by-path", &["--apply", "--force-broad", "--path-prefix", prefix]);
        run.code(2);
        if prefix != "//" {
            run.says(expected);
        }
    }
    sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow"]).code(2).says("--force-broad");
    assert_eq!(sandbox.store().names().len(), 6);
    sandbox
        .run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow", "--force-broad"])
        .success()
        .prints("deleted 5");
}

#[test]
fn an_unexpected_count_deletes_nothing() {
    let sandbox = sandbox();
    for args in [["--expect-count", "2"].as_slice(), &["--apply", "--expect-count", "2"]] {
        path(&sandbox, args).code(1).says("3 parameters match and --expect-count says 2");
    }
    path(&sandbox, &["--expect-count", "x"]).code(2);
    path(&sandbox, &["--apply", "--expect-count", "3"]).success();
}

#[test]
fn batches_have_ten_names_and_a_broken_list_deletes_nothing() {
    let sandbox = Sandbox::with_store();
    (0..35).for_each(|n| sandbox.store().put(&format!("/mow/many/{n}"), "String", "v"));
    sandbox.store().faults().break_list_after("GetParametersByPath", 2);
    sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/many"]).code(1);
    assert_eq!((sandbox.store().count("DeleteParameters"), sandbox.store().names().len()), (0, 35));
    *sandbox.store().faults() = ssm_testkit::Faults::default();
    sandbox.store().faults().repeat_token = true;
    sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/many"]).code(1).says("same page token twice");
    *sandbox.store().faults() = ssm_testkit::Faults::default();
    sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/many"]).success().prints("deleted 35");
    assert_eq!(sandbox.store().count("DeleteParameters"), 4);
}

#[test]
fn a_failed_batch_is_named_and_stops_no_other() {
    let sandbox = Sandbox::with_store();
    (10..45).for_each(|n| sandbox.store().put(&format!("/mow/many/{n}"), "String", "v"));
    sandbox.store().faults().fail_name("DeleteParameters", "/mow/many/12", "AccessDeniedException", "no");
    let run = sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/many"]);
    run.code(1).prints("deleted 25, failed 10").says("/mow/many/12 was not deleted");
}
