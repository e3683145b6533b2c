//! Tags parameters that exist.
//!
//! Its words are `commands::TAG_RESOURCES_BY_ID`, its work is `App::tag`.

use std::process::ExitCode;

use ssm_core::cli::commands::TAG_RESOURCES_BY_ID;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&TAG_RESOURCES_BY_ID, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.tag()
}
