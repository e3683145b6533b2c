//! Deletes all parameters under a path.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "delete all parameters under a path",
    flags: &[flags::DELETE_PATH],
    required: &[&flags::PATH_PREFIX],
    examples: &[
        ("Preview", "ssm-delete-by-path --region us-east-1 --path-prefix /mow/backend/ --print-names"),
        (
            "Delete those that contain a text, if there are exactly three",
            "DRY_RUN=0 ssm-delete-by-path --path-prefix /mow/backend/ --contains POSTGRES --expect-count 3",
        ),
    ],
    permissions: &[iam::DELETE_PATH],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.delete_path()
}
