//! Values, from behind the `=` to the end of their last line.

use std::collections::BTreeSet;

use super::marker::{Marker, marker};

const AFTER_QUOTE: &str = "text after the closing quote; quote the whole value, or write a quote inside it as '\\''";
const OWN_LINE: &str = "a marker needs a line of its own, above the key";

/// What a value came to. Its text moves on into a `Value`; messages never hold any of it.
pub(super) struct Scanned {
    /// The value, if it could be read.
    pub(super) value: Option<String>,
    /// Where the next line begins.
    pub(super) next: usize,
    /// What is wrong, each with its line (counted from the value's first).
    pub(super) errors: Vec<(usize, String)>,
    /// What may be wrong.
    pub(super) warnings: Vec<(usize, String)>,
}

/// The text of a file, and what is known of it while one value is read.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    /// Whether the file's lines end in CRLF, so that they do inside quotes too.
    pub(super) crlf: bool,
    /// Keys that are set above.
    pub(super) keys: &'a BTreeSet<String>,
}

impl Scanned {
    fn at(next: usize) -> Self {
        Self { value: None, next, errors: Vec::new(), warnings: Vec::new() }
    }

    fn error(&mut self, line: usize, what: impl Into<String>) {
        self.value = None;
        self.errors.push((line, what.into()));
    }

    fn warn(&mut self, line: usize, what: impl Into<String>) {
        self.warnings.push((line, what.into()));
    }
}

