//! The calls that change the store.

use std::cell::Cell;

use aws_sdk_ssm::Client;
use aws_sdk_ssm::operation::put_parameter::PutParameterOutput;
use aws_sdk_ssm::types::{ParameterTier, ParameterType as SdkType, ResourceTypeForTagging, Tag};

use super::error::{Call, ErrorKind};
use super::kind::Kind;
use super::{Store, StoreError};
use crate::model::{ParameterType, TagSet, Tier, Value};

/// What one PutParameter sends.
#[derive(Debug, Clone, Copy)]
pub struct Put<'a> {
    /// Full name.
    pub name: &'a str,
    /// Type; left out, an overwrite keeps the type there is (PutParameter, `Type`).
    pub kind: Option<ParameterType>,
    /// The value.
    pub value: &'a Value,
    /// KMS key; AWS refuses it with anything but a SecureString.
    pub key_id: Option<&'a str>,
    /// Tier, left to AWS unless asked for: an Advanced parameter cannot be sent as Standard.
    pub tier: Option<Tier>,
    /// Description.
    pub description: Option<&'a str>,
    /// Tags; AWS refuses them together with Overwrite.
    pub tags: Option<&'a TagSet>,
}

/// What a PutParameter brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The new version.
    pub version: i64,
    /// The tier that AWS chose, if it says.
    pub tier: Option<String>,
}

impl From<PutParameterOutput> for Written {
    fn from(output: PutParameterOutput) -> Self {
        Self { version: output.version(), tier: output.tier().map(|tier| tier.as_str().to_owned()) }
    }
}

impl Store {
    /// Writes a parameter that must not exist yet, with its tags in the same call.
    pub async fn create(&self, put: &Put<'_>) -> Result<Written, StoreError> {
        self.put(put, None, |version| version == 1).await
    }

    /// Writes a new version of a parameter, without tags; `from` is the present one, if it is known.
    pub async fn overwrite(&self, put: &Put<'_>, from: Option<i64>) -> Result<Written, StoreError> {
        let is_new = |version| from.is_none_or(|from| version > from);
        self.put(&Put { tags: None, ..*put }, Some(true), is_new).await
    }

    async fn put(
        &self,
        put: &Put<'_>,
        overwrite: Option<bool>,
        is_new: impl Fn(i64) -> bool,
    ) -> Result<Written, StoreError> {
        let call = Call { value: Some(put.value), ..Call::new("ssm:PutParameter", "write", put.name) };
        let send = async |client: &Client| {
            #[expect(clippy::disallowed_methods, reason = "this is where a value goes to AWS")]
            let value = put.value.reveal();
            client
                .put_parameter()
                .name(put.name)
                .value(value)
                .set_type(put.kind.map(sdk_type))
                .set_key_id(put.key_id.map(str::to_owned))
                .set_tier(put.tier.map(|tier| ParameterTier::from(tier.as_str())))
                .set_description(put.description.map(str::to_owned))
                .set_tags(put.tags.filter(|tags| !tags.is_empty()).and_then(sdk_tags))
                .set_overwrite(overwrite)
                .send()
                .await
                .map(Written::from)
        };
        let settled = async || Box::pin(self.written(put)).await.filter(|written| is_new(written.version));
        self.run_once(Kind::Write, call, send, settled).await.map(|(written, _)| written)
    }

    /// Looks whether a parameter stands as it was to be written, after an answer was lost.
    async fn written(&self, put: &Put<'_>) -> Option<Written> {
        let decrypt = put.kind.is_none_or(ParameterType::is_secret);
        let found = self.get(put.name, decrypt).await.ok()?;
        let same = found.value.same_as(put.value) && put.kind.is_none_or(|kind| kind == found.kind);
        same.then_some(Written { version: found.version, tier: None })
    }

    /// Adds tags, or sets them anew; other tags stay. `kind` is a resource type of AddTagsToResource.
    pub async fn add_tags(&self, kind: &str, id: &str, tags: &TagSet) -> Result<(), StoreError> {
        let call = Call::new("ssm:AddTagsToResource", "tag", id);
        let sent = self.run(Kind::Tag, call, async |client| {
            let request = client.add_tags_to_resource().resource_type(ResourceTypeForTagging::from(kind));
            request.resource_id(id).set_tags(sdk_tags(tags)).send().await
        });
        sent.await.map(|_| ())
    }

    /// Deletes one parameter. One that is gone after an answer was lost was deleted by us.
    pub async fn delete_one(&self, name: &str) -> Result<(), StoreError> {
        let call = Call::new("ssm:DeleteParameter", "delete", name);
        let lost = Cell::new(false);
        let send = async |client: &Client| client.delete_parameter().name(name).send().await.map(|_| ());
        let noted = async || {
            lost.set(true);
            None
        };
        match self.run_once(Kind::Delete, call, send, noted).await {
            Err(error) if error.kind == ErrorKind::NotFound && lost.get() => Ok(()),
            result => result.map(|((), _)| ()),
        }
    }

    /// Deletes up to ten parameters; gives those of them that were gone already. After an answer was lost, it is
    /// not known who deleted them, and none is given.
    pub async fn delete(&self, names: &[String]) -> Result<Vec<String>, StoreError> {
        let on = match names {
            [first, .., last] => format!("{} parameters, {first} to {last}", names.len()),
            _ => names.concat(),
        };
        let call = Call::new("ssm:DeleteParameters", "delete", &on);
        let send = async |client: &Client| client.delete_parameters().set_names(Some(names.to_vec())).send().await;
        let (answer, lost) = self.run_once(Kind::Delete, call, send, async || None).await?;
        Ok(answer.invalid_parameters.filter(|_| !lost).unwrap_or_default())
    }
}

fn sdk_type(kind: ParameterType) -> SdkType {
    SdkType::from(kind.as_str())
}

/// `None` if a tag cannot be built, which its builder says only of a tag without a key or a value.
fn sdk_tags(tags: &TagSet) -> Option<Vec<Tag>> {
    tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build().ok()).collect()
}
