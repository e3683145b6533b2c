//! What was exported is what was stored: sourced by real shells, read by real python-dotenv.

use std::path::Path;

use ssm_testkit::Sandbox;

const VALUES: [&str; 16] = [
    "plain",
    "a b  c ",
    "it's",
    "say \"hi\"",
    "C:\\new\\table",
    "$HOME `date` $5 $$",
    "#no comment # here",
    "a=b;c&d|e>f<g(h)*?[x]{y}~!",
    "-----BEGIN X-----\nMIIB+/==\n-----END X-----\n",
    "{\"a\": \"it's\", \"b\": [1, 2]}",
    "\\\\server\\share",
    "ends with \\",
    "é漢🎉\u{a0}",
    "\ttab\t",
    "$(touch pwned)",
    "*/5 * * * *",
];

fn exported() -> Sandbox {
    let sandbox = Sandbox::with_store();
    for (n, value) in VALUES.iter().enumerate() {
        let ty = if n % 2 == 0 { "String" } else { "SecureString" };
        sandbox.store().put(&format!("/mow/backend/app/prod/K{n}"), ty, value);
    }
    for format in ["dotenv", "shell", "json"] {
        sandbox
            .run("ssm-export-env", &["--project", "mow", "--env", "prod", "--format", format, &format!("out.{format}")])
            .success();
    }
    sandbox
}

/// Each value as one line of hexadecimal, so that nothing is lost on the way.
fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn shells_that_source_the_file_have_every_value_to_the_byte() {
    let sandbox = exported();
    for shell in ["/bin/bash", "/bin/dash", "/bin/sh"] {
        if !Path::new(shell).exists() {
            continue;
        }
        for file in ["out.dotenv", "out.shell"] {
            let dump = "n=0; while [ $n -lt 16 ]; do eval \"v=\\$K$n\"; printf '%s' \"$v\" | od -An -v -tx1 | tr -d ' \\n'; echo; n=$((n+1)); done";
            let run = sandbox.program(Path::new(shell), &["-c", &format!("set -a; . ./{file}; {dump}")]);
            let lines: Vec<&str> = run.success().stdout.lines().collect();
            let expected: Vec<String> = VALUES.iter().map(|value| hex(value)).collect();
            assert_eq!(lines, expected, "{shell} {file}\n{run}");
            assert!(!sandbox.path("pwned").exists(), "{shell} ran a value");
        }
    }
}

#[test]
fn python_dotenv_has_every_value_to_the_byte_without_interpolation() {
    let sandbox = exported();
    let script = "import dotenv, json, sys\nv = dotenv.dotenv_values('out.dotenv', interpolate=False)\n\
                  j = json.load(open('out.json'))['app']\nfor n in range(16):\n    print(v[f'K{n}'].encode().hex(), j[f'K{n}'].encode().hex())\n";
    let run = sandbox.program(&ssm_testkit::python(), &["-c", script]);
    let told = |n: usize| {
        sandbox
            .run("ssm-export-env", &["--project", "mow", "--env", "prod", "out.again"])
            .stderr
            .lines()
            .any(|line| line.contains(&format!("/K{n}:")) && line.contains("python-dotenv"))
    };
    for (n, line) in run.success().stdout.lines().enumerate() {
        let (dotenv, json) = line.split_once(' ').unwrap();
        assert_eq!(json, hex(VALUES[n]), "json {n}");
        assert!(dotenv == hex(VALUES[n]) || told(n), "K{n} is read otherwise and nobody said so");
    }
}
