//! Five scenes of each command, everything that a user sees: help, preview, apply, refused, not understood.

use insta::assert_snapshot;
use ssm_testkit::Sandbox;

use crate::COMMANDS;

/// A valid call of each command, without `--apply`.
fn arguments(name: &str) -> &'static [&'static str] {
    match name {
        "ssm-put-param" => &["--name", "/mow/backend/app/prod/NEW", "--value", "scene-value"],
        "ssm-put-secure-param" => &["--name", "/mow/backend/app/prod/SECRET", "--value", "scene-value"],
        "ssm-put-and-tag" => {
            &["--name", "/mow/backend/app/prod/PLAIN", "--value", "scene-value", "-f", "tags.json", "--print-keys"]
        }
        "ssm-put-secure-and-tag" => {
            &["--name", "/mow/backend/app/prod/NEW", "--value", "scene-value", "--name-tag", "n"]
        }
        "ssm-list-param-keys" => &["--prefix", "/mow/backend"],
        "ssm-seed-from-env" => {
            &["--project", "mow", "--environment", "prod", "--env-file", "env", "--no-tags", "--print-keys"]
        }
        "ssm-export-env" => &["--project", "mow", "--env", "prod", "out.env"],
        "tag-ssm-resources-by-id" => {
            &["-f", "tags.json", "--", "/mow/backend/app/prod/PLAIN", "/mow/backend/app/prod/SECRET"]
        }
        "ssm-delete-param" => &["--name", "/mow/backend/app/prod/PLAIN"],
        _ => &["--path-prefix", "/mow/backend/app", "--print-names"],
    }
}

fn stage() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("scene-value").secret("old-value");
    sandbox.store().put("/mow/backend/app/prod/PLAIN", "String", "old-value");
    sandbox.store().put_as("/mow/backend/app/prod/SECRET", "SecureString", "old-value", |stored| {
        stored.tags.insert("team".to_owned(), "x".to_owned());
    });
    sandbox.file("env", "# service=app\nPLAIN=scene-value\n# secret=true\nSECRET=old-value\nNEW=scene-value\n");
    sandbox.file("tags.json", r#"[{"Key":"owner","Value":"me"},{"Key":"team","Value":"x"}]"#);
    sandbox
}

#[test]
fn every_command_in_five_scenes() {
    for name in COMMANDS {
        let writes = !matches!(name, "ssm-list-param-keys" | "ssm-export-env");
        let args = arguments(name);
        let apply: Vec<&str> = writes.then_some("--apply").iter().chain(args).copied().collect();
        assert_snapshot!(format!("{name}_help"), stage().run(name, &["--help"]));
        if writes {
            assert_snapshot!(format!("{name}_preview"), stage().run(name, args));
        }
        assert_snapshot!(format!("{name}_apply"), stage().run(name, &apply));
        let denied = stage();
        denied.store().faults().allow_only(&[]);
        assert_snapshot!(format!("{name}_refused"), denied.run(name, &apply));
        let typo: Vec<&str> = ["--regoin", "scene-value"].iter().chain(args).copied().collect();
        assert_snapshot!(format!("{name}_not_understood"), stage().run(name, &typo));
    }
}
