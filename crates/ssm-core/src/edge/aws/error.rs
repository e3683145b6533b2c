//! Why a call to AWS came to nothing, in words a person can use.

use std::error::Error as StdError;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_ssm::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::model::Value;

/// What kind of failure it is, as far as anyone acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// IAM or KMS says no.
    Denied,
    /// No such parameter.
    NotFound,
    /// There is one already.
    AlreadyExists,
    /// The quota of the account and Region is used up for now.
    Throttled,
    /// Too many updates of one parameter at once, or it was deleted a moment ago.
    Busy,
    /// No answer: refused, broken, timed out, or a server's error.
    Unreachable,
    /// No credentials, or none that are valid.
    NoCredentials,
    /// No Region.
    NoRegion,
    /// The settings cannot work: an unknown profile, a broken certificate bundle.
    Settings,
    /// A listing that cannot be trusted to be whole.
    Incomplete,
    /// A signal came before the call was made.
    Interrupted,
    /// AWS refused the request itself.
    Refused,
}

const NO_CREDENTIALS: &str = "no AWS credentials were found (looked in the environment, the profile, web identity, the container \
                              and the instance)";

/// From this many bytes on, a text of AWS that holds the value is taken to repeat it, whatever it is about.
const TELLING: usize = 6;

/// A call that came to nothing. It never holds a value, nor a raw response.
#[derive(Debug, Clone)]
pub struct StoreError {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// What was to be done, as in `write /mow/…`.
    pub doing: String,
    /// Why it was not done.
    pub why: String,
    /// AWS's code, if AWS answered.
    pub code: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The IAM action that it needs, such as `ssm:PutParameter`.
    pub action: &'static str,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}: {}", self.doing, self.why)
    }
}

impl StdError for StoreError {}

/// A call, for the messages about it and for the engine.
pub(super) struct Call<'a> {
    /// As in `write /mow/…`.
    pub(super) doing: String,
    /// The IAM action that it needs.
    pub(super) action: &'static str,
    /// What it is about: a name, a path, or `*`.
    pub(super) on: String,
    /// The value that it sends, which no message may repeat.
    pub(super) value: Option<&'a Value>,
}

impl Call<'_> {
    /// A call about a name, a path or `*`; `doing` is the verb before it.
    pub(super) fn new(action: &'static str, doing: &str, on: &str) -> Self {
        Self { doing: format!("{doing} {on}"), action, on: on.to_owned(), value: None }
    }
}

