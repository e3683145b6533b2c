//! A policy of IAM as its simulator would read it: as much of the language as the commands print.

use serde_json::Value as Json;

/// Statements that allow.
pub(crate) struct Policy(Json);

/// What is asked: an action on a parameter and, for KMS, the key's name.
pub(crate) struct Question<'a> {
    pub(crate) action: &'a str,
    pub(crate) name: &'a str,
    pub(crate) alias: &'a str,
}

impl Policy {
    /// Reads the text of a policy; one with anything unknown in it is none.
    pub(crate) fn parse(text: &str) -> Self {
        let policy: Json = serde_json::from_str(text).unwrap();
        assert_eq!(policy["Version"], "2012-10-17");
        for statement in policy["Statement"].as_array().unwrap() {
            assert_eq!(statement["Effect"], "Allow");
            let known = ["Sid", "Effect", "Action", "Resource", "Condition"];
            assert!(statement.as_object().unwrap().keys().all(|key| known.contains(&key.as_str())), "{statement}");
            let sid = statement["Sid"].as_str().unwrap();
            assert!(sid.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{sid}");
        }
        Self(policy)
    }

    pub(crate) fn allows(&self, question: &Question<'_>) -> bool {
        self.0["Statement"].as_array().unwrap().iter().any(|statement| allows(statement, question))
    }
}

fn parameter_arn(name: &str) -> String {
    match name {
        "*" => "arn:aws:ssm:us-east-1:123456789012:*".to_owned(),
        name => format!("arn:aws:ssm:us-east-1:123456789012:parameter/{}", name.trim_start_matches('/')),
    }
}

fn allows(statement: &Json, question: &Question<'_>) -> bool {
    let arn = if question.action.starts_with("kms:") {
        "arn:aws:kms:us-east-1:123456789012:key/11112222-3333-4444-5555-666677778888".to_owned()
    } else {
        parameter_arn(question.name)
    };
    texts(&statement["Action"]).any(|action| action == question.action)
        && texts(&statement["Resource"]).any(|pattern| fits(pattern, &arn))
        && holds(&statement["Condition"], question)
}

fn holds(condition: &Json, question: &Question<'_>) -> bool {
    let Some(condition) = condition.as_object() else { return true };
    condition.iter().all(|(operator, keys)| {
        keys.as_object().unwrap().iter().all(|(key, wanted)| {
            let given = match key.as_str() {
                "kms:ViaService" => "ssm.us-east-1.amazonaws.com".to_owned(),
                "kms:EncryptionContext:PARAMETER_ARN" => parameter_arn(question.name),
                "kms:ResourceAliases" => question.alias.to_owned(),
                other => panic!("the condition {other} is not known"),
            };
            texts(wanted).any(|wanted| match operator.as_str() {
                "StringLike" => fits(wanted, &given),
                "ForAnyValue:StringEquals" => wanted == given,
                other => panic!("the operator {other} is not known"),
            })
        })
    })
}

/// One text, or all of a list.
fn texts(value: &Json) -> impl Iterator<Item = &str> {
    let many = value.as_array().into_iter().flatten();
    value.as_str().into_iter().chain(many.filter_map(Json::as_str))
}

/// `*` is any text.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, tail)) => {
            let Some(rest) = text.strip_prefix(head) else { return false };
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| fits(tail, &rest[at..]))
        }
    }
}
