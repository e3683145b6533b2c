//! Exporting to a file.

use insta::assert_snapshot;
use ssm_testkit::{Run, Sandbox};

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("exp0rted-secret").secret("other-secret");
    let store = sandbox.store();
    store.put("/mow/backend/django/stage/DEBUG", "String", "False");
    store.put("/mow/backend/django/stage/SECRET_KEY", "SecureString", "exp0rted-secret");
    store.put("/mow/backend/postgres/stage/POSTGRES_USER", "String", "mow");
    store.put("/mow/backend/postgres/stage/POSTGRES_DB", "String", "ok_db");
    store.put("/mow/backend/django/prod/SECRET_KEY", "SecureString", "other-secret");
    sandbox
}

fn export(sandbox: &Sandbox, args: &[&str]) -> Run {
    let args: Vec<&str> = ["--project", "mow", "--env", "stage"].iter().chain(args).copied().collect();
    sandbox.run("ssm-export-env", &args)
}

/// The file without the line that has the time.
fn body(sandbox: &Sandbox, name: &str) -> String {
    let text = sandbox.read(name);
    let (first, rest) = text.split_once('\n').unwrap();
    assert!(first.starts_with("# generated 20") && first.ends_with('Z') && first.len() == 32, "{first}");
    rest.to_owned()
}

#[test]
fn the_file_has_header_and_sections_and_is_its_owners_alone() {
    let sandbox = sandbox();
    assert_snapshot!("export_run", export(&sandbox, &["out.env"]));
    assert_snapshot!("export_file", body(&sandbox, "out.env"));
    assert_eq!(sandbox.mode("out.env"), 0o600);
    assert_eq!(sandbox.store().decrypted(), ["/mow/backend/django/stage/SECRET_KEY"]);
    export(&sandbox, &["--mark-secrets", "marked.env"]).success();
    assert!(sandbox.read("marked.env").contains("# secret=true\nSECRET_KEY='exp0rted-secret'\n"));
}

#[test]
fn secrets_are_decrypted_only_where_they_are_written() {
    let sandbox = sandbox();
    export(&sandbox, &["--no-decrypt", "out.env"]).success().says("secrets are written as ciphertext");
    assert!(sandbox.read("out.env").contains("SECRET_KEY='AQICAHfake"));
    export(&sandbox, &["--service", "postgres", "out.env"]).success();
    assert_eq!(
        body(&sandbox, "out.env"),
        "# project=mow env=stage region=us-east-1\n# service=postgres\nPOSTGRES_DB=ok_db\nPOSTGRES_USER=mow\n"
    );
    export(&sandbox, &["--dry-run", "absent.env"])
        .success()
        .prints("/mow/backend/django/stage/SECRET_KEY  SecureString\n")
        .says("was not written");
    assert!(!sandbox.path("absent.env").exists() && sandbox.store().decrypted().is_empty());
    export(&sandbox, &["--service", "postgres", "--service", "django", "out.env"]).success();
    assert!(sandbox.read("out.env").contains("SECRET_KEY='exp0rted-secret'"));
}

#[test]
fn the_other_formats() {
    let sandbox = sandbox();
    sandbox.store().put("/mow/backend/django/stage/MOTTO", "String", "it's \"a\\b\" # $5");
    for format in ["docker", "shell", "json"] {
        export(&sandbox, &["--format", format, "out"]).success();
        let text = sandbox.read("out");
        let text = if format == "json" { text } else { body(&sandbox, "out") };
        assert_snapshot!(format!("format_{format}"), text);
    }
    export(&sandbox, &["--format", "json", "--mark-secrets", "out"]).code(2);
    sandbox.store().put("/mow/backend/django/stage/MOTTO", "String", "two\nlines");
    let run = export(&sandbox, &["--format", "docker", "out"]);
    run.code(1).says("MOTTO: its value has a line break").says("the file is left as it is");
}

#[test]
fn standard_output_is_the_file() {
    let sandbox = sandbox();
    let run = sandbox.run_revealing("ssm-export-env", &["--project", "mow", "--env", "stage", "-"]);
    assert!(run.success().stdout.contains("SECRET_KEY='exp0rted-secret'\n"));
    export(&sandbox, &["--output", "json", "-"]).code(2);
}

