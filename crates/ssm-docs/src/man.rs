//! Man pages: section 1 for each command, and ssm-toolkit(7) for what they share.

use roff::{Inline, Roff, bold, italic, roman};
use ssm_core::cli::help::{PREVIEW, environment, exit_codes};
use ssm_core::cli::{Command, Flag, Operands, Takes, commands, flags};

const VERSION: &str = concat!("ssm-toolkit ", env!("CARGO_PKG_VERSION"));

/// The page of a command.
#[must_use]
pub fn page(command: &Command) -> String {
    let mut page = title(command.name, "1");
    section(&mut page, "NAME", [roman(format!("{} - {}", command.name, command.about))]);
    section(&mut page, "SYNOPSIS", synopsis(command));
    page.control("SH", ["DESCRIPTION"]);
    command.details.iter().for_each(|text| paragraph(&mut page, text));
    page.control("SH", ["OPTIONS"]);
    command.own_flags().for_each(|flag| option(&mut page, flag));
    if command.writes {
        page.control("SS", ["Preview and apply"]);
        PREVIEW.iter().for_each(|text| paragraph(&mut page, text));
        flags::WRITING.iter().for_each(|flag| option(&mut page, flag));
    }
    page.control("SS", ["Common options"]);
    flags::COMMON.iter().for_each(|flag| option(&mut page, flag));
    items(&mut page, "EXIT STATUS", exit_codes(command));
    items(&mut page, "ENVIRONMENT", environment(command));
    items(&mut page, "PERMISSIONS", command.all_permissions().map(|needs| (needs.action, needs.when)));
    page.control("SH", ["EXAMPLES"]);
    for (what, line) in command.examples {
        paragraph(&mut page, &format!("{what}:"));
        page.control("PP", []).control("RS", ["4"]).control("nf", []);
        page.text([roman(*line)]).control("fi", []).control("RE", []);
    }
    section(&mut page, "SEE ALSO", see_also(command.name));
    page.render()
}

/// ssm-toolkit(7): the commands, and what is the same in all of them.
#[must_use]
pub fn shared() -> String {
    let mut page = title("ssm-toolkit", "7");
    section(
        &mut page,
        "NAME",
        [roman("ssm-toolkit - configuration and secrets in AWS Systems Manager Parameter Store")],
    );
    page.control("SH", ["DESCRIPTION"]);
    paragraph(
        &mut page,
        "Ten commands put, tag, list, seed from .env files, export to them and delete parameters. Those that write show \
         what they would do unless told to do it.",
    );
    items(&mut page, "COMMANDS", commands::ALL.iter().map(|command| (command.name, command.about)));
    page.control("SH", ["NAMES AND SERVICES"]);
    paragraph(&mut page, "A seed and an export name parameters /<project>/<component>/<service>/<environment>/<KEY>.");
    page.control("SH", ["PREVIEW AND APPLY"]);
    PREVIEW.iter().for_each(|text| paragraph(&mut page, text));
    flags::WRITING.iter().for_each(|flag| option(&mut page, flag));
    page.control("SH", ["COMMON OPTIONS"]);
    flags::COMMON.iter().for_each(|flag| option(&mut page, flag));
    page.control("SH", ["SECRETS"]);
    paragraph(
        &mut page,
        "No command prints a value, of either type, to a terminal, a log or an error; only an export writes values, to \
         the file that was asked for, which no other user can read. Other users of the machine can see the words of a \
         running command: give secrets with --value-file or at the prompt.",
    );
    items(&mut page, "EXIT STATUS", exit_codes(&commands::SEED_FROM_ENV));
    items(&mut page, "ENVIRONMENT", environment(&commands::SEED_FROM_ENV));
    page.control("SH", ["FILES"]);
    let files = [
        ("~/.aws/config, ~/.aws/credentials", "profiles, read as the AWS CLI reads them"),
        ("/usr/share/ssm-toolkit/scripts", "the old names, with .sh"),
        ("/usr/share/ssm-toolkit/tags", "sample layers of tags"),
    ];
    files.iter().for_each(|(name, meaning)| item(&mut page, vec![italic(*name)], meaning));
    section(&mut page, "SEE ALSO", see_also(""));
    page.render()
}

fn title(name: &str, section: &str) -> Roff {
    let mut page = Roff::new();
    page.control("TH", [name, section, "", VERSION, "Parameter Store tools"]);
    page
}

fn section(page: &mut Roff, title: &str, text: impl Into<Vec<Inline>>) {
    page.control("SH", [title]).text(text);
}

fn paragraph(page: &mut Roff, text: &str) {
    page.control("PP", []).text([roman(text)]);
}

fn item(page: &mut Roff, term: Vec<Inline>, meaning: &str) {
    page.control("TP", []).text(term).text([roman(meaning)]);
}

fn items<'a>(page: &mut Roff, title: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    page.control("SH", [title]);
    rows.for_each(|(name, meaning)| item(page, vec![bold(name)], meaning));
}

fn option(page: &mut Roff, flag: &Flag) {
    let mut term = Vec::new();
    for spelling in flag.spellings() {
        if !term.is_empty() {
            term.push(roman(", "));
        }
        term.push(bold(spelling));
    }
    match flag.takes {
        Takes::Nothing => {}
        Takes::ZeroOrOne => term.push(roman(" [0|1]")),
        Takes::Value(word) => term.extend([roman(" "), italic(word)]),
        Takes::OneOf(_, list) => term.push(roman(format!(" {}", list.join("|")))),
    }
    let again = if flag.many { " May be given more than once." } else { "" };
    item(page, term, &format!("{}.{again}", flag.help));
}

fn synopsis(command: &Command) -> Vec<Inline> {
    let mut words = vec![bold(command.name)];
    for flag in command.required {
        words.extend([
            roman(" "),
            bold(format!("--{}", flag.long)),
            roman(" "),
            italic(flag.takes.word().unwrap_or("")),
        ]);
    }
    words.push(roman(" [options]"));
    match command.operands {
        Operands::None => {}
        Operands::One(word) => words.extend([roman(" "), italic(word)]),
        Operands::AfterDashes(word) => words.extend([roman(" -- "), italic(word), roman(" ...")]),
    }
    words
}

fn see_also(own: &str) -> Vec<Inline> {
    let mut words = Vec::new();
    let pages = commands::ALL.iter().map(|command| (command.name, "(1)")).chain([("ssm-toolkit", "(7)")]);
    for (name, number) in pages.filter(|(name, _)| *name != own && !(own.is_empty() && *name == "ssm-toolkit")) {
        if !words.is_empty() {
            words.push(roman(", "));
        }
        words.extend([bold(name), roman(number)]);
    }
    words
}
