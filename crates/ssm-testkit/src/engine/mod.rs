//! The store's state, and the operations on it. Pure: faults and permissions stand around it.

mod read;
mod rules;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

/// A refusal, as it goes over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Fail {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
}

impl Fail {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        let status = if code == "InternalServerError" { 500 } else { 400 };
        Self { status, code: code.to_owned(), message: message.into() }
    }

    fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", message)
    }
}

/// A stored parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// As it was given.
    pub name: String,
    /// `String`, `StringList` or `SecureString`.
    pub ty: String,
    /// In clear.
    pub value: String,
    /// From 1.
    pub version: i64,
    /// Of a secret.
    pub key_id: Option<String>,
    /// By key.
    pub tags: BTreeMap<String, String>,
    /// `Standard` or `Advanced`.
    pub tier: String,
    /// Empty where none was given.
    pub description: String,
}

/// The whole store.
#[derive(Debug, Default)]
pub(crate) struct Engine {
    /// By identity: `/foo` and `foo` are one parameter.
    params: BTreeMap<String, Stored>,
    /// The last lists, by what was asked, until something is written: a list of a hundred thousand has ten
    /// thousand pages.
    lists: BTreeMap<String, Arc<Vec<String>>>,
    pub(crate) known_keys: BTreeSet<String>,
    /// Secrets whose plain text was ever returned.
    pub(crate) decrypted: BTreeSet<String>,
    /// Whether a change of type is refused, as AWS's documents say, or silently done, as AWS is seen to do.
    pub(crate) refuse_type_change: bool,
    pub(crate) region: String,
    /// How long a deleted name is not to be created anew.
    pub(crate) memory: Duration,
    deleted: BTreeMap<String, Instant>,
}

/// The key by which two spellings of a name are one.
fn identity(name: &str) -> String {
    let bare = name.strip_prefix('/').unwrap_or(name);
    if bare.contains('/') { name.to_owned() } else { bare.to_owned() }
}

impl Engine {
    pub(crate) fn get(&self, name: &str) -> Option<&Stored> {
        self.params.get(&identity(name))
    }

    pub(crate) fn put(&mut self, stored: Stored) {
        self.lists.clear();
        self.params.insert(identity(&stored.name), stored);
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Stored> {
        self.lists.clear();
        self.deleted.insert(identity(name), Instant::now());
        self.params.remove(&identity(name))
    }

    fn was_just_deleted(&self, name: &str) -> bool {
        self.deleted.get(&identity(name)).is_some_and(|at| at.elapsed() < self.memory)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Stored> {
        self.params.values()
    }

    pub(crate) fn run(&mut self, op: &str, body: &Json) -> Result<Json, Fail> {
        match op {
            "PutParameter" => self.put_parameter(body),
            "AddTagsToResource" => self.add_tags(body),
            "DeleteParameter" => self.delete_parameter(body),
            "DeleteParameters" => self.delete_parameters(body),
            "GetParameter" => self.get_parameter(body),
            "GetParameters" => self.get_parameters(body),
            "GetParametersByPath" => self.by_path(body),
            "DescribeParameters" => self.describe(body),
            "ListTagsForResource" => self.list_tags(body),
            _ => Err(Fail::new("UnknownOperationException", "")),
        }
    }

    /// The identifier in a tag call: the name of a parameter that exists.
    fn resource(&mut self, body: &Json) -> Result<&mut Stored, Fail> {
        if body["ResourceType"] != "Parameter" {
            return Err(Fail::new("InvalidResourceType", ""));
        }
        let id = identity(body["ResourceId"].as_str().unwrap_or_default());
        self.params.get_mut(&id).ok_or_else(|| Fail::new("InvalidResourceId", ""))
    }
}

fn text<'a>(body: &'a Json, member: &str) -> &'a str {
    body[member].as_str().unwrap_or_default()
}
