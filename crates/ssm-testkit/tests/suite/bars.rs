//! What a run may cost: calls, time, memory, size.

use std::time::{Duration, Instant};

use ssm_testkit::{Sandbox, binary};

use crate::{COMMANDS, WRITERS};

fn hundred_keys() -> String {
    let key = |s: usize, k: usize| {
        format!("{}K{k}=value-{s}-{k}\n", if k.is_multiple_of(4) { "# secret=true\n" } else { "" })
    };
    (0..4).map(|s| format!("# service=s{s}\n{}", (0..25).map(|k| key(s, k)).collect::<String>())).collect()
}

fn tagged() -> Sandbox {
    let sandbox = Sandbox::with_store();
    sandbox.file("env", hundred_keys());
    sandbox.file("aws/tags/backend/base.json", r#"[{"Key":"owner","Value":"base"},{"Key":"team","Value":"x"}]"#);
    (0..4).for_each(|s| {
        drop(sandbox.file(&format!("aws/tags/backend/s{s}.json"), format!(r#"[{{"Key":"service","Value":"s{s}"}}]"#)));
    });
    sandbox
}

const SEED: [&str; 7] = ["--apply", "--project", "mow", "--environment", "prod", "--env-file", "env"];

#[test]
fn a_seed_of_a_hundred_keys_costs_the_calls_it_must() {
    let sandbox = tagged();
    sandbox.run("ssm-seed-from-env", &SEED).success().prints("created 100,");
    let store = sandbox.store();
    assert_eq!(store.count("PutParameter"), 100);
    assert!(store.calls().len() <= 108, "{} calls", store.calls().len());
    store.clear_calls();
    sandbox.run("ssm-seed-from-env", &SEED).success().prints("unchanged 100,");
    assert_eq!((store.count("PutParameter"), store.count("AddTagsToResource")), (0, 0));
    assert!(store.calls().len() <= 20, "{} calls", store.calls().len());
    for (changed, secret) in [("value-1-1", false), ("value-2-4", true)] {
        store.clear_calls();
        sandbox.file("env", hundred_keys().replace(&format!("{changed}\n"), &format!("changed-{secret}\n")));
        sandbox.run("ssm-seed-from-env", &SEED).success();
        let puts: Vec<_> = store.calls().into_iter().filter(|call| call.op == "PutParameter").collect();
        assert!(
            puts.iter().all(|put| put.body["Overwrite"] == true) && (1..=2).contains(&puts.len()),
            "{} puts",
            puts.len()
        );
        assert_eq!(store.count("AddTagsToResource"), 0);
    }
}

#[test]
fn an_export_of_a_thousand_keys_costs_the_pages_it_must() {
    let sandbox = Sandbox::with_store();
    for n in 0..1000 {
        let ty = if n % 4 == 0 { "SecureString" } else { "String" };
        sandbox.store().put(&format!("/mow/backend/s{}/prod/K{n}", n / 100), ty, "v");
    }
    sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]).success();
    let (decrypting, listing): (Vec<_>, Vec<_>) =
        sandbox.store().calls().into_iter().partition(|call| call.body["WithDecryption"] == true);
    assert!(listing.len() <= 101 && decrypting.len() <= 40, "{} and {}", listing.len(), decrypting.len());
    assert_eq!(sandbox.store().decrypted().len(), 250);
    assert_eq!(sandbox.read("out.env").lines().count(), 1000 + 10 + 2);
}

#[test]
fn no_secret_of_another_environment_or_service_is_decrypted() {
    let sandbox = Sandbox::with_store();
    for name in ["a/prod/K", "a/stage/K", "b/prod/K", "b/stage/K", "c/stage/K"] {
        sandbox.store().put(&format!("/mow/backend/{name}"), "SecureString", "v-v-v-v");
    }
    sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "--service", "a", "out.env"]).success();
    assert_eq!(sandbox.store().decrypted(), ["/mow/backend/a/prod/K"]);
    sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]).success();
    assert_eq!(sandbox.store().decrypted(), ["/mow/backend/a/prod/K", "/mow/backend/b/prod/K"]);
}

/// The best of several runs: the machine may be busy, the program is as fast as its fastest run.
fn best(mut run: impl FnMut() -> Duration) -> Duration {
    (0..60).map(|_| run()).min().unwrap()
}

fn timed(sandbox: &Sandbox, name: &str, args: &[&str]) -> Duration {
    let mut command = sandbox.command(&binary(name));
    let begin = Instant::now();
    let output = command.args(args).output().unwrap();
    assert!(output.status.success());
    begin.elapsed()
}

