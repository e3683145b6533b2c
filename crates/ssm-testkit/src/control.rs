//! The store by remote control, for programs in other languages: what `make bench` sets and counts.
//!
//! A request with the header `x-control` is no call of AWS: `settings` takes a JSON object, `empty` takes away what is
//! stored and set, `counts` only counts. Each gives what was counted since the last one.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::engine::Engine;
use crate::faults::Faults;
use crate::lab::{Lab, Mishap};
use crate::record::Call;

/// Faults by their description: `latency_ms`, `quotas` (`ops`, `rate`, `burst`), `mishaps` (`seed`, `share`),
/// `policy` (of IAM).
pub(crate) fn faults(settings: &Json) -> Faults {
    let mut faults = Faults::default();
    faults.latency(Duration::from_millis(settings["latency_ms"].as_u64().unwrap_or(0)));
    for quota in settings["quotas"].as_array().into_iter().flatten() {
        let ops: Vec<&str> = quota["ops"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        faults.quota(&ops, quota["rate"].as_f64().unwrap_or(1.0), quota["burst"].as_f64().unwrap_or(1.0));
    }
    if settings["policy"].is_object() {
        faults.obey(&settings["policy"].to_string());
    }
    if let Some(share) = settings["mishaps"]["share"].as_f64() {
        let seed = settings["mishaps"]["seed"].as_u64().unwrap_or(0);
        let failing: Vec<Mishap> = Mishap::ALL
            .into_iter()
            .filter(|mishap| !matches!(mishap, Mishap::Drip | Mishap::Late | Mishap::Silence))
            .collect();
        faults.mishaps(Lab::new(seed, share, &failing));
    }
    faults
}

/// How many calls to Parameter Store (STS is another service) came in, were refused by quota, failed in any way, and wrote; how much is stored.
pub(crate) fn counts(calls: &[Call], engine: &Engine) -> Json {
    let of = |fits: &dyn Fn(&Call) -> bool| calls.iter().filter(|call| fits(call)).count();
    json!({
        "calls": of(&|call| call.op != "GetCallerIdentity"),
        "refused": of(&|call| call.outcome == "ThrottlingException"),
        "failed": of(&|call| call.outcome != "ok"),
        "written": of(&|call| call.outcome == "ok" && call.op == "PutParameter"),
        "stored": engine.all().count(),
        "versions": engine.all().map(|stored| stored.version).max().unwrap_or(0),
    })
}
