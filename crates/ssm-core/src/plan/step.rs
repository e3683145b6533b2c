//! One parameter to be written: what is wanted, what was found, and what follows.

use thiserror::Error;

use crate::model::{Metadata, ParameterName, ParameterType, TAGS_MAX, TagSet, Tier, Value};

/// What is wanted of one parameter.
#[derive(Debug, Clone)]
pub struct Want {
    /// Its name.
    pub name: ParameterName,
    /// String or SecureString.
    pub kind: ParameterType,
    /// Its value.
    pub value: Value,
    /// Tags to have; others stay.
    pub tags: TagSet,
    /// KMS key, if one was asked for.
    pub key_id: Option<String>,
    /// Tier, if one was asked for.
    pub tier: Option<Tier>,
    /// Description, if one was asked for.
    pub description: Option<String>,
}

/// What the store says of a parameter.
#[derive(Debug, Clone, Default)]
pub enum Found {
    /// Nobody looked.
    #[default]
    NotLooked,
    /// There is none.
    Absent,
    /// There is one, and we may not read it.
    Unreadable,
    /// There is one.
    Present(Box<Present>),
}

/// A parameter that is there.
#[derive(Debug, Clone)]
pub struct Present {
    /// Its type.
    pub kind: ParameterType,
    /// Its version.
    pub version: i64,
    /// Its value, unless it could not be decrypted.
    pub value: Option<Value>,
    /// Its tags.
    pub tags: Tags,
    /// What only DescribeParameters tells, if it was asked and may be.
    pub metadata: Option<Metadata>,
}

/// What is known of a parameter's tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tags {
    /// Nothing.
    Unknown,
    /// That it has all that are wanted.
    AsWanted,
    /// All of them.
    Known(TagSet),
}

/// What the user allows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policy {
    /// Write a new version even if nothing changes.
    pub force: bool,
    /// Let a secret become clear text, and the other way round.
    pub allow_type_change: bool,
}

/// Why a write would not be done.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum Refusal {
    /// AWS would change the type silently, and a secret would stand in clear.
    #[error("it is a {from} and would become a {to} (--allow-type-change lets it)")]
    TypeChange {
        /// Stored type.
        from: ParameterType,
        /// Wanted type.
        to: ParameterType,
    },
    /// Over AWS's limit.
    #[error("it would have {0} tags, and {TAGS_MAX} are allowed")]
    TooManyTags(usize),
}

/// What is to be done with one parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Write it: a new parameter, or a new version of one that nobody looked at.
    Put,
    /// Write a new parameter.
    Create,
    /// Write a new version.
    Update {
        /// The present version, if it is known.
        from: Option<i64>,
        /// Whether the present value could be compared.
        compared: bool,
    },
    /// Leave value and type alone.
    Unchanged {
        /// The present version.
        version: i64,
    },
    /// Do nothing, and fail.
    Refused(Refusal),
}

/// One parameter of a plan.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is wanted.
    pub want: Want,
    /// What was found.
    pub found: Found,
    /// What follows.
    pub verdict: Verdict,
}

impl Step {
    /// Whether carrying it out would change the store. `None` where the present value is not known.
    #[must_use]
    pub fn changes(&self) -> Option<bool> {
        match self.verdict {
            Verdict::Put | Verdict::Update { compared: false, .. } => None,
            Verdict::Create | Verdict::Update { .. } => Some(true),
            Verdict::Unchanged { .. } => Some(self.writes()),
            Verdict::Refused(_) => Some(false),
        }
    }

    /// A step that nobody has looked at the store for.
    #[must_use]
    pub fn new(want: Want) -> Self {
        Self { want, found: Found::NotLooked, verdict: Verdict::Put }
    }

    /// Takes in what the store says, and decides anew.
    pub fn learn(&mut self, found: Found, policy: Policy) {
        self.found = found;
        self.decide(policy);
    }

    /// Decides from what is known.
    pub fn decide(&mut self, policy: Policy) {
        self.verdict = match &self.found {
            Found::NotLooked => Verdict::Put,
            Found::Absent => Verdict::Create,
            Found::Unreadable => Verdict::Update { from: None, compared: false },
            Found::Present(present) => self.verdict_on(present, policy),
        };
    }

    fn verdict_on(&self, present: &Present, policy: Policy) -> Verdict {
        let kind = self.kind_over(present.kind);
        if kind != present.kind && !policy.allow_type_change {
            return Verdict::Refused(Refusal::TypeChange { from: present.kind, to: kind });
        }
        if let Tags::Known(tags) = &present.tags {
            let total = tags.clone().overlaid(&self.want.tags).len();
            if total > TAGS_MAX {
                return Verdict::Refused(Refusal::TooManyTags(total));
            }
        }
        let same_value = present.value.as_ref().is_some_and(|value| value.same_as(&self.want.value));
        if same_value && kind == present.kind && self.has_metadata(present) && !policy.force {
            return Verdict::Unchanged { version: present.version };
        }
        Verdict::Update { from: Some(present.version), compared: present.value.is_some() }
    }

