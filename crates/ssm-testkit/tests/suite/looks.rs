//! Plans as a person sees them: in a terminal, in a log, without colour.

use std::path::Path;

use ssm_testkit::{Sandbox, binary};

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("hidden-value").secret("hidden-other");
    sandbox.file("env", "# service=postgres\nPOSTGRES_USER=new-user\nPOSTGRES_DB=same-value\n# secret=true\nPOSTGRES_PASSWORD=hidden-value\nPOSTGRES_HOST=not-a-secret\n");
    let tags: Vec<String> = (0..9).map(|n| format!(r#"{{"Key":"mow:some-tag-{n}","Value":"v"}}"#)).collect();
    sandbox.file("aws/tags/backend/base.json", format!("[{}]", tags.join(",")));
    let store = sandbox.store();
    store.put("/mow/backend/postgres/stage/POSTGRES_USER", "String", "old-user");
    store.put("/mow/backend/postgres/stage/POSTGRES_DB", "String", "same-value");
    store.put("/mow/backend/postgres/stage/POSTGRES_HOST", "SecureString", "hidden-other");
    sandbox
}

const PLAN: &str = "ssm-seed-from-env --project mow --env stage --env-file env --print-keys";

/// What a terminal of this width gets.
fn in_a_terminal(sandbox: &Sandbox, columns: usize, words: &str) -> String {
    let folder = binary("ssm-seed-from-env").parent().unwrap().display().to_string();
    let command = format!("stty cols {columns}; {folder}/{words}");
    sandbox.program(Path::new("/usr/bin/script"), &["-qec", &command, "/dev/null"]).stdout.replace('\r', "")
}

fn signs(text: &str) -> String {
    text.lines()
        .filter_map(|line| line.split_once(" /mow/backend/"))
        .map(|(sign, _)| sign)
        .filter(|sign| sign.len() == 1)
        .collect()
}

#[test]
fn a_plan_has_signs_and_columns_within_eighty() {
    let sandbox = sandbox();
    let run = sandbox.shell(&format!("PATH={}:$PATH {PLAN}", binary("ssm-seed-from-env").parent().unwrap().display()));
    run.code(1);
    // Sorted by name: DB, HOST, PASSWORD, USER.
    assert_eq!(signs(&run.stdout), "~!+~", "{run}");
    assert!(run.stdout.lines().all(|line| line.len() <= 80), "{run}");
    let rows: Vec<&str> = run.stdout.lines().filter(|line| line.contains("/mow/")).collect();
    let column = rows[0].find("String").unwrap();
    assert!(
        rows.iter().all(|row| row[column..].starts_with("String") || row[column..].starts_with("SecureString")),
        "{run}"
    );
    assert!(!format!("{}{}", run.stdout, run.stderr).contains('\u{1b}'), "{run}");
    run.prints("update   v1->v2").prints("tag      v1").prints("refused");
}

#[test]
fn colour_only_says_again_what_the_signs_say() {
    let mut sandbox = sandbox();
    let coloured = in_a_terminal(&sandbox, 80, PLAN);
    for painted in ["\u{1b}[32m+\u{1b}[0m", "\u{1b}[33m~\u{1b}[0m", "\u{1b}[31m!\u{1b}[0m", "\u{1b}[32mcreate\u{1b}[0m"]
    {
        assert!(coloured.contains(painted), "{painted:?} is not in {coloured:?}");
    }
    let never = in_a_terminal(&sandbox, 80, &format!("{PLAN} --color never"));
    sandbox.set("NO_COLOR", "1");
    let plain = in_a_terminal(&sandbox, 80, PLAN);
    assert_eq!(plain, never);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    assert_eq!(signs(&plain), "~!+~");
    let mut stripped = coloured;
    for code in ["2", "31", "32", "33", "36", "0"] {
        stripped = stripped.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(stripped, plain);
    // A pipe gets colour where it is asked for.
    let always = sandbox.run("ssm-put-param", &["--color", "always", "--value", "harmless"]);
    always.code(2).says("\u{1b}[31merror:\u{1b}[0m");
}

#[test]
fn a_wide_terminal_gets_the_same_lines() {
    let sandbox = sandbox();
    assert_eq!(in_a_terminal(&sandbox, 80, PLAN), in_a_terminal(&sandbox, 200, PLAN));
}