#[test]
fn a_value_that_some_reader_reads_otherwise_is_a_warning() {
    let sandbox = sandbox();
    sandbox.store().put("/mow/backend/django/stage/HOME_LINK", "String", "x${HOME}y");
    export(&sandbox, &["out.env"])
        .success()
        .says("/mow/backend/django/stage/HOME_LINK: its value is read otherwise by python-dotenv");
    sandbox.file("out.env", "old");
    export(&sandbox, &["--strict", "out.env"]).code(2).says("(--strict)");
    assert_eq!(sandbox.read("out.env"), "old");
    sandbox.store().put("/mow/backend/django/stage/COMMAND", "String", "it's $(date)");
    export(&sandbox, &["out.env"]).code(1).says("COMMAND: its value cannot be written").says("--format json");
    assert_eq!(sandbox.read("out.env"), "old");
}

#[test]
fn names_and_keys_that_do_not_fit_are_warnings() {
    let sandbox = sandbox();
    sandbox.store().put("/mow/backend/short", "String", "v");
    sandbox.store().put("/mow/backend/django/stage/deep/KEY", "String", "v");
    sandbox.store().put("/mow/backend/django/stage/not-a-name", "String", "v");
    sandbox.store().put("/mow/backend/postgres/stage/DEBUG", "String", "v");
    let run = export(&sandbox, &["out.env"]);
    run.success()
        .says("2 names do not have the form /mow/backend/<service>/<environment>/<KEY> and are left out")
        .says("its key is no name of a shell variable and is left out")
        .says("the key DEBUG: it stands in the services django, postgres");
    assert!(!sandbox.read("out.env").contains("not-a-name"));
    export(&sandbox, &["--format", "docker", "out.env"]).success();
    assert!(sandbox.read("out.env").contains("not-a-name=v\n"));
}

#[test]
fn nothing_found_leaves_the_old_file() {
    let sandbox = sandbox();
    sandbox.file("out.env", "old");
    for args in [
        ["--component", "ios", "out.env"].as_slice(),
        &["--service", "nope", "out.env"],
        &["--service", "django", "--service", "nope", "out.env"],
    ] {
        export(&sandbox, args).code(1).says("the file is left as it is").says("--allow-empty");
        assert_eq!(sandbox.read("out.env"), "old");
    }
    export(&sandbox, &["--component", "ios", "--allow-empty", "out.env"]).success();
    assert_eq!(body(&sandbox, "out.env"), "# project=mow env=stage region=us-east-1 component=ios\n");
}

#[test]
fn a_list_that_breaks_off_leaves_the_old_file_and_no_other() {
    let sandbox = sandbox();
    (0..30)
        .for_each(|n| sandbox.store().put(&format!("/mow/backend/app/stage/K{n}"), "SecureString", "exp0rted-secret"));
    sandbox.file("out.env", "old");
    let before = std::fs::read_dir(sandbox.path("")).unwrap().count();
    sandbox.store().faults().break_list_after("GetParametersByPath", 2);
    export(&sandbox, &["out.env"]).code(1);
    *sandbox.store().faults() = ssm_testkit::Faults::default();
    sandbox.store().faults().allow_only(&["ssm:GetParametersByPath"]);
    export(&sandbox, &["out.env"]).code(1).says("the caller needs kms:Decrypt");
    assert_eq!(
        (sandbox.read("out.env").as_str(), std::fs::read_dir(sandbox.path("")).unwrap().count()),
        ("old", before)
    );
}

#[test]
fn if_changed_leaves_file_and_time_alone() {
    let sandbox = sandbox();
    export(&sandbox, &["out.env"]).success();
    let text = sandbox.read("out.env").replacen("# generated 20", "# generated 19", 1);
    let path = sandbox.file("out.env", &text);
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let time = || std::fs::metadata(&path).unwrap().modified().unwrap();
    let before = time();
    std::thread::sleep(std::time::Duration::from_millis(20));
    export(&sandbox, &["--if-changed", "out.env"]).success().says("out.env is unchanged");
    assert_eq!((sandbox.read("out.env"), sandbox.mode("out.env"), time()), (text, 0o600, before));
    sandbox.store().put("/mow/backend/django/stage/DEBUG", "String", "True");
    export(&sandbox, &["--if-changed", "out.env"]).success().says("wrote out.env");
    assert!(sandbox.read("out.env").contains("DEBUG=True"));
}

