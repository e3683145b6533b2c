//! Completion for fish.

use std::fmt::Write as _;

use ssm_core::cli::{Command, Flag, Offers, Operands, Takes};

use super::{function, short_help};

const PROFILES: &str = r"    set -l config $HOME/.aws/config
    set -q AWS_CONFIG_FILE; and set config $AWS_CONFIG_FILE
    set -l credentials $HOME/.aws/credentials
    set -q AWS_SHARED_CREDENTIALS_FILE; and set credentials $AWS_SHARED_CREDENTIALS_FILE
    begin
        test -r $config; and string replace -rf '^\s*\[\s*(?:profile\s+(.*\S)|(default))\s*\].*' '$1$2' < $config
        test -r $credentials; and string replace -rf '^\s*\[\s*(.*\S)\s*\].*' '$1' < $credentials
    end | sort -u";

/// The completion of a command.
pub(crate) fn completion(command: &Command) -> String {
    let name = command.name;
    let own = function(command);
    let mut out = format!("# fish completion of {name}; written by the build, not by hand\n\n");
    let _ = writeln!(out, "function _{own}_profiles\n{PROFILES}\nend\n");
    if !matches!(command.operands, Operands::One(_)) {
        let _ = writeln!(out, "complete -c {name} -f");
    }
    for flag in command.all_flags() {
        let _ = writeln!(out, "complete -c {name} {}", words(flag, &own));
    }
    out
}

fn words(flag: &Flag, own: &str) -> String {
    let mut out = format!("-l {}", flag.long);
    if let Some(letter) = flag.short {
        let _ = write!(out, " -s {letter}");
    }
    if let Some(alias) = flag.alias {
        let _ = write!(out, " -l {alias}");
    }
    match (flag.takes, flag.offers) {
        (Takes::Nothing | Takes::ZeroOrOne, _) => {}
        (Takes::OneOf(_, list), _) => {
            let _ = write!(out, " -x -a '{}'", list.join(" "));
        }
        (_, Offers::Files) => out.push_str(" -r -F"),
        (_, Offers::Folders) => out.push_str(" -x -a '(__fish_complete_directories)'"),
        (_, Offers::Profiles) => {
            let _ = write!(out, " -x -a '(_{own}_profiles)'");
        }
        (_, Offers::Nothing) => out.push_str(" -x"),
    }
    let _ = write!(out, " -d '{}'", short_help(flag).replace('\\', r"\\").replace('\'', r"\'"));
    out
}
