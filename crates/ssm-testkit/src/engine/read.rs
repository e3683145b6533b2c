//! Operations that only read.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Engine, Fail, Stored, rules, text};

/// 2025-10-15T12:34:56Z, always: tests compare whole outputs.
const MODIFIED: f64 = 1_760_531_696.0;

/// What stands for a secret that is not decrypted: never the secret itself.
fn ciphertext(value: &str) -> String {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    format!("AQICAHfake{:016x}", hasher.finish())
}

/// No order is documented for lists, so there is none.
fn disorder(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

impl Engine {
    fn shown(&self, stored: &Stored, decrypt: bool) -> Json {
        let secret = stored.ty == "SecureString";
        let value = if secret && !decrypt { ciphertext(&stored.value) } else { stored.value.clone() };
        json!({
            "Name": stored.name, "Type": stored.ty, "Value": value, "Version": stored.version,
            "LastModifiedDate": MODIFIED, "DataType": "text",
            "ARN": format!("arn:aws:ssm:{}:123456789012:parameter/{}", self.region, stored.name.trim_start_matches('/')),
        })
    }

    pub(super) fn get_parameter(&mut self, body: &Json) -> Result<Json, Fail> {
        let name = text(body, "Name");
        let name = name.split_once(":parameter/").map_or_else(|| name.to_owned(), |(_, name)| format!("/{name}"));
        let stored = self.get(&name).cloned().ok_or_else(|| Fail::new("ParameterNotFound", ""))?;
        Ok(json!({"Parameter": self.shown(&stored, decrypts(body))}))
    }

    pub(super) fn get_parameters(&mut self, body: &Json) -> Result<Json, Fail> {
        let names: BTreeSet<String> = rules::ten_names(body)?.into_iter().collect();
        let (there, missing): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| self.get(name).is_some());
        let there: Vec<Stored> = there.iter().filter_map(|name| self.get(name).cloned()).collect();
        let shown: Vec<Json> = there.iter().map(|stored| self.shown(stored, decrypts(body))).collect();
        Ok(json!({"Parameters": shown, "InvalidParameters": missing}))
    }

    pub(super) fn by_path(&mut self, body: &Json) -> Result<Json, Fail> {
        let path = text(body, "Path");
        if !path.starts_with('/') {
            return Err(Fail::validation(
                "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\".",
            ));
        }
        let recursive = body["Recursive"].as_bool().unwrap_or(false);
        let filters = filters(body, &["Type", "KeyId", "Label"])?;
        let found = self.list(body, |stored| {
            is_under(&stored.name, path, recursive) && filters.iter().all(|filter| filter.fits(stored))
        });
        let (page, token) = page(&found, body, 10)?;
        let shown: Vec<Json> =
            page.iter().filter_map(|id| self.params.get(id)).map(|stored| self.shown(stored, decrypts(body))).collect();
        Ok(with_token(json!({"Parameters": shown}), token))
    }

    /// The identities that fit, in no order; the same list for each page.
    fn list(&mut self, body: &Json, fits: impl Fn(&Stored) -> bool) -> Arc<Vec<String>> {
        let asked = format!("{} {} {}", body["Path"], body["Recursive"], body["ParameterFilters"]);
        if let Some(list) = self.lists.get(&asked) {
            return Arc::clone(list);
        }
        let fitting = self.params.iter().filter(|(_, stored)| fits(stored));
        let mut found: Vec<(u64, String)> = fitting.map(|(id, stored)| (disorder(&stored.name), id.clone())).collect();
        found.sort_unstable();
        let list = Arc::new(found.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        self.lists.insert(asked, Arc::clone(&list));
        list
    }

    pub(super) fn describe(&mut self, body: &Json) -> Result<Json, Fail> {
        let filters = filters(body, &["Name", "Type", "KeyId", "Path", "Tier", "DataType", "tag:"])?;
        let found = self.list(body, |stored| filters.iter().all(|filter| filter.fits(stored)));
        let (page, token) = page(&found, body, 50)?;
        let shown: Vec<Json> = page
            .iter()
            .filter_map(|id| self.params.get(id))
            .map(|stored| {
                let mut shown = json!({
                    "Name": stored.name, "Type": stored.ty, "Version": stored.version, "LastModifiedDate": MODIFIED,
                    "Tier": stored.tier, "DataType": "text",
                });
                if let Some(key) = &stored.key_id {
                    shown["KeyId"] = json!(key);
                }
                if !stored.description.is_empty() {
                    shown["Description"] = json!(stored.description);
                }
                shown
            })
            .collect();
        Ok(with_token(json!({"Parameters": shown}), token))
    }

    pub(super) fn list_tags(&mut self, body: &Json) -> Result<Json, Fail> {
        let stored = self.resource(body)?;
        let tags: Vec<Json> = stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
        Ok(json!({"TagList": tags}))
    }
}

fn decrypts(body: &Json) -> bool {
    body["WithDecryption"].as_bool().unwrap_or(false)
}

/// Path `/` holds flat names too, whatever they begin with.
fn is_under(name: &str, path: &str, recursive: bool) -> bool {
    let path = path.trim_end_matches('/');
    let rest = if path.is_empty() {
        Some(name.trim_start_matches('/'))
    } else {
        name.strip_prefix(path).and_then(|rest| rest.strip_prefix('/'))
    };
    rest.is_some_and(|rest| recursive || !rest.contains('/'))
}

fn page<'a>(found: &'a [String], body: &Json, max: u64) -> Result<(&'a [String], Option<String>), Fail> {
    let size = body["MaxResults"].as_u64().unwrap_or(10);
    if size < 1 || size > max {
        return Err(Fail::validation(format!("MaxResults must be between 1 and {max}")));
    }
    let start: usize = match text(body, "NextToken") {
        "" => 0,
        token => token
            .strip_prefix("page-")
            .and_then(|at| at.parse().ok())
            .ok_or_else(|| Fail::new("InvalidNextToken", ""))?,
    };
    let end = (start + usize::try_from(size).unwrap()).min(found.len());
    Ok((&found[start.min(end)..end], (end < found.len()).then(|| format!("page-{end}"))))
}

