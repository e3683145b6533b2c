//! The text of `--help`, from the same table that parsing reads.

use std::fmt::Write as _;

use super::command::{Command, Operands};
use super::flag::{Flag, Takes};
use super::flags;

const WIDTH: usize = 80;
const INDENT: &str = "      ";

const ENVIRONMENT: &[(&str, &str)] = &[
    ("AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION", "used where --profile and --region are not given"),
    ("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN", "credentials, unless --profile is given"),
    ("AWS_ENDPOINT_URL_SSM, AWS_ENDPOINT_URL", "used where --endpoint-url is not given"),
    ("AWS_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR", "certificates to trust besides, or instead of, the system's"),
    ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "proxies"),
    (
        "AWS_MAX_ATTEMPTS",
        "how often one call is tried at the most; without it quotas are waited for, and faults tried 10 times",
    ),
    ("NO_COLOR", "no colour"),
];

const EXIT_CODES: [(&str, &str); 4] = [
    ("0", "done, or previewed"),
    ("1", "AWS or the disk refused, or a part failed"),
    ("2", "the input was not understood"),
    ("130, 143", "interrupted (SIGINT, SIGTERM)"),
];

/// How preview and apply are told apart, a sentence each.
pub const PREVIEW: [&str; 2] = [
    "Without --apply and with DRY_RUN unset, empty, 1, true, yes or on: preview.",
    "With DRY_RUN set to 0, false, no or off: apply. Any other DRY_RUN is an error.",
];

/// Renders the help of a command: purpose, usage, examples, flags, environment, exit codes, IAM actions.
#[must_use]
pub fn help(command: &Command) -> String {
    let mut out = format!("{} - {}\n\nUsage: {}\n", command.name, command.about, usage(command));
    examples(&mut out, command);
    flag_section(&mut out, "Flags", command.own_flags());
    if command.writes {
        flag_section(&mut out, "Preview and apply", flags::WRITING.iter().copied());
        PREVIEW.iter().for_each(|line| {
            let _ = writeln!(out, "  {line}");
        });
    }
    flag_section(&mut out, "Common flags", flags::COMMON.iter().copied());
    table(&mut out, "Environment", environment(command));
    table(&mut out, "Exit codes", exit_codes(command));
    table(&mut out, "IAM actions", command.all_permissions().map(|p| (p.action, p.when)));
    out
}

/// The command line in short: what must be given, and where the rest goes.
#[must_use]
pub fn usage(command: &Command) -> String {
    let required =
        command.required.iter().map(|flag| format!(" --{} {}", flag.long, flag.takes.word().unwrap_or_default()));
    let operands = match command.operands {
        Operands::None => String::new(),
        Operands::One(word) => format!(" {word}"),
        Operands::AfterDashes(word) => format!(" -- {word}..."),
    };
    format!("{}{} [FLAGS]{operands}", command.name, required.collect::<String>())
}

/// The exit codes of a command, each with its meaning.
pub fn exit_codes(command: &Command) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let drift =
        command.has(&flags::EXIT_CODE).then_some(("3", "with --exit-code, a preview found something to change"));
    let (first, last) = EXIT_CODES.split_at(3);
    first.iter().copied().chain(drift).chain(last.iter().copied())
}

/// The variables that matter to a command, each with its use.
pub fn environment(command: &Command) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let dry_run =
        command.writes.then_some(("DRY_RUN", "0 applies, unset or 1 previews; --apply and --dry-run beat it"));
    let tags = command.has(&flags::TAGS_DIR).then_some(("SSM_TAGS_DIR", "used where --tags-dir is not given"));
    dry_run.into_iter().chain(tags).chain(ENVIRONMENT.iter().copied())
}

fn examples(out: &mut String, command: &Command) {
    out.push_str("\nExamples:\n");
    for (what, line) in command.examples {
        let _ = writeln!(out, "  # {what}\n  {line}");
    }
}

fn flag_section<'a>(out: &mut String, title: &str, list: impl Iterator<Item = &'a Flag>) {
    let _ = writeln!(out, "\n{title}:");
    for flag in list {
        let _ = writeln!(out, "  {}", spelling(flag));
        wrap(out, flag.help);
    }
}

/// `-f, --tag-file FILE`, as help and documents write it.
#[must_use]
pub fn spelling(flag: &Flag) -> String {
    let mut text = flag.spellings().collect::<Vec<_>>().join(", ");
    match flag.takes {
        Takes::Nothing => {}
        Takes::ZeroOrOne => text.push_str(" [0|1]"),
        Takes::Value(word) | Takes::OneOf(word, _) => {
            text.push(' ');
            text.push_str(word);
        }
    }
    if let Takes::OneOf(_, list) = flag.takes {
        let _ = write!(text, " ({})", list.join(", "));
    }
    if flag.many {
        text.push_str(" ...");
    }
    text
}

fn table<'a>(out: &mut String, title: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    let _ = writeln!(out, "\n{title}:");
    for (name, meaning) in rows {
        let _ = writeln!(out, "  {name}");
        wrap(out, meaning);
    }
}

fn wrap(out: &mut String, text: &str) {
    let mut column = 0;
    for word in text.split(' ') {
        if column > 0 && column + 1 + word.len() > WIDTH - INDENT.len() {
            out.push('\n');
            column = 0;
        }
        out.push_str(if column == 0 { INDENT } else { " " });
        out.push_str(word);
        column += word.len() + usize::from(column > 0);
    }
    out.push('\n');
}