/// One attempt that failed: what the SDK said, without the SDK's types.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) kind: ErrorKind,
    pub(super) code: Option<String>,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn of<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        match error {
            SdkError::ServiceError(service) => Self::of_service(service.err(), service.raw().status().as_u16()),
            SdkError::TimeoutError(_) => Self::plain(ErrorKind::Unreachable, "no answer came in time"),
            SdkError::ResponseError(_) => {
                Self::plain(ErrorKind::Unreachable, "the answer was cut off or not understood")
            }
            SdkError::DispatchFailure(failure) if failure.is_timeout() => {
                Self::plain(ErrorKind::Unreachable, "no connection, or no answer, came in time")
            }
            SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
                Some(connector) => Self::of_source(connector),
                None => Self::plain(ErrorKind::Unreachable, "the call could not be sent"),
            },
            other => Self::of_source(other),
        }
    }

    fn of_service<E: ProvideErrorMetadata>(error: &E, status: u16) -> Self {
        let code = error.code().map(tidy);
        let message = error.message().unwrap_or_default().to_owned();
        let kind = match code.as_deref().unwrap_or_default() {
            "AccessDeniedException" | "AccessDenied" | "UnauthorizedOperation" => ErrorKind::Denied,
            "ParameterNotFound" | "InvalidResourceId" => ErrorKind::NotFound,
            "ParameterAlreadyExists" => ErrorKind::AlreadyExists,
            "ThrottlingException" | "Throttling" | "RequestLimitExceeded" | "TooManyRequestsException" => {
                ErrorKind::Throttled
            }
            "TooManyUpdates" => ErrorKind::Busy,
            "ExpiredTokenException"
            | "ExpiredToken"
            | "UnrecognizedClientException"
            | "InvalidSignatureException"
            | "InvalidClientTokenId"
            | "MissingAuthenticationTokenException" => ErrorKind::NoCredentials,
            "RequestTimeout" | "RequestTimeoutException" => ErrorKind::Unreachable,
            _ if status == 429 => ErrorKind::Throttled,
            _ if status >= 500 || (code.is_none() && status >= 300) => ErrorKind::Unreachable,
            _ => ErrorKind::Refused,
        };
        let message =
            if code.is_none() { format!("the answer was HTTP {status} without an error code") } else { message };
        Self { kind, code, message }
    }

    /// Reads the chain of causes. The links of these kinds describe connections and settings, never
    /// what was sent.
    pub(super) fn of_source(error: &(dyn StdError + 'static)) -> Self {
        let chain: Vec<&(dyn StdError + 'static)> =
            std::iter::successors(Some(error), |&error| error.source()).collect();
        let credentials = chain.iter().any(|link| link.is::<CredentialsError>());
        let text = chain.iter().map(ToString::to_string).collect::<Vec<_>>();
        let all = text.join(": ");
        let last = text.last().cloned().unwrap_or_default();
        if credentials || all.contains("no credentials") || all.contains("identity") {
            let nowhere =
                all.contains("no credentials found") || all.contains("IMDS is disabled") || all.contains("not enabled");
            let message = if nowhere && !names_sso(&all) { NO_CREDENTIALS.to_owned() } else { last_two(&text) };
            return Self { kind: ErrorKind::NoCredentials, code: None, message: tidy(&message) };
        }
        if all.contains("Missing Region") {
            return Self::plain(ErrorKind::NoRegion, "no AWS Region is set");
        }
        if all.contains("endpoint must contain scheme") || all.contains("failed to apply endpoint") {
            return Self::plain(
                ErrorKind::Settings,
                "the configured endpoint is no URL that begins with http:// or https://",
            );
        }
        if all.contains("AWS_CA_BUNDLE") || all.contains("UnknownIssuer") || all.contains("certificate") {
            return Self { kind: ErrorKind::Settings, code: None, message: tidy(&last) };
        }
        Self { kind: ErrorKind::Unreachable, code: None, message: tidy(&last) }
    }

    pub(super) fn plain(kind: ErrorKind, message: &str) -> Self {
        Self { kind, code: None, message: message.to_owned() }
    }

    /// Says what a lost answer leaves open.
    pub(super) fn lost(mut self, lost: bool) -> Self {
        if lost && self.kind == ErrorKind::Unreachable {
            self.message.push_str("; whether AWS did it is not known");
        }
        self
    }

    /// Makes it an error of a call. A message that repeats the value is kept back.
    pub(super) fn into_error(self, call: &Call<'_>, profile: Option<&str>) -> StoreError {
        // A short value may stand in any message by chance; validation messages are the ones known to repeat it.
        let validates = self.code.as_deref().is_some_and(|code| code.contains("Validation"));
        let tells = |value: &Value| value.occurs_in(&self.message) && (validates || value.len() >= TELLING);
        let echoes = call.value.is_some_and(tells);
        let message = if echoes { "(AWS's message repeats the value and is kept back)" } else { self.message.as_str() };
        // Not before: a message that is cut short may hold a part of the value, which is not found then.
        let message = tidy(message);
        let why = match (&self.code, message.as_str()) {
            (Some(code), "") => format!("{} ({code})", silent_code(code)),
            (Some(code), message) => format!("{message} ({code})"),
            (None, message) => message.to_owned(),
        };
        let hint = self.hint(call, profile);
        StoreError { kind: self.kind, doing: call.doing.clone(), why, code: self.code, hint, action: call.action }
    }

    fn hint(&self, call: &Call<'_>, profile: Option<&str>) -> Option<String> {
        let hint = match self.kind {
            ErrorKind::Denied => denied_hint(&self.message, call),
            ErrorKind::NoCredentials => login_hint(&self.message, profile),
            ErrorKind::NoRegion => "give --region, or set AWS_REGION, AWS_DEFAULT_REGION or the profile's region".to_owned(),
            ErrorKind::Unreachable => "check the network, the Region and the endpoint, and run again".to_owned(),
            ErrorKind::Throttled => {
                "the account's quota is used up for now; run again, which goes on where this stopped".to_owned()
            }
            ErrorKind::Busy => "wait half a minute and run again, which goes on where this stopped".to_owned(),
            ErrorKind::Settings if self.message.contains("UnknownIssuer") => {
                "the server's certificate is signed by no one this system trusts; name the right bundle with AWS_CA_BUNDLE"
                    .to_owned()
            }
            _ => match self.code.as_deref()? {
                "InvalidKeyId" => "check that the KMS key exists, is enabled, stands in this Region, and may be used".to_owned(),
                "HierarchyTypeMismatchException" => "delete the parameter and create it again".to_owned(),
                "ParameterLimitExceeded" => "delete parameters that are not needed, or use --tier Advanced".to_owned(),
                "ParameterMaxVersionLimitExceeded" => "move the label of the oldest version to another one".to_owned(),
                "TooManyTagsError" => "a parameter has at most 50 tags".to_owned(),
                _ => return None,
            },
        };
        Some(hint)
    }
}

/// What a code means whose message AWS leaves empty.
fn silent_code(code: &str) -> &'static str {
    match code {
        "ParameterNotFound" => "there is no such parameter",
        "InvalidResourceId" => "there is no such resource",
        "TooManyUpdates" => "too many updates of this parameter at once, or it was deleted less than half a minute ago",
        "InvalidKeyId" => "the KMS key cannot be used",
        "TooManyTagsError" => "the parameter would have more than 50 tags",
        "ThrottlingException" => "too many calls in this account and Region",
        _ => "AWS gave no reason",
    }
}

