//! What becomes of one call on its way to the store and back.

use std::time::Duration;

use crate::engine::Fail;

/// What happens to one call besides being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Nothing.
    Normal,
    /// The connection closes before the store does anything.
    DropBefore,
    /// The connection closes when the store has done its work.
    DropAfter,
    /// As `DropBefore`, by a reset.
    ResetBefore,
    /// As `DropAfter`, by a reset.
    ResetAfter,
    /// Half the answer comes, then the connection closes.
    Cut,
    /// The answer comes byte by byte, in good time.
    Drip,
    /// The answer comes byte by byte, and never to its end.
    EndlessDrip,
    /// Nobody ever answers.
    Silent,
}

/// What becomes of one call on its way.
pub(crate) struct Fate {
    pub(crate) delay: Duration,
    pub(crate) wire: Wire,
    /// An error instead of the work.
    pub(crate) instead: Option<Fail>,
    /// An error instead of the answer.
    pub(crate) after: Option<Fail>,
}
