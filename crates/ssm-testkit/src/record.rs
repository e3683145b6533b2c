//! A record of what came in.

use serde_json::Value as Json;

/// One call that came in.
#[derive(Debug, Clone)]
pub struct Call {
    /// Such as `PutParameter`.
    pub op: String,
    /// The request.
    pub body: Json,
    /// Whose key signed it.
    pub access_key: String,
    /// For which Region it was signed.
    pub region: String,
    /// `ok`, or the code of the error.
    pub outcome: String,
}
