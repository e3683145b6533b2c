//! Writes the parameters of one environment to a `.env` file.
//!
//! Its words are `commands::EXPORT_ENV`, its work is `App::export`.

use std::process::ExitCode;

use ssm_core::cli::commands::EXPORT_ENV;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&EXPORT_ENV, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.export()
}
