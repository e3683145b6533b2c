//! Lists the names of parameters.

use std::process::ExitCode;

use ssm_core::cli::flags::iam;
use ssm_core::cli::{Command, flags};
use ssm_core::{App, Work};

static COMMAND: Command = Command {
    name: env!("CARGO_BIN_NAME"),
    about: "list the names of parameters, never their values",
    flags: &[flags::LIST],
    writes: false,
    examples: &[
        ("All parameters, with type, version and date", "ssm-list-param-keys --region us-east-1"),
        ("Names only, for the next program", "ssm-list-param-keys --prefix /mow/backend/ --contains POSTGRES --raw"),
    ],
    permissions: &[iam::LIST],
    ..Command::EMPTY
};

fn main() -> ExitCode {
    ssm_core::main(&COMMAND, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.list()
}
