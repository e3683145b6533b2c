//! A parameter's value, and what kind of parameter holds it.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// The text of a parameter, of any type.
///
/// It has no `Display`, its `Debug` says nothing, and it is wiped when dropped. A `String` parameter is
/// kept in it as well: people put secrets into the wrong type.
#[derive(Clone)]
pub struct Value(SecretString);

impl Value {
    /// Takes the text over. The `String` itself becomes the secret, so no copy stays behind.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    /// The text itself. Lawful in two places only, the call to AWS and the exported file; a lint
    /// (`disallowed-methods` in `.clippy.toml`) asks every other caller for its reason.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// Length in bytes of UTF-8, the unit of AWS's limits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.expose_secret().len()
    }

    /// Whether there is no text at all. Parameter Store refuses such a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it contains `{{` and, later, `}}`, which Parameter Store refuses.
    #[must_use]
    pub fn has_template(&self) -> bool {
        let text = self.0.expose_secret();
        text.find("{{").is_some_and(|start| text[start + 2..].contains("}}"))
    }

    /// Whether a text holds the value, or of a long one the beginning, so that a message of AWS that repeats it can
    /// be kept back.
    #[must_use]
    pub fn occurs_in(&self, text: &str) -> bool {
        let value = self.0.expose_secret();
        let beginning = value.char_indices().nth(16).map_or(value, |(end, _)| &value[..end]);
        !self.is_empty() && text.contains(beginning)
    }

    /// Whether both hold the same bytes.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value([REDACTED])")
    }
}
