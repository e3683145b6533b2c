//! The cases of `tests/data/dotenv`, and properties over generated values.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;
use crate::model::Value;

const READ_CASES: &str = include_str!("../../../tests/data/dotenv/read-cases.json");
const WRITE_CASES: &str = include_str!("../../../tests/data/dotenv/write-cases.json");

fn cases(text: &str) -> Vec<Json> {
    serde_json::from_str(text).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the tests compare values")]
fn entry(entry: &Entry) -> Json {
    serde_json::json!({
        "service": entry.service, "key": entry.key, "value": entry.value.reveal(), "secret": entry.secret,
    })
}

fn told(problem: &FileProblem) -> String {
    format!("{} {}", problem.key.as_deref().unwrap_or_default(), problem.what)
}

fn has(problems: &[FileProblem], expected: &Json) -> bool {
    let line = expected["line"].as_u64().unwrap();
    let text = expected["contains"].as_str().unwrap();
    problems.iter().any(|problem| problem.line as u64 == line && told(problem).contains(text))
}

#[test]
fn every_read_case_is_read_as_most_readers_do() {
    let mut wrong = Vec::new();
    for case in cases(READ_CASES) {
        let reading = read(case["input"].as_str().unwrap().as_bytes(), None);
        let right = if let Some(error) = case["expect"].get("error") {
            reading.errors.len() == 1 && has(&reading.errors, error)
        } else {
            let entries: Vec<Json> = reading.entries.iter().map(entry).collect();
            reading.errors.is_empty() && Json::from(entries) == case["expect"]
        };
        let warned = match case.get("warn").and_then(Json::as_array) {
            Some(list) => list.len() == reading.warnings.len() && list.iter().all(|one| has(&reading.warnings, one)),
            None => case["expect"].get("error").is_some() || reading.warnings.is_empty(),
        };
        if !(right && warned) {
            wrong.push(format!("{}: {:?} {:?}", case["name"], reading.errors, reading.warnings));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// Ids of the cases, by the names that warnings use; the readers that know no quotes are not among them.
const READERS: &[(&str, &str)] = &[
    ("pydotenv", "python-dotenv"),
    ("environs", "environs"),
    ("compose1_envfile", "docker compose v1"),
    ("compose2_envfile", "docker compose v2"),
    ("djenv", "django-environ"),
    ("decouple", "python-decouple"),
    ("node18", "Node dotenv"),
    ("node_builtin", "Node dotenv"),
    ("dotenvx", "dotenvx"),
    ("node_expand", "dotenv-expand"),
    ("godotenv", "godotenv"),
    ("dotenvy", "dotenvy"),
    ("ruby3", "Ruby dotenv"),
    ("systemd", "systemd"),
];

#[test]
fn every_write_case_is_written_so_and_misread_by_those() {
    let mut wrong = Vec::new();
    for case in cases(WRITE_CASES) {
        let value = Value::new(case["value"].as_str().unwrap().to_owned());
        let mut written = String::new();
        let result = write_value(&mut written, &value, case["secret"].as_bool().unwrap());
        if result.is_err() || written != case["written"].as_str().unwrap() {
            wrong.push(format!("{} is written {written}, not {}", case["value"], case["written"]));
            continue;
        }
        let names = misread_by(&value, &written);
        let not_in = case["not_in"].as_array().unwrap();
        for (id, name) in READERS {
            if names.contains(name) != not_in.contains(&Json::from(*id)) {
                wrong.push(format!("{} as {written}: {name}", case["value"]));
            }
        }
        if not_in.contains(&Json::from("ruby24")) && !names.iter().any(|name| name.starts_with("Ruby")) {
            wrong.push(format!("{} as {written}: Ruby dotenv 2", case["value"]));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn all_errors_of_a_file_are_told_at_their_lines() {
    let reading = read(b"A=1\n# service=app\n# sercet=true\nB=`x`\n# secret=true\n1C=2\nD='open\nE=2\nE=3\n", None);
    let lines: Vec<usize> = reading.errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [1, 3, 4, 6, 7, 9], "{:?}", reading.errors);
}

#[test]
fn misspelt_markers_are_errors_and_plain_comments_are_not() {
    let wrong = [
        "sercet=true",
        "secrte = yes",
        "secrets: true",
        "Secret",
        "secret true",
        "sevice=app",
        "services=app",
        "service: app",
    ];
    for comment in wrong {
        let reading = read(format!("# service=app\n# {comment}\nK=v\n").as_bytes(), None);
        assert_eq!(reading.errors.len(), 1, "{comment}");
    }
    let plain = [
        "SECRET=abc123",
        "secret values below",
        "Secrets",
        "SECURE=true",
        "service notes: none",
        "device=/dev/x",
        "select=1",
    ];
    for comment in plain {
        let reading = read(format!("# service=app\n# {comment}\nK=v\n").as_bytes(), None);
        assert!(reading.errors.is_empty(), "{comment}: {:?}", reading.errors);
    }
}

#[test]
fn a_default_service_takes_the_keys_above_the_first_marker() {
    let reading = read(b"A=1\n# service=b\nB=2\n", Some("a"));
    let services: Vec<&str> = reading.entries.iter().map(|entry| entry.service.as_str()).collect();
    assert_eq!((services, reading.errors.len()), (vec!["a", "b"], 0));
}

#[test]
fn files_in_other_encodings_are_refused_with_their_line() {
    assert_eq!(read(b"\xff\xfeA\0", None).errors[0].line, 1);
    assert_eq!(read(b"# service=a\nK=caf\xe9\n", None).errors[0].line, 2);
}

#[test]
fn docker_refuses_what_it_cannot_hold() {
    for text in ["a\nb", "a\r"] {
        assert_eq!(write_docker(&mut String::new(), &Value::new(text.to_owned())), Err(Refusal::LineBreak));
    }
}

#[test]
fn a_command_in_double_quotes_is_refused() {
    for text in ["it's $(date)", "$(date)\\"] {
        let value = Value::new(text.to_owned());
        assert_eq!(write_value(&mut String::new(), &value, false), Err(Refusal::Command));
    }
}

/// Texts made of what makes trouble.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'"),
        Just("\""),
        Just("\\"),
        Just("$"),
        Just("`"),
        Just("#"),
        Just(" "),
        Just("="),
        Just("\n"),
        Just("\r"),
        Just("\r\n"),
        Just("\t"),
        Just("$("),
        Just("${"),
        Just("}"),
        Just("# secret=true"),
        Just("\n# service=x\n"),
        Just("\u{a0}"),
        Just("\u{2028}"),
        Just("é"),
        Just("🎉"),
        Just("a"),
        Just("K"),
        Just("'\\''"),
        Just("export "),
    ];
    proptest::collection::vec(prop_oneof![4 => piece.prop_map(str::to_owned), 1 => "[^\0]"], 0..24)
        .prop_map(|parts| parts.concat())
}

#[expect(clippy::disallowed_methods, reason = "the tests compare values")]
fn read_back(assignment: &str, text: &str) -> Result<(), TestCaseError> {
    let reading = read(format!("# service=app\nOTHER=x\n{assignment}\nL=x\n").as_bytes(), None);
    prop_assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    prop_assert_eq!(reading.entries[1].value.reveal(), text);
    prop_assert_eq!(reading.entries.len(), 3);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_to_the_byte(text in nasty(), secret: bool) {
        let value = Value::new(text.clone());
        let mut written = "K=".to_owned();
        if write_value(&mut written, &value, secret).is_ok() {
            read_back(&written, &text)?;
        }
        let mut written = "export K=".to_owned();
        write_shell(&mut written, &value).unwrap();
        read_back(&written, &text)?;
    }

    #[test]
    fn no_file_makes_the_reader_panic_or_tell_a_value(text in nasty(), bytes: Vec<u8>) {
        let mut file = "# service=app\nK=".to_owned();
        let _ = write!(file, "{text}zq7Secret9xw{text}\n{text}=\n");
        let mut file = file.into_bytes();
        file.extend(bytes);
        let reading = read(&file, None);
        for problem in reading.errors.iter().chain(&reading.warnings) {
            prop_assert!(!problem.what.contains("zq7Secret9xw"), "{:?}", problem);
        }
    }
}

#[test]
fn a_nul_byte_has_no_form() {
    let value = Value::new("a\0b".to_owned());
    let mut out = String::new();
    assert_eq!(write_value(&mut out, &value, true), Err(Refusal::Nul));
    assert_eq!(write_docker(&mut out, &value), Err(Refusal::Nul));
    assert_eq!(write_shell(&mut out, &value), Err(Refusal::Nul));
    assert_eq!(out, "");
}
