//! What a user reads and completes, rendered from the table of commands: man pages, completions of three shells, the
//! reference in Markdown. A tool of the build; nothing of it is in the ten binaries.

mod bash;
mod fish;
pub mod man;
mod markdown;
mod zsh;

use std::path::PathBuf;

use ssm_core::cli::{Command, Flag, commands};

/// Every file to install, by its place under `share`.
#[must_use]
pub fn share() -> Vec<(PathBuf, String)> {
    let mut files = vec![(PathBuf::from("man/man7/ssm-toolkit.7"), man::shared())];
    for command in commands::ALL {
        let name = command.name;
        let script = format!("{name}.sh");
        let bash = bash::completion(command);
        files.extend(
            [
                (format!("man/man1/{name}.1"), man::page(command)),
                (format!("bash-completion/completions/{script}"), bash.clone()),
                (format!("bash-completion/completions/{name}"), bash),
                (format!("zsh/vendor-completions/_{name}"), zsh::completion(command)),
                (format!("fish/vendor_completions.d/{script}.fish"), format!("complete -c {script} -w {name}\n")),
                (format!("fish/vendor_completions.d/{name}.fish"), fish::completion(command)),
            ]
            .map(|(place, text)| (PathBuf::from(place), text)),
        );
    }
    files
}

/// `docs/commands.md`.
#[must_use]
pub fn reference() -> String {
    markdown::reference(&commands::ALL)
}

/// What a shell shows beside a flag: the first clause of its help.
fn short_help(flag: &Flag) -> &str {
    let end = [". ", "; ", " (", ": "].iter().filter_map(|end| flag.help.find(end)).min();
    &flag.help[..end.unwrap_or(flag.help.len())]
}

/// A shell function's name for a command.
fn function(command: &Command) -> String {
    format!("_{}", command.name.replace('-', "_"))
}