#[test]
fn help_and_offline_previews_take_under_ten_milliseconds() {
    let sandbox = Sandbox::new();
    sandbox.file("env", "# service=app\nK=v\n");
    for name in COMMANDS {
        let time = best(|| timed(&sandbox, name, &["--help"]));
        assert!(time < Duration::from_millis(10), "{name} --help: {time:?}");
    }
    for (name, args) in WRITERS {
        let args: Vec<&str> = ["--offline"].iter().chain(args).copied().collect();
        let time = best(|| timed(&sandbox, name, &args));
        assert!(time < Duration::from_millis(10), "{name} --offline: {time:?}");
    }
}

#[test]
fn help_and_offline_previews_read_no_certificate_and_no_configuration() {
    let mut sandbox = Sandbox::with_store();
    sandbox.file("env", "# service=app\nK=v\n");
    // Whoever opens a pipe without a writer waits for ever, and the run would be killed.
    sandbox.shell("mkfifo pipe").success();
    let pipe = sandbox.path("pipe").display().to_string();
    for variable in ["SSL_CERT_FILE", "SSL_CERT_DIR", "AWS_CA_BUNDLE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]
    {
        sandbox.set(variable, &pipe);
    }
    COMMANDS.iter().for_each(|name| drop(sandbox.run(name, &["--help"]).success().clone()));
    for (name, args) in WRITERS {
        let args: Vec<&str> = ["--offline"].iter().chain(args).copied().collect();
        sandbox.run(name, &args).success();
    }
    assert!(sandbox.store().calls().is_empty());
}

/// Maximum resident set in KiB and CPU seconds of one run, by the kernel's account of a finished child.
fn usage(sandbox: &Sandbox, name: &str, args: &[&str]) -> (f64, f64) {
    let script = "import os, resource, subprocess, sys\nsubprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n\
                  u = resource.getrusage(resource.RUSAGE_CHILDREN)\nprint(u.ru_maxrss, u.ru_utime + u.ru_stime)\n";
    let binary = binary(name);
    let args: Vec<&str> = ["-c", script, binary.to_str().unwrap()].iter().chain(args).copied().collect();
    let run = sandbox.program(&ssm_testkit::python(), &args);
    let numbers: Vec<f64> = run.success().stdout.split_whitespace().map(|word| word.parse().unwrap()).collect();
    (numbers[0], numbers[1])
}

#[test]
fn a_put_takes_under_twenty_megabytes_and_a_twentieth_of_the_aws_clis_cpu() {
    let sandbox = Sandbox::with_store();
    let runs: Vec<(f64, f64)> = (0..10)
        .map(|n| usage(&sandbox, "ssm-put-param", &["--apply", "--name", &format!("/mow/{n}"), "--value", "v"]))
        .collect();
    assert_eq!(sandbox.store().calls().len(), 10);
    let (memory, cpu) = runs.iter().fold((f64::MAX, f64::MAX), |best, run| (best.0.min(run.0), best.1.min(run.1)));
    assert!(memory < 20_000.0, "{memory} KiB");
    // One bare call of the AWS CLI takes 0.67 CPU seconds (docs/development.md).
    assert!(cpu < 0.05 * 0.67, "{cpu} s");
}

#[test]
fn each_binary_is_under_nine_megabytes() {
    for name in COMMANDS {
        let size = std::fs::metadata(binary(name)).unwrap().len();
        assert!(size < 9_000_000, "{name}: {size}");
    }
}

#[test]
fn a_hundred_thousand_names_take_under_sixty_megabytes() {
    let sandbox = Sandbox::with_store();
    for n in 0..100_000 {
        let ty = if n % 8 == 0 { "SecureString" } else { "String" };
        sandbox.store().put(
            &format!("/mow/backend/service-{}/prod/SOME_KEY_{n}", n % 20),
            ty,
            "a-value-of-usual-length",
        );
    }
    for (name, args) in [
        ("ssm-list-param-keys", ["--prefix", "/mow/"].as_slice()),
        ("ssm-list-param-keys", &["--prefix", "/mow/", "--tree"]),
        ("ssm-export-env", &["--project", "mow", "--env", "prod", "--mark-secrets", "out.env"]),
    ] {
        let (memory, cpu) = usage(&sandbox, name, args);
        eprintln!("{name} {args:?}: {memory} KiB, {cpu} s");
        assert!(memory < 60_000.0, "{name} {args:?}: {memory} KiB");
    }
    assert_eq!(sandbox.read("out.env").lines().filter(|line| line.starts_with("SOME_KEY_")).count(), 100_000);
}
