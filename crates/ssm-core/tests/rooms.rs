//! The import rules of `docs/architecture.md`, held.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "test code")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may import.
const ROOMS: [(&str, &[&str]); 5] = [
    ("model", &["model"]),
    ("plan", &["plan", "model"]),
    ("cli", &["cli", "model"]),
    ("edge", &["edge", "model"]),
    ("app", &["app", "cli", "plan", "edge", "model"]),
];

/// Crates, each with the only places that may name it.
const WINDOWS: [(&str, &[&str]); 9] = [
    ("aws_", &["edge/aws"]),
    ("rustls", &["edge/aws"]),
    ("tokio", &["edge", "app/mod.rs"]),
    ("lexopt", &["cli/args.rs"]),
    ("tempfile", &["edge/files.rs"]),
    ("rustix", &["edge"]),
    ("std::fs", &["edge/files.rs", "edge/aws/http.rs"]),
    ("std::env::", &["edge/environment.rs", "app/mod.rs"]),
    ("std::io::std", &["edge"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs")
            && path.file_name().is_none_or(|name| name != "tests.rs")
        {
            found.push(path);
        }
    }
}

/// Every source file by its path below `src`, with its lines of code.
fn code() -> Vec<(String, Vec<String>)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&src, &mut paths);
    let lines = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        text.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect()
    };
    paths.iter().map(|path| (path.strip_prefix(&src).unwrap().display().to_string(), lines(path))).collect()
}

#[test]
fn rooms_import_only_what_they_may() {
    for (path, lines) in code() {
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| path.starts_with(&format!("{room}/"))) else {
            assert_eq!(path, "lib.rs", "a file outside the rooms");
            continue;
        };
        for line in &lines {
            for other in line.split("crate::").skip(1) {
                let room = other.split(|c: char| !c.is_ascii_lowercase()).next().unwrap();
                assert!(allowed.contains(&room), "{path} imports {room}: {line}");
            }
        }
    }
}

#[test]
fn crates_are_named_only_at_their_windows() {
    for (path, lines) in code() {
        for (name, places) in WINDOWS {
            let lawful = places.iter().any(|place| path.starts_with(place));
            let named = lines.iter().find(|line| line.contains(name));
            assert!(lawful || named.is_none(), "{path} names {name}: {named:?}");
        }
    }
}

#[test]
fn pure_rooms_do_nothing_outside() {
    let outside = ["async ", "println!", "std::process", "SystemTime", "Instant"];
    for (path, lines) in code() {
        if ["model/", "plan/", "cli/"].iter().any(|room| path.starts_with(room)) {
            let found = lines.iter().find(|line| outside.iter().any(|word| line.contains(word)));
            assert!(found.is_none(), "{path}: {found:?}");
        }
    }
}

#[test]
fn doors_are_thin_and_files_are_short() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut doors = 0;
    for entry in fs::read_dir(crates).unwrap() {
        let main = entry.unwrap().path().join("src/main.rs");
        if let Ok(text) = fs::read_to_string(&main) {
            doors += 1;
            let lines = text.lines().count();
            assert!((15..=45).contains(&lines), "{}: {lines} lines", main.display());
            for word in ["std::env", "std::io", "tokio", "aws_", "process::exit"] {
                assert!(!text.contains(word), "{}: {word}", main.display());
            }
        }
    }
    assert_eq!(doors, 10);
    for (path, lines) in code() {
        assert!(lines.len() <= 320, "{path}: {} lines of code", lines.len());
    }
}
