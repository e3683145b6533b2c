//! Man pages, completions and reference: complete, and as the real readers want them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ssm_core::cli::{Command, Flag, commands};
use ssm_testkit::{Sandbox, binary, python, workspace};

const CONFIG: &str =
    "[default]\nregion = us-east-1\n[profile plum-dev]\n[ profile  plum-prod ]\n[sso-session plum-session]\n";
const CREDENTIALS: &str = "[default]\naws_access_key_id = AKID\n[plum-keys]\n";

/// A sandbox with everything below `share`, as a package installs it.
fn installed() -> Sandbox {
    let mut sandbox = Sandbox::new();
    for (place, text) in ssm_docs::share() {
        sandbox.file(&format!("share/{}", place.display()), text);
    }
    sandbox.file("aws-config", CONFIG);
    sandbox.file("aws-credentials", CREDENTIALS);
    sandbox.file("plum.env", "");
    sandbox.file("plum-folder/inside", "");
    let (bin, wrappers) = (binary(commands::ALL[0].name), workspace().join("bin-wrappers"));
    sandbox.set("TERM", "vt100");
    // fish completes only what can be run.
    sandbox.set("PATH", &format!("/usr/bin:/bin:{}:{}", bin.parent().unwrap().display(), wrappers.display()));
    sandbox
}

/// A program of the system's. Where it is missing there is nothing to test with, but in CI that is a failure.
fn program(name: &str) -> Option<PathBuf> {
    let path = ["/usr/bin", "/bin"].iter().map(|folder| Path::new(folder).join(name)).find(|path| path.exists());
    if path.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} is missing: make tools installs it");
        eprintln!("not tested: {name} is missing (make tools installs it)");
    }
    path
}

fn long_names(command: &Command) -> impl Iterator<Item = String> {
    command.all_flags().flat_map(Flag::spellings)
}

/// The flags that stand in a text, as whole words.
fn flags_in(text: &str) -> BTreeSet<String> {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    text.split(is_end).filter(|word| word.len() > 1 && word.starts_with('-')).map(str::to_owned).collect()
}

#[test]
fn every_flag_is_in_help_man_page_completions_and_reference() {
    let sandbox = Sandbox::new();
    let share = ssm_docs::share();
    let text = |place: String| &share.iter().find(|(path, _)| path.as_os_str() == place.as_str()).unwrap().1;
    let reference = ssm_docs::reference();
    let (own, common) = reference.split_once("\n## Preview and apply\n").unwrap();
    let mut counted = 0;
    for command in commands::ALL {
        let name = command.name;
        let help = flags_in(&sandbox.run(name, &["--help"]).stdout);
        let man =
            flags_in(&text(format!("man/man1/{name}.1")).replace(r"\-", "-").replace("\\fB", " ").replace("\\fR", " "));
        let bash = flags_in(text(format!("bash-completion/completions/{name}")));
        let zsh = flags_in(&text(format!("zsh/vendor-completions/_{name}")).replace('*', " "));
        let fish = text(format!("fish/vendor_completions.d/{name}.fish"));
        let section = own.split("\n## ").find(|section| section.starts_with(&format!("{name}\n"))).unwrap();
        let section = flags_in(&format!("{section}{common}"));
        for flag in long_names(command) {
            for (place, flags) in
                [("help", &help), ("man page", &man), ("bash", &bash), ("zsh", &zsh), ("reference", &section)]
            {
                assert!(flags.contains(&flag), "{name}: {flag} is not in its {place}: {flags:?}");
            }
            let word =
                flag.strip_prefix("--").map_or_else(|| format!(" -s {} ", &flag[1..]), |long| format!(" -l {long} "));
            assert!(fish.contains(&word), "{name}: {flag} is not in fish");
            counted += 1;
        }
        let unknown: Vec<_> = bash
            .iter()
            .filter(|flag| {
                flag.len() > 2 && flag.starts_with("--") && !long_names(command).any(|known| known == **flag)
            })
            .collect();
        assert_eq!(unknown, Vec::<&String>::new(), "{name}");
    }
    assert!(counted > 200, "{counted} flags");
}

