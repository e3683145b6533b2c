//! Comments that were meant as markers and are none.
//!
//! A secret marker that is passed over stores a password in clear, so the net for it is wide: two slips of the pen
//! in its name, one in its value, any sign between the two. Words in capitals are likely a variable that is
//! commented out, and get less suspicion; so does what reads like prose (`# secret: no need to rotate`).

use super::marker::{FALSE, Marker, TRUE, WRITE_SECRET, WRITE_SERVICE, is_one_of, is_service_name};

/// A comment taken apart at its first sign.
struct Parts<'a> {
    /// Its first word in small letters, without `_` and `-`.
    name: String,
    capitals: bool,
    equals: bool,
    colon: bool,
    value: &'a str,
}

/// Judges the body of a comment that is no exact marker.
pub(super) fn miss(body: &str) -> Marker<'static> {
    let parts = take_apart(body);
    if is_like_secret(&parts) || is_secret_in_other_signs(body) {
        Marker::BadSecret(WRITE_SECRET)
    } else if is_like_service(&parts) {
        Marker::BadService(WRITE_SERVICE)
    } else {
        Marker::None
    }
}

fn take_apart(body: &str) -> Parts<'_> {
    let body = body.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = body.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(body.len());
    let (word, rest) = body.split_at(end);
    let value = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let sign = &rest[..rest.len() - value.len()];
    Parts {
        name: word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect(),
        capitals: !word.contains(char::is_lowercase),
        equals: sign.contains('='),
        colon: sign.contains(':'),
        value,
    }
}

fn is_like_secret(parts: &Parts<'_>) -> bool {
    if parts.name == "secret" && parts.value.is_empty() {
        return true;
    }
    let slips = strsim::damerau_levenshtein(&parts.name, "secret");
    let (first, rest) = first_word(parts.value);
    let alone = !rest.contains(char::is_alphanumeric);
    if parts.capitals {
        return slips <= 1 && (parts.equals || parts.colon) && is_boolean(first) && alone;
    }
    // Behind a colon may stand a sentence that begins with "no" or "on".
    let tells = parts.equals || (parts.colon && (alone || is_true(first)));
    slips <= 2 && tells && is_boolean(first)
}

/// Whether a comment has the marker's letters and nothing else: `# secret true`, `# [se-cret: true]`.
fn is_secret_in_other_signs(body: &str) -> bool {
    // Longer text cannot be, and comments may be long.
    if body.len() > 64 {
        return false;
    }
    let letters: String = body.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    ["secrettrue", "secretyes"].iter().any(|marker| strsim::damerau_levenshtein(&letters, marker) <= 1)
}

/// A service marker that is passed over puts keys into the section above, where they are seen; so the net is
/// less wide. `# device=sda1` is not meant.
fn is_like_service(parts: &Parts<'_>) -> bool {
    let slips = strsim::damerau_levenshtein(&parts.name, "service");
    let near = slips == 0
        || (!parts.capitals && parts.name.starts_with('s') && slips <= if parts.equals { 2 } else { 1 });
    near && (parts.equals || parts.colon) && is_service_name(parts.value.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// The first word of a value, and what follows it.
pub(super) fn first_word(value: &str) -> (&str, &str) {
    let value = value.trim_start_matches(|c: char| !c.is_alphanumeric());
    value.split_at(value.find(|c: char| !c.is_alphanumeric()).unwrap_or(value.len()))
}

/// Whether a word says yes or no, or nearly.
pub(super) fn is_boolean(word: &str) -> bool {
    is_one_of(word, &TRUE) || is_one_of(word, &FALSE) || is_near(word, "true") || is_near(word, "false")
}

fn is_true(word: &str) -> bool {
    is_one_of(word, &["yes"]) || is_near(word, "true")
}

fn is_near(word: &str, other: &str) -> bool {
    word.len() <= other.len() + 1 && strsim::damerau_levenshtein(&word.to_ascii_lowercase(), other) <= 1
}

/// Whether what follows a word shows that the word ended there, where a value would go on.
pub(super) fn ends_a_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t', ';', ',', '"', '\''])
}
