//! The fault laboratory: random mishaps on the way to the store and back, the same for the same seed.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher as _};
use std::time::Duration;

use serde_json::Value as Json;

use crate::engine::Fail;
use crate::fate::{Fate, Wire};

/// What can happen to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// ThrottlingException.
    Throttle,
    /// TooManyUpdates; a read meets an InternalServerError instead.
    TooManyUpdates,
    /// InternalServerError, and nothing was done.
    ErrorBefore,
    /// InternalServerError, and all was done.
    ErrorAfter,
    /// The connection closes, and nothing was done.
    CloseBefore,
    /// The connection closes, and all was done.
    CloseAfter,
    /// The connection is reset, and nothing was done.
    ResetBefore,
    /// The connection is reset, and all was done.
    ResetAfter,
    /// Half the answer comes.
    Cut,
    /// The answer comes byte by byte.
    Drip,
    /// The answer comes late.
    Late,
    /// No answer comes, ever.
    Silence,
}

impl Mishap {
    /// All of them but silence, which takes the time of a whole attempt.
    pub const ALL: [Self; 11] = [
        Self::Throttle,
        Self::TooManyUpdates,
        Self::ErrorBefore,
        Self::ErrorAfter,
        Self::CloseBefore,
        Self::CloseAfter,
        Self::ResetBefore,
        Self::ResetAfter,
        Self::Cut,
        Self::Drip,
        Self::Late,
    ];

    pub(crate) fn befall(self, fate: &mut Fate) {
        match self {
            Self::Throttle => fate.instead = Some(Fail::new("ThrottlingException", "Rate exceeded")),
            Self::TooManyUpdates => fate.instead = Some(Fail::new("TooManyUpdates", "")),
            Self::ErrorBefore => fate.instead = Some(Fail::new("InternalServerError", "")),
            Self::ErrorAfter => fate.after = Some(Fail::new("InternalServerError", "")),
            Self::CloseBefore => fate.wire = Wire::DropBefore,
            Self::CloseAfter => fate.wire = Wire::DropAfter,
            Self::ResetBefore => fate.wire = Wire::ResetBefore,
            Self::ResetAfter => fate.wire = Wire::ResetAfter,
            Self::Cut => fate.wire = Wire::Cut,
            Self::Drip => fate.wire = Wire::Drip,
            Self::Late => fate.delay += Duration::from_millis(120),
            Self::Silence => fate.wire = Wire::Silent,
        }
    }
}

/// Lets mishaps meet calls. What meets a call follows from the seed, from what is asked, and from how often it was
/// asked before, so that the order in which calls come in does not matter.
#[derive(Debug, Clone)]
pub struct Lab {
    seed: u64,
    share: f64,
    mishaps: Vec<Mishap>,
    asked: BTreeMap<u64, u32>,
}

impl Lab {
    /// A `share` of all calls, from 0 to 1, meets one of the mishaps.
    #[must_use]
    pub fn new(seed: u64, share: f64, mishaps: &[Mishap]) -> Self {
        Self { seed, share, mishaps: mishaps.to_vec(), asked: BTreeMap::new() }
    }

    pub(crate) fn meets(&mut self, op: &str, body: &Json) -> Option<Mishap> {
        let times = self.asked.entry(hash(&(op, body.to_string()))).or_default();
        *times += 1;
        let chance = hash(&(self.seed, op, body.to_string(), *times));
        // The upper bits say whether, the lower ones what.
        #[expect(clippy::cast_precision_loss, reason = "a chance need not be exact")]
        let hit = (chance >> 32) as f64 / f64::from(u32::MAX) < self.share;
        let which = usize::try_from(chance & 0xFFFF).unwrap_or_default() % self.mishaps.len().max(1);
        let mishap = *self.mishaps.get(which).filter(|_| hit)?;
        let reads = op.starts_with("Get") || op.starts_with("List") || op.starts_with("Describe");
        Some(if reads && mishap == Mishap::TooManyUpdates { Mishap::ErrorBefore } else { mishap })
    }
}

fn hash(of: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
