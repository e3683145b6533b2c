//! Inputs of every kind for everything that reads what people write: nothing panics, nothing loops, nothing repeats
//! a secret.
//!
//! `SSM_FUZZ` is the number of inputs of each target (20,000 unless given; `make soak` runs a million), `SSM_SEED` the
//! first one's number, which a failure names. AWS's answers have a target of their own in
//! `src/edge/aws/error/tests.rs`.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::disallowed_methods, clippy::exit, reason = "test code")]

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use fastrand::Rng;
use serde_json::Value as Json;
use ssm_core::cli::{Args, Command, Operands, flags};
use ssm_core::model::env_file::{misread_by, read, write_docker, write_shell, write_value};
use ssm_core::model::{ParameterName, PathPrefix, Segment, TagSet, Value};

/// Stands where values stand, and is no name of anything.
const SECRET: &str = "s3cr3t V4LU3!";
/// How long one input may take before it counts as a loop.
const LOOP: Duration = Duration::from_secs(20);

const CASES: &str = include_str!("data/dotenv/read-cases.json");
const ENV_PIECES: &[&str] = &[
    "# service=",
    "# service=app\n",
    "# secret=true\n",
    "#secret = true",
    "# secret=",
    "KEY",
    "=",
    "KEY=",
    "\n",
    "\r\n",
    "\r",
    "'",
    "\"",
    "`",
    "\\",
    "\\n",
    "\\u0041",
    "$",
    "${",
    "}",
    "${X:-y}",
    "$(id)",
    " ",
    "\t",
    "#",
    " #",
    "export ",
    "\u{feff}",
    "\0",
    "é",
    "\u{a0}",
    "\u{2028}",
    "a.b-c",
    "set -a",
    "KEY: v",
    "[x]",
    "\"\"\"",
    "'''",
    SECRET,
    "==",
    "K E Y=",
    "1=",
];
const TAG_PIECES: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    "\"Key\"",
    "\"Value\"",
    "\"key\"",
    ":",
    ",",
    "\"a\"",
    "\"\"",
    "null",
    "1",
    "true",
    "\\u0000",
    "\"aws:x\"",
    "[{\"Key\":\"a\",\"Value\":\"b\"}]",
    "{\"Key\":\"a\",\"Value\":\"b\"}",
    "\u{feff}",
    " ",
    "\n",
    "\"\\ud800\"",
    "1e400",
    "[[[[[[[[",
];
const NAME_PIECES: &[&str] = &[
    "/", "//", "a", "aws", "ssm", "SSM", "mow", ".", "-", "_", " ", "é", "\0", "%", "*", "..", "A1", ":1", "{{x}}",
    "\u{202e}",
];
const WORDS: &[&str] = &[
    "--",
    "-",
    "--name",
    "--value",
    "--value=",
    "-f",
    "--tag",
    "--print-keys",
    "--print-keys=1",
    "--print-keys=2",
    "0",
    "1",
    "--help",
    "--hlep",
    "-h",
    "-hq",
    "-qV",
    "--output",
    "json",
    "--output=xml",
    "--apply",
    "--apply=1",
    "--nmae",
    "",
    "=",
    "---",
    "--=",
    "-é",
    "--max-rate",
    "--concurrency=",
    "--env",
    "--environment",
    "--profile",
    "/mow/x",
    SECRET,
    "--value=s3cr3t V4LU3!",
];

/// Runs a target on many inputs, under the eyes of a watch that ends the process at a loop.
fn fuzz(target: &str, check: impl Fn(&mut Rng)) {
    let number = |name: &str, small| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(small);
    let (first, count): (u64, u64) = (number("SSM_SEED", 0), number("SSM_FUZZ", 20_000));
    let at = Arc::new(AtomicU64::new(first));
    let done = Arc::new(AtomicBool::new(false));
    let (watched, ended, name) = (Arc::clone(&at), Arc::clone(&done), target.to_owned());
    let watch = std::thread::spawn(move || {
        let mut last = u64::MAX;
        while !ended.load(Ordering::Relaxed) {
            std::thread::park_timeout(LOOP);
            let now = watched.load(Ordering::Relaxed);
            if now == last && !ended.load(Ordering::Relaxed) {
                eprintln!("{name}: input {now} does not end (SSM_SEED={now} SSM_FUZZ=1)");
                std::process::exit(101);
            }
            last = now;
        }
    });
    for seed in first..first + count {
        at.store(seed, Ordering::Relaxed);
        let mut rng = Rng::with_seed(seed);
        if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&mut rng))) {
            eprintln!("{target}: input {seed} (SSM_SEED={seed} SSM_FUZZ=1)");
            std::panic::resume_unwind(panic);
        }
    }
    done.store(true, Ordering::Relaxed);
    watch.thread().unpark();
    watch.join().unwrap();
}

