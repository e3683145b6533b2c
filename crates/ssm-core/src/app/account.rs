//! Where a run goes: told before it writes, and refused if it is not where the user wants to be.

use super::{App, Error, Result};
use crate::cli::{Args, UsageError, flags};
use crate::edge::Store;

/// Digits of an account's number.
const DIGITS: usize = 12;

/// The account in `--expect-account`, if it is given.
pub(super) fn expected(args: &Args) -> Result<Option<&str>> {
    match args.text(&flags::EXPECT_ACCOUNT) {
        Some(text) if text.len() != DIGITS || !text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(UsageError::Rule(format!("--expect-account takes the {DIGITS} digits of an AWS account")).into())
        }
        given => Ok(given),
    }
}

impl App {
    /// Refuses any account but the one in `--expect-account`. STS is asked: what the credentials' source says of
    /// its account may be wrong.
    pub(super) async fn check_account(&mut self, store: &Store) -> Result<()> {
        let Some(expected) = expected(&self.args)? else { return Ok(()) };
        let account = store.account().await?;
        if account == expected {
            return Ok(());
        }
        Err(Error::Rule {
            what: format!("the credentials belong to account {account}, and --expect-account says {expected}"),
            hint: Some("choose the right --profile, or log in to the right account".to_owned()),
        })
    }

    /// Says where a run is about to write. The account is named where it can be had without much ado.
    pub(super) async fn announce(&mut self, store: &Store) {
        if !self.terminal.takes_notes() {
            return;
        }
        let account = match expected(&self.args) {
            Ok(Some(expected)) => Some(expected.to_owned()),
            _ => store.likely_account().await,
        };
        let account = account.map(|account| format!("account {account}, ")).unwrap_or_default();
        let profile = store.profile().map(|profile| format!(", profile {profile}")).unwrap_or_default();
        let endpoint = self.endpoint().map(|url| format!(", at {url}")).unwrap_or_default();
        self.terminal.note(&format!("writing to {account}Region {}{profile}{endpoint}", store.region()));
    }

    /// The address that stands for AWS's own, without what a URL may hold of a password.
    fn endpoint(&self) -> Option<String> {
        let url = self.settings.endpoint_url.clone().or_else(|| self.settings.endpoint_of_environment.clone())?;
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
        let host = host.rsplit('@').next().unwrap_or(host);
        let path = path.and_then(|path| path.split(['?', '#']).next());
        let path = path.filter(|path| !path.is_empty()).map(|path| format!("/{path}")).unwrap_or_default();
        Some(format!("{scheme}://{host}{path}"))
    }
}
