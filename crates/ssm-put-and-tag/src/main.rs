//! Creates or updates one parameter in clear text, and tags it.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::model::ParameterType;
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "create or update one String parameter and tag it",
    flags: &[flags::PUT, flags::TAGS],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview",
            "ssm-put-and-tag --name /mow/backend/postgres/stage/POSTGRES_USER --value mow -f aws/tags/backend/base.json -f aws/tags/backend/stage.json --print-keys",
        ),
        (
            "Apply",
            "DRY_RUN=0 ssm-put-and-tag --name /mow/backend/postgres/stage/POSTGRES_USER --value mow -f aws/tags/backend/base.json --name-tag mow-backend-postgres-stage",
        ),
    ],
    elsewhere: &[("key-id", "ssm-put-secure-and-tag, which encrypts")],
    permissions: &[iam::PUT, iam::TAG],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.put(ParameterType::String)
}
