//! Creates or updates one parameter in clear text, and tags it.
//!
//! Its words are `commands::PUT_AND_TAG`, its work is `App::put`.

use std::process::ExitCode;

use ssm_core::cli::commands::PUT_AND_TAG;
use ssm_core::model::ParameterType;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&PUT_AND_TAG, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.put(ParameterType::String)
}
