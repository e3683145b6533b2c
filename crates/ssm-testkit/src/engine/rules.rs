//! What AWS refuses, in AWS's words (service model of 2014-11-06, user guide, and captures in public threads).

use serde_json::Value as Json;

use super::Fail;

/// Checks a name for a write.
pub(super) fn name(name: &str) -> Result<(), Fail> {
    let bare = name.trim_start_matches('/');
    let lower = bare.to_ascii_lowercase();
    if lower.starts_with("aws") {
        return Err(Fail::new("AccessDeniedException", format!("No access to reserved parameter name: {name}.")));
    }
    // AWS's catch-all for any bad name.
    let misleading = "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of \
                      sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the \
                      following 3 symbols .-_";
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    if lower.starts_with("ssm") || name.is_empty() || !name.chars().all(fits) || name.contains("//") {
        return Err(Fail::validation(misleading));
    }
    if name.ends_with('/') {
        return Err(Fail::validation("Parameter name must not end with slash."));
    }
    if name.contains('/') && !name.starts_with('/') {
        return Err(Fail::validation("Parameter name must be a fully qualified name."));
    }
    if bare.split('/').count() > 15 {
        return Err(Fail::new("HierarchyLevelLimitExceededException", "A hierarchy can have a maximum of 15 levels."));
    }
    if format!("arn:aws:ssm:us-east-1:123456789012:parameter/{bare}").len() > 1011 {
        return Err(Fail::new("AccessDeniedException", "the name is too long"));
    }
    Ok(())
}

/// Checks a value against its tier.
pub(super) fn value(value: &str, advanced: bool) -> Result<(), Fail> {
    let max = if advanced { 8192 } else { 4096 };
    if value.is_empty() {
        return Err(Fail::validation(
            "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ));
    }
    if value.len() > max {
        // Older captures echo the value (aws-cli issue 3451), so clients must not print this unseen.
        return Err(Fail::validation(format!(
            "Standard tier parameters support a maximum parameter value of {max} characters: {value}"
        )));
    }
    if value.find("{{").is_some_and(|at| value[at..].contains("}}")) {
        return Err(Fail::validation(
            "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.",
        ));
    }
    Ok(())
}

/// Reads and checks a list of tags.
pub(super) fn tags(list: &Json) -> Result<Vec<(String, String)>, Fail> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for item in list.as_array().into_iter().flatten() {
        let (Some(key), Some(value)) = (item["Key"].as_str(), item["Value"].as_str()) else {
            return Err(Fail::validation("Tag needs Key and Value"));
        };
        let fits = |c: char| c.is_alphanumeric() || "_.:/=+-@ \u{a0}\u{2028}\u{2029}\u{3000}".contains(c);
        let lengths = (1..=128).contains(&key.chars().count()) && value.chars().count() <= 256;
        if !lengths || !key.chars().all(fits) || !value.chars().all(fits) {
            return Err(Fail::validation("1 validation error detected: a tag failed to satisfy constraint"));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(Fail::validation("aws: prefixed tag key names are not allowed for external use."));
        }
        if tags.iter().any(|(other, _)| other == key) {
            return Err(Fail::validation("duplicate tag key"));
        }
        tags.push((key.to_owned(), value.to_owned()));
    }
    Ok(tags)
}

/// A list of at most ten names.
pub(super) fn ten_names(body: &Json) -> Result<Vec<String>, Fail> {
    let names: Vec<String> =
        body["Names"].as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
    if names.len() > 10 || names.is_empty() {
        return Err(Fail::validation(format!(
            "1 validation error detected: Value '{names:?}' at 'names' failed to satisfy constraint: Member must have length less \
             than or equal to 10."
        )));
    }
    Ok(names)
}
