//! Puts and tags every key of a `.env` file.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "put and tag every key of a .env file",
    flags: &[flags::SCOPE, flags::SEED],
    required: &[&flags::PROJECT, &flags::ENVIRONMENT, &flags::ENV_FILE],
    examples: &[
        (
            "Preview",
            "ssm-seed-from-env --region us-east-1 --project mow --environment prod --env-file env.prod --print-keys",
        ),
        (
            "Apply, with a layer of tags of this build",
            "DRY_RUN=0 ssm-seed-from-env --project mow --environment prod --env-file env.prod --extra-tag-file build-tags.json",
        ),
    ],
    permissions: &[iam::SEED, iam::SECRET, iam::TAG],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.seed()
}