fn with_token(mut answer: Json, token: Option<String>) -> Json {
    if let Some(token) = token {
        answer["NextToken"] = json!(token);
    }
    answer
}

struct Filter {
    key: String,
    option: String,
    values: Vec<String>,
}

fn filters(body: &Json, keys: &[&str]) -> Result<Vec<Filter>, Fail> {
    let mut filters: Vec<Filter> = Vec::new();
    for raw in body["ParameterFilters"].as_array().into_iter().flatten() {
        let values: Vec<String> =
            raw["Values"].as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
        let filter = Filter { key: text(raw, "Key").to_owned(), option: text(raw, "Option").to_owned(), values };
        if !keys.iter().any(|key| filter.key == *key || (*key == "tag:" && filter.key.starts_with("tag:"))) {
            return Err(Fail::new("InvalidFilterKey", ""));
        }
        if filters.iter().any(|other| other.key == filter.key) {
            return Err(Fail::validation("A request can contain only one occurrence of a specific filter."));
        }
        let options: &[&str] = match filter.key.as_str() {
            "Path" => &["", "Recursive", "OneLevel"],
            "Name" => &["", "Equals", "BeginsWith", "Contains"],
            key if key.starts_with("tag:") => &["", "Equals"],
            _ => &["", "Equals", "BeginsWith"],
        };
        if !options.contains(&filter.option.as_str()) {
            return Err(Fail::new(
                "InvalidFilterOption",
                format!("The following filter option is not valid: {}.", filter.option),
            ));
        }
        let sized = filter.key.len() <= 132
            && filter.values.len() <= 50
            && filter.values.iter().all(|value| (1..=1024).contains(&value.len()));
        if !sized {
            return Err(Fail::validation("1 validation error detected: a filter failed to satisfy constraint"));
        }
        filters.push(filter);
    }
    Ok(filters)
}

impl Filter {
    fn fits(&self, stored: &Stored) -> bool {
        let one_of = |text: &str| self.values.iter().any(|value| self.matches(text, value));
        match self.key.as_str() {
            "Name" => one_of(&stored.name),
            "Type" => one_of(&stored.ty),
            "Tier" => one_of(&stored.tier),
            "KeyId" => stored.key_id.as_deref().is_some_and(one_of),
            "Path" => self.values.iter().any(|path| is_under(&stored.name, path, self.option == "Recursive")),
            key => match key.strip_prefix("tag:").and_then(|key| stored.tags.get(key)) {
                Some(value) => self.values.is_empty() || one_of(value),
                None => false,
            },
        }
    }

    fn matches(&self, text: &str, value: &str) -> bool {
        match self.option.as_str() {
            "BeginsWith" => text.starts_with(value),
            "Contains" => text.contains(value),
            _ => text == value,
        }
    }
}
