//! What the actions of IAM are needed for, in groups as commands need them.

use super::command::{Given, On, Permission};
use super::flags::{NO_DECRYPT, NO_TAGS, PRINT_TAGS, TIER};

const fn needs(action: &'static str, on: On, when: &'static str) -> Permission {
    Permission { action, on, given: Given::Any, when }
}

const fn only(given: Given, permission: Permission) -> Permission {
    Permission { given, ..permission }
}

/// To write one parameter, and to compare it first.
pub static PUT: &[&Permission] = &[
    &needs("ssm:PutParameter", On::Parameters, "to write"),
    &needs("ssm:GetParameter", On::Parameters, "to compare with what is stored (without it: a warning)"),
];
/// To write the keys of a path, and to compare them first.
pub static SEED: &[&Permission] = &[
    &needs("ssm:PutParameter", On::Parameters, "to write"),
    &needs("ssm:GetParametersByPath", On::Paths, "to compare with what is stored (without it: a warning)"),
    &only(Given::Never, needs("ssm:GetParameter", On::Parameters, "the same, where the path may not be listed")),
];
/// To write secrets, and to compare them first.
pub static SECRET: &[&Permission] = &[
    &only(
        Given::Words(&TIER, &["", "Standard", "Intelligent-Tiering"]),
        needs("kms:Encrypt", On::Key, "on the key of a secret to write"),
    ),
    &only(
        Given::Words(&TIER, &["Advanced", "Intelligent-Tiering"]),
        needs("kms:GenerateDataKey", On::Key, "on the key of a secret to write as Advanced"),
    ),
    &needs("kms:Decrypt", On::PresentKey, "on the key of a secret to compare (without it: a warning)"),
    &needs("ssm:DescribeParameters", On::Store, "to compare and keep a custom KMS key (without it: a warning)"),
];
/// To tag.
pub static TAG: &[&Permission] = &[
    &only(Given::Without(&NO_TAGS), needs("ssm:AddTagsToResource", On::Parameters, "to tag")),
    &only(
        Given::Without(&NO_TAGS),
        needs("ssm:ListTagsForResource", On::Parameters, "to see which tags differ (without it all are sent)"),
    ),
];
/// To list.
pub static LIST: &[&Permission] = &[&needs("ssm:GetParametersByPath", On::Paths, "to list")];
/// To read secrets.
pub static DECRYPT: &[&Permission] = &[&only(
    Given::Without(&NO_DECRYPT),
    needs("kms:Decrypt", On::PresentKey, "on the keys of the secrets, unless --no-decrypt"),
)];
/// To delete one parameter.
pub static DELETE: &[&Permission] = &[
    &needs("ssm:DeleteParameter", On::Parameters, "to delete"),
    &needs("ssm:GetParameter", On::Parameters, "to show what is deleted (without it: a warning)"),
    &only(Given::Words(&PRINT_TAGS, &["1"]), needs("ssm:ListTagsForResource", On::Parameters, "for --print-tags")),
];
/// To delete by path.
pub static DELETE_PATH: &[&Permission] = &[
    &needs("ssm:DeleteParameters", On::Parameters, "to delete"),
    &needs("ssm:GetParametersByPath", On::Paths, "to list"),
    &only(
        Given::Never,
        needs("ssm:GetParameter", On::Parameters, "optional: to mention a parameter of exactly the path's name"),
    ),
];
