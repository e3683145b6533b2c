//! The words of one call, held exactly as they were typed.

use std::collections::BTreeMap;
use std::ffi::OsString;

use lexopt::{Arg, Parser};
use thiserror::Error;

use super::command::{Command, Operands};
use super::flag::{Flag, Takes};
use super::flags;

/// Why a call was not understood. No variant holds a stray word or a value: either may be a secret.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum UsageError {
    /// No such flag here.
    #[error("there is no flag {flag} here{}", suggestion(.nearest.as_deref()))]
    UnknownFlag {
        /// The flag with its dashes.
        flag: String,
        /// The nearest flag of the command.
        nearest: Option<String>,
    },
    /// A word without a flag.
    #[error("{0}")]
    StrayWord(&'static str),
    /// Nothing behind a flag that needs a value.
    #[error("--{0} needs a value")]
    MissingValue(&'static str),
    /// A value behind a flag that takes none.
    #[error("--{0} takes no value")]
    UnexpectedValue(&'static str),
    /// Something else than `0` or `1`.
    #[error("--{0} takes no value but 0 or 1")]
    NotZeroOrOne(&'static str),
    /// Given more than once.
    #[error("--{0} is given twice")]
    Twice(&'static str),
    /// Not given.
    #[error("--{0} is required")]
    Required(&'static str),
    /// Not one of the list.
    #[error("--{flag} takes one of: {list}")]
    NotInList {
        /// The flag.
        flag: &'static str,
        /// What it takes.
        list: String,
    },
    /// Bytes that are no UTF-8.
    #[error("{0} is not UTF-8 text")]
    NotUtf8(String),
    /// Any other rule between flags.
    #[error("{0}")]
    Rule(String),
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map(|flag| format!("; did you mean {flag}?")).unwrap_or_default()
}

const STRAY: &str = "there is a word that belongs to no flag (not repeated here: it may be a secret); \
                     a value with spaces needs quotes";
const STRAY_NAME: &str =
    "there is a word that belongs to no flag (not repeated here: it may be a secret); names go behind '--'";

/// What was typed, flag by flag.
#[derive(Default)]
pub struct Args {
    values: BTreeMap<&'static str, Vec<String>>,
    operands: Vec<String>,
}

impl Args {
    /// Reads the words of a call, the program's own name not among them. `--help` and `--version` end the
    /// reading at once.
    pub fn parse(command: &Command, words: impl IntoIterator<Item = OsString>) -> Result<Self, UsageError> {
        let mut args = Self::default();
        let mut parser = Parser::from_args(words);
        while let Some(flag) = args.next_flag(command, &mut parser)? {
            args.read(flag, &mut parser)?;
            if args.is_on(&flags::HELP) || args.is_on(&flags::VERSION) {
                break;
            }
        }
        Ok(args)
    }

    /// Goes to the next flag; operands on the way are kept.
    fn next_flag(&mut self, command: &Command, parser: &mut Parser) -> Result<Option<&'static Flag>, UsageError> {
        loop {
            if self.took_words_behind_dashes(command, parser)? {
                return Ok(None);
            }
            let arg = match parser.next() {
                Ok(None) => return Ok(None),
                Ok(Some(arg)) => arg,
                // Every value is taken where its flag is read, so this is a switch with a value.
                Err(_) => return Err(UsageError::StrayWord(STRAY)),
            };
            match arg {
                Arg::Value(word) => self.operand(command.operands, word)?,
                Arg::Long(name) => {
                    return find(command, |flag| flag.long == name || flag.alias == Some(name), &format!("--{name}"));
                }
                Arg::Short(letter) => return find(command, |flag| flag.short == Some(letter), &format!("-{letter}")),
            }
        }
    }

    fn took_words_behind_dashes(&mut self, command: &Command, parser: &mut Parser) -> Result<bool, UsageError> {
        let Operands::AfterDashes(_) = command.operands else { return Ok(false) };
        let Some(mut words) = parser.try_raw_args() else { return Ok(false) };
        if words.next_if(|word| word == "--").is_none() {
            return Ok(false);
        }
        for word in words {
            self.operands.push(utf8(word, "a word behind '--'")?);
        }
        Ok(true)
    }

    fn operand(&mut self, operands: Operands, word: OsString) -> Result<(), UsageError> {
        match operands {
            Operands::One(what) if self.operands.is_empty() => self.operands.push(utf8(word, what)?),
            Operands::AfterDashes(_) => return Err(UsageError::StrayWord(STRAY_NAME)),
            Operands::One(_) | Operands::None => return Err(UsageError::StrayWord(STRAY)),
        }
        Ok(())
    }

    fn read(&mut self, flag: &'static Flag, parser: &mut Parser) -> Result<(), UsageError> {
        let word = match flag.takes {
            Takes::Nothing if parser.optional_value().is_some() => return Err(UsageError::UnexpectedValue(flag.long)),
            Takes::Nothing => "1".to_owned(),
            Takes::ZeroOrOne => zero_or_one(flag, parser)?,
            Takes::Value(_) | Takes::OneOf(..) => {
                let word = parser.value().map_err(|_| UsageError::MissingValue(flag.long))?;
                utf8(word, &format!("the value of --{}", flag.long))?
            }
        };
        if let Takes::OneOf(_, list) = flag.takes
            && !list.contains(&word.as_str())
        {
            return Err(UsageError::NotInList { flag: flag.long, list: list.join(", ") });
        }
        let words = self.values.entry(flag.long).or_default();
        if !words.is_empty() && !flag.many {
            return Err(UsageError::Twice(flag.long));
        }
        words.push(word);
        Ok(())
    }

    /// The value of a flag, if it was given.
    #[must_use]
    pub fn text(&self, flag: &Flag) -> Option<&str> {
        self.texts(flag).first().map(String::as_str)
    }

    /// The values of a flag that may be repeated.
    #[must_use]
    pub fn texts(&self, flag: &Flag) -> &[String] {
        self.values.get(flag.long).map_or(&[], Vec::as_slice)
    }

    /// The value of a flag that must be given.
    pub fn required(&self, flag: &'static Flag) -> Result<&str, UsageError> {
        self.text(flag).ok_or(UsageError::Required(flag.long))
    }

    /// Takes the value of a flag away, so that no second copy of a secret stays here.
    pub fn take(&mut self, flag: &Flag) -> Option<String> {
        self.values.remove(flag.long)?.pop()
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn is_on(&self, flag: &Flag) -> bool {
        self.text(flag) == Some("1")
    }

    /// The words that are not flags.
    #[must_use]
    pub fn operands(&self) -> &[String] {
        &self.operands
    }
}

fn zero_or_one(flag: &'static Flag, parser: &mut Parser) -> Result<String, UsageError> {
    let is_digit = |word: &OsString| word == "0" || word == "1";
    if let Some(word) = parser.optional_value() {
        return if is_digit(&word) { utf8(word, flag.long) } else { Err(UsageError::NotZeroOrOne(flag.long)) };
    }
    let next = parser.try_raw_args().and_then(|mut words| words.next_if(|word| word == "0" || word == "1"));
    Ok(if next.is_some_and(|word| word == "0") { "0" } else { "1" }.to_owned())
}

fn utf8(word: OsString, what: &str) -> Result<String, UsageError> {
    word.into_string().map_err(|_| UsageError::NotUtf8(what.to_owned()))
}

fn find(command: &Command, fits: impl Fn(&Flag) -> bool, typed: &str) -> Result<Option<&'static Flag>, UsageError> {
    if let Some(flag) = command.all_flags().find(|flag| fits(flag)) {
        return Ok(Some(flag));
    }
    let nearest = nearest_flag(command, typed);
    let is_plain = typed.len() <= 32 && typed.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let flag = if is_plain { typed.to_owned() } else { "of that name".to_owned() };
    Err(UsageError::UnknownFlag { flag, nearest })
}

/// The flag whose name is a likely misspelling away, or whose name begins with what was typed.
fn nearest_flag(command: &Command, typed: &str) -> Option<String> {
    if let Some((_, sister)) = command.elsewhere.iter().find(|(flag, _)| typed.strip_prefix("--") == Some(flag)) {
        return Some(format!("the command {sister}"));
    }
    let typed = typed.trim_start_matches('-');
    let names = command.all_flags().flat_map(|flag| [Some(flag.long), flag.alias]).flatten();
    nearest(typed, names).map(|name| format!("--{name}"))
}

/// The name that what was typed is a likely misspelling of.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let names = names.into_iter().map(|name| (strsim::jaro_winkler(typed, name), name));
    let (score, name) = names.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (typed.len() > 1 && score > 0.8).then_some(name)
}
