//! The calls that only read.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ssm::primitives::{DateTime, DateTimeFormat};
use aws_sdk_ssm::types::{Parameter as SdkParameter, ParameterMetadata, ParameterStringFilter, ResourceTypeForTagging};

use super::error::{Call, ErrorKind, Failure};
use super::kind::Kind;
use super::{Store, StoreError};
use crate::model::{Metadata, Parameter, ParameterType, TagSet, Value};

/// A page of GetParametersByPath holds ten at the most, one of DescribeParameters fifty.
const PATH_PAGE: i32 = 10;
const DESCRIBE_PAGE: i32 = 50;
/// Most values of one filter.
const FILTER_VALUES: usize = 50;
/// A filtered DescribeParameters walks the whole account and may return many empty pages, against a quota of
/// less than one call a second: past this many it is given up, as if it were denied.
const EMPTY_PAGES_MAX: usize = 40;

/// What to ask of GetParametersByPath.
#[derive(Debug, Clone, Copy)]
pub struct PathQuery<'a> {
    /// The path, which begins with `/`.
    pub path: &'a str,
    /// Whether to go below one level.
    pub recursive: bool,
    /// Whether secrets come decrypted.
    pub decrypt: bool,
    /// Whether only secrets come.
    pub only_secrets: bool,
}

impl<'a> PathQuery<'a> {
    /// Everything under a path, secrets encrypted.
    #[must_use]
    pub fn tree(path: &'a str) -> Self {
        Self { path, recursive: true, decrypt: false, only_secrets: false }
    }
}

impl Store {
    /// Reads one parameter.
    pub async fn get(&self, name: &str, decrypt: bool) -> Result<Parameter, StoreError> {
        let call = || Call::new("ssm:GetParameter", "read", name);
        let answer = self.run(Kind::Read, call(), async |client| {
            client.get_parameter().name(name).with_decryption(decrypt).send().await
        });
        let parameter = answer.await?.parameter.and_then(parameter);
        parameter.ok_or_else(|| self.unusable(&call()))
    }

    /// Reads all pages under a path and hands each parameter over. An error means that the list is not whole,
    /// whatever came before it.
    pub async fn by_path(&self, query: &PathQuery<'_>, mut each: impl FnMut(Parameter)) -> Result<(), StoreError> {
        let call = || Call::new("ssm:GetParametersByPath", "list", query.path);
        let secrets = filter("Type", "Equals", vec!["SecureString".to_owned()]);
        let mut token: Option<String> = None;
        loop {
            let page = self.run(Kind::Read, call(), async |client| {
                let request = client.get_parameters_by_path().path(query.path).max_results(PATH_PAGE);
                let request = request.recursive(query.recursive).with_decryption(query.decrypt);
                let request = if query.only_secrets { request.parameter_filters(secrets.clone()) } else { request };
                request.set_next_token(token.clone()).send().await
            });
            let page = page.await?;
            let parameters = page.parameters.unwrap_or_default();
            self.advance(parameters.len());
            for raw in parameters {
                each(parameter(raw).ok_or_else(|| self.unusable(&call()))?);
            }
            token = self.next_token(token.as_deref(), page.next_token, &call())?;
            if token.is_none() {
                return Ok(());
            }
        }
    }

