//! Which real readers take a written value for something else.

use crate::model::Value;

/// A value and the form that was chosen for it.
struct Written<'a> {
    value: &'a str,
    double: bool,
    single: bool,
}

/// Names the readers that read a value, as [`super::write_value`] wrote it, as something else.
///
/// Left out are those that know no quotes at all (`docker run --env-file`, Compose's `format: raw`), for which
/// every quoted value is another one and `--format docker` is made, and `export $(grep ... | xargs)`, which no
/// form can serve. POSIX shells read every form.
///
/// The rules were found by running the readers; `tests/data/dotenv/write-cases.json` holds 204 values with what
/// each of them did. They hold for the versions named there.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "only names of readers leave this function")]
pub fn misread_by(value: &Value, written: &str) -> Vec<&'static str> {
    let text =
        Written { value: value.reveal(), double: written.starts_with('"'), single: written.starts_with('\'') };
    let python = text.python_dotenv();
    let has_return = text.value.contains('\r');
    let keeps_escapes = text.escapes(&['\\', '"', '$', '`']);
    let dotenvx = text.escapes(&['\\', '"', '`']) || has_return;
    let rules = [
        ("django-environ", text.django_environ()),
        ("python-dotenv", python),
        ("environs", python),
        ("python-decouple", keeps_escapes || has_return || text.value.contains('\n')),
        ("docker compose v1", python),
        ("docker compose v2", text.escapes(&['`'])),
        ("systemd", text.value.contains(is_no_character)),
        ("Node dotenv", keeps_escapes || has_return),
        ("node --env-file", keeps_escapes || has_return),
        ("dotenvx", dotenvx),
        ("dotenv-expand", dotenvx || text.dotenv_expand()),
        ("dotenvy", text.escapes(&['`'])),
        ("Ruby dotenv 3", has_return),
        ("Ruby dotenv 2.4", text.ruby_dotenv_2()),
        ("godotenv", text.godotenv()),
    ];
    rules.into_iter().filter(|(_, applies)| *applies).map(|(name, _)| name).collect()
}

impl Written<'_> {
    /// Whether one of these stands in double quotes, with a backslash that the reader does not take off.
    fn escapes(&self, special: &[char]) -> bool {
        self.double && self.value.contains(special)
    }

    /// Also Compose v1 and environs, which are built on it: `${NAME}` is expanded in any quotes, `\\` is halved in
    /// single ones, `\$` and an escaped backtick keep their backslash in double ones, and CR becomes LF.
    fn python_dotenv(&self) -> bool {
        has_braces(self.value)
            || self.escapes(&['$', '`'])
            || (self.single && self.value.contains("\\\\"))
            || self.value.contains('\r')
    }

    /// It splits at all that Python's `splitlines` does, takes off two layers of quotes, and `env()` looks up what
    /// stands behind a leading `$`.
    fn django_environ(&self) -> bool {
        const BREAKS: [char; 10] =
            ['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];
        let quoted = self.value.len() > 1 && self.value.starts_with('"') && self.value.ends_with('"');
        self.value.starts_with('$') || self.value.contains(BREAKS) || (self.single && quoted)
    }

    /// It runs on the value that dotenv made, so single quotes do not stop it. `\$` becomes `$`, which undoes what
    /// double quotes need and harms what stood in single ones.
    fn dotenv_expand(&self) -> bool {
        let expands = |(at, _): (usize, &str)| {
            let rest = &self.value[at + 1..];
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '(')
                || rest.strip_prefix('{').is_some_and(|rest| {
                    rest.find(['{', '}']).is_some_and(|end| end > 0 && rest[end..].starts_with('}'))
                })
        };
        self.single && (self.value.contains("\\$") || self.value.match_indices('$').any(expands))
    }

    /// Version 2 ends values at the line, and makes a line break of `\\n` in double quotes.
    fn ruby_dotenv_2(&self) -> bool {
        self.value.contains(['\n', '\r'])
            || (self.double && (self.value.contains("\\n") || self.value.contains("\\r")))
    }

    /// It trims quotes from the end of what stood in quotes, version 1.5.1 takes the `"` behind any backslash for a
    /// part of the value, and CRLF becomes LF.
    fn godotenv(&self) -> bool {
        (self.double && self.value.ends_with(['"', '\\'])) || self.value.contains("\r\n")
    }
}

/// Whether python-dotenv finds something to expand: `${NAME}` or `${NAME:-default}`.
fn has_braces(value: &str) -> bool {
    value.match_indices("${").any(|(at, _)| {
        let rest = &value[at + 2..];
        let rest = &rest[rest.find([':', '}']).unwrap_or(rest.len())..];
        rest.starts_with('}') || (rest.starts_with(":-") && rest.contains('}'))
    })
}

/// Unicode's noncharacters, for which systemd rejects the whole file (`unichar_is_valid` in its `utf8.c`).
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}
