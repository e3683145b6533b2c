//! What a command is, and what its caller must be allowed: documented data.

use super::flag::Flag;
use super::flags;

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
    /// The KMS key that is asked for, for those parameters alone.
    Key,
    /// Whatever key those parameters have now, for them alone.
    PresentKey,
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
        let writing: &[&Flag] = if self.writes { flags::WRITING } else { &[] };
        self.own_flags().chain(writing.iter().copied()).chain(flags::COMMON.iter().copied())
    }
}
