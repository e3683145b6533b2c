//! The old names, from everywhere; install and uninstall.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use ssm_testkit::{Run, Sandbox, workspace};

use crate::COMMANDS;

fn bare(sandbox: &Sandbox, script: &str) -> Run {
    sandbox.shell(&format!("env -i PATH=/usr/bin:/bin {script}"))
}

fn make(sandbox: &Sandbox, target: &str, settings: &str) -> Run {
    let run = sandbox.shell(&format!("make -s -C {} -o build {target} {settings}", workspace().display()));
    run.success();
    run
}

#[test]
fn every_command_has_a_short_posix_wrapper_and_they_are_alike() {
    let first = std::fs::read_to_string(workspace().join("bin-wrappers/ssm-put-param.sh")).unwrap();
    assert!(first.starts_with("#!/bin/sh\n") && first.lines().count() <= 20);
    for name in COMMANDS {
        let path = workspace().join(format!("bin-wrappers/{name}.sh"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), first, "{name}");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o111, 0o111, "{name}");
    }
    assert_eq!(std::fs::read_dir(workspace().join("bin-wrappers")).unwrap().count(), COMMANDS.len());
}

#[test]
fn a_checkout_runs_from_cron_from_elsewhere_and_through_links() {
    let sandbox = Sandbox::new();
    let wrappers = workspace().join("bin-wrappers");
    symlink(wrappers.join("ssm-list-param-keys.sh"), sandbox.path("ssm-list-param-keys.sh")).unwrap();
    std::fs::create_dir(sandbox.path("deep")).unwrap();
    symlink("../ssm-list-param-keys.sh", sandbox.path("deep/other-name")).unwrap();
    symlink(&wrappers, sandbox.path("scripts")).unwrap();
    let whole = wrappers.join("ssm-list-param-keys.sh").display().to_string();
    for script in [whole.as_str(), "./ssm-list-param-keys.sh", "deep/other-name", "./scripts/ssm-list-param-keys.sh"] {
        bare(&sandbox, &format!("{script} --version")).success().prints("ssm-list-param-keys ");
    }
    sandbox.shell("cd scripts && sh ssm-list-param-keys.sh --version").success();
    sandbox.shell("PATH=$PWD/scripts:$PATH ssm-list-param-keys.sh --version").success();
    for name in COMMANDS {
        bare(&sandbox, &format!("scripts/{name}.sh --version")).success().prints(name);
    }
}

#[test]
fn a_wrapper_finds_the_folder_of_tags_beside_it() {
    let sandbox = Sandbox::with_store();
    let root = sandbox.path("").display().to_string();
    make(&sandbox, "install", &format!("PREFIX={root}usr SCRIPTS_DIR={root}aws/scripts TAGS_DIR={root}aws/tags"));
    sandbox.file("work/env", "# service=app\nK=v\n");
    let run =
        sandbox.shell("cd work && ../aws/scripts/ssm-seed-from-env.sh --project mow --environment prod --env-file env");
    run.success().says("/aws/tags/backend: base.json < prod.json");
}

#[test]
fn a_missing_binary_says_where_it_was_looked_for() {
    let sandbox = Sandbox::new();
    let wrapper = std::fs::read(workspace().join("bin-wrappers/ssm-put-param.sh")).unwrap();
    let path = sandbox.file("scripts/ssm-put-param.sh", wrapper);
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
    let run = bare(&sandbox, "scripts/ssm-put-param.sh --version");
    run.code(127).says("ssm-put-param: not found in ").says("/scripts, ").says("or PATH");
}

#[test]
fn install_and_uninstall_take_any_folders_and_leave_what_is_the_users() {
    let sandbox = Sandbox::new();
    let root = sandbox.path("").display().to_string();
    let settings = format!("'PREFIX={root}my usr' 'SCRIPTS_DIR={root}my aws/scripts' 'TAGS_DIR={root}my aws/tags'");
    sandbox.file("my aws/tags/backend/base.json", "[]");
    make(&sandbox, "install", &settings);
    for name in COMMANDS {
        assert!(sandbox.path(&format!("my usr/bin/{name}")).exists(), "{name}");
        bare(&sandbox, &format!("'{root}my aws/scripts/{name}.sh' --version")).success();
    }
    assert_eq!(sandbox.read("my aws/tags/backend/base.json"), "[]");
    assert!(sandbox.path("my aws/tags/backend/prod.json").exists());
    make(&sandbox, "uninstall", &settings);
    assert!(!sandbox.path("my usr/bin").exists() && !sandbox.path("my aws/scripts").exists());
    assert!(!sandbox.path("my aws/tags/backend/prod.json").exists());
    assert_eq!(sandbox.read("my aws/tags/backend/base.json"), "[]");
}

#[test]
fn destdir_stages_and_the_wrappers_know_the_final_place() {
    let sandbox = Sandbox::new();
    let root = sandbox.path("").display().to_string();
    make(
        &sandbox,
        "install",
        &format!("DESTDIR={root}stage PREFIX=/opt/ssm SCRIPTS_DIR=/srv/aws/scripts TAGS_DIR=/srv/aws/tags"),
    );
    assert!(sandbox.read("stage/srv/aws/scripts/ssm-put-param.sh").contains("bin='/opt/ssm/bin'"));
    assert!(sandbox.path("stage/opt/ssm/bin/ssm-put-param").exists());
    assert!(!Path::new("/srv/aws/scripts/ssm-put-param.sh").exists());
    make(
        &sandbox,
        "uninstall",
        &format!("DESTDIR={root}stage PREFIX=/opt/ssm SCRIPTS_DIR=/srv/aws/scripts TAGS_DIR=/srv/aws/tags"),
    );
    assert!(!sandbox.path("stage/opt/ssm/bin/ssm-put-param").exists());
}