    /// A StringList stays one: a `.env` file and these commands have no word for it, and its text is a String's.
    fn kind_over(&self, present: ParameterType) -> ParameterType {
        match (present, self.want.kind) {
            (ParameterType::StringList, ParameterType::String) => ParameterType::StringList,
            (_, wanted) => wanted,
        }
    }

    /// Whether key, tier and description are as asked. What was not asked for does not count; what cannot be
    /// read counts as different, so that an explicit wish is not lost.
    fn has_metadata(&self, present: &Present) -> bool {
        if !self.asks_metadata() {
            return true;
        }
        let Some(metadata) = &present.metadata else { return false };
        let want = &self.want;
        let key =
            want.key_id.as_deref().is_none_or(|key| metadata.key_id.as_deref().is_some_and(|is| same_key(key, is)));
        // AWS decides what Intelligent-Tiering comes to, so it cannot be compared with what is stored.
        let tier = want
            .tier
            .is_none_or(|tier| tier == Tier::IntelligentTiering || metadata.tier.as_deref() == Some(tier.as_str()));
        key && tier && (want.description.is_none() || want.description == metadata.description)
    }

    fn asks_metadata(&self) -> bool {
        let tier = self.want.tier.is_some_and(|tier| tier != Tier::IntelligentTiering);
        self.want.key_id.is_some() || tier || self.want.description.is_some()
    }

    /// Whether DescribeParameters is worth asking: a secret gets a new version and must keep its key, or an
    /// asked-for key, tier or description is to be compared.
    #[must_use]
    pub fn needs_metadata(&self) -> bool {
        let Found::Present(present) = &self.found else { return false };
        if present.metadata.is_some() || matches!(self.verdict, Verdict::Refused(_)) {
            return false;
        }
        let keeps_key = present.kind.is_secret() && self.sends_secret() && self.want.key_id.is_none();
        let writes = matches!(self.verdict, Verdict::Update { .. });
        (keeps_key && writes) || self.asks_metadata()
    }

    fn sends_secret(&self) -> bool {
        self.want.kind.is_secret()
    }

    /// The type to send in an overwrite. Where the present one is not known, a String goes without a type: AWS
    /// then keeps the one there is, and a secret stays a secret.
    #[must_use]
    pub fn kind_to_send(&self) -> Option<ParameterType> {
        match &self.found {
            Found::Present(present) => Some(self.kind_over(present.kind)),
            _ if self.want.kind.is_secret() => Some(ParameterType::SecureString),
            _ => None,
        }
    }

    /// The KMS key to send in an overwrite: the one asked for, or the present one, since it is not certain that
    /// AWS keeps it (its documents say that the default key takes over).
    #[must_use]
    pub fn key_to_send(&self) -> Option<&str> {
        let present = match &self.found {
            Found::Present(present) => present.metadata.as_ref().and_then(|metadata| metadata.key_id.as_deref()),
            _ => None,
        };
        let key = self.want.key_id.as_deref().or(present);
        key.filter(|_| self.sends_secret())
    }

    /// Whether an overwrite would go without a key although there may be one to keep.
    #[must_use]
    pub fn may_lose_key(&self) -> bool {
        let secret = match &self.found {
            Found::Present(present) => present.kind.is_secret(),
            Found::Unreadable => true,
            Found::NotLooked | Found::Absent => false,
        };
        secret && self.sends_secret() && self.key_to_send().is_none() && matches!(self.verdict, Verdict::Update { .. })
    }

    /// The tags that an AddTagsToResource must send. A parameter still to be created takes its tags along, so
    /// there are none; where the present tags are not known, it is all of them.
    #[must_use]
    pub fn tags_to_send(&self) -> TagSet {
        match &self.found {
            Found::Absent | Found::NotLooked => TagSet::default(),
            Found::Unreadable => self.want.tags.clone(),
            Found::Present(present) => match &present.tags {
                Tags::Unknown => self.want.tags.clone(),
                Tags::AsWanted => TagSet::default(),
                Tags::Known(tags) => self.want.tags.missing_in(tags),
            },
        }
    }

    /// Whether applying the step calls AWS to write.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self.verdict {
            Verdict::Refused(_) => false,
            Verdict::Unchanged { .. } => !self.tags_to_send().is_empty(),
            _ => true,
        }
    }
}

/// Whether two spellings name one key: an id, alias, or the ARN of either.
fn same_key(one: &str, other: &str) -> bool {
    let bare = |key: &str| {
        let end = key.rsplit(':').next().unwrap_or(key);
        end.strip_prefix("key/").unwrap_or(end).to_owned()
    };
    one == other || bare(one) == bare(other)
}
