//! Seeding from a `.env` file.

use insta::assert_snapshot;
use ssm_testkit::{Run, Sandbox};

const ENV: &str = "# service=postgres\nPOSTGRES_USER=mow\n# secret=true\nPOSTGRES_PASSWORD=super-secret\nPOSTGRES_DB=ok_db\n\
                   # service=django\nDEBUG=False\n# secret=true\nSECRET_KEY=foo-secret\n";

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.file("env.prod", ENV);
    sandbox.secret("super-secret").secret("foo-secret");
    sandbox.file(
        "aws/tags/backend/base.json",
        r#"[{"Key":"mow:project","Value":"mow"},{"Key":"mow:owner","Value":"base"}]"#,
    );
    sandbox.file(
        "aws/tags/backend/django.json",
        r#"[{"Key":"mow:service","Value":"django"},{"Key":"mow:owner","Value":"service"}]"#,
    );
    sandbox.file(
        "aws/tags/backend/prod.json",
        r#"[{"Key":"mow:environment","Value":"prod"},{"Key":"mow:owner","Value":"environment"}]"#,
    );
    sandbox
}

fn seed(sandbox: &Sandbox, args: &[&str]) -> Run {
    let base = ["--project", "mow", "--environment", "prod", "--env-file", "env.prod"];
    let args: Vec<&str> = base.iter().chain(args).copied().collect();
    sandbox.run("ssm-seed-from-env", &args)
}

#[test]
fn the_pages_file_is_previewed_applied_and_then_left_alone() {
    let sandbox = sandbox();
    assert_snapshot!("preview_counts", seed(&sandbox, &[]));
    assert_snapshot!("preview_keys", seed(&sandbox, &["--print-keys"]));
    assert!(sandbox.store().names().is_empty());
    assert_snapshot!("applied", seed(&sandbox, &["--print-keys", "--apply"]));
    let secret = sandbox.store().get("/mow/backend/django/prod/SECRET_KEY").unwrap();
    assert_eq!((secret.ty.as_str(), secret.value.as_str()), ("SecureString", "foo-secret"));
    assert_eq!((secret.tags["mow:owner"].as_str(), secret.tags["mow:service"].as_str()), ("environment", "django"));
    let plain = sandbox.store().get("/mow/backend/postgres/prod/POSTGRES_DB").unwrap();
    assert_eq!((plain.ty.as_str(), plain.value.as_str(), plain.tags.len()), ("String", "ok_db", 3));
    sandbox.store().clear_calls();
    assert_snapshot!("applied_again", seed(&sandbox, &["--apply"]));
    assert_snapshot!("previewed_again", seed(&sandbox, &["--print-keys"]));
    let writes = ["PutParameter", "AddTagsToResource"].map(|op| sandbox.store().count(op));
    assert_eq!(writes, [0, 0]);
}

#[test]
fn one_changed_value_is_one_put_with_overwrite() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply"]).success();
    sandbox.file("env.prod", ENV.replace("ok_db", "other_db"));
    sandbox.store().clear_calls();
    seed(&sandbox, &["--apply"]).success().prints("created 0, updated 1, unchanged 4, failed 0");
    let calls = sandbox.store().calls();
    let puts: Vec<_> = calls.iter().filter(|call| call.op == "PutParameter").collect();
    assert_eq!((puts.len(), &puts[0].body["Overwrite"]), (1, &true.into()));
    assert_eq!(sandbox.store().count("AddTagsToResource"), 0);
}

