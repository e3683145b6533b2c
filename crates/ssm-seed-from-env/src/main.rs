//! Puts and tags every key of a `.env` file.
//!
//! Its words are `commands::SEED_FROM_ENV`, its work is `App::seed`.

use std::process::ExitCode;

use ssm_core::cli::commands::SEED_FROM_ENV;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&SEED_FROM_ENV, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.seed()
}
