//! Completion for zsh, by its own `_arguments`.

use std::fmt::Write as _;

use ssm_core::cli::{Command, Flag, Offers, Operands, Takes};

use super::{function, short_help};

/// zsh has the lines of both files without a child process.
const PROFILES: &str = r#"    local file
    local -aU profiles
    file=${AWS_CONFIG_FILE:-$HOME/.aws/config}
    [[ -r $file ]] && profiles+=(${${(M)${(f)"$(<$file)"}:#[[:space:]]#\[[[:space:]]#(profile[[:space:]]##*|default)[[:space:]]#\]*}//(#b)[[:space:]]#\[[[:space:]]#(profile[[:space:]]##|)([^]]#[^][:space:]])[[:space:]]#\]*/$match[2]})
    file=${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}
    [[ -r $file ]] && profiles+=(${${(M)${(f)"$(<$file)"}:#[[:space:]]#\[*\]*}//(#b)[[:space:]]#\[[[:space:]]#([^]]#[^][:space:]])[[:space:]]#\]*/$match[1]})
    compadd -a profiles"#;

/// The completion of a command and of its `.sh` name.
pub(crate) fn completion(command: &Command) -> String {
    let name = command.name;
    let own = function(command);
    let mut out = format!("#compdef {name} {name}.sh\n# written by the build, not by hand\n\n");
    let _ = write!(
        out,
        "{own}_profiles() {{\n    setopt local_options extended_glob\n{PROFILES}\n}}\n\n{own}() {{\n    _arguments -s"
    );
    for flag in command.all_flags() {
        for spelling in flag.spellings() {
            let _ = write!(out, " \\\n        {}", quoted(&argument(flag, &spelling, &own)));
        }
    }
    match command.operands {
        Operands::None => {}
        Operands::One(word) => {
            let _ = write!(out, " \\\n        {}", quoted(&format!("1:{word}:_files")));
        }
        Operands::AfterDashes(word) => {
            let _ = write!(out, " \\\n        {}", quoted(&format!("*:{word}:")));
        }
    }
    // Loaded by the completion system it runs at once; sourced by hand it registers itself.
    let _ = write!(
        out,
        "\n}}\n\nif [[ ${{funcstack[1]}} == _{name} ]]; then\n    {own} \"$@\"\nelse\n    compdef {own} {name} {name}.sh\nfi\n"
    );
    out
}

/// One specification: `*(-f --tag-file)-f+[help]:FILE:_files`.
fn argument(flag: &Flag, spelling: &str, own: &str) -> String {
    let others: Vec<String> = flag.spellings().collect();
    let before = match (flag.many, others.len()) {
        (true, _) => "*".to_owned(),
        (false, 1) => String::new(),
        (false, _) => format!("({})", others.join(" ")),
    };
    let takes = match (flag.takes.word(), spelling.starts_with("--")) {
        (None, _) => "",
        (Some(_), true) => "=",
        (Some(_), false) => "+",
    };
    let help: String = short_help(flag).chars().filter(|c| !"[]:".contains(*c)).collect();
    let action = match (flag.takes, flag.offers) {
        (Takes::Nothing | Takes::ZeroOrOne, _) => String::new(),
        (Takes::OneOf(word, list), _) => format!(":{word}:({})", list.join(" ")),
        (Takes::Value(word), Offers::Files) => format!(":{word}:_files"),
        (Takes::Value(word), Offers::Folders) => format!(":{word}:_files -/"),
        (Takes::Value(word), Offers::Profiles) => format!(":{word}:{own}_profiles"),
        (Takes::Value(word), Offers::Nothing) => format!(":{word}: "),
    };
    format!("{before}{spelling}{takes}[{help}]{action}")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
