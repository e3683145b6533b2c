//! Layers of tags: base, service, environment, extra; the last wins by key.

use std::collections::BTreeMap;

use crate::model::TagSet;

/// One tag file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// Its path, as it is shown.
    pub path: String,
    /// Its tags.
    pub tags: TagSet,
}

/// The tag files of one seed.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    /// `base.json`.
    pub base: Option<Layer>,
    /// `<service>.json`, by service, those that exist.
    pub services: BTreeMap<String, Layer>,
    /// `<environment>.json`, if it exists.
    pub environment: Option<Layer>,
    /// `--extra-tag-file`, in their order.
    pub extra: Vec<Layer>,
}

impl Layers {
    /// The layers of a service, lowest first.
    pub fn of<'a>(&'a self, service: &str) -> impl Iterator<Item = &'a Layer> + use<'a> {
        let named = [self.base.as_ref(), self.services.get(service), self.environment.as_ref()];
        named.into_iter().flatten().chain(&self.extra)
    }

    /// The tags that a service's parameters get.
    #[must_use]
    pub fn tags(&self, service: &str) -> TagSet {
        self.of(service).fold(TagSet::default(), |lower, layer| lower.overlaid(&layer.tags))
    }
}
