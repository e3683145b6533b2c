//! The written form of a value, which is what stands behind `KEY=`.
//!
//! Every function appends to a text of the caller, so that the value is copied once; a caller that gives it room
//! beforehand leaves no copy behind when it grows.

use thiserror::Error;

use crate::model::Value;

/// Why a value is not written. The message holds no part of it.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq)]
pub enum Refusal {
    /// dotenvx 2.38.2 runs `$(...)` in double quotes even where it is escaped, and the value cannot stand in
    /// single quotes.
    #[error(
        "the value holds '$(' and cannot be quoted so that no reader runs it as a command; use --format json, docker or shell"
    )]
    Command,
    /// `docker run --env-file` ends a value where the line ends, and takes a CR off its end.
    #[error("the value holds a line break, which docker's format has no way to write; use --format dotenv or json")]
    LineBreak,
    /// An environment variable ends at a NUL.
    #[error("the value holds a NUL, which no environment variable can hold; use --format json")]
    Nul,
}

/// Writes a value for readers of `.env` files.
///
/// One rule, three forms: bare where all readers agree on it and the value is no `secret`; else in single quotes,
/// where nothing is special; else in double quotes with a backslash before `\`, `"`, `$` and the backtick. Line
/// breaks stand as they are. POSIX shells read every form to the byte and run nothing; [`super::misread_by`] tells
/// who else does not. A secret is always quoted, so that its form says nothing about it.
///
/// # Errors
///
/// [`Refusal::Command`] and [`Refusal::Nul`]; nothing is appended then.
#[expect(clippy::disallowed_methods, reason = "the exported file is what values are read for")]
pub fn write_value(out: &mut String, value: &Value, secret: bool) -> Result<(), Refusal> {
    let text = value.reveal();
    if text.contains('\0') {
        return Err(Refusal::Nul);
    }
    let command = text.contains("$(");
    // python-dotenv and Compose v1 halve a doubled backslash in single quotes; with `$(` that is the lesser evil.
    let single = !text.contains('\'') && !text.ends_with('\\') && (command || !text.contains("\\\\"));
    if !secret && is_bare(text) {
        out.push_str(text);
    } else if single {
        out.reserve(text.len() + 2);
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

/// Whether all 30 readers take a text as it stands. zsh expands a `=` in front and behind `:`.
fn is_bare(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_@%+=,./:-".contains(c);
    text.chars().all(fits) && !text.starts_with('=') && !text.contains(":=")
}

fn push_double(out: &mut String, text: &str) {
    let special = ['\\', '"', '$', '`'];
    out.reserve(text.len() + text.matches(special).count() + 2);
    out.push('"');
    for c in text.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

/// Writes a value for `docker run --env-file` and Compose's `format: raw`, which know no quotes and take the line
/// as it is. Their limit of 64 KiB a line is far above what a parameter holds.
///
/// # Errors
///
/// [`Refusal::LineBreak`] and [`Refusal::Nul`]; nothing is appended then.
#[expect(clippy::disallowed_methods, reason = "the exported file is what values are read for")]
pub fn write_docker(out: &mut String, value: &Value) -> Result<(), Refusal> {
    let text = value.reveal();
    if text.contains('\0') {
        return Err(Refusal::Nul);
    }
    if text.contains('\n') || text.ends_with('\r') {
        return Err(Refusal::LineBreak);
    }
    out.push_str(text);
    Ok(())
}

/// Writes a value for lines `export KEY=...` that a POSIX shell sources: always in single quotes, with `'\''` for
/// each single quote inside. Shells read all of it to the byte, but for a NUL, which they drop.
#[expect(clippy::disallowed_methods, reason = "the exported file is what values are read for")]
pub fn write_shell(out: &mut String, value: &Value) {
    let text = value.reveal();
    out.reserve(text.len() + 3 * text.matches('\'').count() + 2);
    out.push('\'');
    for (index, piece) in text.split('\'').enumerate() {
        if index > 0 {
            out.push_str("'\\''");
        }
        out.push_str(piece);
    }
    out.push('\'');
}
