//! Deletes one parameter.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "delete one parameter",
    flags: &[flags::DELETE],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview",
            "ssm-delete-param --region us-east-1 --name /mow/backend/postgres/stage/POSTGRES_DB --print-tags 1",
        ),
        ("Delete", "DRY_RUN=0 ssm-delete-param --region us-east-1 --name /mow/backend/django/stage/SECRET_KEY"),
    ],
    permissions: &[iam::DELETE],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.delete_one()
}
