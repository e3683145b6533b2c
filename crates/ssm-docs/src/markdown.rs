//! The reference, `docs/commands.md`.

use std::fmt::Write as _;

use ssm_core::cli::help::{PREVIEW, environment, exit_codes, spelling, usage};
use ssm_core::cli::{Command, Flag, flags};

/// All commands on one page, then what they share.
pub(crate) fn reference(commands: &[&Command]) -> String {
    let mut out = String::from(
        "# The ten commands\n\nWritten by `make docs` from the table of flags; `make check` fails where the two differ. \
         What all commands share stands at the end.\n",
    );
    for command in commands {
        section(&mut out, command);
    }
    out.push_str("\n## Preview and apply\n\nOf the commands that write to AWS.\n");
    PREVIEW.iter().for_each(|line| {
        let _ = write!(out, "\n{line}");
    });
    out.push('\n');
    table(&mut out, flags::WRITING.iter().copied());
    out.push_str("\n## Common flags\n");
    table(&mut out, flags::COMMON.iter().copied());
    out
}

fn section(out: &mut String, command: &Command) {
    let _ = write!(out, "\n## {}\n\n{}.\n\n```text\n{}\n```\n", command.name, capital(command.about), usage(command));
    for paragraph in command.details {
        let _ = write!(out, "\n{}\n", escaped(paragraph));
    }
    table(out, command.own_flags());
    out.push_str("\nExamples:\n");
    for (what, line) in command.examples {
        let _ = write!(out, "\n```sh\n# {what}\n{line}\n```\n");
    }
    rows(out, ["Exit code", "Meaning"], exit_codes(command));
    rows(out, ["Variable", "Meaning"], environment(command));
    rows(out, ["IAM action", "Needed"], command.all_permissions().map(|needs| (needs.action, needs.when)));
}

fn table<'a>(out: &mut String, list: impl Iterator<Item = &'a Flag>) {
    let list: Vec<(String, &str)> = list.map(|flag| (spelling(flag), flag.help)).collect();
    rows(out, ["Flag", "Meaning"], list.iter().map(|(spelling, help)| (spelling.as_str(), *help)));
}

fn rows<'a>(out: &mut String, head: [&str; 2], rows: impl Iterator<Item = (&'a str, &'a str)>) {
    let _ = write!(out, "\n| {} | {} |\n|---|---|\n", head[0], head[1]);
    for (name, meaning) in rows {
        let _ = writeln!(out, "| `{}` | {} |", name.replace('|', r"\|"), capital(&escaped(meaning)));
    }
}

fn escaped(text: &str) -> String {
    text.replace('<', "&lt;").replace('|', r"\|").replace('*', r"\*")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    // The names of actions and files stay as they are.
    match letters.next() {
        Some(first) if !text.starts_with("dotenv") => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
