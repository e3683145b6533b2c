//! What all ten share: flags, DRY_RUN, help, streams, exit codes.

use insta::assert_snapshot;
use ssm_testkit::Sandbox;

use crate::{COMMANDS, WRITERS};

#[test]
fn help_has_purpose_usage_examples_flags_environment_exit_codes_and_actions() {
    let sandbox = Sandbox::new();
    for name in COMMANDS {
        for flag in ["--help", "-h"] {
            let run = sandbox.run(name, &[flag]);
            run.success();
            assert_eq!(run.stderr, "");
            for part in [
                "Usage: ",
                "Examples:",
                "Flags:",
                "Common flags:",
                "Environment:",
                "Exit codes:",
                "IAM actions:",
                "ssm:",
            ] {
                run.prints(part);
            }
            assert!(run.stdout.starts_with(&format!("{name} - ")), "{run}");
            assert!(
                run.stdout.lines().filter(|line| line.starts_with("      ")).all(|line| line.chars().count() <= 80),
                "{run}"
            );
        }
    }
    assert_snapshot!(sandbox.run("ssm-put-secure-and-tag", &["--help"]));
}

#[test]
fn version_is_name_and_version() {
    for name in COMMANDS {
        let run = Sandbox::new().run(name, &["-V"]);
        assert_eq!(run.success().stdout, format!("{name} {}\n", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn every_command_has_the_common_flags_and_every_writer_those_of_writers() {
    let sandbox = Sandbox::new();
    for name in COMMANDS {
        let help = sandbox.run(name, &["--help"]).stdout;
        for flag in [
            "--profile NAME",
            "--region NAME",
            "--endpoint-url URL",
            "--output FORM",
            "-q, --quiet",
            "--color WHEN",
            "-h, --help",
            "-V, --version",
        ] {
            assert!(help.contains(flag), "{name}: {flag}");
        }
        let writes = WRITERS.iter().any(|(writer, _)| *writer == name);
        for flag in ["--apply", "--offline"] {
            assert_eq!(help.contains(&format!("  {flag}\n")), writes, "{name}: {flag}");
        }
    }
}

#[test]
fn words_that_are_not_understood_are_named_by_flag_and_never_repeated() {
    let mut sandbox = Sandbox::new();
    sandbox.secret("hunter2");
    let name = ["--name", "/mow/x"];
    let cases: &[(&[&str], &str)] = &[
        (&["--nmae", "hunter2"], "there is no flag --nmae here; did you mean --name?"),
        (&["--valeu=hunter2"], "did you mean --value?"),
        (&["--hunter2secret=hunter2"], "there is no flag"),
        (&["hunter2"], "a word that belongs to no flag"),
        (&["--value", "x", "hunter2"], "a word that belongs to no flag"),
        (&["--value"], "--value needs a value"),
        (&["--value", "hunter2", "--value", "hunter2"], "--value is given twice"),
        (&["--quiet=hunter2"], "--quiet takes no value"),
        (&["--output", "hunter2"], "--output takes one of: text, json"),
        (&["--value", "hunter2", "--value-file", "x"], "--value and --value-file exclude each other"),
        (&["-x"], "there is no flag -x here"),
    ];
    for (args, expected) in cases {
        let args: Vec<&str> = if args[0] == "--hunter2secret=hunter2" {
            vec!["--=hunter2"]
        } else {
            name.iter().chain(*args).copied().collect()
        };
        let run = sandbox.run("ssm-put-param", &args);
        run.code(2).says("ssm-put-param --help lists the flags");
        if args[0] != "--=hunter2" {
            run.says(expected);
        }
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_required_flag_that_is_missing_is_named() {
    let sandbox = Sandbox::new();
    let cases = [
        ("ssm-put-param", vec!["--value", "x"], "--name is required"),
        ("ssm-seed-from-env", vec!["--environment", "e", "--env-file", "f"], "--project is required"),
        ("ssm-seed-from-env", vec!["--project", "p", "--env-file", "f"], "--environment is required"),
        ("ssm-seed-from-env", vec!["--project", "p", "--environment", "e"], "--env-file is required"),
        ("ssm-export-env", vec!["--project", "p", "--env", "e"], "no FILE to write"),
        ("tag-ssm-resources-by-id", vec!["--name-tag", "x"], "no names"),
        ("tag-ssm-resources-by-id", vec!["--name-tag", "x", "--"], "no names"),
        ("tag-ssm-resources-by-id", vec!["--", "/mow/x"], "no tags"),
        ("ssm-put-and-tag", vec!["--name", "/mow/x", "--value", "x"], "no tags"),
        ("ssm-delete-param", vec![], "--name is required"),
        ("ssm-delete-by-path", vec![], "--path-prefix is required"),
        ("ssm-put-param", vec!["--name", "/mow/x"], "no value: give --value"),
    ];
    for (name, args, expected) in cases {
        sandbox.run(name, &args).code(2).says(expected);
    }
}

#[test]
fn a_value_may_begin_with_a_dash_and_stand_behind_an_equals_sign() {
    for args in [["--value", "-abc-"].as_slice(), &["--value=-abc-"]] {
        let sandbox = Sandbox::with_store();
        let args: Vec<&str> = ["--apply", "--name=/mow/x"].iter().chain(args).copied().collect();
        sandbox.run("ssm-put-param", &args).success();
        assert_eq!(sandbox.store().get("/mow/x").unwrap().value, "-abc-");
    }
}

#[test]
fn dry_run_has_these_words_and_no_others() {
    let run = |word: &str| {
        let mut sandbox = Sandbox::with_store();
        sandbox.set("DRY_RUN", word);
        let code = sandbox.run("ssm-put-param", &["--name", "/mow/x", "--value", "v"]).code;
        (code, sandbox.store().names().len())
    };
    for word in ["", "1", "true", "YES", "On"] {
        assert_eq!(run(word), (0, 0), "{word}");
    }
    for word in ["0", "false", "No", "OFF"] {
        assert_eq!(run(word), (0, 1), "{word}");
    }
    for word in ["2", "O", "maybe", "00"] {
        assert_eq!(run(word), (2, 0), "{word}");
    }
}

#[test]
fn flags_beat_dry_run_and_exclude_each_other() {
    let put = |dry_run: &str, flags: &[&str]| {
        let mut sandbox = Sandbox::with_store();
        sandbox.set("DRY_RUN", dry_run);
        let args: Vec<&str> = ["--name", "/mow/x", "--value", "v"].iter().chain(flags).copied().collect();
        let run = sandbox.run("ssm-put-param", &args);
        (run.code, sandbox.store().names().len())
    };
    assert_eq!(put("1", &["--apply"]), (0, 1));
    assert_eq!(put("0", &["--dry-run"]), (0, 0));
    assert_eq!(put("0", &["-n"]), (0, 0));
    assert_eq!(put("maybe", &["--apply"]), (0, 1));
    assert_eq!(put("0", &["-n", "--apply"]), (2, 0));
    assert_eq!(put("0", &["--offline"]), (2, 0));
}

#[test]
fn every_preview_changes_nothing_and_ends_with_how_to_apply() {
    for (name, args) in WRITERS {
        let sandbox = Sandbox::with_store();
        sandbox.file("env", "# service=app\nK=harmless\n");
        sandbox.store().put("/mow/x", if name.contains("secure") { "SecureString" } else { "String" }, "old");
        let run = sandbox.run(name, args);
        run.success();
        let last = run.stderr.lines().last().unwrap_or_default();
        assert_eq!(last, "preview: nothing was changed; run again with DRY_RUN=0 or --apply to apply", "{run}");
        let calls = sandbox.store().calls();
        assert!(
            !calls.is_empty()
                && calls.iter().all(|call| !call.op.starts_with("Put")
                    && !call.op.starts_with("Delete")
                    && !call.op.starts_with("Add"))
        );
    }
}

#[test]
fn an_offline_preview_never_looks() {
    for (name, args) in WRITERS {
        let mut sandbox = Sandbox::with_store();
        sandbox.file("env", "# service=app\nK=harmless\n");
        for variable in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"] {
            sandbox.unset(variable);
        }
        let args: Vec<&str> = ["--offline"].iter().chain(args).copied().collect();
        sandbox.run(name, &args).success().says_not("warning");
        assert!(sandbox.store().calls().is_empty(), "{name}");
    }
}

#[test]
fn sudo_drops_dry_run_and_the_preview_says_so() {
    let mut sandbox = Sandbox::with_store();
    sandbox.set("SUDO_USER", "james");
    sandbox
        .run("ssm-put-param", &["--name", "/mow/x", "--value", "v"])
        .success()
        .says("--apply (sudo drops DRY_RUN=0)");
}

#[test]
fn quiet_leaves_errors_only() {
    let sandbox = Sandbox::with_store();
    let run = sandbox.run("ssm-put-param", &["-q", "--name", "/mow/x", "--value", "v"]);
    assert_eq!(run.success().stderr, "");
    sandbox.run("ssm-put-param", &["-q", "--name", "//", "--value", "v"]).code(2).says("error:");
}

#[test]
fn colour_is_only_where_asked_for() {
    let mut sandbox = Sandbox::new();
    let args = ["--name", "//", "--value", "v"];
    sandbox.run("ssm-put-param", &args).says_not("\x1b");
    let always: Vec<&str> = args.iter().chain(&["--color", "always"]).copied().collect();
    sandbox.run("ssm-put-param", &always).says("\x1b[31merror:\x1b[0m");
    sandbox.set("NO_COLOR", "1");
    sandbox.run("ssm-put-param", &args).says_not("\x1b");
}

#[test]
fn env_and_environment_are_one_flag() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put("/mow/backend/app/prod/K", "String", "v");
    sandbox.file("env", "# service=app\nK=v\n");
    for flag in ["--env", "--environment"] {
        sandbox
            .run("ssm-seed-from-env", &["--project", "mow", flag, "prod", "--env-file", "env", "--no-tags"])
            .success()
            .prints("unchanged 1");
        sandbox.run("ssm-export-env", &["--project", "mow", flag, "prod", "out.env"]).success();
    }
    let twice = ["--project", "mow", "--env", "a", "--environment", "b", "--env-file", "env"];
    sandbox.run("ssm-seed-from-env", &twice).code(2).says("--environment is given twice");
}

#[test]
fn print_switches_take_zero_and_one() {
    let sandbox = Sandbox::with_store();
    sandbox
        .store()
        .put_as("/mow/x", "String", "v", |stored| drop(stored.tags.insert("owner".to_owned(), "james".to_owned())));
    let base = ["--name", "/mow/x"];
    let shown = |extra: &[&str]| {
        let args: Vec<&str> = base.iter().chain(extra).copied().collect();
        sandbox.run("ssm-delete-param", &args).success().stdout.contains("Tag: owner=james")
    };
    assert!(shown(&["--print-tags"]) && shown(&["--print-tags", "1"]) && shown(&["--print-tags=1"]));
    assert!(!shown(&[]) && !shown(&["--print-tags", "0"]) && !shown(&["--print-tags=0"]));
    sandbox
        .run("ssm-delete-param", &["--name", "/mow/x", "--print-tags=yes"])
        .code(2)
        .says("takes no value but 0 or 1");
    for flag in ["--print-names", "--print-names=1"] {
        sandbox.run("ssm-delete-by-path", &[flag, "--path-prefix", "/mow/x"]).success();
    }
    for flag in ["--print-keys", "--print-keys=0"] {
        sandbox.run("tag-ssm-resources-by-id", &[flag, "--name-tag", "x", "--", "/mow/x"]).success();
    }
}

#[test]
fn an_inherited_dry_run_stops_neither_list_nor_export() {
    let mut sandbox = Sandbox::with_store();
    sandbox.store().put("/mow/backend/app/prod/K", "String", "v");
    for word in ["1", "0", "nonsense"] {
        sandbox.set("DRY_RUN", word);
        sandbox.run("ssm-list-param-keys", &["--raw"]).success().prints("/mow/backend/app/prod/K\n");
        sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]).success();
        assert!(sandbox.read("out.env").contains("K=v\n"));
    }
}

#[test]
fn json_is_one_object_a_line_and_a_summary_at_the_end() {
    let sandbox = Sandbox::with_store();
    sandbox.file("env", "# service=app\nA=1\n# secret=true\nB=hidden-value\n");
    let seed = ["--project", "mow", "--environment", "prod", "--env-file", "env", "--no-tags", "--output", "json"];
    assert_snapshot!("json_seed_preview", sandbox.run("ssm-seed-from-env", &seed));
    let apply: Vec<&str> = seed.iter().chain(&["--apply"]).copied().collect();
    assert_snapshot!("json_seed_apply", sandbox.run("ssm-seed-from-env", &apply));
    assert_snapshot!("json_list", sandbox.run("ssm-list-param-keys", &["--output", "json"]));
    assert_snapshot!(
        "json_export",
        sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "--output=json", "out.env"])
    );
    assert_snapshot!(
        "json_tag",
        sandbox.run(
            "tag-ssm-resources-by-id",
            &["--apply", "--name-tag", "t", "--output=json", "--", "/mow/backend/app/prod/A"]
        )
    );
    assert_snapshot!(
        "json_delete_param",
        sandbox.run("ssm-delete-param", &["--name", "/mow/backend/app/prod/A", "--print-tags", "--output=json"])
    );
    assert_snapshot!(
        "json_delete_by_path",
        sandbox.run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/backend", "--output=json"])
    );
    assert_snapshot!(
        "json_put",
        sandbox.run("ssm-put-param", &["--apply", "--name", "/mow/x", "--value", "hidden", "--output=json"])
    );
}
