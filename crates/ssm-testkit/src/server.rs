//! The fake as a server: connections, faults around the engine, and a record of every call.

use std::io::BufReader;
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::engine::{Engine, Fail};
use crate::fate::{Fate, Wire};
use crate::faults::{DEFAULT_KEY, Faults};
use crate::http::{self, Request};
use crate::record::Call;
use crate::{control, sts, upstream};

#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) engine: Mutex<Engine>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) calls: Mutex<Vec<Call>>,
    pub(crate) under_way: AtomicUsize,
    pub(crate) most_at_once: AtomicUsize,
    pub(crate) stop: AtomicBool,
    /// Host and port of another engine, which answers instead of ours.
    pub(crate) upstream: Option<String>,
}

pub(crate) fn serve(shared: &Shared, stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let mut stream = BufReader::new(stream);
    while let Some(request) = http::read(&mut stream) {
        let op = request
            .header("x-amz-target")
            .and_then(|target| target.strip_prefix("AmazonSSM."))
            .or_else(|| sts::operation(&request))
            .unwrap_or("?")
            .to_owned();
        let body: Json = serde_json::from_slice(&request.body).unwrap_or(Json::Null);
        if let Some(what) = request.header("x-control") {
            let answer = control(shared, what, &body).to_string();
            let _ = http::answer(stream.get_mut(), 200, answer.as_bytes());
            continue;
        }
        let fate = shared.faults.lock().unwrap().fate(&op, &body);
        let now = shared.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        shared.most_at_once.fetch_max(now, Ordering::Relaxed);
        thread::sleep(fate.delay);
        shared.under_way.fetch_sub(1, Ordering::Relaxed);
        if let Some(outcome) = match fate.wire {
            Wire::DropBefore => Some("dropped"),
            Wire::ResetBefore => Some("reset"),
            Wire::Silent => Some("silent"),
            _ => None,
        } {
            record(shared, &op, &request, body, outcome);
            wait_in_silence(shared, fate.wire);
            return http::close(stream.get_mut(), fate.wire == Wire::ResetBefore);
        }
        let (status, answer) = if op == "GetCallerIdentity" {
            let allowed = shared.faults.lock().unwrap().may("sts:GetCallerIdentity", "*");
            record(shared, &op, &request, body, if allowed { "ok" } else { "AccessDenied" });
            sts::answer(allowed)
        } else {
            let (status, answer) = answer(shared, &op, &request, body, &fate);
            (status, answer.to_string())
        };
        let sent = match fate.wire {
            Wire::DropAfter => return,
            Wire::ResetAfter => return http::close(stream.get_mut(), true),
            Wire::Cut => return http::cut(stream.get_mut(), status, answer.as_bytes()),
            Wire::Drip => http::drip(stream.get_mut(), status, answer.as_bytes(), Duration::from_micros(20)),
            Wire::EndlessDrip => {
                let _ = http::drip(stream.get_mut(), status, answer.as_bytes(), Duration::from_secs(2));
                return;
            }
            _ => http::answer(stream.get_mut(), status, answer.as_bytes()),
        };
        if sent.is_err() {
            return;
        }
    }
}

fn control(shared: &Shared, what: &str, body: &Json) -> Json {
    // Faults before the engine, as calls lock them: in the other order both could wait for ever.
    let mut faults = shared.faults.lock().unwrap();
    let mut engine = shared.engine.lock().unwrap();
    match what {
        "settings" => *faults = control::faults(body),
        "empty" => (*faults, *engine) = (Faults::default(), Engine::default()),
        _ => {}
    }
    control::counts(&std::mem::take(&mut *shared.calls.lock().unwrap()), &engine)
}

fn wait_in_silence(shared: &Shared, wire: Wire) {
    while wire == Wire::Silent && !shared.stop.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(20));
    }
}

fn answer(shared: &Shared, op: &str, request: &Request, body: Json, fate: &Fate) -> (u16, Json) {
    let result = match &fate.instead {
        Some(fail) => Err(fail.clone()),
        None => handle(shared, op, request, &body),
    };
    let result = match &fate.after {
        Some(fail) => result.and_then(|_| Err(fail.clone())),
        None => result,
    };
    let outcome = result.as_ref().err().map_or("ok", |fail| fail.code.as_str()).to_owned();
    record(shared, op, request, body, &outcome);
    match result {
        Ok(answer) => (200, answer),
        Err(fail) => (fail.status, json!({"__type": fail.code, "message": fail.message})),
    }
}

