//! How much of the random tests is run: little in `make test`, all in `make soak`.

/// The number in a variable, or the small one.
pub(crate) fn number(variable: &str, small: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(small)
}
