//! The door of the reader: bytes in, entries and problems out.

use super::lines::Reader;
use crate::model::Value;

/// One assignment.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The service whose section it stands in.
    pub service: String,
    /// Its key, in the letters it was written in.
    pub key: String,
    /// Its value. It may be empty, which Parameter Store refuses: that is for the plan to say.
    pub value: Value,
    /// Whether a `# secret=true` stands above it.
    pub secret: bool,
    /// The line of its key, from 1.
    pub line: usize,
}

/// Something to say about a line. It holds no part of a value and no text that could not be understood, which
/// may well be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// The key, where it is well-formed and surely a key.
    pub key: Option<String>,
    /// What is wrong, and what to do about it.
    pub what: String,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// The assignments, in the order of the file. Incomplete as soon as there is an error.
    pub entries: Vec<Entry>,
    /// All that forbids the file, by line.
    pub errors: Vec<Problem>,
    /// What is taken as it stands while some readers take it otherwise, by line.
    pub warnings: Vec<Problem>,
}

/// Reads a file and reports all of its errors.
///
/// `default_service` is the service of keys above the first `# service=` line (the flag `--service`); without it
/// such keys are errors. A file that is no text, because it is UTF-16, has bytes that are not UTF-8, or a NUL, is
/// told so by its lines and not read further.
///
/// How long a value may be, and whether it may be empty, are not questions of the file and not asked here.
#[must_use]
pub fn read(bytes: &[u8], default_service: Option<&str>) -> Reading {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return refused(vec![(1, "the file is UTF-16; save it as UTF-8")]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bad = no_text(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if bad.is_empty() => Reader::new(text, default_service).read(),
        _ => refused(bad),
    }
}

/// The lines that are no text. No sequence of UTF-8 has a line break inside, so lines can be judged one by one.
fn no_text(bytes: &[u8]) -> Vec<(usize, &'static str)> {
    let judge = |line: &[u8]| {
        if std::str::from_utf8(line).is_err() {
            Some("bytes that are not UTF-8; save the file as UTF-8")
        } else if line.contains(&0) {
            Some("a NUL byte, which no environment variable can hold; remove it (or save the file as UTF-8)")
        } else {
            None
        }
    };
    let lines = bytes.split(|&byte| byte == b'\n').enumerate();
    lines.filter_map(|(index, line)| judge(line).map(|what| (index + 1, what))).collect()
}

fn refused(problems: Vec<(usize, &str)>) -> Reading {
    let problem = |(line, what): (usize, &str)| Problem { line, key: None, what: what.to_owned() };
    Reading { errors: problems.into_iter().map(problem).collect(), ..Reading::default() }
}