/// Names the action that is denied, which for KMS and for tags is not the call's own, and the resource.
fn denied_hint(message: &str, call: &Call<'_>) -> String {
    let kms = message.contains("kms:") || message.contains("ciphertext") || message.contains("KMS");
    let named = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "ssm:AddTagsToResource"];
    let action = match named.into_iter().find(|named| message.contains(named)) {
        Some(named) => named,
        None if kms && call.action == "ssm:PutParameter" => "kms:Encrypt",
        None if kms => "kms:Decrypt",
        None => call.action,
    };
    let of = if action.starts_with("kms:") { "the KMS key of " } else { "" };
    format!("the caller needs {action} on {of}{}", call.on)
}

fn login_hint(message: &str, profile: Option<&str>) -> String {
    let sso = names_sso(message);
    match profile {
        Some(profile) if sso => format!("aws sso login --profile {profile}"),
        Some(profile) if message.contains("login") => format!("aws login --profile {profile}"),
        None if sso => "aws sso login".to_owned(),
        _ => "log in, name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".to_owned(),
    }
}

/// Whether a message is about IAM Identity Center: "sso" as a word, not as in "processor".
fn names_sso(message: &str) -> bool {
    let words = message.split(|c: char| !c.is_ascii_alphanumeric());
    words.into_iter().any(|word| word.eq_ignore_ascii_case("sso") || word.eq_ignore_ascii_case("ssotoken"))
}

fn last_two(text: &[String]) -> String {
    text[text.len().saturating_sub(2)..].join(": ")
}

/// One line of at most 600 characters, without what could move a terminal's cursor.
fn tidy(message: &str) -> String {
    let line: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(600).collect();
    line.trim().to_owned()
}

#[cfg(test)]
mod tests;
