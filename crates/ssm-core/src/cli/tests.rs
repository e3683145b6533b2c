//! The table of flags, and the argument loop.

use std::collections::BTreeSet;
use std::ffi::OsString;

use proptest::prelude::*;

use super::help::help;
use super::*;

static COMMAND: Command = Command {
    name: "demo",
    about: "show the form",
    flags: &[
        flags::PUT,
        flags::SECRET,
        flags::TAGS,
        flags::LIST,
        flags::SCOPE,
        flags::SEED,
        flags::EXPORT,
        flags::DELETE_PATH,
        flags::RESOURCES,
    ],
    operands: Operands::AfterDashes("NAME"),
    ..Command::EMPTY
};

#[test]
fn every_flag_is_documented_and_named_once() {
    let groups: [&[&[&Flag]]; 4] = [
        &[flags::PUT, flags::SECRET, flags::TAGS, flags::RESOURCES],
        &[flags::SCOPE, flags::SEED],
        &[flags::SCOPE, flags::EXPORT],
        &[flags::LIST, flags::COMMON],
    ];
    for group in groups {
        let mut names = BTreeSet::new();
        for flag in group.iter().flat_map(|list| list.iter()) {
            assert!(names.insert(flag.long), "--{} stands twice", flag.long);
            assert!(flag.alias.is_none_or(|alias| names.insert(alias)));
            assert!(
                flag.help.starts_with(|c: char| c.is_uppercase() || c == '\'' || flag.long == "format"),
                "--{}",
                flag.long
            );
            assert!(!flag.help.ends_with('.'), "--{}", flag.long);
            assert!(flag.long.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
            assert!(flag.takes.word().is_none_or(|word| word.chars().all(|c| c.is_ascii_uppercase())));
        }
    }
}

#[test]
fn the_help_of_a_command_names_every_flag() {
    let text = help(&COMMAND);
    for flag in COMMAND.all_flags() {
        assert!(text.contains(&format!("--{}", flag.long)), "--{}", flag.long);
    }
}

#[test]
fn names_stand_behind_dashes_also_where_a_value_is_two_dashes() {
    let parse = |words: &[&str]| Args::parse(&COMMAND, words.iter().map(OsString::from));
    let args = parse(&["--value", "--", "-q", "--", "a", "--value", "-"]).unwrap();
    assert_eq!((args.text(&flags::VALUE), args.is_on(&flags::QUIET)), (Some("--"), true));
    assert_eq!(args.operands(), ["a", "--value", "-"]);
    assert!(parse(&["a"]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_words_make_the_loop_panic_or_repeat_a_stray_one(words in proptest::collection::vec("(--?[a-z-]{0,12}(=.{0,6})?|[01-]|zq7 ?Secret9xw|.{0,8})", 0..8)) {
        if let Err(error) = Args::parse(&COMMAND, words.iter().map(OsString::from)) {
            let text = error.to_string();
            prop_assert!(!text.contains("zq7") && !text.contains("Secret9xw"), "{}", text);
        }
    }
}
