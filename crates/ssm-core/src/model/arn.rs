//! Names of AWS: partitions, hosts, ARNs.

/// An account's number, where only its length matters.
pub(super) const SOME_ACCOUNT: &str = "123456789012";

/// The part of AWS that a Region belongs to.
#[must_use]
pub fn partition(region: &str) -> &'static str {
    match region {
        region if region.starts_with("cn-") => "aws-cn",
        region if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// Parameter Store's name among the services of a Region, as conditions of policies write it.
#[must_use]
pub fn service_host(region: &str) -> String {
    let end = if partition(region) == "aws-cn" { ".cn" } else { "" };
    format!("ssm.{region}.amazonaws.com{end}")
}

/// A parameter's ARN. The slash before a name with levels is the one that follows the kind.
#[must_use]
pub fn arn_of(name: &str, region: &str, account: &str) -> String {
    format!("arn:{}:ssm:{region}:{account}:parameter/{}", partition(region), name.trim_start_matches('/'))
}

/// Takes the name out of a parameter's ARN; any other text is returned as it is.
#[must_use]
pub fn name_of_arn(text: &str) -> String {
    let mut parts = text.splitn(6, ':');
    let is_ssm = parts.next() == Some("arn") && parts.nth(1) == Some("ssm");
    match parts.nth(2).and_then(|resource| resource.strip_prefix("parameter/")) {
        Some(name) if is_ssm && name.contains('/') => format!("/{name}"),
        Some(name) if is_ssm => name.to_owned(),
        _ => text.to_owned(),
    }
}
