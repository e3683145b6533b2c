//! Tags, their files, and how one layer lies over another.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use thiserror::Error;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use super::name::Shown;

/// Most tags of one parameter (AddTagsToResource).
pub const TAGS_MAX: usize = 50;
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

/// What is wrong with one tag, or with the text that holds tags.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TagError {
    /// Not JSON; the place is serde's, which never repeats the text.
    #[error("is not JSON (line {line}, column {column})")]
    Syntax {
        /// 1-based.
        line: usize,
        /// 1-based.
        column: usize,
    },
    /// A file must hold an array.
    #[error("is not a JSON array of {{\"Key\": …, \"Value\": …}} objects")]
    NotAnArray,
    /// One element has another form.
    #[error("{place}is not an object with the two texts \"Key\" and \"Value\" and nothing else")]
    NotATag {
        /// `tag 3 ` in a file, empty for a single tag.
        place: String,
    },
    /// A key stands twice in one file.
    #[error("has the key '{0}' twice")]
    Duplicate(String),
    /// An empty key.
    #[error("has an empty key")]
    EmptyKey,
    /// A key over 128 characters.
    #[error("has a key of {0} characters, and {KEY_MAX} are allowed")]
    LongKey(usize),
    /// A value over 256 characters.
    #[error("has a value of {length} characters for the key '{key}', and {VALUE_MAX} are allowed")]
    LongValue {
        /// The tag's key.
        key: String,
        /// Characters of its value.
        length: usize,
    },
    /// `aws:`.
    #[error("has the key '{0}', and keys that begin with 'aws:' are reserved by AWS")]
    Reserved(String),
    /// A character outside AWS's pattern.
    #[error("has {character} in the {part} '{key}' (allowed: letters, digits, spaces and _ . : / = + - @)")]
    Character {
        /// The first such character.
        character: Shown,
        /// `key` or `value of the key`.
        part: &'static str,
        /// The tag's key.
        key: String,
    },
}

/// Tags by key, in the order of their keys so that output is stable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagSet(BTreeMap<String, String>);

impl TagSet {
    /// Reads a tag file: a JSON array of `{"Key", "Value"}`. Gives every problem of the file.
    pub fn parse_file(text: &str) -> Result<Self, Vec<TagError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let json = parse_json(text).map_err(|e| vec![e])?;
        let Json::Array(items) = json else {
            return Err(vec![TagError::NotAnArray]);
        };
        let mut tags = Self::default();
        let mut problems = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match read_tag(item, &format!("tag {} ", index + 1)) {
                Err(problem) => problems.push(problem),
                Ok((key, value)) => {
                    problems.extend(check_tag(&key, &value));
                    if tags.0.insert(key.clone(), value).is_some() {
                        problems.push(TagError::Duplicate(key));
                    }
                }
            }
        }
        if problems.is_empty() { Ok(tags) } else { Err(problems) }
    }

    /// Reads one `--tag`: a JSON object `{"Key", "Value"}`.
    pub fn parse_one(text: &str) -> Result<Self, Vec<TagError>> {
        let json = parse_json(text).map_err(|e| vec![e])?;
        let (key, value) = read_tag(&json, "").map_err(|e| vec![e])?;
        Self::single(&key, &value)
    }

    /// A set of one tag.
    pub fn single(key: &str, value: &str) -> Result<Self, Vec<TagError>> {
        let problems = check_tag(key, value);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self(BTreeMap::from([(key.to_owned(), value.to_owned())])))
    }

    /// Lays `upper` over this set: by key, `upper` wins. This is the whole layering rule.
    #[must_use]
    pub fn overlaid(mut self, upper: &Self) -> Self {
        self.0.extend(upper.0.iter().map(|(key, value)| (key.clone(), value.clone())));
        self
    }

    /// The tags of this set that `present` has not, or has with another value.
    #[must_use]
    pub fn missing_in(&self, present: &Self) -> Self {
        let differs = |(key, value): &(&String, &String)| present.0.get(*key) != Some(*value);
        self.0.iter().filter(differs).map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    /// Pairs of keys that differ in the case of their letters only, which AWS keeps as two tags.
    #[must_use]
    pub fn case_twins(&self) -> Vec<(&str, &str)> {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut twins = Vec::new();
        for key in self.keys() {
            if let Some(other) = seen.insert(key.to_lowercase(), key) {
                twins.push((other, key));
            }
        }
        twins
    }

    /// Number of tags.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The tags, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl FromIterator<(String, String)> for TagSet {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(tags: I) -> Self {
        Self(tags.into_iter().collect())
    }
}

fn parse_json(text: &str) -> Result<Json, TagError> {
    serde_json::from_str(text).map_err(|e| TagError::Syntax { line: e.line(), column: e.column() })
}

fn read_tag(json: &Json, place: &str) -> Result<(String, String), TagError> {
    let text = |member: &str| json.get(member).and_then(Json::as_str).map(str::to_owned);
    match (json.as_object(), text("Key"), text("Value")) {
        (Some(object), Some(key), Some(value)) if object.len() == 2 => Ok((key, value)),
        _ => Err(TagError::NotATag { place: place.to_owned() }),
    }
}

/// AWS's rules for one tag (model of AddTagsToResource: `Tag`).
fn check_tag(key: &str, value: &str) -> Vec<TagError> {
    let mut problems = Vec::new();
    let length = key.chars().count();
    if key.is_empty() {
        problems.push(TagError::EmptyKey);
    } else if length > KEY_MAX {
        problems.push(TagError::LongKey(length));
    } else if key.to_ascii_lowercase().starts_with("aws:") {
        problems.push(TagError::Reserved(key.to_owned()));
    }
    let length = value.chars().count();
    if length > VALUE_MAX {
        problems.push(TagError::LongValue { key: key.to_owned(), length });
    }
    for (part, text) in [("key", key), ("value of the key", value)] {
        if let Some(character) = text.chars().find(|&c| !is_tag_char(c)) {
            problems.push(TagError::Character { character: Shown(character), part, key: key.to_owned() });
        }
    }
    problems
}

/// AWS's pattern: `^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$`.
fn is_tag_char(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Number, Separator};
    "_.:/=+-@".contains(c) || matches!(c.general_category_group(), Letter | Number | Separator)
}
