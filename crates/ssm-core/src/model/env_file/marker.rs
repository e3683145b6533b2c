//! Comments that mean something: `# service=NAME` and `# secret=true`.

/// What a comment says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// Nothing to us.
    None,
    /// The keys below belong to this service.
    Service(String),
    /// The next key is a secret, or is none after all.
    Secret(bool),
    /// It is meant as a secret's marker and is none, which must not pass: a secret would be stored in clear.
    Wrong(&'static str),
    /// It is meant as a service's marker and is none.
    WrongService(&'static str),
}

const TRUE: &[&str] = &["true", "yes", "on", "1"];
const FALSE: &[&str] = &["false", "no", "off", "0"];

const WRITE_SECRET: &str = "this looks like a marker and is none; write '# secret=true' on a line of its own";
const WRITE_SERVICE: &str = "this looks like a marker and is none; write '# service=NAME' on a line of its own";

/// Reads a comment, from its first `#`.
pub(super) fn marker(comment: &str) -> Marker {
    let body = comment.trim_start_matches('#').trim_matches([' ', '\t']);
    let end = body.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(body.len());
    let (word, rest) = body.split_at(end);
    let rest = rest.trim_start_matches([' ', '\t']);
    let (separator, value) = match rest.chars().next() {
        Some(c @ ('=' | ':')) => (c, rest[1..].trim_start_matches([' ', '\t'])),
        _ => (' ', rest),
    };
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "service" => service(word, separator, value),
        "secret" => secret(word, separator, value),
        // Variables that are commented out are written in capitals.
        _ if word == word.to_ascii_uppercase() => Marker::None,
        near if separator != ' ' && is_near(near, "secret") && first_word_is_boolean(value) => {
            Marker::Wrong(WRITE_SECRET)
        }
        near if separator != ' ' && is_near(near, "service") && is_service_name(value) => {
            Marker::WrongService(WRITE_SERVICE)
        }
        _ => Marker::None,
    }
}

fn service(word: &str, separator: char, value: &str) -> Marker {
    match separator {
        '=' if !matches!(word, "service" | "Service") => Marker::WrongService(
            "this is ambiguous: a marker is written '# service=NAME', and a variable that is commented out needs other words before it",
        ),
        '=' if value.is_empty() => Marker::WrongService("the service name is empty"),
        '=' if value.contains([' ', '\t']) => Marker::WrongService("unexpected text behind the service name"),
        '=' if !is_service_name(value) => {
            Marker::WrongService("invalid service name (letters, digits, '.', '-' and '_' are allowed)")
        }
        '=' => Marker::Service(value.to_owned()),
        ':' if is_service_name(value) => Marker::WrongService(WRITE_SERVICE),
        _ => Marker::None,
    }
}

fn secret(word: &str, separator: char, value: &str) -> Marker {
    let lower = value.to_ascii_lowercase();
    let is = |list: &[&str]| list.contains(&lower.as_str());
    match separator {
        '=' if is(TRUE) => Marker::Secret(true),
        '=' if is(FALSE) => Marker::Secret(false),
        '=' if first_word_is_boolean(value) => Marker::Wrong("unexpected text behind the marker '# secret=true'"),
        // `#SECRET=abc123` is a variable that is commented out.
        '=' if word == "SECRET" => Marker::None,
        '=' => Marker::Wrong(WRITE_SECRET),
        ':' if first_word_is_boolean(value) => Marker::Wrong(WRITE_SECRET),
        _ if value.is_empty() || is(TRUE) => Marker::Wrong(WRITE_SECRET),
        _ => Marker::None,
    }
}

fn first_word_is_boolean(value: &str) -> bool {
    let end = value.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(value.len());
    let word = value[..end].to_ascii_lowercase();
    TRUE.contains(&word.as_str()) || FALSE.contains(&word.as_str())
}

/// One letter too many, too few, wrong, or in the wrong place.
fn is_near(word: &str, marker: &str) -> bool {
    strsim::damerau_levenshtein(word, marker) == 1
}

pub(super) fn is_service_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !text.is_empty() && text.chars().all(fits) && text != "." && text != ".."
}
