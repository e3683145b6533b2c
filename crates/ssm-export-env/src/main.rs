//! Writes the parameters of one environment to a `.env` file.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, Operands, flags};
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "write the parameters of one environment to a .env file, mode 0600",
    flags: &[flags::SCOPE, flags::EXPORT],
    required: &[&flags::PROJECT, &flags::ENVIRONMENT],
    operands: Operands::One("FILE"),
    writes: false,
    examples: &[
        ("To a file", "ssm-export-env --region us-east-1 --project mow --env stage /opt/app/.env"),
        (
            "From cron: touch the file only if something changed",
            "ssm-export-env --project mow --env prod --if-changed /opt/app/.env",
        ),
        (
            "A backup that a seed restores, types too",
            "ssm-export-env --project mow --env prod --mark-secrets backup.env",
        ),
    ],
    permissions: &[iam::LIST, iam::DECRYPT],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.export()
}
