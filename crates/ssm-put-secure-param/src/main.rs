//! Creates or updates one encrypted parameter.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::model::ParameterType;
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "create or update one SecureString parameter",
    flags: &[flags::PUT, flags::SECRET],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview; the value is asked for and not shown",
            "ssm-put-secure-param --region us-east-1 --name /mow/backend/django/stage/SECRET_KEY",
        ),
        (
            "Apply, with a value that no other user of the machine can see",
            "pass show django | ssm-put-secure-param --apply --name /mow/backend/django/stage/SECRET_KEY --value-file -",
        ),
        (
            "Apply, with a key of your own",
            "DRY_RUN=0 ssm-put-secure-param --name /mow/backend/django/stage/SECRET_KEY --value-file secret.txt --key-id alias/myapp/ssm",
        ),
    ],
    permissions: &[iam::PUT, iam::SECRET],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.put(ParameterType::SecureString)
}
