//! Operations that change the store.

use serde_json::{Value as Json, json};

use super::{Engine, Fail, Stored, identity, rules, text};

const TAGS_MAX: usize = 50;

impl Engine {
    pub(super) fn put_parameter(&mut self, body: &Json) -> Result<Json, Fail> {
        let name = text(body, "Name").trim();
        let overwrite = body["Overwrite"].as_bool().unwrap_or(false);
        let tags = rules::tags(&body["Tags"])?;
        rules::name(name)?;
        if overwrite && !tags.is_empty() {
            return Err(Fail::validation(
                "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove \
                 overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or \
                 RemoveTagsFromResource.",
            ));
        }
        if tags.len() > TAGS_MAX {
            return Err(Fail::new("TooManyTagsError", ""));
        }
        let present = self.get(name).cloned();
        if present.is_some() && !overwrite {
            let message = "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
            return Err(Fail::new("ParameterAlreadyExists", message));
        }
        if present.is_none() && self.was_just_deleted(name) {
            // As captured (aws-orbit-workbench issue 1170).
            let message = "Failed to create the parameter since stale tags associated to the name detected. Please retry in a \
                           while or change a parameter name.";
            return Err(Fail::new("TooManyUpdates", message));
        }
        let stored = self.next(body, name, present, tags)?;
        let (version, tier) = (stored.version, stored.tier.clone());
        self.put(stored);
        Ok(json!({"Version": version, "Tier": tier}))
    }

    /// The parameter as it stands after the write.
    fn next(
        &self,
        body: &Json,
        name: &str,
        present: Option<Stored>,
        tags: Vec<(String, String)>,
    ) -> Result<Stored, Fail> {
        let ty = match (text(body, "Type"), &present) {
            ("", None) => return Err(Fail::validation("A parameter type is required when you create a parameter.")),
            ("", Some(present)) => present.ty.clone(),
            (ty @ ("String" | "StringList" | "SecureString"), _) => ty.to_owned(),
            _ => {
                return Err(Fail::validation(
                    "1 validation error detected: Value at 'type' failed to satisfy constraint",
                ));
            }
        };
        if self.refuse_type_change && present.as_ref().is_some_and(|present| present.ty != ty) {
            return Err(Fail::new("HierarchyTypeMismatchException", ""));
        }
        let was_advanced = present.as_ref().is_some_and(|present| present.tier == "Advanced");
        let value = text(body, "Value");
        let tier = match text(body, "Tier") {
            "Standard" if was_advanced => {
                return Err(Fail::validation(
                    "You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
                ));
            }
            "" | "Standard" => {
                if was_advanced {
                    "Advanced"
                } else {
                    "Standard"
                }
            }
            "Advanced" => "Advanced",
            "Intelligent-Tiering" => {
                if was_advanced || value.len() > 4096 {
                    "Advanced"
                } else {
                    "Standard"
                }
            }
            _ => {
                return Err(Fail::validation(
                    "1 validation error detected: Value at 'tier' failed to satisfy constraint",
                ));
            }
        };
        rules::value(value, tier == "Advanced")?;
        let description = body["Description"].as_str().map(str::to_owned);
        if description.as_ref().is_some_and(|text| text.chars().count() > 1024) {
            return Err(Fail::validation(
                "1 validation error detected: Value at 'description' failed to satisfy constraint",
            ));
        }
        Ok(Stored {
            name: present.as_ref().map_or_else(|| name.to_owned(), |present| present.name.clone()),
            key_id: self.key_of(body, &ty)?,
            value: value.to_owned(),
            version: present.as_ref().map_or(1, |present| present.version + 1),
            tags: present.as_ref().map_or_else(|| tags.into_iter().collect(), |present| present.tags.clone()),
            tier: tier.to_owned(),
            description: description.or(present.map(|present| present.description)).unwrap_or_default(),
            ty,
        })
    }

    /// Left out, the key falls back to the default one, in an overwrite too (KMS developer guide).
    fn key_of(&self, body: &Json, ty: &str) -> Result<Option<String>, Fail> {
        let key = text(body, "KeyId");
        if ty != "SecureString" {
            return if key.is_empty() { Ok(None) } else { Err(Fail::validation("KeyId is for a SecureString only.")) };
        }
        match key {
            "" | "alias/aws/ssm" => Ok(Some("alias/aws/ssm".to_owned())),
            key if self.known_keys.contains(key) => Ok(Some(key.to_owned())),
            _ => Err(Fail::new(
                "InvalidKeyId",
                format!(
                    "Key '{key}' does not exist (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException)"
                ),
            )),
        }
    }

    pub(super) fn add_tags(&mut self, body: &Json) -> Result<Json, Fail> {
        let tags = rules::tags(&body["Tags"])?;
        self.lists.clear();
        let stored = self.resource(body)?;
        let mut merged = stored.tags.clone();
        merged.extend(tags);
        if merged.len() > TAGS_MAX {
            return Err(Fail::new("TooManyTagsError", ""));
        }
        stored.tags = merged;
        Ok(json!({}))
    }

    pub(super) fn delete_parameter(&mut self, body: &Json) -> Result<Json, Fail> {
        match self.remove(text(body, "Name")) {
            Some(_) => Ok(json!({})),
            None => Err(Fail::new("ParameterNotFound", "")),
        }
    }

    pub(super) fn delete_parameters(&mut self, body: &Json) -> Result<Json, Fail> {
        let mut names = rules::ten_names(body)?;
        names.sort_by_key(|name| identity(name));
        names.dedup_by_key(|name| identity(name));
        let (deleted, invalid): (Vec<String>, Vec<String>) =
            names.into_iter().partition(|name| self.remove(name).is_some());
        Ok(json!({"DeletedParameters": deleted, "InvalidParameters": invalid}))
    }
}
