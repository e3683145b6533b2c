//! Every command block of the documents is run, one document after the other's own order, as a reader would.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use ssm_testkit::{Sandbox, workspace};

/// The blocks of a document that are commands.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match &mut open {
            Some(block) if line == "```" => blocks.push(std::mem::take(block)),
            Some(block) => block.extend([line, "\n"]),
            None => {}
        }
        if line.starts_with("```") {
            open = (line == "```sh").then(String::new);
        }
    }
    blocks
}

/// Programs that the documents call and that a test must not: each does as little as its caller needs to go on.
const STAND_INS: [(&str, &str); 8] = [
    // What is below /opt, /etc and /usr/share is below the sandbox.
    (
        "sudo",
        "for word; do shift; case $word in /opt/*|/etc/*|/usr/share/*) word=$HOME/..$word ;; esac; set -- \"$@\" \"$word\"; done; exec \"$@\"",
    ),
    ("systemctl", "[ \"$1\" = enable ]"),
    // The targets exist, and their recipes parse.
    ("make", "exec /usr/bin/make -C \"$WORKSPACE\" --dry-run \"$@\" > /dev/null"),
    ("pass", "echo super-secret"),
    ("dpkg", "[ \"$1\" = -i ] && [ -n \"$2\" ]"),
    ("docker", "true"),
    ("git", "true"),
    ("sha256sum", "true"),
];

/// The layout that the guide recommends, with something in the store for each command to find.
fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    let root = sandbox.path("").display().to_string();
    let install = format!(
        "make -s -C {} install-files PREFIX={root}local SCRIPTS_DIR={root}aws/scripts TAGS_DIR={root}aws/tags",
        workspace().display()
    );
    sandbox.shell(&install).success();
    for (name, script) in STAND_INS {
        let path = sandbox.file(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    }
    let from = workspace().join("packaging/examples/app.conf");
    sandbox.file("usr/share/doc/ssm-toolkit/examples/app.conf", std::fs::read(from).unwrap());
    sandbox.file("env.prod", "# service=postgres\nPOSTGRES_USER=mow\n# secret=true\nPOSTGRES_PASSWORD=super-secret\nPOSTGRES_DB=ok_db\n# service=django\nDEBUG=False\n");
    sandbox.file("secret.txt", "super-secret\n");
    sandbox.file("build-tags.json", r#"[{"Key":"mow:version","Value":"1"}]"#);
    sandbox.file("aws-config", "[profile admin-cli-sso]\naws_access_key_id = AKIDADMIN\naws_secret_access_key = x\n");
    sandbox.file("opt/app/keep", "");
    sandbox.secret("super-secret");
    let store = sandbox.store();
    store.know_key("alias/myapp/ssm");
    for environment in ["stage", "prod"] {
        store.put(&format!("/mow/backend/django/{environment}/SECRET_KEY"), "SecureString", "super-secret");
        for key in ["POSTGRES_DB", "POSTGRES_USER", "POSTGRES_HOST"] {
            store.put(&format!("/mow/backend/postgres/{environment}/{key}"), "String", "some-value");
        }
    }
    let path = format!("{root}bin:{root}local/bin:/usr/bin:/bin");
    let endpoint = sandbox.store().endpoint().to_owned();
    sandbox.unset("AWS_ENDPOINT_URL_SSM").set("AWS_ENDPOINT_URL", &endpoint);
    sandbox.set("PATH", &path).set("WORKSPACE", &workspace().display().to_string());
    sandbox
}

/// Runs all blocks of a document in one folder; gives how many there are.
fn run(document: &Path, each_alone: bool) -> usize {
    let text = std::fs::read_to_string(document).unwrap();
    let blocks = blocks(&text);
    let mut sandbox = sandbox();
    for block in &blocks {
        if each_alone {
            sandbox = self::sandbox();
        }
        // Documents write to /opt without sudo where their reader is root.
        let block = block.replace(" /opt/app/", " $HOME/../opt/app/");
        sandbox.file("block.sh", format!("set -euo pipefail\n{block}"));
        // A question needs a terminal, and somebody who answers.
        let how = if block.contains("asked for") {
            "(sleep 1; echo super-secret) | script -qec 'bash block.sh' /dev/null"
        } else {
            "bash block.sh"
        };
        let run = sandbox.shell(&format!("set -o pipefail; {how}"));
        assert_eq!(run.code, 0, "{}:\n{block}\n{run}", document.display());
    }
    blocks.len()
}

#[test]
fn every_command_block_of_the_documents_runs() {
    let docs = workspace().join("docs");
    let mut counted = 0;
    for entry in std::fs::read_dir(&docs).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "md") {
            // The examples of the reference stand each for itself.
            counted += run(&path, path.ends_with("commands.md"));
        }
    }
    counted += run(&workspace().join("README.md"), false);
    assert!(counted >= 40, "{counted} blocks");
}

/// Stands for a wrapper: asks the command which policy the call needs, holds the store to it, and goes on.
const UNDER_ITS_POLICY: &str = r#"#!/bin/sh
name=${0##*/}
name=${name%.sh}
"$name" --iam-policy --expect-account 123456789012 "$@" > policy.json || exit
python3 - <<'PYTHON' || exit
import json, os, urllib.request
body = json.dumps({"policy": json.load(open("policy.json"))}).encode()
urllib.request.urlopen(urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], body, {"x-control": "settings"})).read()
PYTHON
echo "$name" >> under-policy
SSM_TAGS_DIR=aws/tags/backend exec "$name" "$@"
"#;

#[test]
fn every_command_of_the_guide_works_under_the_policy_that_it_prints() {
    let sandbox = sandbox();
    let guide = std::fs::read_to_string(workspace().join("docs/guide.md")).unwrap();
    for entry in std::fs::read_dir(sandbox.path("aws/scripts")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::write(&path, UNDER_ITS_POLICY).unwrap();
    }
    for block in blocks(&guide) {
        let run = sandbox.shell(&format!("set -euo pipefail\n{}", block.replace(" /opt/app/", " $HOME/../opt/app/")));
        assert_eq!(run.code, 0, "{block}\n{run}");
        run.says_not("could not compare").says_not("denied");
    }
    let called = sandbox.read("under-policy");
    let names: std::collections::BTreeSet<&str> = called.lines().collect();
    assert_eq!(names.len(), crate::COMMANDS.len(), "{names:?}");
}

#[test]
fn no_command_hides_in_a_block_of_another_kind() {
    let docs = std::fs::read_dir(workspace().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    for path in docs.filter(|path| path.extension().is_some_and(|end| end == "md")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for kind in text.lines().filter_map(|line| line.strip_prefix("```")).filter(|kind| !kind.is_empty()) {
            let known = ["sh", "text", "json", "ini", "rust", "yaml"];
            assert!(known.contains(&kind), "{}: a block of kind {kind:?}", path.display());
        }
    }
}

#[test]
fn a_block_is_cut_out_whole() {
    assert_eq!(blocks("a\n```sh\nx\ny\n```\n```text\nno\n```\n```sh\nz\n```\n"), ["x\ny\n", "z\n"]);
}
