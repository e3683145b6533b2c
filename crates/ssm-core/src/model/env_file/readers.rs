//! Who reads a written value as something else.

use crate::model::Value;

/// Names the readers that read a written value as something else. Readers that know no quotes at all (`docker
/// run --env-file`, Compose `format: raw`) are left out: every quoted value is another one to them, and
/// `--format docker` is theirs.
///
/// The rules were found by running the readers on 393 values; `tests/data/dotenv/write-cases.json` holds
/// 204 of them with what each reader made of it.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "no text of the value leaves this function")]
pub fn misread_by(value: &Value, written: &str) -> Vec<&'static str> {
    let text = Text { value: value.reveal(), double: written.starts_with('"'), single: written.starts_with('\'') };
    let rules: [(&'static str, bool); 14] = [
        ("python-dotenv", text.braces() || text.carriage_return() || text.escapes(&['`', '$'])),
        ("environs", text.braces() || text.carriage_return() || text.escapes(&['`', '$'])),
        ("docker compose v1", text.braces() || text.carriage_return() || text.escapes(&['`', '$'])),
        ("docker compose v2", text.escapes(&['`'])),
        ("django-environ", text.value.starts_with('$') || text.breaks_python_lines() || text.is_quoted_twice()),
        ("python-decouple", text.escapes(ESCAPED) || text.value.contains(['\n', '\r'])),
        ("Node dotenv", text.escapes(ESCAPED) || text.carriage_return()),
        ("dotenvx", text.escapes(&['\\', '"', '`']) || text.carriage_return()),
        ("dotenv-expand", text.escapes(&['\\', '"', '`']) || text.carriage_return() || text.expands()),
        ("godotenv", text.value.contains("\r\n") || (text.double && text.value.ends_with(['"', '\\']))),
        ("dotenvy", text.escapes(&['`'])),
        ("Ruby dotenv", text.carriage_return()),
        ("Ruby dotenv 2", text.value.contains('\n')),
        ("systemd", text.value.chars().any(is_noncharacter)),
    ];
    rules.into_iter().filter(|(_, misread)| *misread).map(|(name, _)| name).collect()
}

/// What double quotes escape.
const ESCAPED: &[char] = &['\\', '"', '$', '`'];

struct Text<'a> {
    value: &'a str,
    double: bool,
    single: bool,
}

impl Text<'_> {
    /// Whether it holds one of these, escaped in double quotes.
    fn escapes(&self, letters: &[char]) -> bool {
        self.double && self.value.contains(letters)
    }

    fn carriage_return(&self) -> bool {
        self.value.contains('\r')
    }

    /// `${…}`, which some expand in single quotes too.
    fn braces(&self) -> bool {
        self.value.find("${").is_some_and(|at| self.value[at..].contains('}'))
    }

    /// What dotenv-expand takes for a variable or a command once the quotes are gone.
    fn expands(&self) -> bool {
        let dollars = self.value.match_indices('$').map(|(at, _)| &self.value[at + 1..]);
        !self.double
            && dollars.into_iter().any(|rest| match rest.chars().next() {
                Some('{') => rest.contains('}'),
                Some(c) => c.is_ascii_alphabetic() || c == '_' || c == '(',
                None => false,
            })
    }

    /// Line ends by `str.splitlines` of Python.
    fn breaks_python_lines(&self) -> bool {
        let ends =
            |c| matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}');
        self.value.contains(ends)
    }

    /// `'"x"'`, of which both pairs are taken off.
    fn is_quoted_twice(&self) -> bool {
        self.single && self.value.len() > 1 && self.value.starts_with('"') && self.value.ends_with('"')
    }
}

/// Code points that Unicode keeps free, for which systemd refuses the whole file (`unichar_is_valid`).
fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}