fn handle(shared: &Shared, op: &str, request: &Request, body: &Json) -> Result<Json, Fail> {
    let mut faults = shared.faults.lock().unwrap();
    let names = names_of(op, body);
    if let Some(fail) = faults.refusal(op, body, &names) {
        return Err(fail);
    }
    if let Some(answer) = odd_page(&faults, op, body) {
        return Ok(answer);
    }
    if let Some(upstream) = &shared.upstream {
        drop(faults);
        return upstream::forward(upstream, request);
    }
    let mut engine = shared.engine.lock().unwrap();
    engine.region = scope(request).1;
    let body = unmarked(body);
    let answer = engine.run(op, &body)?;
    let decrypted = if body["WithDecryption"] == true { secrets_in(&answer) } else { Vec::new() };
    let key_of = |name: &str| engine.get(name).and_then(|stored| stored.key_id.clone());
    let may_decrypt =
        |name: &String| faults.may_with("kms:Decrypt", name, key_of(name).as_deref().unwrap_or(DEFAULT_KEY));
    if !decrypted.iter().all(may_decrypt) {
        let why = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are \
                   not allowed to access.";
        return Err(Fail::new("AccessDeniedException", why));
    }
    engine.decrypted.extend(decrypted);
    Ok(if faults.repeat_token && answer.get("NextToken").is_some() { repeated(answer) } else { answer })
}

fn repeated(mut answer: Json) -> Json {
    answer["NextToken"] = json!("page-10");
    answer
}

/// The empty page that stands before a real one, if that is declared.
fn odd_page(faults: &Faults, op: &str, body: &Json) -> Option<Json> {
    let token = body["NextToken"].as_str().unwrap_or_default();
    let lists = matches!(op, "GetParametersByPath" | "DescribeParameters");
    (lists && faults.empty_pages && !token.starts_with("real:"))
        .then(|| json!({"Parameters": [], "NextToken": format!("real:{token}")}))
}

/// The call behind an empty page.
fn unmarked(body: &Json) -> Json {
    let mut body = body.clone();
    if let Some(token) = body["NextToken"].as_str().and_then(|token| token.strip_prefix("real:")) {
        body["NextToken"] = json!(token);
    }
    body
}

fn secrets_in(answer: &Json) -> Vec<String> {
    let one = answer.get("Parameter").into_iter();
    let many = answer["Parameters"].as_array().into_iter().flatten();
    let secrets = one.chain(many).filter(|parameter| parameter["Type"] == "SecureString");
    secrets.filter_map(|parameter| parameter["Name"].as_str().map(str::to_owned)).collect()
}

/// What a call is about, for permissions.
fn names_of(op: &str, body: &Json) -> Vec<String> {
    let text = |member: &str| body[member].as_str().map(str::to_owned);
    match op {
        "GetParametersByPath" => text("Path").into_iter().collect(),
        "AddTagsToResource" | "ListTagsForResource" => text("ResourceId").into_iter().collect(),
        "GetParameters" | "DeleteParameters" => {
            body["Names"].as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
        }
        "DescribeParameters" => vec!["*".to_owned()],
        _ => text("Name").into_iter().collect(),
    }
}

/// Access key and Region of the signature.
fn scope(request: &Request) -> (String, String) {
    let header = request.header("authorization").unwrap_or_default();
    let credential = header.split("Credential=").nth(1).unwrap_or_default();
    let mut parts = credential.split(['/', ',']);
    let key = parts.next().unwrap_or_default().to_owned();
    (key, parts.nth(1).unwrap_or_default().to_owned())
}

fn record(shared: &Shared, op: &str, request: &Request, body: Json, outcome: &str) {
    let (access_key, region) = scope(request);
    let call = Call { op: op.to_owned(), body, access_key, region, outcome: outcome.to_owned() };
    shared.calls.lock().unwrap().push(call);
}
