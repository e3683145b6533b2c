//! The page's own command blocks, run word for word through the wrappers against moto.

use std::os::unix::fs::PermissionsExt;

use ssm_testkit::{Run, Sandbox, workspace};

use crate::moto::Moto;

const PAGE: &str = include_str!("../../fixtures/parameter-store-page.txt");

/// The commands of the page in their order: each from a line that calls a script to the last one that it is
/// continued on.
fn blocks() -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut open = false;
    for line in PAGE.lines() {
        let line = line.strip_prefix("% ").unwrap_or(line);
        let starts = ["./aws/scripts/", "DRY_RUN=0 ./aws/scripts/", "sudo ./aws/scripts/"]
            .iter()
            .any(|start| line.starts_with(start));
        if open {
            let block = blocks.last_mut().unwrap();
            block.push('\n');
            block.push_str(line);
        } else if starts {
            blocks.push(line.to_owned());
        } else {
            continue;
        }
        open = line.ends_with('\\');
    }
    blocks
}

/// The block that writes the file of dynamic tags.
fn extra_tags() -> String {
    let start = PAGE.find("EXTRA_TAGS=\"$(mktemp)\"").unwrap();
    let end = start + PAGE[start..].find("\nJSON\n").unwrap();
    PAGE[start..end].to_owned() + "\nJSON\n"
}

/// The layout that the page recommends, made by `make install`.
fn page_sandbox(moto: &Moto) -> Sandbox {
    let mut sandbox = Sandbox::new();
    let root = sandbox.path("").display().to_string();
    let install = format!(
        "make -C {} -o build install PREFIX={root}local SCRIPTS_DIR={root}aws/scripts TAGS_DIR={root}aws/tags",
        workspace().display()
    );
    sandbox.shell(&install).success();
    sandbox.file("env.prod", sample());
    sandbox.secret("super-secret").secret("s3cr3t!");
    sandbox.file("aws-config", "[profile admin-cli-sso]\naws_access_key_id = AKIDADMIN\naws_secret_access_key = x\n");
    // The page calls sudo and writes below /opt; this stand-in runs the command as it is, below the sandbox.
    let sudo = "#!/bin/sh\nfor word; do shift; case $word in /opt/*) word=$HOME/..$word ;; esac; set -- \"$@\" \"$word\"; done\nexec \"$@\"\n";
    let path = sandbox.file("bin/sudo", sudo);
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::create_dir_all(sandbox.path("opt/app")).unwrap();
    let path = format!("{root}bin:/usr/bin:/bin");
    sandbox.set("PATH", &path).set("AWS_ENDPOINT_URL_SSM", &moto.endpoint).unset("AWS_REGION");
    sandbox
}

/// The page's example of a `.env` file.
fn sample() -> String {
    let start = PAGE.find("# service=postgres\nPOSTGRES_USER").unwrap();
    let end = PAGE.find("Preview run").unwrap();
    PAGE[start..end].to_owned()
}

fn names(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.shell("./aws/scripts/ssm-list-param-keys.sh --region us-east-1 --raw");
    run.success().stdout.lines().map(str::to_owned).collect()
}

/// What the store holds of one parameter: asked of moto itself, not of our own code.
fn stored(sandbox: &Sandbox, name: &str) -> String {
    let script = format!(
        "import boto3, json, os\nc = boto3.client('ssm', region_name='us-east-1', endpoint_url=os.environ['AWS_ENDPOINT_URL_SSM'])\n\
         p = c.get_parameter(Name='{name}', WithDecryption=True)['Parameter']\n\
         t = c.list_tags_for_resource(ResourceType='Parameter', ResourceId='{name}')['TagList']\n\
         import hashlib\nprint(p['Type'], p['Version'], hashlib.sha256(p['Value'].encode()).hexdigest()[:8], len(t))\n"
    );
    let run = sandbox.program(&ssm_testkit::python(), &["-c", &script]);
    run.success().stdout.trim().to_owned()
}

fn digest(sandbox: &Sandbox, value: &str) -> String {
    let script = format!("import hashlib\nprint(hashlib.sha256({value:?}.encode()).hexdigest()[:8])");
    sandbox.program(&ssm_testkit::python(), &["-c", &script]).stdout.trim().to_owned()
}

