//! Lists the names of parameters.
//!
//! Its words are `commands::LIST_PARAM_KEYS`, its work is `App::list`.

use std::process::ExitCode;

use ssm_core::cli::commands::LIST_PARAM_KEYS;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&LIST_PARAM_KEYS, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.list()
}
