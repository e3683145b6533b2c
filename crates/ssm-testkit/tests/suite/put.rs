//! The four commands that put one parameter.

use insta::assert_snapshot;
use ssm_testkit::Sandbox;

const NAME: &str = "/mow/backend/django/stage/SECRET_KEY";

fn put(sandbox: &Sandbox, command: &str, args: &[&str]) -> ssm_testkit::Run {
    let args: Vec<&str> = ["--apply", "--name", NAME].iter().chain(args).copied().collect();
    sandbox.run(command, &args)
}

#[test]
fn a_new_parameter_is_one_call() {
    let sandbox = Sandbox::with_store();
    assert_snapshot!(put(&sandbox, "ssm-put-param", &["--value", "first-value"]));
    assert_eq!(sandbox.store().calls().len(), 1);
    assert_eq!(sandbox.store().get(NAME).unwrap().value, "first-value");
}

#[test]
fn tags_come_with_the_call_that_creates() {
    let sandbox = Sandbox::with_store();
    sandbox.file("base.json", r#"[{"Key":"owner","Value":"base"},{"Key":"team","Value":"x"}]"#);
    sandbox.file("top.json", r#"[{"Key":"owner","Value":"top"},{"Key":"Name","Value":"file"}]"#);
    let tag = r#"{"Key":"team","Value":"flag"}"#;
    let args = [
        "--value",
        "s3cr3t!",
        "-f",
        "base.json",
        "--tag-file",
        "top.json",
        "--tag",
        tag,
        "--name-tag",
        "mow",
        "--print-keys",
    ];
    assert_snapshot!(put(&sandbox, "ssm-put-secure-and-tag", &args));
    let stored = sandbox.store().get(NAME).unwrap();
    let tags: Vec<(&str, &str)> = stored.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(tags, [("Name", "mow"), ("owner", "top"), ("team", "flag")]);
    assert_eq!((stored.ty.as_str(), sandbox.store().calls().len()), ("SecureString", 1));
}

#[test]
fn a_preview_says_what_would_happen_and_shows_no_value() {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("present-value").secret("other-value");
    let preview = |value: &str| sandbox.run("ssm-put-param", &["--name", NAME, "--value", value]);
    assert_snapshot!("preview_create", preview("present-value"));
    sandbox.store().put_as(NAME, "String", "present-value", |stored| stored.version = 7);
    assert_snapshot!("preview_unchanged", preview("present-value"));
    assert_snapshot!("preview_update", preview("other-value"));
    sandbox.store().put(NAME, "SecureString", "present-value");
    let refused = preview("other-value");
    assert_snapshot!("preview_refused", refused);
    assert!(sandbox.store().decrypted().is_empty());
}

#[test]
fn an_update_makes_a_version_and_an_equal_value_makes_none() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put(NAME, "String", "old-value");
    assert_snapshot!("updated", put(&sandbox, "ssm-put-param", &["--value", "new-value"]));
    assert_snapshot!("unchanged", put(&sandbox, "ssm-put-param", &["--value", "new-value"]));
    assert_eq!(sandbox.store().get(NAME).unwrap().version, 2);
    put(&sandbox, "ssm-put-param", &["--value", "new-value", "--force"]).success().prints("updated  v2->v3");
    let overwrites: Vec<_> =
        sandbox.store().calls().into_iter().filter(|call| call.body["Overwrite"] == true).collect();
    for call in &overwrites {
        for member in ["Tags", "Tier", "Description", "DataType", "KeyId"] {
            assert!(call.body[member].is_null(), "{member} was sent");
        }
    }
    assert_eq!(overwrites.len(), 2);
}

#[test]
fn no_type_changes_without_the_flag() {
    for (present, command, wanted) in
        [("SecureString", "ssm-put-param", "String"), ("String", "ssm-put-secure-param", "SecureString")]
    {
        let sandbox = Sandbox::with_store();
        sandbox.store().put(NAME, present, "old-value");
        let run = put(&sandbox, command, &["--value", "new-value"]);
        run.code(1).says(&format!("it is a {present} and would become a {wanted}")).says("--allow-type-change");
        let stored = sandbox.store().get(NAME).unwrap();
        assert_eq!((stored.ty.as_str(), stored.value.as_str(), stored.version), (present, "old-value", 1));
        put(&sandbox, command, &["--value", "new-value", "--allow-type-change"]).success();
        assert_eq!(sandbox.store().get(NAME).unwrap().ty, wanted);
    }
}

#[test]
fn a_refusal_of_aws_to_change_a_type_is_told() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put(NAME, "String", "old-value");
    sandbox.store().refuse_type_change();
    put(&sandbox, "ssm-put-secure-param", &["--value", "new-value", "--allow-type-change"])
        .code(1)
        .says("HierarchyTypeMismatchException")
        .says("delete the parameter and create it again");
}

