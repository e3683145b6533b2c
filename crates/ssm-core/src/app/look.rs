//! Looks at the store, so that a plan can say what would change.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;

use crate::edge::{ErrorKind, PathQuery, Store, StoreError};
use crate::model::{Parameter, Scope, TagSet};
use crate::plan::{Found, Policy, Present, SeedStep, Step, Tags};

/// Where DescribeParameters is denied, tags of this many parameters at the most are read one by one; those of
/// more are sent again unread, since ListTagsForResource has a low quota and no batches.
const TAGS_ONE_BY_ONE: usize = 8;

/// How many parameters one question about tags covers at the most, if more than one service shares it: two pages of
/// DescribeParameters.
const ANSWERS: usize = 100;

/// What a look could not see, and why. The work goes on without it.
pub(super) type Doubts = Vec<StoreError>;

/// Whether a command that was told to apply can go on without what a failed look would have told: it was
/// denied, or KMS could not decrypt. Where nothing answers, a write would not arrive either.
pub(super) fn is_bearable(error: &StoreError) -> bool {
    matches!(error.kind, ErrorKind::Denied | ErrorKind::Incomplete) || error.code.as_deref() == Some("InvalidKeyId")
}

/// Whether work goes on without DescribeParameters: always, since it only saves calls and keeps keys, and has the
/// lowest quota of all.
fn can_do_without(error: &StoreError) -> bool {
    !matches!(error.kind, ErrorKind::Interrupted | ErrorKind::NoCredentials)
}

fn present(parameter: Parameter, decrypted: bool) -> Present {
    let readable = decrypted || !parameter.kind.is_secret();
    Present {
        kind: parameter.kind,
        version: parameter.version,
        value: readable.then_some(parameter.value),
        tags: Tags::Unknown,
        metadata: None,
    }
}

/// Looks at one step's parameter, its tags, and what DescribeParameters tells, as far as it matters.
pub(super) async fn at_one(store: &Store, step: &mut Step, policy: Policy) -> Result<Doubts, StoreError> {
    let mut doubts = Doubts::new();
    let found = find(store, step, &mut doubts).await?;
    step.learn(found, policy);
    tags_one_by_one(store, &mut [&mut *step], policy, &mut doubts).await?;
    metadata(store, &mut [step], policy, &mut doubts).await?;
    Ok(doubts)
}

async fn find(store: &Store, step: &Step, doubts: &mut Doubts) -> Result<Found, StoreError> {
    let name = step.want.name.as_str();
    let decrypt = step.want.kind.is_secret();
    let mut answer = store.get(name, decrypt).await;
    let mut decrypted = decrypt;
    if let Err(error) = &answer
        && decrypt
        && is_bearable(error)
    {
        doubts.push(error.clone());
        decrypted = false;
        answer = store.get(name, false).await;
    }
    match answer {
        Ok(parameter) => Ok(Found::Present(Box::new(present(parameter, decrypted)))),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(Found::Absent),
        Err(error) if is_bearable(&error) => {
            // If decryption was denied, the first doubt may have been of that; this one says more.
            doubts.clear();
            doubts.push(error);
            Ok(Found::Unreadable)
        }
        Err(error) => Err(error),
    }
}

/// Looks at all paths of a seed side by side. Gives the names that stand there and are not in the file.
pub(super) async fn at_paths(
    store: &Store,
    steps: &mut [SeedStep],
    scope: &Scope,
    policy: Policy,
    doubts: &mut Doubts,
) -> Result<Vec<String>, StoreError> {
    store.begin("read", None);
    let mut services: Vec<String> = steps.iter().map(|step| step.service.clone()).collect();
    services.sort_unstable();
    services.dedup();
    let looks = services.iter().map(|service| at_path(store, scope.path(service)));
    let mut found: BTreeMap<&str, Option<BTreeMap<String, Present>>> = BTreeMap::new();
    for (service, look) in services.iter().zip(join_all(looks).await) {
        let (parameters, mut seen) = look?;
        doubts.append(&mut seen);
        found.insert(service, parameters);
    }
    for SeedStep { service, step } in &mut *steps {
        let learned = match found.get_mut(service.as_str()).and_then(Option::as_mut) {
            None => Found::Unreadable,
            Some(parameters) => match parameters.remove(step.want.name.as_str()) {
                Some(present) => Found::Present(Box::new(present)),
                None => Found::Absent,
            },
        };
        // What could not be read may exist or not: the write itself finds out.
        let learned = if matches!(learned, Found::Unreadable) { Found::NotLooked } else { learned };
        step.learn(learned, policy);
    }
    tags_in_bulk(store, steps, scope, policy, doubts).await?;
    let mut steps: Vec<&mut Step> = steps.iter_mut().map(|step| &mut step.step).collect();
    metadata(store, &mut steps, policy, doubts).await?;
    Ok(found.into_values().flatten().flat_map(BTreeMap::into_keys).collect())
}

type Listed = (Option<BTreeMap<String, Present>>, Doubts);

