//! Deletes all parameters under a path.
//!
//! Its words are `commands::DELETE_BY_PATH`, its work is `App::delete_path`.

use std::process::ExitCode;

use ssm_core::cli::commands::DELETE_BY_PATH;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&DELETE_BY_PATH, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.delete_path()
}
