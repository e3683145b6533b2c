//! AWS Systems Manager Parameter Store: the only folder that names the SDK.

mod account;
mod calls;
mod clock;
mod connect;
mod course;
mod error;
mod http;
mod kind;
mod pace;
mod progress;
mod read;
mod write;

use aws_sdk_ssm::Client;
use aws_sdk_ssm::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

pub use calls::Limits;
pub use clock::now;
pub use connect::Settings;
pub use course::Patience;
pub use error::{ErrorKind, StoreError};
pub use read::PathQuery;
pub use write::{Put, Written};

use self::account::Identity;
use self::calls::Engine;
use self::course::Course;
use self::error::{Call, Failure};
use self::kind::Kind;
use super::interrupt::Interrupt;
use super::terminal::StatusLine;

/// The Parameter Store of one account and Region.
pub struct Store {
    client: Client,
    engine: Engine,
    identity: Identity,
    profile: Option<String>,
    region: String,
}

impl Store {
    /// Finds credentials' source, Region and address. Calls nothing but, on an instance without a configured
    /// Region, its metadata service.
    pub async fn connect(
        settings: &Settings,
        patience: Patience,
        interrupt: Interrupt,
        status: StatusLine,
    ) -> Result<Self, StoreError> {
        let engine = Engine::new(patience, settings.limits, interrupt, status);
        let profile = settings.any_profile().map(str::to_owned);
        let connecting = tokio::time::timeout(engine.limit_to_connect(), Box::pin(connect::client(settings)));
        let connected = match engine.unless_interrupted(connecting).await {
            Ok(Ok(connected)) => connected,
            Ok(Err(_)) => Err(Failure::plain(ErrorKind::Unreachable, "credentials and Region took too long to find")),
            Err(interrupted) => Err(interrupted),
        };
        let call = Call::new("", "reach", "Parameter Store");
        let (client, identity, region) = connected.map_err(|failure| failure.into_error(&call, profile.as_deref()))?;
        Ok(Self { client, engine, identity, profile, region })
    }

    /// Begins work that is counted for whoever waits: `word` as in "written 3 of 10"; `total` where it is known.
    pub fn begin(&self, word: &'static str, total: Option<usize>) {
        self.engine.begin(word, total);
    }

    /// Counts more of it.
    pub fn advance(&self, count: usize) {
        self.engine.advance(count);
    }

    /// The Region that was found.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Runs one operation of the SDK that may be done twice without harm.
    async fn run<T, E>(
        &self,
        kind: Kind,
        call: Call<'_>,
        send: impl AsyncFn(&Client) -> Result<T, SdkError<E, HttpResponse>>,
    ) -> Result<T, StoreError>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        self.run_once(kind, call, send, async || None).await.map(|(answer, _)| answer)
    }

    /// Runs one operation that should be done once. Where an answer was lost, `settled` looks whether the work is
    /// done; where it cannot tell, the operation is sent again. Says too whether any answer was lost.
    async fn run_once<T, E>(
        &self,
        kind: Kind,
        call: Call<'_>,
        send: impl AsyncFn(&Client) -> Result<T, SdkError<E, HttpResponse>>,
        settled: impl AsyncFn() -> Option<T>,
    ) -> Result<(T, bool), StoreError>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        // Boxed, since the SDK's futures are large and deeply nested.
        let attempt = async || Box::pin(send(&self.client)).await.map_err(|error| Failure::of(&error));
        let mut course = Course::default();
        loop {
            let failure = match self.engine.step(kind, &mut course, &attempt).await {
                Ok(Some(answer)) => return Ok((answer, course.lost)),
                Ok(None) => None,
                Err(failure) => Some(failure),
            };
            if course.lost
                && let Some(answer) = settled().await
            {
                return Ok((answer, true));
            }
            if let Some(failure) = failure {
                return Err(failure.lost(course.lost).into_error(&call, self.profile.as_deref()));
            }
        }
    }
}
