//! Whose credentials, which Region, which address; and what is said where there is none.

use std::time::Duration;

use ssm_testkit::{Run, Sandbox};

const CONFIG: &str = "[default]\nregion = eu-west-1\n[profile named]\nregion = eu-west-2\naws_access_key_id = AKIDPROFILE\n\
    aws_secret_access_key = key-of-the-profile\n[profile bare]\nregion = eu-west-3\n[profile sso]\nregion = us-east-1\n\
    sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = admin\n[sso-session corp]\nsso_region = us-east-1\n\
    sso_start_url = https://example.invalid/start\nsso_registration_scopes = sso:account:access\n[profile process]\nregion = us-east-1\n\
    credential_process = ./credentials.sh\n[profile legacy]\nregion = us-east-1\nretry_mode = legacy\nmax_attempts = 0\n";

fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::with_store();
    sandbox.file("aws-config", CONFIG);
    sandbox.secret("key-of-the-profile");
    sandbox
}

fn put(sandbox: &Sandbox, args: &[&str]) -> Run {
    let args: Vec<&str> = ["--name", "/mow/x", "--value", "some-value"].iter().chain(args).copied().collect();
    sandbox.run("ssm-put-param", &args)
}

fn signed(sandbox: &Sandbox) -> (String, String) {
    let call = sandbox.store().calls().pop().expect("a call");
    (call.access_key, call.region)
}

fn signer(key: &str, region: &str) -> (String, String) {
    (key.to_owned(), region.to_owned())
}

#[test]
fn a_profile_by_flag_beats_keys_of_the_environment_and_one_by_variable_does_not() {
    let mut sandbox = sandbox();
    put(&sandbox, &["--apply", "--profile", "named"]).success();
    assert_eq!(signed(&sandbox), signer("AKIDPROFILE", "us-east-1"));
    sandbox.unset("AWS_REGION");
    put(&sandbox, &["--apply", "--force", "--profile", "named"]).success();
    assert_eq!(signed(&sandbox), signer("AKIDPROFILE", "eu-west-2"));
    sandbox.set("AWS_PROFILE", "named");
    put(&sandbox, &["--apply", "--force"]).success();
    assert_eq!(signed(&sandbox), signer("AKIDENVIRONMENT", "eu-west-2"));
    sandbox.unset("AWS_ACCESS_KEY_ID").unset("AWS_SECRET_ACCESS_KEY");
    put(&sandbox, &["--apply", "--force"]).success();
    assert_eq!(signed(&sandbox), signer("AKIDPROFILE", "eu-west-2"));
}

#[test]
fn the_region_is_looked_for_in_this_order() {
    let mut sandbox = sandbox();
    let region = |sandbox: &Sandbox, args: &[&str]| {
        let args: Vec<&str> = ["--apply", "--force"].iter().chain(args).copied().collect();
        put(sandbox, &args).success();
        signed(sandbox).1
    };
    sandbox.set("AWS_DEFAULT_REGION", "ap-south-1");
    assert_eq!(region(&sandbox, &["--region", "sa-east-1"]), "sa-east-1");
    assert_eq!(region(&sandbox, &[]), "us-east-1");
    sandbox.set("AWS_REGION", "");
    assert_eq!(region(&sandbox, &[]), "ap-south-1");
    sandbox.unset("AWS_DEFAULT_REGION").unset("AWS_REGION");
    assert_eq!(region(&sandbox, &[]), "eu-west-1");
    assert_eq!(region(&sandbox, &["--region", "", "--profile", ""]), "eu-west-1");
}

#[test]
fn an_unknown_profile_is_an_error_in_preview_too() {
    let mut sandbox = sandbox();
    for args in [["--profile", "nope"].as_slice(), &["--profile", "nope", "--apply"]] {
        put(&sandbox, args).code(1).says("there is no profile 'nope'");
    }
    sandbox.set("AWS_PROFILE", "nope");
    put(&sandbox, &["--apply"]).code(1).says("there is no profile 'nope'");
    assert!(sandbox.store().calls().is_empty());
    sandbox.set("AWS_PROFILE", "default").set("AWS_CONFIG_FILE", "absent");
    put(&sandbox, &["--apply"]).success();
}

