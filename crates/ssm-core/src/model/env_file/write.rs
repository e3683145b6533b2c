//! The written form of a value.

use thiserror::Error;

use crate::model::Value;

/// Why a value has no safe form.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// dotenvx runs `$(…)` in double quotes however it is escaped, and single quotes cannot hold this value.
    #[error(
        "its value cannot be written so that no reader runs a part of it as a command (--format json or shell can hold it)"
    )]
    Command,
    /// docker knows no quotes, so a line break ends a value.
    #[error("its value has a line break, which docker's form cannot hold (--format dotenv or json can)")]
    LineBreak,
    /// No environment variable can hold it, and shells and readers stop at it or leave it out.
    #[error("its value has a NUL byte, which no environment variable can hold (--format json can)")]
    Nul,
}

fn without_nul(text: &str) -> Result<&str, Refusal> {
    if text.contains('\0') { Err(Refusal::Nul) } else { Ok(text) }
}

/// Writes a value for readers of `.env` files: bare where all of them agree and it is no secret, else in
/// single quotes, else in double quotes with escapes. Line breaks stand as they are.
#[expect(clippy::disallowed_methods, reason = "the exported file is what values are read for")]
pub fn write_value(out: &mut String, value: &Value, secret: bool) -> Result<(), Refusal> {
    let text = without_nul(value.reveal())?;
    let command = text.contains("$(");
    // Doubled backslashes are halved by python-dotenv in single quotes.
    let single = !text.contains('\'') && !text.ends_with('\\') && (command || !text.contains("\\\\"));
    if !secret && is_bare(text) {
        out.push_str(text);
    } else if single {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
    } else if command {
        return Err(Refusal::Command);
    } else {
        push_double(out, text);
    }
    Ok(())
}

/// Letters that every one of the readers takes as they are; not `=` first and not `:=`, which zsh expands.
fn is_bare(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_@%+=,./:-".contains(c);
    text.chars().all(fits) && !text.starts_with('=') && !text.contains(":=")
}

fn push_double(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '$' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

/// Writes a value for `docker run --env-file`, which takes the line as it is.
#[expect(clippy::disallowed_methods, reason = "the exported file is what values are read for")]
pub fn write_docker(out: &mut String, value: &Value) -> Result<(), Refusal> {
    let text = without_nul(value.reveal())?;
    if text.contains('\n') || text.ends_with('\r') {
        return Err(Refusal::LineBreak);
    }
    out.push_str(text);
    Ok(())
}

/// Writes a value for any POSIX shell, always quoted.
#[expect(clippy::disallowed_methods, reason = "the exported file is what values are read for")]
pub fn write_shell(out: &mut String, value: &Value) -> Result<(), Refusal> {
    let text = without_nul(value.reveal())?;
    out.push('\'');
    for (index, piece) in text.split('\'').enumerate() {
        if index > 0 {
            out.push_str("'\\''");
        }
        out.push_str(piece);
    }
    out.push('\'');
    Ok(())
}
