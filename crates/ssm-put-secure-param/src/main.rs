//! Creates or updates one encrypted parameter.
//!
//! Its words are `commands::PUT_SECURE_PARAM`, its work is `App::put`.

use std::process::ExitCode;

use ssm_core::cli::commands::PUT_SECURE_PARAM;
use ssm_core::model::ParameterType;
use ssm_core::{App, Work};

fn main() -> ExitCode {
    ssm_core::main(&PUT_SECURE_PARAM, run)
}

fn run(app: &mut App) -> Work<'_> {
    app.put(ParameterType::SecureString)
}
