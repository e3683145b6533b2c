//! Completion for bash, with or without the package bash-completion.

use std::fmt::Write as _;

use ssm_core::cli::{Command, Flag, Offers, Operands, Takes};

use super::function;

/// The names of the profiles; in the config file a section begins with `profile`, in the other with the name.
const PROFILES: &str = r#"{
        sed -n 's/^[[:space:]]*\[[[:space:]]*profile[[:space:]]\{1,\}\([^]]*[^][:space:]]\)[[:space:]]*\].*/\1/p; s/^[[:space:]]*\[[[:space:]]*\(default\)[[:space:]]*\].*/\1/p' "${AWS_CONFIG_FILE:-$HOME/.aws/config}"
        sed -n 's/^[[:space:]]*\[[[:space:]]*\([^]]*[^][:space:]]\)[[:space:]]*\].*/\1/p' "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"
    } 2>/dev/null | sort -u"#;

/// The completion of a command and of its `.sh` name.
pub(crate) fn completion(command: &Command) -> String {
    let name = command.name;
    let own = function(command);
    let mut out = format!("# bash completion of {name}; written by the build, not by hand\n\n");
    let _ = writeln!(out, "{own}_profiles() {{\n    {PROFILES}\n}}\n");
    let _ = writeln!(out, "{own}() {{");
    // '=' breaks words: `--flag=value` comes as three.
    out.push_str(
        r"    local IFS=$'\n' cur=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD-1]}
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $flag == = ]]; then
        flag=${COMP_WORDS[COMP_CWORD-2]}
    fi
    COMPREPLY=()
    case $flag in
",
    );
    for flag in command.all_flags().filter(|flag| flag.takes.word().is_some()) {
        let names: Vec<String> = flag.spellings().collect();
        let _ = writeln!(out, "        {}) {}return ;;", names.join("|"), offer(flag, &own));
    }
    out.push_str("    esac\n    if [[ $cur == -* ]]; then\n");
    let flags: Vec<String> = command.all_flags().flat_map(Flag::spellings).collect();
    let _ = writeln!(out, "        mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$cur\")", flags.join("\n"));
    if let Operands::One(_) = command.operands {
        out.push_str("    else\n        compopt -o filenames 2>/dev/null\n");
        out.push_str("        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n");
    }
    let _ = write!(out, "    fi\n}}\n\ncomplete -F {own} {name} {name}.sh\n");
    out
}

fn offer(flag: &Flag, own: &str) -> String {
    let words = match (flag.takes, flag.offers) {
        (Takes::OneOf(_, list), _) => format!("-W '{}'", list.join("\n")),
        (_, Offers::Files) => "-f".to_owned(),
        (_, Offers::Folders) => "-d".to_owned(),
        (_, Offers::Profiles) => format!("-W \"$({own}_profiles)\""),
        (_, Offers::Nothing) => return String::new(),
    };
    let files = if words.starts_with("-W") { "" } else { "compopt -o filenames 2>/dev/null; " };
    format!("{files}mapfile -t COMPREPLY < <(compgen {words} -- \"$cur\"); ")
}