    /// The tags of one resource. `kind` is a resource type of ListTagsForResource.
    pub async fn tags(&self, kind: &str, id: &str) -> Result<TagSet, StoreError> {
        let call = Call::new("ssm:ListTagsForResource", "read the tags of", id);
        let answer = self.run(Kind::ReadTags, call, async |client| {
            client
                .list_tags_for_resource()
                .resource_type(ResourceTypeForTagging::from(kind))
                .resource_id(id)
                .send()
                .await
        });
        let tags = answer.await?.tag_list.unwrap_or_default();
        Ok(tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
    }

    /// What only DescribeParameters tells of the named parameters: KMS keys above all.
    pub async fn metadata(&self, names: &[String]) -> Result<BTreeMap<String, Metadata>, StoreError> {
        let mut all = BTreeMap::new();
        for batch in names.chunks(FILTER_VALUES) {
            let found = self.describe("read the KMS key", vec![filter("Name", "Equals", batch.to_vec())]).await?;
            all.extend(found.into_iter().filter_map(|raw| {
                let tier = raw.tier.map(|tier| tier.as_str().to_owned());
                Some((raw.name?, Metadata { key_id: raw.key_id, tier, description: raw.description }))
            }));
        }
        Ok(all)
    }

    /// The names directly under the paths (fifty at the most) that have all these tags, or `None` where the
    /// tags cannot be asked for: a filter takes no empty value.
    pub async fn tagged(&self, paths: &[String], tags: &TagSet) -> Result<Option<BTreeSet<String>>, StoreError> {
        if tags.iter().any(|(_, value)| value.is_empty()) {
            return Ok(None);
        }
        let mut names = BTreeSet::new();
        for batch in paths.chunks(FILTER_VALUES) {
            let mut filters = vec![filter("Path", "OneLevel", batch.to_vec())];
            filters.extend(
                tags.iter().map(|(key, value)| filter(&format!("tag:{key}"), "Equals", vec![value.to_owned()])),
            );
            let found = self.describe("compare the tags", filters).await?;
            names.extend(found.into_iter().filter_map(|meta| meta.name));
        }
        Ok(Some(names))
    }

    async fn describe(
        &self,
        doing: &str,
        filters: Vec<ParameterStringFilter>,
    ) -> Result<Vec<ParameterMetadata>, StoreError> {
        let call = || Call { doing: doing.to_owned(), ..Call::new("ssm:DescribeParameters", "", "*") };
        let mut found = Vec::new();
        let mut token: Option<String> = None;
        let mut empty = 0;
        while empty < EMPTY_PAGES_MAX {
            let page = self.run(Kind::Describe, call(), async |client| {
                let request = client.describe_parameters().max_results(DESCRIBE_PAGE);
                request.set_parameter_filters(Some(filters.clone())).set_next_token(token.clone()).send().await
            });
            let page = page.await?;
            let known = found.len();
            found.extend(page.parameters.unwrap_or_default());
            empty += usize::from(found.len() == known);
            token = self.next_token(token.as_deref(), page.next_token, &call())?;
            if token.is_none() {
                return Ok(found);
            }
        }
        Err(self.incomplete(&call(), "AWS did not come to the end of the list"))
    }

    /// AWS may send an empty page with a token: only its absence ends a list. The same token twice would
    /// never end, or end early.
    fn next_token(
        &self,
        last: Option<&str>,
        next: Option<String>,
        call: &Call<'_>,
    ) -> Result<Option<String>, StoreError> {
        let next = next.filter(|token| !token.is_empty());
        if next.is_some() && next.as_deref() == last {
            return Err(self.incomplete(call, "AWS gave the same page token twice"));
        }
        Ok(next)
    }

    fn incomplete(&self, call: &Call<'_>, why: &str) -> StoreError {
        Failure::plain(ErrorKind::Incomplete, why).into_error(call, self.profile.as_deref())
    }

    fn unusable(&self, call: &Call<'_>) -> StoreError {
        self.incomplete(call, "AWS answered with a parameter without a name, or of a type unknown here")
    }
}

fn filter(key: &str, option: &str, values: Vec<String>) -> ParameterStringFilter {
    let filter = ParameterStringFilter::builder().option(option).set_values(Some(values)).key(key).build();
    // The builder refuses a filter without a key only.
    filter.unwrap_or_else(|_| unreachable!("the key is set"))
}

fn parameter(raw: SdkParameter) -> Option<Parameter> {
    let kind = match raw.r#type.as_ref()?.as_str() {
        "String" => ParameterType::String,
        "StringList" => ParameterType::StringList,
        "SecureString" => ParameterType::SecureString,
        _ => return None,
    };
    let modified = raw.last_modified_date.map(|date| DateTime::from_secs(date.secs()));
    Some(Parameter {
        name: raw.name?,
        kind,
        version: raw.version,
        modified: modified.and_then(|date| date.fmt(DateTimeFormat::DateTime).ok()).unwrap_or_default(),
        arn: raw.arn.unwrap_or_default(),
        value: Value::new(raw.value.unwrap_or_default()),
    })
}
