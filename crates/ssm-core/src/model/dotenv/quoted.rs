//! Values in quotes. Both kinds may span lines.

use super::dollar;
use super::scan::{BACKTICK_KEPT, Context, Scanned, broken, tail};

const UNTERMINATED: &str =
    "unterminated quote; close it, or put quotes around the value if the quote is a part of it";
const LINE_JOIN: &str = "a backslash at the end of a line in double quotes, which readers split on; remove it";
const IN_SINGLE: &str = "in double quotes; put the value in single quotes to store the backslash as it is";

/// How a single quote is written inside single quotes: what POSIX shells need, and what most exporters write.
const APOSTROPHES: [&str; 2] = ["'\\''", "'\"'\"'"];

/// Reads single quotes, in which everything stands for itself.
pub(super) fn single<'a>(context: &Context<'a, '_>, start: usize) -> Scanned<'a> {
    let text = context.text;
    let mut scanned = Scanned::quoted();
    let mut from = start + 1;
    while let Some(length) = text[from..].find('\'') {
        let quote = from + length;
        push(context, &mut scanned, &text[from..quote]);
        let Some(apostrophe) = APOSTROPHES.iter().find(|form| text[quote..].starts_with(**form)) else {
            return tail(text, scanned, start, quote + 1);
        };
        scanned.push("'");
        from = quote + apostrophe.len();
    }
    broken(text, start, UNTERMINATED)
}

/// Reads double quotes, with the escapes that most readers know.
pub(super) fn double<'a>(context: &Context<'a, '_>, start: usize) -> Scanned<'a> {
    let text = context.text;
    let mut scanned = Scanned::quoted();
    let mut from = start + 1;
    while let Some(length) = text[from..].find(['"', '\\', '$', '`']) {
        let at = from + length;
        push(context, &mut scanned, &text[from..at]);
        from = at + 1;
        match &text[at..from] {
            "\"" => return tail(text, scanned, start, from),
            "\\" => from += escape(&mut scanned, at, &text[from..]),
            "$" => {
                dollar::look(context, &mut scanned, at, &text[from..]);
                scanned.push("$");
            }
            backtick => {
                scanned.warn(start, BACKTICK_KEPT);
                scanned.push(backtick);
            }
        }
    }
    broken(text, start, UNTERMINATED)
}

/// Reads what stands behind a backslash; gives its length.
fn escape<'a>(scanned: &mut Scanned<'a>, at: usize, rest: &'a str) -> usize {
    let Some(c) = rest.chars().next() else { return 0 };
    let length = c.len_utf8();
    match c {
        '\\' | '"' | '$' | '`' => scanned.push(&rest[..length]),
        'n' => scanned.push("\n"),
        'r' => scanned.push("\r"),
        't' => scanned.push("\t"),
        '\n' => scanned.error(at, LINE_JOIN),
        '\r' if rest.starts_with("\r\n") => scanned.error(at, LINE_JOIN),
        // A value's text is not for messages; this one character says which backslash is meant.
        c if c.is_ascii_graphic() => scanned.error(at, format!("unknown escape '\\{c}' {IN_SINGLE}")),
        _ => scanned.error(at, format!("unknown escape {IN_SINGLE}")),
    }
    length
}

/// Takes a piece of the file, its line ends made LF if those of the file are CRLF.
fn push<'a>(context: &Context<'a, '_>, scanned: &mut Scanned<'a>, piece: &'a str) {
    if !context.crlf {
        scanned.push(piece);
        return;
    }
    for (index, line) in piece.split("\r\n").enumerate() {
        if index > 0 {
            scanned.push("\n");
        }
        scanned.push(line);
    }
}
