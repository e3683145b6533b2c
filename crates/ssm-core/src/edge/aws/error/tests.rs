//! Answers of every kind, through the SDK's own parsing: no panic, no secret, one line.

use std::sync::{Arc, Mutex};

use aws_credential_types::Credentials;
use aws_sdk_ssm::Client;
use aws_sdk_ssm::config::{BehaviorVersion, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;
use fastrand::Rng;

use super::*;
use crate::edge::variable;

/// Answers every call with what is put there.
#[derive(Debug, Clone, Default)]
struct Canned(Arc<Mutex<(u16, Vec<u8>)>>);

impl HttpClient for Canned {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Canned {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let (status, body) = self.0.lock().unwrap().clone();
        let status = StatusCode::try_from(status).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body))))
    }
}

fn client(canned: &Canned) -> Client {
    let config = aws_sdk_ssm::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("a", "b", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(SharedHttpClient::new(canned.clone()));
    Client::from_conf(config.build())
}

const CODES: &[&str] = &[
    "ThrottlingException",
    "AccessDeniedException",
    "ValidationException",
    "ParameterNotFound",
    "ParameterAlreadyExists",
    "InternalServerError",
    "TooManyUpdates",
    "com.amazonaws.ssm#InvalidKeyId",
    "ExpiredTokenException:http://internal.amazon.com/",
    "Unheard_Of",
    "",
];
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "1e999",
    "\\u0000",
    "\\ud800",
    "__type",
    "message",
    "Message",
    "code",
    "\u{1b}[2J",
    "\n",
    "<html>",
    "kms:Decrypt",
    "\u{202e}",
    "é",
];

fn body(rng: &mut Rng, value: &str) -> Vec<u8> {
    let code = CODES[rng.usize(..CODES.len())];
    let mut soup = String::new();
    (0..rng.usize(..12)).for_each(|_| soup.push_str(PIECES[rng.usize(..PIECES.len())]));
    let form = rng.u8(..4);
    if form < 3 && rng.bool() {
        // Whole, or cut off as a server may do.
        soup.push_str(&value[..rng.usize(value.len().min(16)..=value.len())]);
    }
    match form {
        0 => (0..rng.usize(..200)).map(|_| rng.u8(..)).collect(),
        1 => soup.into_bytes(),
        2 => serde_json::json!({"__type": code, "message": soup}).to_string().into_bytes(),
        _ => {
            let mut whole = serde_json::json!({"__type": code, "Message": soup, "x": [1, {}]}).to_string().into_bytes();
            let at = rng.usize(..whole.len());
            whole[at] = rng.u8(..);
            whole.truncate(rng.usize(at..=whole.len()));
            whole
        }
    }
}

#[test]
fn error_bodies_of_every_kind_make_one_line_without_the_value() {
    let number = |name, small: u64| variable(name).and_then(|text| text.parse().ok()).unwrap_or(small);
    let (first, count) = (number("SSM_SEED", 0), number("SSM_FUZZ", 2_000));
    let canned = Canned::default();
    let client = client(&canned);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for seed in first..first + count {
        let mut rng = Rng::with_seed(seed);
        let status = [200, 204, 301, 400, 400, 400, 403, 404, 413, 429, 500, 502, 503][rng.usize(..13)];
        let text = "secret-secret".repeat(rng.usize(1..80));
        let value = Value::new(text.clone());
        *canned.0.lock().unwrap() = (status, body(&mut rng, &text));
        let sent = client.put_parameter().name("/mow/x").value(&text).send();
        let Err(error) = runtime.block_on(sent) else { continue };
        let failure = Failure::of(&error);
        let call = Call { value: Some(&value), ..Call::new("ssm:PutParameter", "write", "/mow/x") };
        let error = failure.lost(rng.bool()).into_error(&call, None);
        let told = format!("{error} {} {error:?}", error.hint.as_deref().unwrap_or_default());
        assert!(!told.contains("secret-s"), "seed {seed}: {told}");
        let lines = error.to_string();
        assert!(!lines.chars().any(char::is_control) && lines.len() < 3000, "seed {seed}: {told}");
    }
}
