//! Where and as whom to call: flags before environment.

use std::path::PathBuf;

use super::{Error, Problems, Result};
use crate::cli::{Args, flags};
use crate::edge::{Limits, Settings, variable};
use crate::plan::Problem;

/// Past these, a limit is more likely a slip than a wish.
const CALLS_MAX: usize = 1000;
const RATE_LEAST: f64 = 0.01;
const RATE_MOST: f64 = 10_000.0;

/// Gathers the settings and checks their form; whether they work shows when the store is reached.
pub(super) fn settings(args: &Args) -> Result<Settings> {
    let given = |flag| args.text(flag).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut problems = Problems::default();
    let region = [("--region", given(&flags::REGION)), of("AWS_REGION"), of("AWS_DEFAULT_REGION")];
    let region = region.into_iter().find_map(|(place, region)| Some((place, region?)));
    if let Some((place, region)) = &region
        && !region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        problems.add(Problem::at(*place, "a Region has lower-case letters, digits and '-' only, as in us-east-1"));
    }
    let endpoint_url = given(&flags::ENDPOINT_URL);
    let endpoints = [("--endpoint-url", endpoint_url.clone()), of("AWS_ENDPOINT_URL_SSM"), of("AWS_ENDPOINT_URL")];
    for (place, url) in endpoints {
        if url.is_some_and(|url| !(url.starts_with("http://") || url.starts_with("https://"))) {
            problems.add(Problem::at(place, "an endpoint is a URL that begins with http:// or https://"));
        }
    }
    let limits = limits(args, &mut problems);
    problems.finish()?;
    Ok::<_, Error>(Settings {
        profile: given(&flags::PROFILE),
        profile_of_environment: variable("AWS_PROFILE"),
        region: region.map(|(_, region)| region),
        sts_is_known: endpoint_url.is_some()
            || variable("AWS_ENDPOINT_URL").is_some()
            || variable("AWS_ENDPOINT_URL_STS").is_some()
            || variable("AWS_ENDPOINT_URL_SSM").is_none(),
        endpoint_of_environment: variable("AWS_ENDPOINT_URL_SSM").or_else(|| variable("AWS_ENDPOINT_URL")),
        endpoint_url,
        ca_bundle: variable("AWS_CA_BUNDLE").map(PathBuf::from),
        limits,
    })
}

fn of(name: &'static str) -> (&'static str, Option<String>) {
    (name, variable(name))
}

/// Zero, and what is no number, counts as not given in AWS_MAX_ATTEMPTS, as the SDKs differ about it; a flag is
/// taken at its word.
fn limits(args: &Args, problems: &mut Problems) -> Limits {
    let concurrency = args.text(&flags::CONCURRENCY).map(|text| match text.parse() {
        Ok(count) if (1..=CALLS_MAX).contains(&count) => Ok(count),
        _ => Err(format!("takes a whole number from 1 to {CALLS_MAX}")),
    });
    let max_rate = args.text(&flags::MAX_RATE).map(|text| match text.parse() {
        Ok(rate) if (RATE_LEAST..=RATE_MOST).contains(&rate) => Ok(rate),
        _ => Err(format!("takes a number of calls a second from {RATE_LEAST} to {RATE_MOST}, such as 3 or 0.5")),
    });
    let attempts = variable("AWS_MAX_ATTEMPTS").and_then(|text| text.trim().parse().ok());
    Limits {
        concurrency: concurrency.and_then(|count| problems.value("--concurrency", count)),
        max_rate: max_rate.and_then(|rate| problems.value("--max-rate", rate)),
        attempts: attempts.filter(|&count| count > 0),
    }
}
