//! Deletes one parameter.
//!
//! Its words are `commands::DELETE_PARAM`, its work is `App::delete_one`.

use std::process::ExitCode;

use ssm_core::cli::commands::DELETE_PARAM;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&DELETE_PARAM, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.delete_one()
}
