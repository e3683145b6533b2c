//! What a flag is: documented data.

/// What follows a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// Nothing, or `0` or `1`, as the next word or behind `=`.
    ZeroOrOne,
    /// One value, which may begin with `-`; the word stands for it in the help.
    Value(&'static str),
    /// One value of a fixed list.
    OneOf(&'static str, &'static [&'static str]),
}

impl Takes {
    /// The word for the value in the help, if there is a value.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::ZeroOrOne => None,
            Self::Value(word) | Self::OneOf(word, _) => Some(word),
        }
    }
}

/// What a shell offers behind a flag, beside the words of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offers {
    /// Nothing: the text is free.
    Nothing,
    /// Files.
    Files,
    /// Folders.
    Folders,
    /// The profiles of the AWS config and credentials files.
    Profiles,
}

/// One flag, declared once: parsing, help, completions and documents read it from here.
#[derive(Debug)]
pub struct Flag {
    /// Name without its dashes.
    pub long: &'static str,
    /// One letter, if there is one.
    pub short: Option<char>,
    /// A second long name of the same flag.
    pub alias: Option<&'static str>,
    /// What follows it.
    pub takes: Takes,
    /// What a shell completes behind it.
    pub offers: Offers,
    /// Whether it may be given more than once.
    pub many: bool,
    /// One or two sentences for the help, imperative, no full stop.
    pub help: &'static str,
}

impl Flag {
    /// A flag with nothing behind it.
    #[must_use]
    pub const fn switch(long: &'static str, help: &'static str) -> Self {
        Self { long, short: None, alias: None, takes: Takes::Nothing, offers: Offers::Nothing, many: false, help }
    }

    /// A flag with one value.
    #[must_use]
    pub const fn value(long: &'static str, word: &'static str, help: &'static str) -> Self {
        Self { takes: Takes::Value(word), ..Self::switch(long, help) }
    }

    /// A flag with one value of a list.
    #[must_use]
    pub const fn one_of(
        long: &'static str,
        word: &'static str,
        list: &'static [&'static str],
        help: &'static str,
    ) -> Self {
        Self { takes: Takes::OneOf(word, list), ..Self::switch(long, help) }
    }

    /// The same flag with a letter.
    #[must_use]
    pub const fn short(self, letter: char) -> Self {
        Self { short: Some(letter), ..self }
    }

    /// The same flag with a second name.
    #[must_use]
    pub const fn alias(self, name: &'static str) -> Self {
        Self { alias: Some(name), ..self }
    }

    /// The same flag, allowed more than once.
    #[must_use]
    pub const fn many(self) -> Self {
        Self { many: true, ..self }
    }

    /// The same flag, completed so.
    #[must_use]
    pub const fn offers(self, offers: Offers) -> Self {
        Self { offers, ..self }
    }

    /// All its spellings, with their dashes.
    pub fn spellings(&self) -> impl Iterator<Item = String> + use<> {
        let short = self.short.map(|letter| format!("-{letter}"));
        let long = [Some(self.long), self.alias].into_iter().flatten().map(|name| format!("--{name}"));
        short.into_iter().chain(long)
    }

    /// The same switch with an optional `0` or `1` behind it.
    #[must_use]
    pub const fn zero_or_one(self) -> Self {
        Self { takes: Takes::ZeroOrOne, ..self }
    }
}