#[test]
fn a_string_list_stays_one() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put(NAME, "StringList", "a,b");
    put(&sandbox, "ssm-put-param", &["--value", "a,b"]).success().prints("StringList  unchanged");
    put(&sandbox, "ssm-put-param", &["--value", "a,b,c"]).success().prints("StringList  updated");
    assert_eq!(sandbox.store().get(NAME).unwrap().ty, "StringList");
}

#[test]
fn a_secret_keeps_its_key_unless_another_is_named() {
    let sandbox = Sandbox::with_store();
    sandbox.store().know_key("alias/myapp/ssm");
    sandbox.store().know_key("alias/other");
    put(&sandbox, "ssm-put-secure-param", &["--value", "first-value", "--key-id", "alias/myapp/ssm"]).success();
    put(&sandbox, "ssm-put-secure-param", &["--value", "second-value"]).success().says_not("warning");
    assert_eq!(sandbox.store().get(NAME).unwrap().key_id.as_deref(), Some("alias/myapp/ssm"));
    put(&sandbox, "ssm-put-secure-param", &["--value", "second-value", "--key-id", "alias/other"])
        .success()
        .prints("updated");
    assert_eq!(sandbox.store().get(NAME).unwrap().key_id.as_deref(), Some("alias/other"));
    put(&sandbox, "ssm-put-secure-param", &["--value", "second-value", "--key-id", "alias/other"])
        .success()
        .prints("unchanged");
}

#[test]
fn a_key_that_cannot_be_read_is_a_warning() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put(NAME, "SecureString", "old-value");
    sandbox.store().faults().deny("ssm:DescribeParameters", "");
    put(&sandbox, "ssm-put-secure-param", &["--value", "new-value"]).success().says("its KMS key could not be read");
    sandbox.store().faults().deny("ssm:GetParameter", "");
    put(&sandbox, "ssm-put-secure-param", &["--value", "newer-value"]).success().says("its KMS key could not be read");
}

#[test]
fn an_unknown_key_is_refused_in_words() {
    let sandbox = Sandbox::with_store();
    let run = put(&sandbox, "ssm-put-secure-param", &["--value", "some-value", "--key-id", "alias/nope"]);
    run.code(1).says("InvalidKeyId").says("check that the KMS key exists");
    put(&sandbox, "ssm-put-secure-param", &["--value", "v", "--key-id", "a b"]).code(2).says("--key-id: a KMS key is");
}

#[test]
fn key_id_on_a_plain_put_names_the_other_command() {
    let sandbox = Sandbox::new();
    for (command, other) in [("ssm-put-param", "ssm-put-secure-param"), ("ssm-put-and-tag", "ssm-put-secure-and-tag")] {
        put(&sandbox, command, &["--value", "v", "--key-id", "alias/x"]).code(2).says(&format!("the command {other}"));
    }
}

