//! The calls that change the store.

use aws_sdk_ssm::operation::put_parameter::PutParameterOutput;
use aws_sdk_ssm::types::{ParameterTier, ParameterType as SdkType, ResourceTypeForTagging, Tag};

use super::calls::Lane;
use super::error::Call;
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
        self.put(put, None).await
    }

    /// Writes a new version of a parameter, without tags.
    pub async fn overwrite(&self, put: &Put<'_>) -> Result<Written, StoreError> {
        self.put(&Put { tags: None, ..*put }, Some(true)).await
    }

    async fn put(&self, put: &Put<'_>, overwrite: Option<bool>) -> Result<Written, StoreError> {
        let call = Call { value: Some(put.value), ..Call::new("ssm:PutParameter", "write", put.name) };
        self.run(Lane::Write, call, async |client| {
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
        })
        .await
        .map(Written::from)
    }

    /// Adds tags, or sets them anew; other tags stay. `kind` is a resource type of AddTagsToResource.
    pub async fn add_tags(&self, kind: &str, id: &str, tags: &TagSet) -> Result<(), StoreError> {
        let call = Call::new("ssm:AddTagsToResource", "tag", id);
        let sent = self.run(Lane::Write, call, async |client| {
            let request = client.add_tags_to_resource().resource_type(ResourceTypeForTagging::from(kind));
            request.resource_id(id).set_tags(sdk_tags(tags)).send().await
        });
        sent.await.map(|_| ())
    }

    /// Deletes one parameter.
    pub async fn delete_one(&self, name: &str) -> Result<(), StoreError> {
        let call = Call::new("ssm:DeleteParameter", "delete", name);
        let sent = self.run(Lane::Write, call, async |client| client.delete_parameter().name(name).send().await);
        sent.await.map(|_| ())
    }

    /// Deletes up to ten parameters; gives those of them that were gone already.
    pub async fn delete(&self, names: &[String]) -> Result<Vec<String>, StoreError> {
        let on = match names {
            [first, .., last] => format!("{} parameters, {first} to {last}", names.len()),
            _ => names.concat(),
        };
        let call = Call::new("ssm:DeleteParameters", "delete", &on);
        let sent = self.run(Lane::Write, call, async |client| {
            client.delete_parameters().set_names(Some(names.to_vec())).send().await
        });
        Ok(sent.await?.invalid_parameters.unwrap_or_default())
    }
}

fn sdk_type(kind: ParameterType) -> SdkType {
    SdkType::from(kind.as_str())
}

/// `None` if a tag cannot be built, which its builder says only of a tag without a key or a value.
fn sdk_tags(tags: &TagSet) -> Option<Vec<Tag>> {
    tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build().ok()).collect()
}
