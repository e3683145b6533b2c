//! Whose account the credentials belong to.

use std::time::Duration;

use aws_sdk_sts::Client;

use super::error::{Call, ErrorKind, StoreError};
use super::kind::Kind;
use super::{Failure, Store};

/// How long a courtesy may take.
const COURTESY: Duration = Duration::from_secs(1);

/// What tells the account.
pub(super) struct Identity {
    /// As the credentials name it, which is what their source says and nobody has checked.
    pub(super) named: Option<String>,
    pub(super) client: Client,
    /// Whether the calls go to AWS's own addresses, or all to one that the user gave, so that STS may be asked
    /// without being told to: an address given for Parameter Store alone says nothing of it.
    pub(super) is_known: bool,
}

impl Store {
    /// The account's number as far as it can be had by the way: from the credentials or, within a second, from
    /// STS. `None` where neither tells.
    pub async fn likely_account(&self) -> Option<String> {
        if self.identity.named.is_some() || !self.identity.is_known {
            return self.identity.named.clone();
        }
        tokio::time::timeout(COURTESY, self.account()).await.ok()?.ok()
    }

    /// The account's number, 12 digits, from STS (GetCallerIdentity, which needs no permission).
    ///
    /// # Errors
    /// Where STS does not answer, or refuses the credentials.
    pub async fn account(&self) -> Result<String, StoreError> {
        let call = Call::new("sts:GetCallerIdentity", "ask STS for", "the account of these credentials");
        let send = async |_: &aws_sdk_ssm::Client| self.identity.client.get_caller_identity().send().await;
        let answer = self.run(Kind::Identity, call, send).await?;
        let nobody = || Failure::plain(ErrorKind::Refused, "the answer names no account");
        let call = Call::new("sts:GetCallerIdentity", "ask STS for", "the account of these credentials");
        answer.account.ok_or_else(|| nobody().into_error(&call, self.profile.as_deref()))
    }

    /// The profile that is asked for, by flag or environment.
    #[must_use]
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }
}
