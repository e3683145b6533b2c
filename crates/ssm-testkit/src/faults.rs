//! What can go wrong between a client and the store, and who may do what.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::engine::Fail;
use crate::fate::{Fate, Wire};
use crate::lab::Lab;
use crate::policy::{Policy, Question};

/// The key of secrets that name none.
pub(crate) const DEFAULT_KEY: &str = "alias/aws/ssm";

struct Bucket {
    rate: f64,
    burst: f64,
    tokens: f64,
    filled: Instant,
}

/// Declared faults. Counted ones are used up.
#[derive(Default)]
pub struct Faults {
    denied: Vec<(String, String)>,
    allowed: Option<BTreeSet<String>>,
    policy: Option<Policy>,
    failing: BTreeMap<String, (usize, Fail)>,
    failing_names: Vec<(String, String, Fail)>,
    quotas: Vec<(Vec<String>, Bucket)>,
    latency: Duration,
    lab: Option<Lab>,
    delays: BTreeMap<String, Duration>,
    wires: BTreeMap<String, (usize, Wire)>,
    broken_lists: BTreeMap<String, usize>,
    /// An empty page with a token stands before each page of a list.
    pub empty_pages: bool,
    /// A list gives the same token for ever.
    pub repeat_token: bool,
}

impl Faults {
    /// Denies an IAM action on names that begin with this text.
    pub fn deny(&mut self, action: &str, prefix: &str) {
        self.denied.push((action.to_owned(), prefix.to_owned()));
    }

    /// Denies every action that is not in the list.
    pub fn allow_only(&mut self, actions: &[&str]) {
        self.allowed = Some(actions.iter().map(|&action| action.to_owned()).collect());
    }

    /// Denies all that this policy of IAM, as JSON, does not allow.
    pub fn obey(&mut self, policy: &str) {
        self.policy = Some(Policy::parse(policy));
    }

    /// Answers the next `count` calls of an operation with an error.
    pub fn fail_next(&mut self, op: &str, count: usize, status: u16, code: &str, message: &str) {
        let fail = Fail { status, code: code.to_owned(), message: message.to_owned() };
        self.failing.insert(op.to_owned(), (count, fail));
    }

    /// Throttles the next `count` calls of an operation.
    pub fn throttle_next(&mut self, op: &str, count: usize) {
        self.fail_next(op, count, 400, "ThrottlingException", "Rate exceeded");
    }

    /// Answers all calls of an operation on one name with an error.
    pub fn fail_name(&mut self, op: &str, name: &str, code: &str, message: &str) {
        self.failing_names.push((op.to_owned(), name.to_owned(), Fail::new(code, message)));
    }

    /// Lets operations, which share the quota, through `rate` times a second, with a burst.
    pub fn quota(&mut self, ops: &[&str], rate: f64, burst: f64) {
        let ops = ops.iter().map(|&op| op.to_owned()).collect();
        self.quotas.push((ops, Bucket { rate, burst, tokens: burst, filled: Instant::now() }));
    }

    /// Answers everything late.
    pub fn latency(&mut self, latency: Duration) {
        self.latency = latency;
    }

    /// Lets random mishaps meet the calls.
    pub fn mishaps(&mut self, lab: Lab) {
        self.lab = Some(lab);
    }

    /// Takes the random mishaps and the repeated token away.
    pub fn calm(&mut self) {
        self.lab = None;
        self.repeat_token = false;
    }

    /// Does something to the answers, or to the connections, of the next calls.
    fn wire_next(&mut self, op: &str, count: usize, wire: Wire) {
        self.wires.insert(op.to_owned(), (count, wire));
    }

    /// Cuts the answers of the next calls in half.
    pub fn cut_next(&mut self, op: &str, count: usize) {
        self.wire_next(op, count, Wire::Cut);
    }

    /// Sends the answers of the next calls byte by byte, without an end.
    pub fn drip_next(&mut self, op: &str, count: usize) {
        self.wire_next(op, count, Wire::EndlessDrip);
    }

    /// Resets the connection of the next calls when the work is done.
    pub fn reset_after_work(&mut self, op: &str, count: usize) {
        self.wire_next(op, count, Wire::ResetAfter);
    }

    /// Answers an operation late.
    pub fn delay(&mut self, op: &str, delay: Duration) {
        self.delays.insert(op.to_owned(), delay);
    }

    /// Never answers an operation.
    pub fn silent(&mut self, op: &str) {
        self.wires.insert(op.to_owned(), (usize::MAX, Wire::Silent));
    }