#[test]
fn every_block_of_the_page_works_as_it_stands() {
    let moto = Moto::start();
    let mut sandbox = page_sandbox(&moto);
    let blocks = blocks();
    assert_eq!(blocks.len(), 23, "the page has other blocks than this test knows: {blocks:#?}");
    let run = |at: usize, holds: &str| -> Run {
        assert!(blocks[at].contains(holds), "block {at} is {}", blocks[at]);
        let run = sandbox.shell(&blocks[at]);
        run.success();
        run
    };
    let preview = "preview: nothing was changed";
    let of = |service: &str, key: &str| format!("/mow/backend/{service}/{key}");

    run(0, "ssm-put-param.sh").says(preview);
    assert!(names(&sandbox).is_empty());
    run(1, "DRY_RUN=0").prints("created");
    assert_eq!(
        stored(&sandbox, &of("postgres/stage", "POSTGRES_DB")),
        format!("String 1 {} 0", digest(&sandbox, "ok_db"))
    );
    run(2, "ssm-put-secure-param.sh").says(preview);
    run(3, "super-secret").prints("SecureString  created");
    run(4, "--key-id alias/myapp/ssm").prints("SecureString  updated");
    assert_eq!(
        stored(&sandbox, &of("django/stage", "SECRET_KEY")),
        format!("SecureString 2 {} 0", digest(&sandbox, "super-secret"))
    );
    run(5, "ssm-put-and-tag.sh").says(preview).prints("tags: Name, mow:component");
    run(6, "DRY_RUN=0").prints("created");
    assert_eq!(
        stored(&sandbox, &of("postgres/stage", "POSTGRES_USER")),
        format!("String 1 {} 9", digest(&sandbox, "mow"))
    );
    run(7, "ssm-put-secure-and-tag.sh").says(preview);
    run(8, "s3cr3t!").prints("created");
    assert_eq!(
        stored(&sandbox, &of("postgres/stage", "POSTGRES_PASSWORD")),
        format!("SecureString 1 {} 9", digest(&sandbox, "s3cr3t!"))
    );

    assert_eq!(run(9, "ssm-list-param-keys.sh").stdout.lines().count(), 4);
    assert_eq!(run(10, "--prefix").stdout.lines().count(), 4);
    assert_eq!(run(11, "--contains POSTGRES").stdout.lines().count(), 3);

    run(12, "ssm-seed-from-env.sh")
        .says(preview)
        .prints("/mow/backend/django/prod/SECRET_KEY           SecureString  create");
    // The page says to replace this word, and AWS takes no '<' in a tag.
    let seed = |tags: &str| sandbox.shell(&format!("{tags}\n{}", blocks[13]));
    seed(&extra_tags()).code(2).says("the character '<'");
    seed(&extra_tags().replace("<your-org>", "mow")).success().prints("created 5,");
    assert_eq!(
        stored(&sandbox, &of("django/prod", "SECRET_KEY")),
        format!("SecureString 1 {} 9", digest(&sandbox, "foo"))
    );
    let again = seed(&extra_tags().replace("<your-org>", "mow"));
    again.success().prints("unchanged 5,");

    run(14, "sudo");
    assert_eq!((sandbox.mode("opt/app/.env"), sandbox.read("opt/app/.env").lines().count()), (0o600, 8));
    run(15, "--profile admin-cli-sso");
    assert!(sandbox.read("out.env").contains("SECRET_KEY='foo'\n"));

    run(16, "tag-ssm-resources-by-id.sh").says(preview);
    assert!(stored(&sandbox, &of("postgres/stage", "POSTGRES_DB")).ends_with(" 0"));
    run(17, "DRY_RUN=0").prints("tagged 1");
    assert!(stored(&sandbox, &of("postgres/stage", "POSTGRES_DB")).ends_with(" 9"));

    run(18, "--print-tags 1").says(preview).prints("Type: String").prints("Tag: mow:project=mow");
    run(19, "SECRET_KEY").prints("deleted").prints("Version: 2").prints("ARN: arn:aws:ssm:us-east-1:");
    assert_eq!(names(&sandbox).len(), 8);
    run(20, "--print-names").says(preview).prints("delete 8");
    run(22, "--contains POSTGRES").prints("deleted 6");
    run(21, "--path-prefix").prints("deleted 2");
    assert!(names(&sandbox).is_empty());
    sandbox.unset("DRY_RUN");
}