impl Scanner<'_> {
    /// Where the line that holds `at` ends (without its line break), and where the next one begins.
    pub(super) fn line_end(&self, at: usize) -> (usize, usize) {
        let (end, next) = match self.text[at..].find('\n') {
            Some(length) => (at + length, at + length + 1),
            None => (self.text.len(), self.text.len()),
        };
        let line = &self.text[at..end];
        (end - usize::from(line.ends_with('\r')), next)
    }

    /// Reads the value that begins right behind the `=` at `at - 1`.
    pub(super) fn value(&self, at: usize) -> Scanned {
        let (end, next) = self.line_end(at);
        let raw = &self.text[at..end];
        let value = raw.trim_start_matches([' ', '\t']);
        let start = end - value.len();
        match value.as_bytes() {
            [] => Scanned { value: Some(String::new()), ..Scanned::at(next) },
            [b'\'', ..] => self.single(start + 1, next),
            [b'"', ..] => self.double(start + 1, next),
            [b'`', ..] => {
                refused(next, "a value in backticks: some readers take them for quotes, shells for a command")
            }
            [b'$', b'\'' | b'"', ..] => refused(next, "the quotes $'…' and $\"…\" are read by shells only"),
            [b'#', ..] if start == at => {
                refused(next, "the value starts with '#', which is a comment to some readers; put it in single quotes")
            }
            [b'#', ..] => {
                let mut scanned = Scanned { value: Some(String::new()), ..Scanned::at(next) };
                check_comment(&mut scanned, 0, value);
                scanned
            }
            _ => self.bare(value, next),
        }
    }

    fn bare(&self, line: &str, next: usize) -> Scanned {
        let mut scanned = Scanned::at(next);
        let comment = line.match_indices('#').map(|(at, _)| at).find(|&at| line[..at].ends_with([' ', '\t']));
        let body = line[..comment.unwrap_or(line.len())].trim_end_matches([' ', '\t']);
        scanned.value = Some(body.to_owned());
        if let Some(at) = comment {
            if body.matches('"').count() % 2 == 1 {
                scanned.error(0, "a '#' behind an open '\"': put the whole value in single quotes");
            }
            if check_comment(&mut scanned, 0, &line[at..]) {
                scanned.warn(0, "comment removed (put the value in quotes if the '#' belongs to it)");
            }
        }
        if line.contains('\r') {
            scanned.error(0, "stray carriage return");
        }
        if body.contains('#') {
            scanned.warn(0, "'#' kept, but some readers start a comment there; quotes make it clear");
        }
        if comment.is_none() && body.ends_with('\\') {
            scanned.error(0, "backslash at the end: shells and systemd join the next line; put the value in quotes");
        } else if body.contains('\\') {
            scanned.warn(0, "backslash kept, but shells drop it; single quotes make it clear");
        }
        self.dollars(&mut scanned, 0, body);
        scanned
    }

    /// `'…'`: literal to the next quote, over lines too; `'\''` and `'"'"'` stand for a quote.
    fn single(&self, start: usize, resume: usize) -> Scanned {
        let mut value = String::new();
        let mut at = start;
        loop {
            let Some(length) = self.text[at..].find('\'') else { return unterminated(resume) };
            self.push(&mut value, &self.text[at..at + length]);
            at += length;
            match ["'\\''", "'\"'\"'"].into_iter().find(|joint| self.text[at..].starts_with(joint)) {
                Some(joint) => {
                    value.push('\'');
                    at += joint.len();
                }
                None => return self.tail(value, at + 1, Scanned::at(resume)),
            }
        }
    }

    /// `"…"`: over lines too, with a few escapes.
    fn double(&self, start: usize, resume: usize) -> Scanned {
        let mut scanned = Scanned::at(resume);
        let mut value = String::new();
        let mut plain = start;
        let mut line = 0;
        let mut chars = self.text[start..].char_indices().map(|(at, c)| (start + at, c));
        while let Some((at, c)) = chars.next() {
            if !matches!(c, '"' | '\\' | '\n') {
                continue;
            }
            if c == '\n' {
                self.unescaped(&mut scanned, line, &mut value, &self.text[plain..=at]);
                line += 1;
                plain = at + 1;
                continue;
            }
            self.unescaped(&mut scanned, line, &mut value, &self.text[plain..at]);
            if c == '"' {
                return self.tail(value, at + 1, scanned);
            }
            let Some((at, escaped)) = chars.next() else { break };
            plain = at + escaped.len_utf8();
            match escape(escaped) {
                Ok(c) => value.push(c),
                // One a value: `"C:\Users\mow"` is one mistake.
                Err(what) if scanned.errors.is_empty() => scanned.errors.push((line, what)),
                Err(_) => {}
            }
            line += usize::from(escaped == '\n');
        }
        unterminated(resume)
    }

    /// Takes over text of double quotes that holds no escape.
    fn unescaped(&self, scanned: &mut Scanned, line: usize, value: &mut String, piece: &str) {
        self.dollars(scanned, line, piece);
        if piece.contains('`') {
            scanned.warn(line, "a backtick kept, but shells run what stands between two; single quotes make it clear");
        }
        self.push(value, piece);
    }

    /// What may stand behind the closing quote: blanks, and a comment behind a blank.
    fn tail(&self, value: String, at: usize, mut scanned: Scanned) -> Scanned {
        let (end, next) = self.line_end(at);
        let rest = &self.text[at..end];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        scanned.next = next;
        if scanned.errors.is_empty() {
            scanned.value = Some(value);
        }
        if trimmed.contains('\r') {
            scanned.error(0, "stray carriage return");
        } else if trimmed.starts_with('#') && trimmed.len() < rest.len() {
            check_comment(&mut scanned, 0, trimmed);
        } else if !trimmed.is_empty() {
            scanned.error(0, AFTER_QUOTE);
        }
        scanned
    }

    fn push(&self, value: &mut String, piece: &str) {
        if self.crlf && piece.contains("\r\n") {
            value.push_str(&piece.replace("\r\n", "\n"));
        } else {
            value.push_str(piece);
        }
    }

    /// `$` is never expanded: that would read the operator's own environment into production. What most
    /// readers would expand is refused, what only some would is a warning.
    fn dollars(&self, scanned: &mut Scanned, line: usize, text: &str) {
        let mut doubtful = false;
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            rest = &rest[at + 1..];
            match rest.chars().next() {
                Some('{') => {
                    scanned
                        .error(line, "a variable reference ('${…}') is not expanded; single quotes store it as it is");
                }
                Some('(') => {
                    scanned.error(line, "a command substitution ('$(…)') is not run; single quotes store it as it is");
                }
                Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                    let name = &rest[..end];
                    if self.keys.contains(name) {
                        let what = format!(
                            "'${name}' refers to a key above and is not expanded; single quotes store it as it is"
                        );
                        scanned.error(line, what);
                    }
                    doubtful = true;
                }
                Some(c) => doubtful |= c.is_ascii_digit() || c == '$',
                None => {}
            }
        }
        if doubtful && scanned.errors.is_empty() {
            scanned.warn(line, "'$' kept, but some readers expand it; single quotes make it clear");
        }
    }
}

fn escape(c: char) -> Result<char, String> {
    match c {
        '\\' | '"' | '$' | '`' => Ok(c),
        'n' => Ok('\n'),
        'r' => Ok('\r'),
        't' => Ok('\t'),
        '\n' | '\r' => Err("a backslash at the end of a line inside double quotes: readers differ on it".to_owned()),
        c if c.is_control() => {
            Err("unknown escape in double quotes; single quotes store backslashes as they are".to_owned())
        }
        c => Err(format!("unknown escape '\\{c}' in double quotes; single quotes store backslashes as they are")),
    }
}

fn refused(next: usize, what: &str) -> Scanned {
    let mut scanned = Scanned::at(next);
    scanned.error(0, what);
    scanned
}

/// Reading goes on behind the key's own line, so that what stands below is checked too.
fn unterminated(resume: usize) -> Scanned {
    refused(resume, "unterminated quote")
}

/// Looks for a marker where none may stand; gives whether the comment is an ordinary one.
fn check_comment(scanned: &mut Scanned, line: usize, comment: &str) -> bool {
    let ordinary = marker(comment) == Marker::None;
    if !ordinary {
        scanned.error(line, OWN_LINE);
    }
    ordinary
}