#[test]
fn links_are_written_through_and_other_things_are_refused() {
    let sandbox = sandbox();
    sandbox.file("real/app.env", "old");
    std::os::unix::fs::symlink("real/app.env", sandbox.path("link.env")).unwrap();
    std::os::unix::fs::symlink("real/new.env", sandbox.path("dangling.env")).unwrap();
    std::os::unix::fs::symlink("loop.env", sandbox.path("loop.env")).unwrap();
    export(&sandbox, &["link.env"]).success();
    export(&sandbox, &["dangling.env"]).success();
    assert!(sandbox.path("link.env").is_symlink() && sandbox.path("dangling.env").is_symlink());
    for file in ["real/app.env", "real/new.env"] {
        assert!(sandbox.read(file).contains("DEBUG=False"));
        assert_eq!(sandbox.mode(file), 0o600);
    }
    sandbox.store().clear_calls();
    for (file, why) in [
        ("absent/x.env", "its folder does not exist"),
        ("real", "it is a folder"),
        ("/dev/null", "no regular file"),
        ("loop.env", "too many symbolic links"),
    ] {
        export(&sandbox, &[file]).code(1).says(why);
    }
    assert!(sandbox.store().calls().is_empty());
}

#[test]
fn an_existing_file_keeps_its_owner_where_that_may_be_set() {
    let sandbox = sandbox();
    let path = sandbox.file("out.env", "old");
    // Only root may give files away; for others the owner is the caller before and after.
    let given = std::os::unix::fs::chown(&path, Some(1234), Some(1234)).is_ok();
    let owner = || std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(&path).unwrap());
    let before = owner();
    export(&sandbox, &["out.env"]).success();
    assert_eq!(owner(), before);
    assert!(!given || owner() == 1234);
}

#[test]
fn what_was_exported_is_what_a_seed_reads_back_to_the_byte_types_too() {
    let pieces = [
        "'",
        "\"",
        "\\",
        "$",
        "`",
        "#",
        " ",
        "=",
        "\n",
        "\r",
        "\t",
        "${x}",
        "}",
        "é",
        "🎉",
        "\u{a0}",
        "a",
        "Z9",
        "# secret=true",
        "\u{2028}",
        ";",
        "&",
    ];
    let seed = fastrand::u64(..);
    eprintln!("seed of the generated values: {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let sandbox = Sandbox::with_store();
    for n in 0..400 {
        let value: String = (0..random.usize(1..12)).map(|_| pieces[random.usize(..pieces.len())]).collect();
        let ty = if random.bool() { "String" } else { "SecureString" };
        sandbox.store().put(&format!("/mow/backend/s{}/stage/K{n}", n % 7), ty, &value);
    }
    let before: Vec<_> = sandbox.store().names().iter().map(|name| sandbox.store().get(name).unwrap()).collect();
    for format in ["dotenv", "shell"] {
        export(&sandbox, &["-q", "--mark-secrets", "--format", format, "all.env"]).success();
        let args = ["--project", "mow", "--environment", "stage", "--env-file", "all.env", "--no-tags", "--apply"];
        let again = sandbox.run("ssm-seed-from-env", &args);
        again.success().prints("created 0, updated 0, unchanged 400, failed 0");
        sandbox
            .run("ssm-delete-by-path", &["--apply", "--path-prefix", "/mow/backend"])
            .success()
            .prints("deleted 400");
        sandbox.run("ssm-seed-from-env", &args).success().prints("created 400,");
        let after: Vec<_> = sandbox.store().names().iter().map(|name| sandbox.store().get(name).unwrap()).collect();
        assert!(before == after, "{format}: the store differs");
    }
}

#[test]
fn a_mistyped_service_is_recognised() {
    let sandbox = Sandbox::with_store();
    for service in ["postgres", "django"] {
        sandbox.store().put(&format!("/mow/backend/{service}/prod/KEY"), "String", "some-value");
    }
    let export = |service| {
        sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "--service", service, "out.env"])
    };
    export("postgress").code(1).says("hint: did you mean --service postgres?");
    export("redis").code(1).says("hint: check project, component");
    sandbox.store().faults().deny("ssm:GetParametersByPath", "/mow/backend");
    sandbox.store().faults().deny("ssm:GetParametersByPath", "/mow/backend/postgress");
    export("postgress").code(1).says("ssm:GetParametersByPath");
}
