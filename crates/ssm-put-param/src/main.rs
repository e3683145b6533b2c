//! Creates or updates one parameter in clear text.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::model::ParameterType;
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "create or update one String parameter",
    flags: &[flags::PUT],
    required: &[&flags::NAME],
    examples: &[
        ("Preview", "ssm-put-param --region us-east-1 --name /mow/backend/postgres/stage/POSTGRES_DB --value ok_db"),
        (
            "Apply",
            "DRY_RUN=0 ssm-put-param --region us-east-1 --name /mow/backend/postgres/stage/POSTGRES_DB --value ok_db",
        ),
    ],
    elsewhere: &[("key-id", "ssm-put-secure-param, which encrypts")],
    permissions: &[iam::PUT],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.put(ParameterType::String)
}
