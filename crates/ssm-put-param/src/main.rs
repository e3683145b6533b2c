//! Creates or updates one parameter in clear text.
//!
//! Its words are `commands::PUT_PARAM`, its work is `App::put`.

use std::process::ExitCode;

use ssm_core::cli::commands::PUT_PARAM;
use ssm_core::model::ParameterType;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&PUT_PARAM, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.put(ParameterType::String)
}
