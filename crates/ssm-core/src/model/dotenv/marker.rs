//! Comments that mean something: `# service=NAME` and `# secret=true`.

use super::BLANKS;
use super::near;

/// What a comment says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Marker<'a> {
    /// Nothing to us.
    None,
    /// The keys below belong to this service.
    Service(&'a str),
    /// The next key is a secret, or is none after all.
    Secret(bool),
    /// Hardly anything but a service marker was meant, and this is none.
    BadService(&'static str),
    /// Hardly anything but a secret marker was meant, and this is none.
    BadSecret(&'static str),
}

pub(super) const TRUE: [&str; 4] = ["true", "yes", "on", "1"];
pub(super) const FALSE: [&str; 4] = ["false", "no", "off", "0"];

pub(super) const WRITE_SECRET: &str =
    "this looks like a marker and is none; write '# secret=true' on a line of its own, or reword the comment";
pub(super) const WRITE_SERVICE: &str =
    "this looks like a marker and is none; write '# service=NAME' on a line of its own, or reword the comment";
const SECRET_TEXT: &str = "unexpected text after the marker; write '# secret=true' and nothing else on the line";
const SERVICE_TEXT: &str = "unexpected text after the service name; write '# service=NAME' and nothing else on the line";
const SERVICE_EMPTY: &str = "the service name is empty; write '# service=NAME'";
const SERVICE_NAME: &str = "invalid service name; use letters, digits, '.', '-' and '_', without quotes";
const SERVICE_CASE: &str = "ambiguous: write '# service=NAME' for a marker, and put another word first if a variable is commented out here";

/// Reads a comment, from its `#` on.
///
/// Only the exact forms are taken as markers; what resembles one is an error rather than a guess, and everything
/// else says nothing.
pub(super) fn parse(comment: &str) -> Marker<'_> {
    let body = comment.trim_start_matches(['#', ' ', '\t']).trim_end_matches(BLANKS);
    if let Some((word, value)) = body.split_once('=') {
        let (word, value) = (word.trim_end_matches(BLANKS), value.trim_start_matches(BLANKS));
        if word.eq_ignore_ascii_case("service") {
            return service(word, value);
        } else if word.eq_ignore_ascii_case("secret") {
            return secret(word, value);
        }
    }
    near::miss(body)
}

fn service<'a>(word: &str, value: &'a str) -> Marker<'a> {
    if !matches!(word, "service" | "Service") {
        Marker::BadService(SERVICE_CASE)
    } else if value.is_empty() {
        Marker::BadService(SERVICE_EMPTY)
    } else if value.contains(BLANKS) {
        Marker::BadService(SERVICE_TEXT)
    } else if !is_service_name(value) {
        Marker::BadService(SERVICE_NAME)
    } else {
        Marker::Service(value)
    }
}

fn secret<'a>(word: &str, value: &str) -> Marker<'a> {
    if says_yes(value) {
        return Marker::Secret(true);
    } else if is_one_of(value, &FALSE) {
        return Marker::Secret(false);
    }
    let (first, rest) = near::first_word(value);
    let boolean = near::is_boolean(first);
    // `#SECRET=abc123` is a variable that is commented out, and so is `#SECRET=0.5`.
    if word == "SECRET" && !(boolean && near::ends_a_word(rest)) {
        Marker::None
    } else if boolean && !rest.is_empty() {
        Marker::BadSecret(SECRET_TEXT)
    } else {
        Marker::BadSecret(WRITE_SECRET)
    }
}

/// Whether a value says that the next key is a secret.
pub(super) fn says_yes(value: &str) -> bool {
    is_one_of(value, &TRUE)
}

pub(super) fn is_one_of(value: &str, words: &[&str]) -> bool {
    words.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a text can be one level of a parameter's name. A level of dots only means something else in paths.
pub(super) fn is_service_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !text.is_empty() && text.chars().all(fits) && text != "." && text != ".."
}
