//! The ten commands, run as users run them: the real binaries against the strict fake and against moto.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "test code")]
#![allow(clippy::disallowed_methods, reason = "test code touches files and streams")]
#![allow(clippy::format_collect, clippy::large_stack_arrays, clippy::print_stderr, reason = "test code")]

mod account;
mod bars;
mod cli;
mod connection;
mod delete;
mod demo;
mod drift;
mod engine;
mod export;
mod faults;
mod iam;
mod list;
mod looks;
mod manual;
mod moto;
mod pace;
mod page;
mod permissions;
mod plans;
mod put;
mod readers;
mod scenes;
mod schedules;
mod seed;
mod signals;
mod site;
mod soak;
mod tag;
mod tls;
mod wrappers;

/// The ten names.
const COMMANDS: [&str; 10] = [
    "ssm-put-param",
    "ssm-put-secure-param",
    "ssm-put-and-tag",
    "ssm-put-secure-and-tag",
    "ssm-list-param-keys",
    "ssm-seed-from-env",
    "ssm-export-env",
    "tag-ssm-resources-by-id",
    "ssm-delete-param",
    "ssm-delete-by-path",
];

/// Those of them that write to AWS, each with arguments that make a valid call.
const WRITERS: [(&str, &[&str]); 8] = [
    ("ssm-put-param", &["--name", "/mow/x", "--value", "harmless"]),
    ("ssm-put-secure-param", &["--name", "/mow/x", "--value", "harmless"]),
    ("ssm-put-and-tag", &["--name", "/mow/x", "--value", "harmless", "--name-tag", "t"]),
    ("ssm-put-secure-and-tag", &["--name", "/mow/x", "--value", "harmless", "--name-tag", "t"]),
    ("ssm-seed-from-env", &["--project", "mow", "--environment", "prod", "--env-file", "env", "--no-tags"]),
    ("tag-ssm-resources-by-id", &["--name-tag", "t", "--", "/mow/x"]),
    ("ssm-delete-param", &["--name", "/mow/x"]),
    ("ssm-delete-by-path", &["--path-prefix", "/mow/x"]),
];
