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

/// What an action is allowed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// The parameters that the arguments name.
    Parameters,
    /// The paths that are listed.
    Paths,
    /// The KMS key, for those parameters alone.
    Key,
    /// The account's whole store: the action knows nothing finer.
    Store,
}

/// With which arguments an action is needed.
#[derive(Debug, Clone, Copy)]
pub enum Given {
    /// With any.
    Any,
    /// With one of these words behind this flag; the empty one stands for its absence.
    Words(&'static Flag, &'static [&'static str]),
    /// Without this flag.
    Without(&'static Flag),
    /// With none: what its absence costs is no more than a hint.
    Never,
}

/// An action of AWS Identity and Access Management, and what it is needed for.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// Such as `ssm:PutParameter`.
    pub action: &'static str,
    /// What it is allowed on.
    pub on: On,
    /// Whether `--iam-policy` prints it.
    pub given: Given,
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
    /// What a user should know before the flags, a paragraph each.
    pub details: &'static [&'static str],
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
        details: &[],
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

    /// The permissions of all groups.
    pub fn all_permissions(&self) -> impl Iterator<Item = &'static Permission> + use<> {
        self.permissions.iter().flat_map(|group| group.iter()).copied()
    }

    /// Whether this flag is one of its own.
    #[must_use]
    pub fn has(&self, flag: &Flag) -> bool {
        self.own_flags().any(|own| own.long == flag.long)
    }

    /// All flags of the command: its own, those of a writing command, those of every command.
    pub fn all_flags(&self) -> impl Iterator<Item = &'static Flag> + use<> {
        let writing: &[&Flag] = if self.writes { super::flags::WRITING } else { &[] };
        self.own_flags().chain(writing.iter().copied()).chain(super::flags::COMMON.iter().copied())
    }
}
