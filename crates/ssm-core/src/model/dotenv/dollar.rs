//! `$` outside single quotes.

use super::scan::{Context, Scanned};

const REFERENCE: &str =
    "a variable reference ('${...}') is not expanded; put the value in single quotes to store it as it is";
const COMMAND: &str = "a command substitution ('$(...)') is not run; put the value in single quotes to store it as it is";
const KEPT: &str = "'$' kept, but some readers expand what follows; put the value in single quotes";

/// Judges a `$` that stands at `at`, by what follows it.
///
/// It is never expanded: that would read the operator's own environment into production, and 11 of 30 readers do
/// not either. What most readers would expand is refused, since as plain text it breaks the program that gets it;
/// what a generated key may hold by chance is kept, with a warning.
pub(super) fn look(context: &Context<'_, '_>, scanned: &mut Scanned<'_>, at: usize, rest: &str) {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    let name = &rest[..end];
    if rest.starts_with('{') {
        scanned.error(at, REFERENCE);
    } else if rest.starts_with('(') {
        scanned.error(at, COMMAND);
    } else if context.keys.contains(name) {
        // The name is that of a key, so it may be told, unless that key was a broken value's next line.
        let name = if context.may_name { format!("'${name}'") } else { "a '$'".to_owned() };
        scanned.error(
            at,
            format!("{name} refers to a key above and is not expanded; put the value in single quotes to store it as it is"),
        );
    } else if !name.is_empty() || rest.starts_with('$') {
        scanned.warn(at, KEPT);
    }
}