#[test]
fn a_changed_tag_is_one_tag_call_a_parameter() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply"]).success();
    sandbox.file("extra.json", r#"[{"Key":"mow:version","Value":"backend@1.0.0"}]"#);
    sandbox.store().clear_calls();
    let run = seed(&sandbox, &["--apply", "--extra-tag-file", "extra.json", "--print-keys"]);
    run.success().prints("tagged 5, unchanged 0").prints("tags: mow:version");
    assert_eq!((sandbox.store().count("PutParameter"), sandbox.store().count("AddTagsToResource")), (0, 5));
    for call in sandbox.store().calls().iter().filter(|call| call.op == "AddTagsToResource") {
        assert_eq!(call.body["Tags"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn layers_are_base_service_environment_and_extra_in_their_order() {
    let sandbox = sandbox();
    sandbox.file("one.json", r#"[{"Key":"mow:owner","Value":"one"},{"Key":"x","Value":"1"}]"#);
    sandbox.file("two.json", r#"[{"Key":"x","Value":"2"}]"#);
    seed(&sandbox, &["--apply", "--extra-tag-file", "one.json", "--extra-tag-file", "two.json"]).success();
    let tags = sandbox.store().get("/mow/backend/django/prod/DEBUG").unwrap().tags;
    assert_eq!((tags["mow:owner"].as_str(), tags["x"].as_str()), ("one", "2"));
}

#[test]
fn the_folder_of_tags_is_found_in_this_order() {
    let layer = |owner: &str| format!(r#"[{{"Key":"owner","Value":"{owner}"}}]"#);
    let mut sandbox = Sandbox::with_store();
    sandbox.file("env.prod", "# service=app\nK=v\n");
    let owner = |sandbox: &Sandbox, args: &[&str]| {
        let args: Vec<&str> = ["--apply", "--force"].iter().chain(args).copied().collect();
        seed(sandbox, &args).success();
        sandbox.store().get("/mow/backend/app/prod/K").unwrap().tags.get("owner").cloned()
    };
    seed(&sandbox, &[]).success().says("no folder of tags").says("nothing is tagged");
    assert_eq!(owner(&sandbox, &[]), None);
    sandbox.file("tags/backend/base.json", layer("tags"));
    assert_eq!(owner(&sandbox, &[]).as_deref(), Some("tags"));
    sandbox.file("aws/tags/backend/base.json", layer("aws"));
    assert_eq!(owner(&sandbox, &[]).as_deref(), Some("aws"));
    sandbox.file("else/base.json", layer("variable"));
    sandbox.set("SSM_TAGS_DIR", "else");
    assert_eq!(owner(&sandbox, &[]).as_deref(), Some("variable"));
    sandbox.file("flag/base.json", layer("flag"));
    assert_eq!(owner(&sandbox, &["--tags-dir", "flag"]).as_deref(), Some("flag"));
    sandbox.store().put("/mow/backend/app/prod/K", "String", "v");
    assert_eq!(owner(&sandbox, &["--no-tags"]), None);
}

#[test]
fn base_is_required_where_a_folder_is_named_or_found() {
    let sandbox = Sandbox::with_store();
    sandbox.file("env.prod", "# service=app\nK=v\n");
    sandbox.file("aws/tags/backend/prod.json", "[]");
    for args in [[].as_slice(), &["--tags-dir", "nowhere"]] {
        seed(&sandbox, args).code(1).says("base.json");
    }
}

#[test]
fn all_problems_of_the_input_are_told_with_their_lines() {
    let sandbox = sandbox();
    let long = "x".repeat(4097);
    let env = format!(
        "ABOVE=1\n# service=app\nEMPTY=\nTEMPLATE='{{{{ x }}}}'\nLONG={long}\nBAD-KEY=hush-hush\n# sercet=true\nK=v\nK=w\n# secret=true\n# service=aws/x\n"
    );
    sandbox.file("env.prod", env);
    sandbox.file("aws/tags/backend/base.json", r#"[{"Key":"a","Value":"b"},{"Key":"a","Value":"c"}]"#);
    let run = seed(&sandbox, &["--apply"]);
    assert_snapshot!(run);
    assert!(sandbox.store().calls().is_empty());
}

#[test]
fn names_that_aws_refuses_are_told_before_the_first_call() {
    let sandbox = sandbox();
    let run = sandbox.run(
        "ssm-seed-from-env",
        &["--apply", "--project", "aws-tools", "--environment", "prod", "--env-file", "env.prod"],
    );
    run.code(2).says("env.prod:2: POSTGRES_USER: the parameter's name is not allowed").says("reserves");
    for (flag, value) in [("--project", "a/b"), ("--environment", ".."), ("--component", "a b")] {
        let mut args =
            vec!["--project", "mow", "--environment", "prod", "--env-file", "env.prod", "--component", "backend"];
        let at = args.iter().position(|word| *word == flag).unwrap();
        args[at + 1] = value;
        sandbox.run("ssm-seed-from-env", &args).code(2).says(&format!("{flag}: "));
    }
    assert!(sandbox.store().calls().is_empty());
}

#[test]
fn keys_that_look_like_secrets_are_warned_of_and_strict_refuses_them() {
    let sandbox = sandbox();
    sandbox.file("env.prod", "# service=app\nDB_PASSWORD=open-word\nAPI_TOKEN=x\nPRIVATE_KEY=x\nSENTRY_DSN=x\nMONKEY=x\nPASSENGER=x\nSECRET_ID=x\n");
    let run = seed(&sandbox, &[]);
    for key in ["DB_PASSWORD", "API_TOKEN", "PRIVATE_KEY", "SENTRY_DSN"] {
        run.success().says(&format!("{key} looks like a secret and is not marked '# secret=true'"));
    }
    for key in ["MONKEY", "PASSENGER", "SECRET_ID"] {
        run.says_not(key);
    }
    seed(&sandbox, &["--apply", "--strict"]).code(2).says("DB_PASSWORD looks like a secret").says("(--strict)");
    assert_eq!(sandbox.store().count("PutParameter"), 0);
}

#[test]
fn empty_values_are_errors_or_are_left_out() {
    let sandbox = sandbox();
    sandbox.file("env.prod", "# service=app\nEMPTY=\nK=v\n");
    seed(&sandbox, &["--apply"]).code(2).says("env.prod:2: EMPTY: the value is empty").says("--skip-empty");
    seed(&sandbox, &["--apply", "--skip-empty"]).success().says("EMPTY is left out").prints("created 1,");
}

#[test]
fn a_file_comes_from_standard_input_and_a_service_by_flag() {
    let sandbox = sandbox();
    let args = [
        "--apply",
        "--project",
        "mow",
        "--environment",
        "prod",
        "--env-file",
        "-",
        "--service",
        "app",
        "--component",
        "ios",
        "--no-tags",
    ];
    sandbox.run_with("ssm-seed-from-env", &args, b"key=Case-Kept\n").success();
    assert_eq!(sandbox.store().get("/mow/ios/app/prod/key").unwrap().value, "Case-Kept");
    seed(&sandbox, &["--service", "a b"]).code(2).says("--service: a space");
    sandbox
        .run("ssm-seed-from-env", &["--project", "mow", "--environment", "prod", "--env-file", "absent"])
        .code(1)
        .says("cannot read absent");
}

#[test]
fn what_only_the_store_has_is_counted_named_and_kept() {
    let sandbox = sandbox();
    sandbox.store().put("/mow/backend/django/prod/OLD_KEY", "String", "v");
    sandbox.store().put("/mow/backend/django/stage/OTHER", "String", "v");
    seed(&sandbox, &["--apply"]).success().says("1 in the store and not in the file; left alone");
    seed(&sandbox, &["--print-keys"]).success().prints("/mow/backend/django/prod/OLD_KEY  only in the store");
    assert!(sandbox.store().get("/mow/backend/django/prod/OLD_KEY").is_some());
}

#[test]
fn a_failed_key_stops_no_other_and_a_second_run_does_the_rest() {
    let sandbox = sandbox();
    let name = "/mow/backend/postgres/prod/POSTGRES_DB";
    sandbox.store().faults().fail_name("PutParameter", name, "ParameterLimitExceeded", "too many");
    let run = seed(&sandbox, &["--apply"]);
    run.code(1).prints("created 4, updated 0, unchanged 0, failed 1").says(&format!("cannot write {name}"));
    *sandbox.store().faults() = ssm_testkit::Faults::default();
    seed(&sandbox, &["--apply"]).success().prints("created 1, updated 0, unchanged 4, failed 0");
}

#[test]
fn a_secret_in_the_store_is_not_seeded_in_clear() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply"]).success();
    sandbox.file("env.prod", ENV.replace("# secret=true\n", ""));
    let run = seed(&sandbox, &["--apply"]);
    run.code(1).prints("unchanged 3, failed 2").says("it is a SecureString and would become a String");
    seed(&sandbox, &[]).code(1).prints("refused 2");
    seed(&sandbox, &["--apply", "--allow-type-change"]).success();
    assert_eq!(sandbox.store().get("/mow/backend/django/prod/SECRET_KEY").unwrap().ty, "String");
}

#[test]
fn the_key_of_secrets_is_given_or_kept() {
    let sandbox = sandbox();
    sandbox.store().know_key("alias/myapp/ssm");
    seed(&sandbox, &["--apply", "--key-id", "alias/myapp/ssm"]).success();
    let key = |name: &str| sandbox.store().get(name).unwrap().key_id;
    assert_eq!(key("/mow/backend/django/prod/SECRET_KEY").as_deref(), Some("alias/myapp/ssm"));
    assert_eq!(key("/mow/backend/django/prod/DEBUG"), None);
    sandbox.file("env.prod", ENV.replace("foo-secret", "new-secret"));
    seed(&sandbox, &["--apply"]).success().prints("updated 1").says_not("warning: /mow");
    assert_eq!(key("/mow/backend/django/prod/SECRET_KEY").as_deref(), Some("alias/myapp/ssm"));
    seed(&sandbox, &["--apply", "--key-id", "alias/myapp/ssm"]).success().prints("unchanged 5");
}

#[test]
fn throttles_server_errors_and_too_many_updates_are_waited_out() {
    let sandbox = sandbox();
    sandbox.store().faults().throttle_next("PutParameter", 2);
    sandbox.store().faults().fail_next("GetParametersByPath", 1, 500, "InternalServerError", "");
    seed(&sandbox, &["--apply"]).success().prints("created 5,");
    sandbox.file("env.prod", ENV.replace("ok_db", "third_db"));
    sandbox.store().faults().fail_next("PutParameter", 1, 400, "TooManyUpdates", "");
    seed(&sandbox, &["--apply"]).success().prints("updated 1,");
}

#[test]
fn force_writes_what_is_unchanged() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply"]).success();
    seed(&sandbox, &["--apply", "--force"]).success().prints("updated 5,");
}

#[test]
fn empty_pages_do_not_end_a_list_and_a_repeated_token_breaks_it() {
    let sandbox = sandbox();
    seed(&sandbox, &["--apply"]).success();
    sandbox.store().faults().empty_pages = true;
    seed(&sandbox, &["--apply"]).success().prints("unchanged 5");
    let many: String = (0..25).map(|n| format!("K{n}=v\n")).collect();
    sandbox.file("env.prod", format!("# service=many\n{many}"));
    *sandbox.store().faults() = ssm_testkit::Faults::default();
    seed(&sandbox, &["--apply"]).success();
    sandbox.store().faults().repeat_token = true;
    seed(&sandbox, &["--apply"]).success().says("AWS gave the same page token twice");
}