#[test]
fn man_and_groff_have_no_complaint() {
    let (Some(man), Some(groff)) = (program("man"), program("groff")) else { return };
    let sandbox = installed();
    let pages =
        commands::ALL.iter().map(|command| format!("man1/{}.1", command.name)).chain(["man7/ssm-toolkit.7".to_owned()]);
    for page in pages {
        let path = sandbox.path(&format!("share/man/{page}")).display().to_string();
        let run = sandbox.program(&groff, &["-ww", "-man", "-Tutf8", "-rLL=80n", &path]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{page}");
        let name = page.rsplit('/').next().unwrap();
        let (name, section) = name.rsplit_once('.').unwrap();
        let manpath = sandbox.path("share/man").display().to_string();
        let run = sandbox.program(&man, &["-M", &manpath, "-P", "cat", section, name]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{page}");
        for title in ["NAME", "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"] {
            assert!(run.stdout.lines().any(|line| line == title), "{page}: no {title}\n{run}");
        }
    }
}

/// What a shell shows when TAB is pressed behind a text, until a word is there.
fn press(sandbox: &Sandbox, shell: &[&str], text: &str, word: &str) -> String {
    let script = workspace().join("crates/ssm-testkit/tests/suite/press.py").display().to_string();
    let words: Vec<&str> = [script.as_str(), text, word].into_iter().chain(shell.iter().copied()).collect();
    let run = sandbox.program(&python(), &words);
    assert_eq!(run.code, 0, "{run}");
    run.stdout
}

/// What every shell must offer: the text typed, what must be shown, what must not.
const OFFERS: [(&str, &[&str], &[&str]); 7] = [
    ("ssm-seed-from-env --t", &["--tags-dir", "--tier"], &["--project"]),
    ("ssm-seed-from-env.sh --t", &["--tags-dir", "--tier"], &["--project"]),
    ("ssm-list-param-keys --profile plum", &["plum-dev", "plum-prod", "plum-keys"], &["plum-session", "plum.env"]),
    ("ssm-put-param --tier ", &["Standard", "Advanced", "Intelligent-Tiering"], &["plum"]),
    ("tag-ssm-resources-by-id --resource-type O", &["OpsItem", "OpsMetadata"], &["Parameter"]),
    ("ssm-seed-from-env --env-file plu", &["plum.env", "plum-folder"], &[]),
    ("ssm-export-env plu", &["plum.env", "plum-folder"], &[]),
];

fn offers(sandbox: &Sandbox, shell: &[&str]) {
    for (text, shown, hidden) in OFFERS {
        let screen = press(sandbox, shell, text, shown[shown.len() - 1]);
        for word in shown {
            assert!(screen.contains(word), "{shell:?} {text:?}: no {word}\n{screen}");
        }
        for word in hidden {
            assert!(!screen.contains(word), "{shell:?} {text:?}: {word}\n{screen}");
        }
    }
}

#[test]
fn bash_completes() {
    let Some(bash) = program("bash") else { return };
    let sandbox = installed();
    sandbox.file("rc", "for file in share/bash-completion/completions/*; do . $file; done; PS1='> '; echo READY\n");
    offers(&sandbox, &[&bash.display().to_string(), "--noprofile", "--rcfile", "rc", "-i"]);
    let equals = press(
        &sandbox,
        &[&bash.display().to_string(), "--noprofile", "--rcfile", "rc", "-i"],
        "ssm-put-param --tier=",
        "Intelligent-Tiering",
    );
    assert!(equals.contains("Intelligent-Tiering"), "{equals}");
}

#[test]
fn zsh_completes() {
    let Some(zsh) = program("zsh") else { return };
    let mut sandbox = installed();
    let rc = "fpath=($PWD/share/zsh/vendor-completions $fpath)\nautoload -Uz compinit && compinit -u -D\nPS1='> '\necho READY\n";
    let rc = sandbox.file("zdot/.zshrc", rc);
    sandbox.set("ZDOTDIR", &rc.parent().unwrap().display().to_string());
    offers(&sandbox, &[&zsh.display().to_string(), "-i"]);
}

#[test]
fn fish_completes() {
    let Some(fish) = program("fish") else { return };
    let sandbox = installed();
    for (text, shown, hidden) in OFFERS {
        let script = format!("set -p fish_complete_path $PWD/share/fish/vendor_completions.d; complete -C '{text}'");
        let run = sandbox.program(&fish, &["--no-config", "-c", &script]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
        for word in shown {
            assert!(run.stdout.contains(word), "{text:?}: no {word}\n{run}");
        }
        for word in hidden {
            assert!(!run.stdout.contains(word), "{text:?}: {word}\n{run}");
        }
    }
}
