//! Lines of a file: blank, comment, or assignment.

use std::collections::{BTreeMap, BTreeSet};

use super::BLANKS;
use super::marker::{self, Marker, is_service_name};
use super::read::{Entry, Problem, Reading};
use super::scan::{Context, Finding, STRAY_CR, Scanned, line_end, scan};
use crate::model::{Value, is_shell_name};

const EXPECTED: &str = "expected KEY=VALUE, a '#' comment, or a blank line";
const INVALID_KEY: &str = "invalid key; use letters, digits and '_', and no digit first, which is what shells and systemd load";
const HOMELESS: &str = "no service: add a '# service=NAME' line above it or pass --service NAME";
const NO_KEY: &str = "the marker '# secret=true' applies to no key; put it right above the key, or remove it";
const NO_HASH: &str =
    "a marker needs a '#': write '# secret=true' (to store a key of this name, put its value in quotes)";
const SERVICE_KEY: &str = "stored as a key named 'service'; a marker is written '# service=NAME'";

/// Whose the next key is.
enum Service {
    /// No marker yet, and no default.
    Missing,
    /// A marker that could not be understood. Its own error stands for the keys below.
    Unknown,
    Named(String),
}

/// What a line that is neither blank nor comment holds.
enum Line<'a> {
    /// A key, and where in the file its value begins.
    Assignment(&'a str, usize),
    /// `export KEY` of a key set above, which changes nothing.
    Export,
    Wrong(&'static str),
}

/// The state between two lines.
pub(super) struct Reader<'a> {
    text: &'a str,
    crlf: bool,
    line: usize,
    service: Service,
    /// Line of the `# secret=true` that waits for its key.
    secret: Option<usize>,
    keys: BTreeSet<&'a str>,
    seen: BTreeMap<(String, &'a str), usize>,
    /// Whether the line above could not be understood. Then this one may be the rest of a broken value, and what
    /// looks like its key (`QUJD==`) a part of a secret, so messages do not name it.
    stray: bool,
    reading: Reading,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, default_service: Option<&str>) -> Self {
        let mut reader = Self {
            text,
            crlf: text.find('\n').is_some_and(|end| text[..end].ends_with('\r')),
            line: 1,
            service: Service::Missing,
            secret: None,
            keys: BTreeSet::new(),
            seen: BTreeMap::new(),
            stray: false,
            reading: Reading::default(),
        };
        match default_service {
            Some(name) if is_service_name(name) => reader.service = Service::Named(name.to_owned()),
            Some(_) => {
                reader.service = Service::Unknown;
                reader.error(1, None, "the name given with --service is no service name (letters, digits, '.', '-', '_')");
            }
            None => {}
        }
        reader
    }

    pub(super) fn read(mut self) -> Reading {
        let mut at = 0;
        while at < self.text.len() {
            let next = self.one(at);
            self.line += self.breaks(at, next);
            at = next;
        }
        self.end_of_section();
        // A marker that waits in vain is told only when its section ends.
        self.reading.errors.sort_by_key(|error| error.line);
        self.reading.warnings.sort_by_key(|warning| warning.line);
        self.reading
    }

    /// Reads what begins at a line; gives where the next line begins, which is always further on.
    fn one(&mut self, at: usize) -> usize {
        let (end, next) = line_end(self.text, at);
        let line = self.text[at..end].trim_start_matches(BLANKS);
        if line.is_empty() {
            return next;
        }
        if line.starts_with('#') {
            self.comment(line);
            return next;
        }
        match self.kind(line, end) {
            Line::Assignment(key, value) => return self.assignment(key, value),
            Line::Export => self.end_of_section(),
            Line::Wrong(what) => {
                self.secret = None;
                self.stray = true;
                self.error(self.line, None, what);
            }
        }
        next
    }

    fn comment(&mut self, comment: &'a str) {
        if comment.contains('\r') {
            self.error(self.line, None, STRAY_CR);
            self.service = Service::Unknown;
            return;
        }
        match marker::parse(comment) {
            Marker::None => {}
            Marker::Secret(is) => self.secret = is.then_some(self.line),
            Marker::BadSecret(what) => self.error(self.line, None, what),
            Marker::BadService(what) => {
                self.end_of_section();
                self.error(self.line, None, what);
                self.service = Service::Unknown;
            }
            Marker::Service(name) => {
                self.end_of_section();
                self.service = Service::Named(name.to_owned());
            }
        }
    }

    /// A `# secret=true` that still waits where its section ends waits for nothing.
    fn end_of_section(&mut self) {
        if let Some(line) = self.secret.take() {
            self.error(line, None, NO_KEY);
        }
    }

    fn kind(&self, line: &'a str, end: usize) -> Line<'a> {
        let exported = line.strip_prefix("export").filter(|rest| rest.starts_with(BLANKS));
        // `export =v` sets a key named "export".
        let exported = exported.map(|rest| rest.trim_start_matches(BLANKS)).filter(|rest| !rest.starts_with('='));
        let assignment = exported.unwrap_or(line);
        let Some((key, value)) = assignment.split_once('=') else {
            let known = self.keys.contains(assignment.trim_end_matches(BLANKS));
            return match exported {
                Some(_) if known => Line::Export,
                _ if assignment.contains('\r') => Line::Wrong(STRAY_CR),
                _ => Line::Wrong(EXPECTED),
            };
        };
        let key = key.trim_end_matches(BLANKS);
        if key.contains('\r') {
            Line::Wrong(STRAY_CR)
        } else if key.contains(BLANKS) {
            Line::Wrong(EXPECTED)
        } else if !is_shell_name(key) {
            Line::Wrong(INVALID_KEY)
        } else {
            Line::Assignment(key, end - value.len())
        }
    }

    fn assignment(&mut self, key: &'a str, at: usize) -> usize {
        let context = Context { text: self.text, crlf: self.crlf, keys: &self.keys, may_name: !self.stray };
        let mut scanned = scan(&context, at);
        look_for_markers(&mut scanned, key, at);
        let named = (!self.stray).then_some(key);
        self.report(&scanned, named, at);
        let secret = self.secret.take().is_some();
        self.stray = scanned.broken;
        self.keys.insert(key);
        if let Some(service) = self.home(key, named)
            && scanned.errors.is_empty()
        {
            let value = Value::new(scanned.value());
            self.reading.entries.push(Entry { service, key: key.to_owned(), value, secret, line: self.line });
        }
        scanned.next
    }

    /// Tells what was found in a value, each thing once a line.
    fn report(&mut self, scanned: &Scanned<'_>, key: Option<&str>, at: usize) {
        let problems = |findings: &[Finding]| {
            let mut problems: Vec<Problem> = Vec::new();
            for (place, what) in findings {
                let line = self.line + self.breaks(at, *place);
                let problem = Problem { line, key: key.map(str::to_owned), what: what.clone() };
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
            problems
        };
        let (errors, warnings) = (problems(&scanned.errors), problems(&scanned.warnings));
        self.reading.errors.extend(errors);
        self.reading.warnings.extend(warnings);
    }

    /// The service that a key belongs to, unless it has none, or has the key already.
    fn home(&mut self, key: &'a str, named: Option<&str>) -> Option<String> {
        let service = match &self.service {
            Service::Named(name) => name.clone(),
            Service::Unknown => return None,
            Service::Missing => {
                self.error(self.line, named, HOMELESS);
                return None;
            }
        };
        if let Some(first) = self.seen.get(&(service.clone(), key)).copied() {
            let what = format!("already set on line {first} for this service; keep one of the two");
            self.error(self.line, named, what);
            return None;
        }
        self.seen.insert((service.clone(), key), self.line);
        Some(service)
    }

    fn breaks(&self, from: usize, to: usize) -> usize {
        self.text[from..to].matches('\n').count()
    }

    fn error(&mut self, line: usize, key: Option<&str>, what: impl Into<String>) {
        self.reading.errors.push(Problem { line, key: key.map(str::to_owned), what: what.into() });
    }
}

/// A marker without its `#` is an assignment to every reader, and the secret below it would be stored in clear.
fn look_for_markers(scanned: &mut Scanned<'_>, key: &str, at: usize) {
    match key {
        "secret" | "Secret" if scanned.unquoted().is_some_and(marker::says_yes) => scanned.error(at, NO_HASH),
        "service" | "Service" if scanned.unquoted().is_some_and(is_service_name) => scanned.warn(at, SERVICE_KEY),
        _ => {}
    }
}