/// Lists one path with its secrets, or without where they cannot be decrypted; `None` where it is denied.
async fn at_path(store: &Store, path: String) -> Result<Listed, StoreError> {
    let mut doubts = Doubts::new();
    for decrypt in [true, false] {
        let mut parameters = BTreeMap::new();
        let query = PathQuery { path: &path, recursive: false, decrypt, only_secrets: false };
        let listed = store.by_path(&query, |parameter| {
            parameters.insert(parameter.name.clone(), present(parameter, decrypt));
        });
        match listed.await {
            Ok(()) => return Ok((Some(parameters), doubts)),
            Err(error) if is_bearable(&error) => doubts = vec![error],
            Err(error) => return Err(error),
        }
    }
    Ok((None, doubts))
}

fn wants_tags(step: &Step) -> bool {
    let unknown = matches!(&step.found, Found::Present(present) if present.tags == Tags::Unknown);
    unknown && !step.want.tags.is_empty() && !matches!(step.verdict, crate::plan::Verdict::Refused(_))
}

fn learn_tags(step: &mut Step, tags: Tags, policy: Policy) {
    if let Found::Present(present) = &mut step.found {
        present.tags = tags;
        step.decide(policy);
    }
}

async fn tags_one_by_one(
    store: &Store,
    steps: &mut [&mut Step],
    policy: Policy,
    doubts: &mut Doubts,
) -> Result<(), StoreError> {
    let looks = steps.iter_mut().filter(|step| wants_tags(step)).map(async |step| {
        let tags = store.tags("Parameter", step.want.name.as_str()).await;
        tags.map(|tags| learn_tags(step, Tags::Known(tags), policy))
    });
    for look in join_all(looks).await {
        match look {
            Err(error) if is_bearable(&error) => doubts.push(error),
            look => look?,
        }
    }
    Ok(())
}

/// One question to DescribeParameters: which parameters under these paths have all of these tags.
struct TagQuery {
    tags: TagSet,
    paths: Vec<String>,
    /// How many may answer to it.
    count: usize,
}

/// Asks of all steps whose tags are not known: services that want the same tags share a question, up to a few pages
/// of answers, so that there are few calls and those of many services go side by side.
fn tag_queries(steps: &[SeedStep], scope: &Scope) -> Vec<TagQuery> {
    let mut services: BTreeMap<&str, (&TagSet, usize)> = BTreeMap::new();
    for SeedStep { service, step } in steps.iter().filter(|step| wants_tags(&step.step)) {
        services.entry(service).or_insert((&step.want.tags, 0)).1 += 1;
    }
    let mut queries: Vec<TagQuery> = Vec::new();
    for (service, (tags, count)) in services {
        let path = scope.path(service);
        match queries.iter_mut().find(|query| query.tags == *tags && query.count + count <= ANSWERS) {
            Some(query) => {
                query.paths.push(path);
                query.count += count;
            }
            None => queries.push(TagQuery { tags: tags.clone(), paths: vec![path], count }),
        }
    }
    queries
}

/// Asks which parameters have all the wanted tags already; the others' tags are read one by one.
async fn tags_in_bulk(
    store: &Store,
    steps: &mut [SeedStep],
    scope: &Scope,
    policy: Policy,
    doubts: &mut Doubts,
) -> Result<(), StoreError> {
    let queries = tag_queries(steps, scope);
    let ask = async |query: &TagQuery| store.tagged(&query.paths, &query.tags).await;
    let Some((first, rest)) = queries.split_first() else { return Ok(()) };
    // The first goes alone: if it is denied, so are the others.
    let mut answers = vec![ask(first).await];
    if answers[0].is_ok() {
        answers.extend(join_all(rest.iter().map(ask)).await);
    }
    let mut denied = false;
    let mut tagged = BTreeSet::new();
    for answer in answers {
        match answer {
            Ok(names) => tagged.extend(names.unwrap_or_default()),
            Err(error) if can_do_without(&error) => {
                doubts.push(error);
                denied = true;
            }
            Err(error) => return Err(error),
        }
    }
    for SeedStep { step, .. } in steps.iter_mut().filter(|step| wants_tags(&step.step)) {
        if tagged.contains(step.want.name.as_str()) {
            learn_tags(step, Tags::AsWanted, policy);
        }
    }
    let mut left: Vec<&mut Step> =
        steps.iter_mut().map(|step| &mut step.step).filter(|step| wants_tags(step)).collect();
    if denied && left.len() > TAGS_ONE_BY_ONE {
        return Ok(());
    }
    tags_one_by_one(store, &mut left, policy, doubts).await
}

/// Reads what only DescribeParameters tells, for the steps that it matters to.
async fn metadata(
    store: &Store,
    steps: &mut [&mut Step],
    policy: Policy,
    doubts: &mut Doubts,
) -> Result<(), StoreError> {
    let mut steps: Vec<&mut Step> =
        steps.iter_mut().map(|step| &mut **step).filter(|step| step.needs_metadata()).collect();
    if steps.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = steps.iter().map(|step| step.want.name.as_str().to_owned()).collect();
    let mut all = match store.metadata(&names).await {
        Ok(all) => all,
        Err(error) if can_do_without(&error) => {
            doubts.push(error);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    for step in &mut steps {
        let metadata = all.remove(step.want.name.as_str());
        if let Found::Present(present) = &mut step.found {
            present.metadata = metadata;
            step.decide(policy);
        }
    }
    Ok(())
}
