//! Decisions, by tables of cases.

use super::*;
use crate::model::{Metadata, ParameterName, ParameterType, TagSet, Tier, Value};

use ParameterType::{SecureString, String as Plain, StringList};

fn want(kind: ParameterType, value: &str) -> Want {
    Want {
        name: ParameterName::parse("/mow/x", None).unwrap(),
        kind,
        value: Value::new(value.to_owned()),
        tags: TagSet::single("k", "v").unwrap(),
        key_id: None,
        tier: None,
        description: None,
    }
}

fn present(kind: ParameterType, value: Option<&str>) -> Present {
    let value = value.map(|text| Value::new(text.to_owned()));
    Present { kind, version: 4, value, tags: Tags::Unknown, metadata: None }
}

fn step(want: Want, present: Present, policy: Policy) -> Step {
    let mut step = Step::new(want);
    step.learn(Found::Present(Box::new(present)), policy);
    step
}

const FORCE: Policy = Policy { force: true, allow_type_change: false };
const ALLOW: Policy = Policy { force: false, allow_type_change: true };

#[test]
fn what_is_found_decides_what_is_done() {
    let usual = Policy::default();
    let update = |compared| Verdict::Update { from: Some(4), compared };
    let refused = |from, to| Verdict::Refused(Refusal::TypeChange { from, to });
    let cases = [
        (Plain, Plain, Some("same"), usual, Verdict::Unchanged { version: 4 }),
        (Plain, Plain, Some("same"), FORCE, update(true)),
        (Plain, Plain, Some("other"), usual, update(true)),
        (SecureString, SecureString, Some("same"), usual, Verdict::Unchanged { version: 4 }),
        (SecureString, SecureString, None, usual, update(false)),
        (Plain, SecureString, None, usual, refused(SecureString, Plain)),
        (SecureString, Plain, Some("same"), usual, refused(Plain, SecureString)),
        (Plain, SecureString, None, ALLOW, update(false)),
        (SecureString, Plain, Some("same"), ALLOW, update(true)),
        (Plain, StringList, Some("same"), usual, Verdict::Unchanged { version: 4 }),
        (SecureString, StringList, Some("same"), usual, refused(StringList, SecureString)),
    ];
    for (wanted, found, value, policy, verdict) in cases {
        let step = step(want(wanted, "same"), present(found, value), policy);
        assert_eq!(step.verdict, verdict, "{wanted} over {found} {value:?}");
    }
}

#[test]
fn a_list_keeps_its_type_and_an_unknown_type_is_not_overwritten_in_clear() {
    assert_eq!(
        step(want(Plain, "x"), present(StringList, Some("y")), Policy::default()).kind_to_send(),
        Some(StringList)
    );
    let mut blind = Step::new(want(Plain, "x"));
    blind.learn(Found::Unreadable, Policy::default());
    assert_eq!((blind.kind_to_send(), blind.verdict.clone()), (None, Verdict::Update { from: None, compared: false }));
    let mut blind = Step::new(want(SecureString, "x"));
    blind.learn(Found::Unreadable, Policy::default());
    assert_eq!(blind.kind_to_send(), Some(SecureString));
    assert!(blind.may_lose_key());
}

#[test]
fn the_present_key_is_sent_again_and_an_asked_one_is_compared() {
    let mut kept = step(want(SecureString, "new"), present(SecureString, Some("old")), Policy::default());
    assert!(kept.needs_metadata() && kept.may_lose_key());
    let with_key = |key: &str| {
        let metadata = Metadata { key_id: Some(key.to_owned()), tier: Some("Standard".to_owned()), description: None };
        Found::Present(Box::new(Present { metadata: Some(metadata), ..present(SecureString, Some("old")) }))
    };
    kept.learn(with_key("alias/own"), Policy::default());
    assert_eq!((kept.key_to_send(), kept.may_lose_key()), (Some("alias/own"), false));
    let same = ["alias/own", "arn:aws:kms:us-east-1:1:alias/own"];
    for (asked, is, unchanged) in
        [(same[0], same[1], true), ("1234-ab", "arn:aws:kms:r:1:key/1234-ab", true), ("alias/a", "alias/b", false)]
    {
        let mut step = Step::new(Want { key_id: Some(asked.to_owned()), ..want(SecureString, "old") });
        step.learn(with_key(is), Policy::default());
        assert_eq!(step.verdict == Verdict::Unchanged { version: 4 }, unchanged, "{asked} {is}");
    }
}

#[test]
fn a_wish_that_cannot_be_compared_is_written() {
    for change in [
        Want { tier: Some(Tier::Advanced), ..want(Plain, "same") },
        Want { description: Some("text".to_owned()), ..want(Plain, "same") },
    ] {
        let step = step(change, present(Plain, Some("same")), Policy::default());
        assert!(step.needs_metadata() && matches!(step.verdict, Verdict::Update { .. }));
    }
    let chosen_by_aws = Want { tier: Some(Tier::IntelligentTiering), ..want(Plain, "same") };
    let step = step(chosen_by_aws, present(Plain, Some("same")), Policy::default());
    assert_eq!((step.needs_metadata(), step.verdict), (false, Verdict::Unchanged { version: 4 }));
}

#[test]
fn tags_that_differ_are_sent_and_fifty_are_the_most() {
    let with = |tags| Present { tags, ..present(Plain, Some("same")) };
    let sent = |tags| step(want(Plain, "same"), with(tags), Policy::default()).tags_to_send().len();
    let known = |key: &str, value: &str| Tags::Known(TagSet::single(key, value).unwrap());
    assert_eq!((sent(Tags::Unknown), sent(Tags::AsWanted), sent(known("k", "v")), sent(known("k", "w"))), (1, 0, 0, 1));
    let fifty: TagSet = (0..50).map(|n| (format!("t{n}"), String::new())).collect();
    let full = step(want(Plain, "same"), with(Tags::Known(fifty)), Policy::default());
    assert_eq!(full.verdict, Verdict::Refused(Refusal::TooManyTags(51)));
    assert!(Step::new(want(Plain, "x")).tags_to_send().is_empty());
}

#[test]
fn a_tally_has_the_four_words_of_the_contract() {
    let mut tally = Tally::default();
    let outcomes = [
        Outcome::Created { version: 1 },
        Outcome::Updated { from: None, version: 2 },
        Outcome::Unchanged { version: 1, tagged: false },
        Outcome::Failed,
    ];
    outcomes.iter().for_each(|outcome| tally.add(outcome));
    assert_eq!(tally.to_string(), "created 1, updated 1, unchanged 1, failed 1");
    tally.add(&Outcome::Unchanged { version: 1, tagged: true });
    tally.add(&Outcome::NotReached);
    assert_eq!(tally.to_string(), "created 1, updated 1, tagged 1, unchanged 1, failed 1, not reached 1");
    assert_eq!(
        format!("{:#}", Tally { put: 2, ..Tally::default() }),
        "create 0, update 0, create or update 2, unchanged 0, refused 0"
    );
}

#[test]
fn only_the_first_line_of_a_header_may_differ() {
    assert!(same_but_header(b"# generated 1\nK=v\n", b"# generated 2\nK=v\n"));
    assert!(!same_but_header(b"# generated 1\nK=v\n", b"# generated 1\nK=w\n"));
    assert!(!same_but_header(b"K=1\n", b"K=2\n"));
}
