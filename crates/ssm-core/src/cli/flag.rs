//! What a flag and a command are: documented data.

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

/// One flag, declared once: parsing, help and documents read it from here.
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
    /// Whether it may be given more than once.
    pub many: bool,
    /// One or two sentences for the help, imperative, no full stop.
    pub help: &'static str,
}

impl Flag {
    /// A flag with nothing behind it.
    #[must_use]
    pub const fn switch(long: &'static str, help: &'static str) -> Self {
        Self { long, short: None, alias: None, takes: Takes::Nothing, many: false, help }
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

    /// The same switch with an optional `0` or `1` behind it.
    #[must_use]
    pub const fn zero_or_one(self) -> Self {
        Self { takes: Takes::ZeroOrOne, ..self }
    }
}

/// The words of a command that are not flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operands {
    /// None: a word without a flag is an error.
    None,
    /// Exactly one.
    One(&'static str),
    /// At least one, behind `--`.
    AfterDashes(&'static str),
}

/// An action of AWS Identity and Access Management, and what it is needed for.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// Such as `ssm:PutParameter`.
    pub action: &'static str,
    /// When it is needed.
    pub when: &'static str,
}

/// One of the ten commands, as data.
#[derive(Debug)]
pub struct Command {
    /// Its name, that of the binary.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Groups of flags of its own; the shared ones are added to them.
    pub flags: &'static [&'static [&'static Flag]],
    /// Those of them that must be given.
    pub required: &'static [&'static Flag],
    /// Words that are not flags.
    pub operands: Operands,
    /// Whether it writes to AWS, and so previews unless told to apply.
    pub writes: bool,
    /// Command lines that work, each with what it does.
    pub examples: &'static [(&'static str, &'static str)],
    /// Flags that only a sister command has, each with its name.
    pub elsewhere: &'static [(&'static str, &'static str)],
    /// What the caller must be allowed.
    pub permissions: &'static [&'static [&'static Permission]],
}

impl Command {
    /// What most commands share: no flags of their own, no operands, and that they write.
    pub const EMPTY: Self = Self {
        name: "",
        about: "",
        flags: &[],
        required: &[],
        operands: Operands::None,
        writes: true,
        examples: &[],
        elsewhere: &[],
        permissions: &[],
    };

    /// The flags of its own.
    pub fn own_flags(&self) -> impl Iterator<Item = &'static Flag> + use<> {
        self.flags.iter().flat_map(|group| group.iter()).copied()
    }

    /// All flags of the command: its own, those of a writing command, those of every command.
    pub fn all_flags(&self) -> impl Iterator<Item = &'static Flag> + use<> {
        let writing: &[&Flag] = if self.writes { super::flags::WRITING } else { &[] };
        self.own_flags().chain(writing.iter().copied()).chain(super::flags::COMMON.iter().copied())
    }
}