    /// Closes the connection of the next calls before the work is done.
    pub fn drop_before_work(&mut self, op: &str, count: usize) {
        self.wires.insert(op.to_owned(), (count, Wire::DropBefore));
    }

    /// Closes the connection of the next calls after the work was done.
    pub fn drop_after_work(&mut self, op: &str, count: usize) {
        self.wires.insert(op.to_owned(), (count, Wire::DropAfter));
    }

    /// Fails every page of a list from this one on (0 is the first).
    pub fn break_list_after(&mut self, op: &str, pages: usize) {
        self.broken_lists.insert(op.to_owned(), pages);
    }

    /// Decides what becomes of a call, and uses up what was declared.
    pub(crate) fn fate(&mut self, op: &str, body: &Json) -> Fate {
        let delay = self.latency + self.delays.get(op).copied().unwrap_or_default();
        let mut fate = Fate { delay, wire: self.wire(op), instead: None, after: None };
        if let Some(mishap) = self.lab.as_mut().and_then(|lab| lab.meets(op, body)) {
            mishap.befall(&mut fate);
        }
        fate
    }

    fn wire(&mut self, op: &str) -> Wire {
        match self.wires.get_mut(op) {
            Some((count, wire)) if *count > 0 => {
                *count -= 1;
                *wire
            }
            _ => Wire::Normal,
        }
    }

    /// The refusal of a call that the store never sees, if there is one.
    pub(crate) fn refusal(&mut self, op: &str, body: &Json, names: &[String]) -> Option<Fail> {
        let mut quotas = self.quotas.iter_mut().filter(|(ops, _)| ops.iter().any(|of| of == op));
        if quotas.any(|(_, bucket)| !bucket.take()) {
            return Some(Fail::new("ThrottlingException", "Rate exceeded"));
        }
        if let Some((count, fail)) = self.failing.get_mut(op)
            && *count > 0
        {
            *count -= 1;
            return Some(fail.clone());
        }
        let pages = self.broken_lists.get(op);
        if pages.is_some_and(|&pages| page_of(body) >= pages) {
            return Some(Fail::new("InternalServerError", ""));
        }
        let named = self.failing_names.iter().find(|(failing, name, _)| failing == op && names.contains(name));
        named.map(|(_, _, fail)| fail.clone()).or_else(|| self.denial(op, body, names))
    }

    fn denial(&self, op: &str, body: &Json, names: &[String]) -> Option<Fail> {
        let mut actions = vec![format!("ssm:{op}")];
        if op == "PutParameter" && body["Tags"].as_array().is_some_and(|tags| !tags.is_empty()) {
            actions.push("ssm:AddTagsToResource".to_owned());
        }
        if op == "PutParameter" && body["Type"] == "SecureString" {
            let advanced = body["Tier"] == "Advanced";
            actions.push(if advanced { "kms:GenerateDataKey" } else { "kms:Encrypt" }.to_owned());
        }
        let key = body["KeyId"].as_str().unwrap_or(DEFAULT_KEY);
        let action = actions.into_iter().find(|action| names.iter().any(|name| !self.may_with(action, name, key)))?;
        let on = format!("arn:aws:ssm:us-east-1:123456789012:parameter{}", names[0]);
        let why = format!(
            "User: arn:aws:sts::123456789012:assumed-role/test/session is not authorized to perform: {action} on resource: {on} \
             because no identity-based policy allows the {action} action"
        );
        Some(Fail::new("AccessDeniedException", why))
    }

    /// Whether an action is allowed on a name.
    pub(crate) fn may(&self, action: &str, name: &str) -> bool {
        self.may_with(action, name, DEFAULT_KEY)
    }

    /// Whether an action is allowed on a name, with this key.
    pub(crate) fn may_with(&self, action: &str, name: &str, alias: &str) -> bool {
        let policy = self.policy.as_ref();
        if policy.is_some_and(|policy| !policy.allows(&Question { action, name, alias })) {
            return false;
        }
        let denied = self.denied.iter().any(|(denied, prefix)| denied == action && name.starts_with(prefix.as_str()));
        !denied && self.allowed.as_ref().is_none_or(|allowed| allowed.contains(action))
    }
}

/// Which page of a list a call asks for.
fn page_of(body: &Json) -> usize {
    let token = body["NextToken"].as_str().unwrap_or_default();
    let start: usize = token.strip_prefix("page-").and_then(|at| at.parse().ok()).unwrap_or(0);
    start / 10
}

impl Bucket {
    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.tokens = (self.tokens + self.rate * (now - self.filled).as_secs_f64()).min(self.burst);
        self.filled = now;
        let there = self.tokens >= 1.0;
        self.tokens -= f64::from(u8::from(there));
        there
    }
}