/// Bytes: pieces in any order, raw bytes between them, a case with a few bytes changed.
fn bytes(rng: &mut Rng, pieces: &[&str], cases: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if !cases.is_empty() && rng.u8(..4) == 0 {
        bytes.extend_from_slice(cases[rng.usize(..cases.len())].as_bytes());
        for _ in 0..rng.usize(..4) {
            let at = rng.usize(..=bytes.len());
            match rng.u8(..3) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, rng.u8(..)),
                _ => drop(bytes.splice(at..at, pieces[rng.usize(..pieces.len())].bytes())),
            }
        }
        return bytes;
    }
    for _ in 0..rng.usize(..24) {
        match rng.u8(..12) {
            0 => bytes.push(rng.u8(..)),
            _ => bytes.extend_from_slice(pieces[rng.usize(..pieces.len())].as_bytes()),
        }
    }
    bytes
}

fn text(rng: &mut Rng, pieces: &[&str]) -> String {
    String::from_utf8_lossy(&bytes(rng, pieces, &[])).into_owned()
}

#[test]
fn env_files() {
    let cases: Vec<Json> = serde_json::from_str(CASES).unwrap();
    let cases: Vec<String> = cases.iter().map(|case| case["input"].as_str().unwrap().to_owned()).collect();
    fuzz("env_files", |rng| {
        let bytes = bytes(rng, ENV_PIECES, &cases);
        let lines = bytes.split(|&byte| byte == b'\n').count() + bytes.split(|&byte| byte == b'\r').count();
        let reading = read(&bytes, rng.bool().then_some("app"));
        for problem in reading.errors.iter().chain(&reading.warnings) {
            assert!(!format!("{problem:?}").contains(SECRET), "{problem:?}");
            assert!((1..=lines).contains(&problem.line), "{problem:?} of {lines} lines");
        }
        for entry in &reading.entries {
            assert!(!format!("{entry:?}").contains(SECRET) && (1..=lines).contains(&entry.line));
        }
    });
}

#[test]
fn exported_values() {
    fuzz("exported_values", |rng| {
        let wanted = text(rng, ENV_PIECES);
        let value = Value::new(wanted.clone());
        for secret in [true, false] {
            let mut line = String::new();
            if write_value(&mut line, &value, secret).is_err() {
                continue;
            }
            let _ = misread_by(&value, &line);
            // The first line says how lines end.
            let file = format!("# an export\nK={line}\n");
            let reading = read(file.as_bytes(), Some("app"));
            assert!(reading.errors.is_empty() && reading.entries.len() == 1, "{line:?} {:?}", reading.errors);
            assert_eq!(reading.entries[0].value.reveal(), wanted, "{line:?}");
        }
        let (mut docker, mut shell) = (String::new(), String::new());
        let _ = write_docker(&mut docker, &value);
        let _ = write_shell(&mut shell, &value);
    });
}

#[test]
fn tag_files_and_tags() {
    fuzz("tag_files_and_tags", |rng| {
        let text = text(rng, TAG_PIECES);
        let _ = TagSet::parse_one(&text);
        let Ok(tags) = TagSet::parse_file(&text) else { return };
        let list: Vec<Json> = tags.iter().map(|(key, value)| serde_json::json!({"Key": key, "Value": value})).collect();
        assert_eq!(TagSet::parse_file(&Json::from(list).to_string()).unwrap(), tags);
    });
}

#[test]
fn names_and_paths() {
    fuzz("names_and_paths", |rng| {
        let text = text(rng, NAME_PIECES);
        if let Ok(name) = ParameterName::parse(&text, rng.bool().then_some("us-east-1")) {
            assert_eq!(name.as_str(), text);
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte)), "{text:?}");
        }
        if let Ok(prefix) = PathPrefix::parse(&text) {
            assert!(prefix.as_str().starts_with('/') && !prefix.holds(prefix.as_str()), "{text:?}");
        }
        if let Ok(segment) = Segment::parse(&text) {
            assert!(!segment.as_str().contains('/'), "{text:?}");
        }
    });
}

static COMMANDS: [Command; 3] = [
    Command {
        name: "fuzz-put",
        about: "",
        flags: &[flags::PUT, flags::SECRET, flags::TAGS],
        required: &[&flags::NAME],
        writes: true,
        ..Command::EMPTY
    },
    Command {
        name: "fuzz-export",
        about: "",
        flags: &[flags::SCOPE, flags::EXPORT],
        operands: Operands::One("FILE"),
        ..Command::EMPTY
    },
    Command {
        name: "fuzz-tag",
        about: "",
        flags: &[flags::RESOURCES, flags::TAGS],
        operands: Operands::AfterDashes("NAME"),
        ..Command::EMPTY
    },
];

#[test]
fn words_of_a_call() {
    fuzz("words_of_a_call", |rng| {
        let word = |rng: &mut Rng| match rng.u8(..10) {
            0 => (0..rng.usize(..6)).map(|_| rng.u8(1..)).collect(),
            _ => WORDS[rng.usize(..WORDS.len())].as_bytes().to_vec(),
        };
        let words: Vec<OsString> = (0..rng.usize(..9)).map(|_| OsString::from_vec(word(rng))).collect();
        for command in &COMMANDS {
            if let Err(error) = Args::parse(command, words.clone()) {
                let told = error.to_string();
                assert!(!told.contains(SECRET) && !told.chars().any(char::is_control), "{told:?}");
            }
        }
    });
}
