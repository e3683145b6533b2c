//! Names, values and tags, by tables of cases.

use super::*;

#[test]
fn names_follow_every_rule_of_aws() {
    let good =
        ["/mow/backend/django/stage/SECRET_KEY", "flat", "/flat", "/a/b.c-d_e/9", &format!("/{}", ["a"; 15].join("/"))];
    for name in good {
        assert_eq!(ParameterName::parse(name, None).map(|name| name.to_string()), Ok(name.to_owned()));
    }
    let deep = format!("/{}", ["a"; 16].join("/"));
    let bad = [
        ("", NameError::Empty),
        ("/a b", NameError::Character(Shown(' '))),
        (" /a", NameError::Character(Shown(' '))),
        ("/é", NameError::Character(Shown('é'))),
        ("/a:1", NameError::Character(Shown(':'))),
        ("/a//b", NameError::EmptyLevel),
        ("//a", NameError::EmptyLevel),
        ("/a/", NameError::TrailingSlash),
        ("/", NameError::TrailingSlash),
        ("a/b", NameError::NotQualified),
        (deep.as_str(), NameError::TooDeep(16)),
        ("/aws/x", NameError::Reserved("aws")),
        ("AWSome", NameError::Reserved("aws")),
        ("/Ssm-x/y", NameError::Reserved("ssm")),
    ];
    for (name, error) in bad {
        assert_eq!(ParameterName::parse(name, None), Err(error), "{name}");
    }
}

#[test]
fn the_length_counts_with_the_arn_of_the_region() {
    // `arn:aws:ssm:us-east-1:123456789012:parameter/` has 45 characters.
    let name = |length: usize| "x".repeat(length);
    assert!(ParameterName::parse(&name(966), None).is_ok());
    assert_eq!(ParameterName::parse(&name(967), None), Err(NameError::TooLong(1012)));
    assert_eq!(ParameterName::parse(&name(966), Some("ap-southeast-1")), Err(NameError::TooLong(1016)));
    assert_eq!(ParameterName::parse(&name(966), Some("cn-north-1")), Err(NameError::TooLong(1015)));
}

#[test]
fn arns_become_names() {
    assert_eq!(name_of_arn("arn:aws:ssm:eu-west-1:123456789012:parameter/a/b"), "/a/b");
    assert_eq!(name_of_arn("arn:aws-cn:ssm:cn-north-1:123456789012:parameter/flat"), "flat");
    for other in ["/a/b", "arn:aws:s3:::bucket", "arn:aws:ssm:r:1:document/x", "arn"] {
        assert_eq!(name_of_arn(other), other);
    }
}

#[test]
fn a_scope_makes_and_splits_names() {
    let segment = |text| Segment::parse(text).unwrap();
    let scope = Scope { project: segment("mow"), component: segment("backend"), environment: segment("prod") };
    assert_eq!(scope.name("django", "DEBUG"), "/mow/backend/django/prod/DEBUG");
    assert_eq!(scope.split("/mow/backend/django/prod/DEBUG"), Place::Key { service: "django", key: "DEBUG" });
    assert_eq!(scope.split("/mow/backend/django/stage/DEBUG"), Place::Elsewhere);
    assert_eq!(scope.split("/mow/backend/django/stage/a/b"), Place::Elsewhere);
    for misfit in [
        "/mow/backend/x",
        "/mow/backend/django/prod",
        "/mow/backend/django/prod/a/b",
        "/mow/backend-2/a/prod/K",
        "flat",
    ] {
        assert_eq!(scope.split(misfit), Place::Misfit, "{misfit}");
    }
    for text in ["", "a/b", "..", ".", "a b"] {
        assert!(Segment::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_path_holds_whole_levels_only() {
    let path = PathPrefix::parse("/mow/back/").unwrap();
    assert_eq!((path.as_str(), path.levels()), ("/mow/back", 2));
    assert!(path.holds("/mow/back/x") && path.holds("/mow/back/x/y"));
    assert!(!path.holds("/mow/back") && !path.holds("/mow/backend/x"));
    for (text, error) in [("", PathError::Everything), ("/", PathError::Everything), ("a/b", PathError::Relative)] {
        assert_eq!(PathPrefix::parse(text), Err(error));
    }
}

#[test]
fn values_are_measured_in_bytes_and_never_shown() {
    let value = |text: &str| Value::new(text.to_owned());
    assert_eq!(value("").check(None), Err(ValueError::Empty));
    assert_eq!(value(&"é".repeat(2048)).check(None), Ok(()));
    assert_eq!(value(&"x".repeat(4097)).check(None), Err(ValueError::TooLong { length: 4097, max: 4096 }));
    for tier in [Tier::Advanced, Tier::IntelligentTiering] {
        assert_eq!(value(&"x".repeat(8192)).check(Some(tier)), Ok(()));
        assert!(value(&"x".repeat(8193)).check(Some(tier)).is_err());
    }
    for (text, refused) in [("a {{ b }} c", true), ("{{}}", true), ("{{", false), ("}}{{", false), ("{ {a} }", false)] {
        assert_eq!(value(text).has_template(), refused, "{text}");
    }
    assert_eq!(format!("{:?}", value("hunter2")), "Value([REDACTED])");
    assert!(value("hunter2").occurs_in("x hunter2 y") && !value("").occurs_in("x"));
}

#[test]
fn layers_of_tags_lie_over_one_another() {
    let set = |text: &str| TagSet::parse_file(text).unwrap();
    let base = set("\u{feff}[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"1\"}]");
    let upper = set(r#"[{"Key":"b","Value":"2"},{"Key":"c","Value":""}]"#);
    let merged = base.clone().overlaid(&upper);
    assert_eq!(merged.iter().collect::<Vec<_>>(), [("a", "1"), ("b", "2"), ("c", "")]);
    assert_eq!(merged.missing_in(&base).keys().collect::<Vec<_>>(), ["b", "c"]);
    assert!(base.missing_in(&base).is_empty());
    assert_eq!(set(r#"[{"Key":"Name","Value":"1"},{"Key":"name","Value":"1"}]"#).case_twins(), [("Name", "name")]);
}

#[test]
fn tags_use_the_letters_of_aws() {
    for text in ["plain", "Ünïcödé", "數字 ٣ Ⅷ", "a_b.c:d/e=f+g-h@i", "\u{a0}\u{2003}"] {
        assert!(TagSet::single(text, text).is_ok(), "{text}");
    }
    for text in ["a,b", "a\"b", "a#b", "a&b", "a(b", "a*b", "a\tb", "a\nb", "a\u{301}", "€", "🎉"] {
        assert!(TagSet::single("k", text).is_err(), "{text}");
        assert!(TagSet::single(text, "v").is_err(), "{text}");
    }
}
