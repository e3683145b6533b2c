//! Tags parameters that exist.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, Operands, flags};
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "tag parameters (or other Systems Manager resources) that exist",
    flags: &[flags::TAGS, flags::RESOURCES],
    operands: Operands::AfterDashes("NAME"),
    examples: &[
        (
            "Preview",
            "tag-ssm-resources-by-id -f aws/tags/backend/base.json --name-tag mow-backend -- /mow/backend/postgres/stage/POSTGRES_DB",
        ),
        (
            "Apply to all that a list finds",
            "ssm-list-param-keys --prefix /mow/backend/ --raw | tag-ssm-resources-by-id --apply -f aws/tags/backend/base.json -- -",
        ),
    ],
    permissions: &[iam::TAG],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.tag()
}