#[test]
fn present_tags_stay_and_only_those_that_differ_are_sent() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put_as(NAME, "String", "same-value", |stored| {
        stored.tags =
            [("keep", "me"), ("owner", "old"), ("team", "x")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    });
    sandbox.file("t.json", r#"[{"Key":"owner","Value":"new"},{"Key":"team","Value":"x"}]"#);
    put(&sandbox, "ssm-put-and-tag", &["--value", "same-value", "-f", "t.json", "--print-keys"])
        .success()
        .prints("tagged  v1\n    tags: owner\n");
    let calls = sandbox.store().calls();
    let sent = calls.iter().find(|call| call.op == "AddTagsToResource").unwrap();
    assert_eq!(sent.body["Tags"].as_array().unwrap().len(), 1);
    let stored = sandbox.store().get(NAME).unwrap();
    assert_eq!((stored.tags["keep"].as_str(), stored.tags["owner"].as_str(), stored.version), ("me", "new", 1));
    sandbox.store().clear_calls();
    put(&sandbox, "ssm-put-and-tag", &["--value", "same-value", "-f", "t.json"]).success().prints("unchanged");
    assert_eq!(sandbox.store().count("AddTagsToResource"), 0);
}

#[test]
fn a_failed_tag_call_says_that_the_value_was_written() {
    let sandbox = Sandbox::with_store();
    sandbox.store().put(NAME, "String", "old-value");
    sandbox.store().faults().fail_name("AddTagsToResource", NAME, "AccessDeniedException", "not authorized");
    let run = put(&sandbox, "ssm-put-and-tag", &["--value", "new-value", "--name-tag", "x"]);
    run.code(1)
        .says("the value was written (version 2), the tags were not")
        .says("the caller needs ssm:AddTagsToResource");
}

#[test]
fn all_problems_are_told_at_once_before_the_first_call() {
    let sandbox = Sandbox::with_store();
    sandbox.file("bad.json", r#"[{"Key":"aws:x","Value":"v"},{"Key":"a,b","Value":"v"},{"Key":"k","Value":1},{"Key":"d","Value":"1"},{"Key":"d","Value":"2"}]"#);
    sandbox.file("object.json", r#"{"Key":"k","Value":"v"}"#);
    sandbox.file("broken.json", "[{\n");
    let args = [
        "--apply",
        "--name",
        "/mow//x",
        "--value",
        "{{ x }}",
        "-f",
        "bad.json",
        "-f",
        "object.json",
        "-f",
        "broken.json",
        "--tag",
        "nonsense-tag",
    ];
    let run = sandbox.run("ssm-put-and-tag", &args);
    assert_snapshot!(run);
    assert!(sandbox.store().calls().is_empty());
}

#[test]
fn names_are_refused_with_rule_and_character() {
    let sandbox = Sandbox::with_store();
    let deep = format!("/{}", ["a"; 16].join("/"));
    let long = format!("/{}", "a".repeat(1000));
    let cases = [
        ("", "it is empty"),
        ("/mow/a b", "a space is not allowed"),
        ("/mow/a@b", "the character '@' is not allowed"),
        ("/mow/a:3", "the character ':' is not allowed"),
        ("/mow//x", "it has an empty level ('//')"),
        ("/mow/x/", "it must not end with '/'"),
        ("mow/x", "a name with levels must begin with '/'"),
        ("/aws/x", "it must not begin with \"aws\""),
        ("SSM-thing", "it must not begin with \"ssm\""),
        (deep.as_str(), "it has 16 levels"),
        (long.as_str(), "its ARN would have"),
    ];
    for (name, expected) in cases {
        sandbox
            .run("ssm-put-param", &["--apply", "--name", name, "--value", "v"])
            .code(2)
            .says(&format!("--name: {expected}"));
    }
    assert!(sandbox.store().calls().is_empty());
    for name in ["flat", "/flat", "/mow/UPPER/x_y-z.9"] {
        sandbox.run("ssm-put-param", &["--name", name, "--value", "v"]).success();
    }
}

#[test]
fn values_are_refused_by_size_and_form() {
    let sandbox = Sandbox::with_store();
    let fits = "é".repeat(2048);
    put(&sandbox, "ssm-put-param", &["--value", ""]).code(2).says("the value is empty");
    put(&sandbox, "ssm-put-param", &["--value", "a{{b}}c"]).code(2).says("{{…}}");
    put(&sandbox, "ssm-put-param", &["--value", &fits]).success();
    put(&sandbox, "ssm-put-param", &["--value", &format!("{fits}x")])
        .code(2)
        .says("has 4097 bytes, and 4096 are allowed");
    put(&sandbox, "ssm-put-param", &["--value", &format!("{fits}x"), "--tier", "Advanced"]).success();
    put(&sandbox, "ssm-put-param", &["--value", &"x".repeat(8193), "--tier", "Advanced"])
        .code(2)
        .says("8192 are allowed");
    assert_eq!(sandbox.store().get(NAME).unwrap().tier, "Advanced");
}

#[test]
fn a_value_is_never_interpreted() {
    for value in ["http://example.invalid/x", "file:///etc/passwd", "@file", "~/x", "$HOME", "a\nb\tc", "'\"\\"] {
        let sandbox = Sandbox::with_store();
        put(&sandbox, "ssm-put-param", &["--value", value]).success();
        assert_eq!(sandbox.store().get(NAME).unwrap().value, value);
    }
}

#[test]
fn a_value_comes_from_a_file_or_standard_input() {
    let cases: [(&str, &[&str], &str); 4] = [
        ("from-a-file\n", &[], "from-a-file"),
        ("two\n\n", &[], "two\n"),
        ("windows\r\n", &[], "windows"),
        ("kept\n", &["--keep-newline"], "kept\n"),
    ];
    for (content, flags, expected) in cases {
        let sandbox = Sandbox::with_store();
        sandbox.file("value", content);
        let args: Vec<&str> = ["--value-file", "value"].iter().chain(flags).copied().collect();
        put(&sandbox, "ssm-put-secure-param", &args).success();
        assert_eq!(sandbox.store().get(NAME).unwrap().value, expected);
        let sandbox = Sandbox::with_store();
        let args: Vec<&str> = ["--apply", "--name", NAME, "--value-file", "-"].iter().chain(flags).copied().collect();
        sandbox.run_with("ssm-put-secure-param", &args, content.as_bytes()).success();
        assert_eq!(sandbox.store().get(NAME).unwrap().value, expected);
    }
    let sandbox = Sandbox::with_store();
    sandbox.file("binary", b"\xff\xfe");
    put(&sandbox, "ssm-put-param", &["--value-file", "binary"]).code(1).says("not UTF-8");
    put(&sandbox, "ssm-put-param", &["--value-file", "absent"]).code(1).says("cannot read absent");
    assert!(sandbox.store().calls().is_empty());
}

/// Runs the put on a pseudo-terminal, types `keys` when it asks, and prints what stood there, and whether the
/// terminal echoes again at the end.
fn on_a_terminal(sandbox: &Sandbox, keys: &str) -> ssm_testkit::Run {
    let binary = ssm_testkit::binary("ssm-put-secure-param").display().to_string();
    let keys: String = keys.bytes().map(|byte| format!("{byte:02x}")).collect();
    let script = format!(
        "import os, pty, subprocess, sys, termios, time\nmain, side = pty.openpty()\n\
         p = subprocess.Popen([{binary:?}, '--apply', '--name', '{NAME}'], stdin=side, stdout=side, stderr=side, start_new_session=True,\n\
         preexec_fn=lambda: __import__('fcntl').ioctl(side, termios.TIOCSCTTY, 0))\n\
         out = b''\nwhile b'not shown' not in out: out += os.read(main, 1000)\n\
         while termios.tcgetattr(side)[3] & termios.ECHO: time.sleep(0.01)\nos.write(main, bytes.fromhex('{keys}'))\n\
         code = p.wait(timeout=30)\nos.set_blocking(main, False)\n\
         try: out += os.read(main, 100000)\nexcept OSError: pass\n\
         print(out.decode(), bool(termios.tcgetattr(side)[3] & termios.ECHO))\nsys.exit(code)\n"
    );
    let path = sandbox.file("ask.py", script);
    sandbox.program(&ssm_testkit::python(), &[path.to_str().unwrap()])
}

#[test]
fn a_terminal_is_asked_without_echo() {
    let mut sandbox = Sandbox::with_store();
    sandbox.secret("typed-by-hand");
    on_a_terminal(&sandbox, "typed-by-hand\n").success().prints("value (not shown)").prints("created").prints("True");
    assert_eq!(sandbox.store().get(NAME).unwrap().value, "typed-by-hand");
}

#[test]
fn an_interrupt_at_the_question_restores_the_terminal() {
    let sandbox = Sandbox::with_store();
    on_a_terminal(&sandbox, "\x03").code(130).prints("interrupted").prints("True");
    assert!(sandbox.store().calls().is_empty());
}

#[test]
fn tier_and_description_are_sent_when_asked_for_and_compared() {
    let sandbox = Sandbox::with_store();
    let args = ["--value", "some-value", "--tier", "Advanced", "--description", "what it is"];
    put(&sandbox, "ssm-put-param", &args).success().prints("created");
    put(&sandbox, "ssm-put-param", &args).success().prints("unchanged");
    put(&sandbox, "ssm-put-param", &["--value", "some-value", "--description", "other"]).success().prints("updated");
    let stored = sandbox.store().get(NAME).unwrap();
    assert_eq!((stored.tier.as_str(), stored.description.as_str(), stored.version), ("Advanced", "other", 2));
    put(&sandbox, "ssm-put-param", &["--value", "v", "--description", &"x".repeat(1025)])
        .code(2)
        .says("1025 characters");
}

#[test]
fn a_message_of_aws_that_repeats_the_value_is_kept_back() {
    let sandbox = Sandbox::with_store();
    sandbox.store().faults().fail_name("PutParameter", NAME, "ValidationException", "bad value: echoed-secret-value");
    let run = put(&sandbox, "ssm-put-param", &["--value", "echoed-secret-value"]);
    run.code(1).says("kept back").says("ValidationException");
}