#[test]
fn a_profile_without_credentials_never_takes_those_of_the_environment() {
    let sandbox = sandbox();
    put(&sandbox, &["--apply", "--profile", "bare"]).code(1);
    assert!(sandbox.store().calls().is_empty());
}

#[test]
fn credential_process_works() {
    let sandbox = sandbox();
    let path = sandbox.file(
        "credentials.sh",
        "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKIDPROCESS\",\"SecretAccessKey\":\"x\"}'\n",
    );
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    put(&sandbox, &["--apply", "--profile", "process"]).success();
    assert_eq!(signed(&sandbox).0, "AKIDPROCESS");
}

#[test]
fn an_sso_profile_without_a_live_session_says_how_to_log_in() {
    let sandbox = sandbox();
    put(&sandbox, &["--apply", "--profile", "sso"]).code(1).says("aws sso login --profile sso");
    put(&sandbox, &["--profile", "sso"])
        .success()
        .says("could not compare with the store")
        .says("aws sso login --profile sso");
}

#[test]
fn no_region_and_no_credentials_are_told_apart() {
    let mut sandbox = Sandbox::with_store();
    sandbox.unset("AWS_REGION");
    let places = "--region, AWS_REGION, AWS_DEFAULT_REGION, the profile's region, and the instance's metadata";
    put(&sandbox, &["--apply"]).code(1).says(places);
    let preview = put(&sandbox, &[]);
    preview.success().says("could not compare with the store").says("no AWS Region is set").prints("create or update");
    assert_eq!(preview.stderr.lines().count(), 2, "{preview}");
    sandbox.set("AWS_REGION", "us-east-1").unset("AWS_ACCESS_KEY_ID").unset("AWS_SECRET_ACCESS_KEY");
    put(&sandbox, &["--apply"]).code(1).says("no AWS credentials were found").says("log in, name a profile");
    let preview = put(&sandbox, &[]);
    preview.success().prints("create or update").says("could not compare with the store");
    assert!(preview.wall < Duration::from_millis(3500), "{preview}");
}

#[test]
fn a_store_that_cannot_be_reached_costs_a_preview_three_seconds_at_most() {
    let mut sandbox = Sandbox::with_store();
    sandbox.store().faults().silent("GetParameter");
    let run = put(&sandbox, &[]);
    run.success().says("gave no answer in time").prints("create or update");
    assert!(run.wall < Duration::from_millis(3500), "{:?}", run.wall);
    sandbox.set("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:1");
    let run = put(&sandbox, &[]);
    run.success().says("could not compare with the store").says("refused");
    assert!(run.wall < Duration::from_secs(2), "{:?}", run.wall);
    put(&sandbox, &["--apply"]).code(1).says("cannot write /mow/x");
}

#[test]
fn endpoints_come_by_flag_variable_and_need_a_scheme() {
    let mut sandbox = Sandbox::with_store();
    let endpoint = sandbox.store().endpoint().to_owned();
    sandbox.set("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:1");
    put(&sandbox, &["--apply", "--endpoint-url", &endpoint]).success();
    sandbox.unset("AWS_ENDPOINT_URL_SSM").set("AWS_ENDPOINT_URL", &endpoint);
    put(&sandbox, &["--apply", "--force"]).success();
    for variable in ["AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL"] {
        sandbox.set(variable, "localhost:4566");
        for args in [[].as_slice(), &["--apply"]] {
            put(&sandbox, args).code(2).says(&format!("{variable}: an endpoint is a URL that begins with http://"));
        }
        sandbox.unset(variable);
    }
    put(&sandbox, &["--endpoint-url", "not-a-url"]).code(2).says("--endpoint-url:");
    put(&sandbox, &["--region", "US East"]).code(2).says("--region: a Region has");
}

