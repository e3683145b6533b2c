//! Values: where one ends, and what it is.

use std::collections::BTreeSet;

use super::BLANKS;
use super::dollar;
use super::marker::{self, Marker};
use super::quoted;

pub(super) const STRAY_CR: &str = "stray carriage return; end lines with LF or CRLF";
const AFTER_QUOTE: &str =
    "text after the closing quote; readers split on it: quote the whole value once, or put a blank before a '#'";
const OWN_LINE: &str = "a marker belongs on a line of its own, above the key (or reword the comment)";
const COMMENT_REMOVED: &str = "comment removed, from the ' #' on; put the value in single quotes if the '#' is a part of it";
const HASH_KEPT: &str = "'#' kept, but some readers start a comment there; put the value in single quotes";
const HASH_FIRST: &str = "the value starts with '#', which readers split on: put it in single quotes, or a blank before a comment";
const OPEN_QUOTE: &str = "a ' #' behind a '\"' that is left open; put the whole value in single quotes";
const BACKSLASH_KEPT: &str = "'\\' kept, but some readers drop it; put the value in single quotes";
const BACKSLASH_LAST: &str = "a backslash at the end of the line, which shells and systemd read as 'goes on below'; put the value in single quotes";
const BACKTICK_FIRST: &str =
    "the value starts with a backtick, a quote to some readers and a command to others; put it in single quotes";
pub(super) const BACKTICK_KEPT: &str = "backtick kept, but shells run what stands in it; put the value in single quotes";
const DOLLAR_QUOTE: &str = "a value starting with $' or $\" is read by bash alone; put it in plain single quotes";

/// Where in the text, and what.
pub(super) type Finding = (usize, String);

/// What a value is read against.
pub(super) struct Context<'a, 'k> {
    pub(super) text: &'a str,
    /// Whether the file's lines end in CRLF, so that those inside quotes become LF.
    pub(super) crlf: bool,
    /// The keys set higher up.
    pub(super) keys: &'k BTreeSet<&'a str>,
    /// Whether a message may name one of them.
    pub(super) may_name: bool,
}

/// A value as it was found.
#[derive(Default)]
pub(super) struct Scanned<'a> {
    /// The value in pieces of the file, so that its text is copied once only, when all of it is known.
    pieces: Vec<&'a str>,
    quoted: bool,
    pub(super) errors: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
    /// Where reading goes on.
    pub(super) next: usize,
    /// Whether a quote took lines in that were hardly meant, so that `next` is a guess.
    pub(super) broken: bool,
}

impl<'a> Scanned<'a> {
    pub(super) fn quoted() -> Self {
        Self { quoted: true, ..Self::default() }
    }

    pub(super) fn push(&mut self, piece: &'a str) {
        self.pieces.push(piece);
    }

    pub(super) fn error(&mut self, at: usize, what: impl Into<String>) {
        self.errors.push((at, what.into()));
    }

    pub(super) fn warn(&mut self, at: usize, what: &str) {
        // One of a kind is enough for a value.
        if !self.warnings.iter().any(|(_, told)| told == what) {
            self.warnings.push((at, what.to_owned()));
        }
    }

    /// The text, in a `String` without room to spare: `Value` would copy it again to be rid of the room.
    pub(super) fn value(&self) -> String {
        self.pieces.concat()
    }

    /// The text of a value without quotes.
    pub(super) fn unquoted(&self) -> Option<&'a str> {
        match self.pieces[..] {
            [piece] if !self.quoted => Some(piece),
            _ => None,
        }
    }
}

/// Where the line around `at` ends, without its line break, and where the next one begins.
pub(super) fn line_end(text: &str, at: usize) -> (usize, usize) {
    let Some(length) = text[at..].find('\n') else { return (text.len(), text.len()) };
    let line = &text[at..at + length];
    (at + line.strip_suffix('\r').unwrap_or(line).len(), at + length + 1)
}

/// Reads the value that begins behind a `=`.
pub(super) fn scan<'a>(context: &Context<'a, '_>, at: usize) -> Scanned<'a> {
    let (end, next) = line_end(context.text, at);
    let rest = &context.text[at..end];
    let body = rest.trim_start_matches(BLANKS);
    let start = end - body.len();
    let mut scanned = Scanned { next, ..Scanned::default() };
    if body.starts_with('\'') {
        return quoted::single(context, start);
    } else if body.starts_with('"') {
        return quoted::double(context, start);
    } else if body.contains('\r') {
        scanned.error(start, STRAY_CR);
    } else if body.starts_with('`') {
        scanned.error(start, BACKTICK_FIRST);
    } else if body.starts_with("$'") || body.starts_with("$\"") {
        scanned.error(start, DOLLAR_QUOTE);
    } else if body.starts_with('#') && body.len() == rest.len() {
        scanned.error(start, HASH_FIRST);
    } else if body.starts_with('#') {
        comment(&mut scanned, start, body);
    } else {
        unquoted(context, &mut scanned, start, body);
    }
    scanned
}

fn unquoted<'a>(context: &Context<'a, '_>, scanned: &mut Scanned<'a>, start: usize, body: &'a str) {
    let mut hashes = body.match_indices('#').map(|(at, _)| at);
    let hash = hashes.find(|&at| body[..at].ends_with(BLANKS));
    let before = &body[..hash.unwrap_or(body.len())];
    let value = before.trim_end_matches(BLANKS);
    if let Some(at) = hash {
        if before.matches('"').count() % 2 == 1 {
            scanned.error(start, OPEN_QUOTE);
        } else if comment(scanned, start + at, &body[at..]) {
            scanned.warn(start, COMMENT_REMOVED);
        }
    }
    if hash.is_none() && body.ends_with('\\') {
        scanned.error(start, BACKSLASH_LAST);
    } else if value.contains('\\') {
        scanned.warn(start, BACKSLASH_KEPT);
    }
    if value.contains('#') {
        scanned.warn(start, HASH_KEPT);
    }
    if value.contains('`') {
        scanned.warn(start, BACKTICK_KEPT);
    }
    for (at, _) in value.match_indices('$') {
        dollar::look(context, scanned, start + at, &value[at + 1..]);
    }
    scanned.push(value);
}

/// Checks what stands behind a closing quote, on a value that began at `start`.
pub(super) fn tail<'a>(text: &'a str, mut scanned: Scanned<'a>, start: usize, at: usize) -> Scanned<'a> {
    let (end, next) = line_end(text, at);
    scanned.next = next;
    let rest = &text[at..end];
    let body = rest.trim_start_matches(BLANKS);
    let is_comment = body.starts_with('#') && body.len() < rest.len();
    if body.contains('\r') {
        scanned.error(at, STRAY_CR);
    } else if is_comment {
        comment(&mut scanned, at, body);
    } else if !body.is_empty() && text[start..at].contains('\n') {
        return broken(text, start, AFTER_QUOTE);
    } else if !body.is_empty() {
        scanned.error(start, AFTER_QUOTE);
    }
    scanned
}

/// A quote that took in other lines: what was found in them says nothing, and they are read again as lines.
pub(super) fn broken<'a>(text: &str, start: usize, what: &str) -> Scanned<'a> {
    let mut scanned = Scanned { next: line_end(text, start).1, broken: true, ..Scanned::quoted() };
    scanned.error(start, what);
    scanned
}

/// Refuses a marker where none may stand; gives whether the comment is an ordinary one.
fn comment(scanned: &mut Scanned<'_>, at: usize, comment: &str) -> bool {
    let ordinary = marker::parse(comment) == Marker::None;
    if !ordinary {
        scanned.error(at, OWN_LINE);
    }
    ordinary
}
