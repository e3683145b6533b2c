//! From the lines of a `.env` file to steps.

use std::collections::BTreeMap;

use super::Problem;
use super::layers::Layers;
use super::step::{Step, Want};
use crate::model::env_file::Entry;
use crate::model::{ParameterName, ParameterType, Scope, TAGS_MAX, TagSet, Tier};

/// Words that make a key look like a secret's, wherever they stand between underscores.
const SECRET_WORDS: &[&str] = &[
    "PASSWORD",
    "PASSWD",
    "PASS",
    "PWD",
    "PASSPHRASE",
    "SECRET",
    "SECRETS",
    "TOKEN",
    "DSN",
    "CREDENTIAL",
    "CREDENTIALS",
];
/// Pairs of words that do.
const SECRET_PAIRS: &[&str] =
    &["PRIVATE_KEY", "SECRET_KEY", "API_KEY", "APIKEY", "ACCESS_KEY", "SIGNING_KEY", "ENCRYPTION_KEY"];

/// How a file is to be seeded.
#[derive(Debug)]
pub struct SeedOptions<'a> {
    /// Name of the file, for messages.
    pub file: &'a str,
    /// Region for the length of names, if it is known.
    pub region: Option<&'a str>,
    /// KMS key of the secrets.
    pub key_id: Option<&'a str>,
    /// Tier of all parameters.
    pub tier: Option<Tier>,
    /// Whether keys without a value are left out, instead of being problems.
    pub skip_empty: bool,
}

/// A step of a seed.
#[derive(Debug)]
pub struct SeedStep {
    /// Its service.
    pub service: String,
    /// The step.
    pub step: Step,
}

/// What a file comes to.
#[derive(Debug, Default)]
pub struct SeedPlan {
    /// One step per key, in the order of their names.
    pub steps: Vec<SeedStep>,
    /// What forbids the seed.
    pub problems: Vec<Problem>,
    /// What may be wrong.
    pub warnings: Vec<Problem>,
}

impl SeedPlan {
    /// The services of the plan, sorted, with the tags of each.
    #[must_use]
    pub fn services(&self) -> BTreeMap<&str, &TagSet> {
        self.steps.iter().map(|step| (step.service.as_str(), &step.step.want.tags)).collect()
    }
}

/// Plans a seed. All problems of all entries are gathered.
#[must_use]
pub fn seed(entries: Vec<Entry>, scope: &Scope, layers: &Layers, options: &SeedOptions<'_>) -> SeedPlan {
    let mut plan = SeedPlan::default();
    let mut tags = BTreeMap::new();
    for entry in entries {
        let tags = tags.entry(entry.service.clone()).or_insert_with(|| layers.tags(&entry.service));
        plan.add(entry, scope, tags, options);
    }
    for (service, tags) in tags {
        if tags.len() > TAGS_MAX {
            let what =
                format!("the layers make {} tags for the service {service}, and {TAGS_MAX} are allowed", tags.len());
            plan.problems.push(Problem::at("", what));
        }
    }
    plan.steps.sort_by(|a, b| a.step.want.name.cmp(&b.step.want.name));
    plan
}

impl SeedPlan {
    fn add(&mut self, entry: Entry, scope: &Scope, tags: &TagSet, options: &SeedOptions<'_>) {
        let place = format!("{}:{}", options.file, entry.line);
        if entry.value.is_empty() && options.skip_empty {
            self.warnings.push(Problem::at(place, format!("{} is left out, since it has no value", entry.key)));
            return;
        }
        if !entry.secret && looks_secret(&entry.key) {
            let what = format!("{} looks like a secret and is not marked '# secret=true'", entry.key);
            self.warnings.push(Problem::at(place.as_str(), what));
        }
        if let Err(problem) = entry.value.check(options.tier) {
            let remedy = if entry.value.is_empty() { "; --skip-empty leaves such keys out" } else { "" };
            self.problems.push(Problem::at(place.as_str(), format!("{}: {problem}{remedy}", entry.key)));
        }
        let name = match ParameterName::parse(&scope.name(&entry.service, &entry.key), options.region) {
            Ok(name) => name,
            Err(problem) => {
                self.problems
                    .push(Problem::at(place, format!("{}: the parameter's name is not allowed: {problem}", entry.key)));
                return;
            }
        };
        let kind = if entry.secret { ParameterType::SecureString } else { ParameterType::String };
        let key_id = options.key_id.filter(|_| entry.secret).map(str::to_owned);
        let want =
            Want { name, kind, value: entry.value, tags: tags.clone(), key_id, tier: options.tier, description: None };
        self.steps.push(SeedStep { service: entry.service, step: Step::new(want) });
    }
}

/// Whether a key's name says that its value is a secret. `…_ID` names one, and is none.
fn looks_secret(key: &str) -> bool {
    let key = key.to_ascii_uppercase();
    let by_word = key.split('_').any(|word| SECRET_WORDS.contains(&word));
    let by_pair = SECRET_PAIRS.iter().any(|pair| key == *pair || key.ends_with(&format!("_{pair}")));
    (by_word && !key.ends_with("_ID")) || by_pair
}