#[test]
fn no_setting_of_aws_makes_a_panic() {
    let settings: &[&[(&str, &str)]] = &[
        &[("AWS_RETRY_MODE", "legacy")],
        &[("AWS_RETRY_MODE", "nonsense")],
        &[("AWS_MAX_ATTEMPTS", "0")],
        &[("AWS_MAX_ATTEMPTS", "-1")],
        &[("AWS_MAX_ATTEMPTS", "many")],
        &[("AWS_PROFILE", "legacy")],
        &[("AWS_PROFILE", "")],
        &[("AWS_USE_FIPS_ENDPOINT", "maybe")],
        &[("AWS_CA_BUNDLE", "")],
        &[("SSL_CERT_FILE", "/nonexistent"), ("SSL_CERT_DIR", "/nonexistent")],
        &[("NO_PROXY", "127.0.0.1"), ("HTTP_PROXY", "http://127.0.0.1:1")],
    ];
    for variables in settings {
        let mut sandbox = sandbox();
        for (name, value) in *variables {
            sandbox.set(name, value);
        }
        let run = put(&sandbox, &["--apply"]);
        run.says_not("panic").says_not("internal error").success();
    }
}

#[test]
fn a_certificate_bundle_is_checked_and_no_certificates_at_all_are_told() {
    let mut sandbox = Sandbox::new();
    sandbox.set("AWS_ENDPOINT_URL_SSM", "https://127.0.0.1:1").set("AWS_MAX_ATTEMPTS", "1");
    sandbox.file("empty.pem", "");
    sandbox.file("junk.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    for (bundle, why) in [
        ("absent.pem", "cannot be read"),
        ("empty.pem", "holds no certificate"),
        ("junk.pem", "something else than certificates"),
    ] {
        sandbox.set("AWS_CA_BUNDLE", bundle);
        put(&sandbox, &["--apply"]).code(1).says("AWS_CA_BUNDLE names").says(why).says_not("internal error");
    }
    sandbox.unset("AWS_CA_BUNDLE").set("SSL_CERT_FILE", "/nonexistent").set("SSL_CERT_DIR", "/nonexistent");
    put(&sandbox, &["--apply"]).code(1).says("no certificates to trust").says_not("internal error");
}

#[test]
fn max_attempts_bounds_the_tries() {
    let mut sandbox = Sandbox::with_store();
    sandbox.store().faults().throttle_next("PutParameter", 100);
    sandbox.set("AWS_MAX_ATTEMPTS", "2");
    put(&sandbox, &["--apply"]).code(1).says("Rate exceeded (ThrottlingException)").says("run again");
    assert_eq!(sandbox.store().count("PutParameter"), 2);
}

#[test]
fn a_silent_server_is_given_up() {
    let mut sandbox = Sandbox::with_store();
    sandbox.set("AWS_MAX_ATTEMPTS", "1");
    sandbox.store().faults().silent("PutParameter");
    let run = put(&sandbox, &["--apply"]);
    run.code(1).says("gave no answer in time");
    assert!(run.wall < Duration::from_secs(15), "{:?}", run.wall);
}

#[test]
fn credentials_may_take_longer_than_a_call() {
    let sandbox = sandbox();
    let slow = "#!/bin/sh\nsleep 6\necho '{\"Version\":1,\"AccessKeyId\":\"AKIDSLOW\",\"SecretAccessKey\":\"x\"}'\n";
    let path = sandbox.file("credentials.sh", slow);
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    put(&sandbox, &["--apply", "--profile", "process"]).success();
    assert_eq!(signed(&sandbox).0, "AKIDSLOW");
    let preview = put(&sandbox, &["--profile", "process"]);
    preview.success().says("credentials and Region took too long to find");
    assert!(preview.wall < Duration::from_millis(3500), "{:?}", preview.wall);
}
