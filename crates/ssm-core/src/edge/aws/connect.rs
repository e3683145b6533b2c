//! From flags, environment and files to a client: whose credentials, which Region, which address.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use aws_config::BehaviorVersion;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_sdk_ssm::Client;
use aws_sdk_ssm::config::Region;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::os_shim_internal::{Env, Fs};

use super::account::Identity;
use super::calls::Limits;
use super::error::{ErrorKind, Failure};
use super::http;

/// Where and as whom to call, as flags and environment say. Empty texts count as not given.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `--profile`, which beats access keys in the environment, as it does in the AWS CLI.
    pub profile: Option<String>,
    /// `AWS_PROFILE`, which does not.
    pub profile_of_environment: Option<String>,
    /// `--region`, `AWS_REGION` or `AWS_DEFAULT_REGION`.
    pub region: Option<String>,
    /// `--endpoint-url`; the SDK reads the environment's.
    pub endpoint_url: Option<String>,
    /// `AWS_ENDPOINT_URL_SSM` or `AWS_ENDPOINT_URL`, which the SDK reads; here to be told.
    pub endpoint_of_environment: Option<String>,
    /// Whether STS may be asked without being told to: the calls go to AWS's own addresses, or an address was
    /// given for all services.
    pub sts_is_known: bool,
    /// `AWS_CA_BUNDLE`.
    pub ca_bundle: Option<PathBuf>,
    /// How many calls, how fast, how often.
    pub limits: Limits,
}

impl Settings {
    /// The profile that is asked for, by flag or environment.
    #[must_use]
    pub fn any_profile(&self) -> Option<&str> {
        self.profile.as_deref().or(self.profile_of_environment.as_deref())
    }
}

/// Makes the client; reads configuration files, and asks the instance's metadata for a Region only where
/// nothing else names one.
pub(super) async fn client(settings: &Settings) -> Result<(Client, Identity, String), Failure> {
    let profile_region = match settings.any_profile() {
        Some(profile) => region_of_profile(profile).await?,
        None => None,
    };
    let http = http::client(settings.ca_bundle.clone());
    // The SDK panics on `AWS_RETRY_MODE=legacy`, which the AWS CLI takes, and on `AWS_MAX_ATTEMPTS=0`. A
    // configuration given here is not read there.
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .retry_config(RetryConfig::standard())
        .timeout_config(TimeoutConfig::builder().connect_timeout(std::time::Duration::from_millis(3100)).build())
        .profile_name(settings.any_profile().unwrap_or("default"));
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(profile) = &settings.profile {
        loader = loader.credentials_provider(credentials_of(profile, settings.region.clone().or(profile_region), http));
    }
    let config = loader.load().await;
    let region = config.region().map(ToString::to_string).filter(|region| !region.is_empty());
    let Some(region) = region else { return Err(no_region()) };
    let mut builder = aws_sdk_ssm::config::Builder::from(&config);
    let mut sts = aws_sdk_sts::config::Builder::from(&config);
    let mut named = None;
    if let Some(provider) = config.credentials_provider() {
        let primed = Primed::new(provider).await?;
        named = primed.account();
        let primed = SharedCredentialsProvider::new(primed);
        builder = builder.credentials_provider(primed.clone());
        sts = sts.credentials_provider(primed);
    }
    // Retries are the engine's, since the SDK does not try TooManyUpdates again.
    builder.set_retry_config(Some(RetryConfig::disabled()));
    sts.set_retry_config(Some(RetryConfig::disabled()));
    if settings.endpoint_url.is_some() {
        builder.set_endpoint_url(settings.endpoint_url.clone());
        sts.set_endpoint_url(settings.endpoint_url.clone());
    }
    let sts = aws_sdk_sts::Client::from_conf(sts.build());
    let identity = Identity { named, client: sts, is_known: settings.sts_is_known };
    Ok((Client::from_conf(builder.build()), identity, region))
}

/// Credentials that were asked for once, before the first call: a `credential_process` that asks for a code takes
/// longer than a call may, and no credentials are told as what they are.
#[derive(Debug)]
struct Primed {
    first: Mutex<Option<Credentials>>,
    then: SharedCredentialsProvider,
}

impl Primed {
    /// The account that the source of the credentials names.
    fn account(&self) -> Option<String> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        first.as_ref()?.account_id().map(|account| account.as_str().to_owned())
    }

    async fn new(provider: SharedCredentialsProvider) -> Result<Self, Failure> {
        let first = provider.provide_credentials().await.map_err(|error| Failure::of_source(&error))?;
        Ok(Self { first: Mutex::new(Some(first)), then: provider })
    }
}

impl ProvideCredentials for Primed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        // What is left by a panic of another thread is as good as before.
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match first {
            Some(credentials) => future::ProvideCredentials::ready(Ok(credentials)),
            None => self.then.provide_credentials(),
        }
    }
}

fn no_region() -> Failure {
    Failure::plain(
        ErrorKind::NoRegion,
        "no AWS Region is set (looked at --region, AWS_REGION, AWS_DEFAULT_REGION, the profile's region, and the instance's metadata)",
    )
}

/// An explicit profile's credentials: the profile's own, then, as in the AWS CLI, those of the container and
/// of the instance, but never those of the environment.
fn credentials_of(profile: &str, region: Option<String>, http: SharedHttpClient) -> SharedCredentialsProvider {
    let config = ProviderConfig::without_region()
        .with_behavior_version(Some(BehaviorVersion::latest()))
        .with_retry_config(RetryConfig::standard())
        .with_http_client(http)
        .with_region(region.map(Region::new));
    let own = ProfileFileCredentialsProvider::builder().configure(&config).profile_name(profile).build();
    let container = EcsCredentialsProvider::builder().configure(&config).build();
    let instance = ImdsCredentialsProvider::builder().configure(&config).build();
    let chain = CredentialsProviderChain::first_try("Profile", own)
        .or_else("EcsContainer", container)
        .or_else("Ec2InstanceMetadata", instance);
    SharedCredentialsProvider::new(chain)
}

/// The Region of a profile, which must exist: the SDK takes an unknown one for none and goes on to the
/// instance's role, another identity.
async fn region_of_profile(name: &str) -> Result<Option<String>, Failure> {
    let profiles = aws_config::profile::load(&Fs::real(), &Env::real(), &EnvConfigFiles::default(), None).await;
    let why = match &profiles {
        Ok(profiles) => match profiles.get_profile(name) {
            Some(profile) => return Ok(profile.get("region").map(str::to_owned)),
            // As in the SDK, the default profile need not be written down.
            None if name == "default" => return Ok(None),
            None => format!("there is no profile '{name}' in the AWS config and credentials files"),
        },
        Err(error) => format!("the AWS config files cannot be read: {error}"),
    };
    Err(Failure::plain(ErrorKind::Settings, &why))
}
