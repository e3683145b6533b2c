//! Creates or updates one encrypted parameter, and tags it.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::model::ParameterType;
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "create or update one SecureString parameter and tag it",
    flags: &[flags::PUT, flags::SECRET, flags::TAGS],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview; the value is asked for and not shown",
            "ssm-put-secure-and-tag --name /mow/backend/postgres/stage/POSTGRES_PASSWORD -f aws/tags/backend/base.json",
        ),
        (
            "Apply",
            "DRY_RUN=0 ssm-put-secure-and-tag --name /mow/backend/postgres/stage/POSTGRES_PASSWORD --value-file secret.txt --key-id alias/myapp/ssm -f aws/tags/backend/base.json",
        ),
    ],
    permissions: &[iam::PUT, iam::SECRET, iam::TAG],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.put(ParameterType::SecureString)
}
