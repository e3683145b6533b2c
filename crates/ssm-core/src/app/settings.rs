//! Where and as whom to call: flags before environment.

use std::path::PathBuf;

use super::{Error, Problems, Result};
use crate::cli::{Args, flags};
use crate::edge::{Settings, variable};
use crate::plan::Problem;

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
    problems.finish()?;
    Ok::<_, Error>(Settings {
        profile: given(&flags::PROFILE),
        profile_of_environment: variable("AWS_PROFILE"),
        region: region.map(|(_, region)| region),
        endpoint_url,
        ca_bundle: variable("AWS_CA_BUNDLE").map(PathBuf::from),
        max_attempts: variable("AWS_MAX_ATTEMPTS"),
    })
}

fn of(name: &'static str) -> (&'static str, Option<String>) {
    (name, variable(name))
}
