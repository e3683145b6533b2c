//! Lines of a `.env` file: blank, comment, or assignment.

use std::collections::{BTreeMap, BTreeSet};

use super::marker::{Marker, marker};
use super::scan::Scanner;
use crate::model::{Value, is_shell_name};

/// One assignment.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The service whose section it stands in.
    pub service: String,
    /// Its key, in the letters it was written in.
    pub key: String,
    /// Its value, which may be empty.
    pub value: Value,
    /// Whether `# secret=true` stands above it.
    pub secret: bool,
    /// Its line, from 1.
    pub line: usize,
}

/// Something wrong at a line. Never holds any part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The line, from 1.
    pub line: usize,
    /// The key, where it is well-formed.
    pub key: Option<String>,
    /// What is wrong, and what to do about it.
    pub what: String,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// The assignments, in the order of the file.
    pub entries: Vec<Entry>,
    /// All that forbids the file.
    pub errors: Vec<FileProblem>,
    /// What is stored as it stands, and read otherwise by some reader.
    pub warnings: Vec<FileProblem>,
}

/// Reads a file, and reports all of its errors. `default_service` is the service of keys above the first
/// `# service=` line; without it such keys are errors.
#[must_use]
pub fn read(bytes: &[u8], default_service: Option<&str>) -> Reading {
    let mut reading = Reading::default();
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        reading.error(1, None, "the file is UTF-16; save it as UTF-8");
        return reading;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            reading.error(line_at(bytes, error.valid_up_to()), None, "bytes that are not UTF-8");
            return reading;
        }
    };
    if let Some(at) = text.find('\0') {
        reading.error(line_at(bytes, at), None, "a NUL byte, which no environment variable can hold");
        return reading;
    }
    let mut reader = Reader::new(text, default_service, reading);
    reader.lines();
    let mut reading = reader.reading;
    reading.errors.sort_by_key(|error| error.line);
    reading
}

fn line_at(bytes: &[u8], at: usize) -> usize {
    bytes[..at].split(|&byte| byte == b'\n').count()
}

impl Reading {
    fn error(&mut self, line: usize, key: Option<&str>, what: impl Into<String>) {
        self.errors.push(FileProblem { line, key: key.map(str::to_owned), what: what.into() });
    }
}

struct Reader<'a> {
    text: &'a str,
    crlf: bool,
    line: usize,
    service: Option<String>,
    /// Line of the `# secret=true` that waits for its key.
    secret: Option<usize>,
    keys: BTreeSet<String>,
    seen: BTreeMap<(String, String), usize>,
    /// Whether a key without a service was told: one error stands for all.
    homeless: bool,
    reading: Reading,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, default_service: Option<&str>, reading: Reading) -> Self {
        let crlf = text.find('\n').is_some_and(|end| text[..end].ends_with('\r'));
        Self {
            text,
            crlf,
            line: 1,
            service: default_service.map(str::to_owned),
            secret: None,
            keys: BTreeSet::new(),
            seen: BTreeMap::new(),
            homeless: false,
            reading,
        }
    }

    fn lines(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            let next = self.one(at);
            self.line += self.text[at..next].matches('\n').count();
            at = next;
        }
        self.end_of_section();
    }

    fn scanner(&self) -> Scanner<'_> {
        Scanner { text: self.text, crlf: self.crlf, keys: &self.keys }
    }

    /// Reads what begins at a line; gives where the next line begins.
    fn one(&mut self, at: usize) -> usize {
        let (end, next) = self.scanner().line_end(at);
        let line = &self.text[at..end];
        let trimmed = line.trim_start_matches([' ', '\t']);
        if trimmed.is_empty() {
            return next;
        }
        if trimmed.starts_with('#') {
            if line.contains('\r') {
                self.reading.error(self.line, None, "stray carriage return (the file's lines may end in CR only)");
            } else {
                self.comment(trimmed);
            }
            return next;
        }
        match self.key(trimmed) {
            Ok(Some((key, behind))) => self.assignment(key, at + (line.len() - trimmed.len()) + behind),
            Ok(None) => next,
            Err(what) => {
                self.secret = None;
                self.reading.error(self.line, None, what);
                next
            }
        }
    }

    fn comment(&mut self, comment: &str) {
        match marker(comment) {
            Marker::None => {}
            Marker::Secret(is) => self.secret = is.then_some(self.line),
            Marker::Wrong(what) => self.reading.error(self.line, None, what),
            Marker::WrongService(what) => {
                self.reading.error(self.line, None, what);
                // Nobody knows whose the keys below are; this error stands for them.
                (self.service, self.homeless) = (None, true);
            }
            Marker::Service(name) => {
                self.end_of_section();
                self.service = Some(name);
            }
        }
    }

    /// A secret marker that waits at the end of a section waits for nothing.
    fn end_of_section(&mut self) {
        if let Some(line) = self.secret.take() {
            self.reading.error(line, None, "the marker '# secret=true' applies to no key");
        }
    }

    /// The key of an assignment, and where its value begins; `None` for an `export` of a key set above.
    fn key<'t>(&self, line: &'t str) -> Result<Option<(&'t str, usize)>, &'static str> {
        const EXPECTED: &str = "expected KEY=VALUE, a '#' comment, or nothing";
        let blanks = [' ', '\t'];
        let export = line.strip_prefix("export").filter(|rest| rest.starts_with(blanks));
        let export = export.map(|rest| rest.trim_start_matches(blanks)).filter(|rest| !rest.starts_with('='));
        let assignment = export.unwrap_or(line);
        let Some(sign) = assignment.find('=') else {
            let known = self.keys.contains(assignment.trim_end_matches(blanks));
            return if export.is_some() && known { Ok(None) } else { Err(EXPECTED) };
        };
        let key = assignment[..sign].trim_end_matches(blanks);
        if key.contains(blanks) {
            return Err(EXPECTED);
        }
        if !is_shell_name(key) {
            return Err("invalid key (a letter or '_', then letters, digits and '_', is what shells can load)");
        }
        Ok(Some((key, line.len() - assignment.len() + sign + 1)))
    }

    fn assignment(&mut self, key: &str, at: usize) -> usize {
        let scanned = self.scanner().value(at);
        let next = scanned.next;
        let line = self.line;
        let problem = |(offset, what)| FileProblem { line: line + offset, key: Some(key.to_owned()), what };
        self.reading.errors.extend(scanned.errors.into_iter().map(problem));
        self.reading.warnings.extend(scanned.warnings.into_iter().map(problem));
        let secret = self.secret.take().is_some();
        self.keys.insert(key.to_owned());
        let Some(service) = self.service.clone() else {
            if !self.homeless {
                self.homeless = true;
                let what =
                    "this key stands above the first '# service=NAME' line; add one above it, or give --service NAME";
                self.reading.error(line, Some(key), what);
            }
            return next;
        };
        let place = (service.clone(), key.to_owned());
        if let Some(first) = self.seen.get(&place) {
            self.reading.error(line, Some(key), format!("already set on line {first}"));
            return next;
        }
        self.seen.insert(place, line);
        if let Some(value) = scanned.value {
            self.reading.entries.push(Entry { service, key: key.to_owned(), value: Value::new(value), secret, line });
        }
        next
    }
}
