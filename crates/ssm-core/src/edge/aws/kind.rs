//! The kinds of call, each with a quota of its own at AWS.

use super::pace::Habit;

/// A kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// GetParameter and GetParametersByPath, which share a quota.
    Read,
    /// DescribeParameters.
    Describe,
    /// ListTagsForResource.
    ReadTags,
    /// PutParameter.
    Write,
    /// AddTagsToResource.
    Tag,
    /// DeleteParameter and DeleteParameters.
    Delete,
    /// GetCallerIdentity, of another service.
    Identity,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub(super) const ALL: [Self; 7] =
        [Self::Read, Self::Describe, Self::ReadTags, Self::Write, Self::Tag, Self::Delete, Self::Identity];

    /// Whether it changes anything: once sent it is waited for, and a lost answer matters.
    pub(super) fn writes(self) -> bool {
        matches!(self, Self::Write | Self::Tag | Self::Delete)
    }

    /// Calls at once: enough for a far Region's latency, few enough that a burst is not overrun by far.
    pub(super) fn window(self) -> usize {
        match self {
            Self::Write => 16,
            Self::Read => 12,
            Self::Tag | Self::Delete => 8,
            Self::Describe | Self::ReadTags => 4,
            Self::Identity => 1,
        }
    }

    /// What is known of its quota (docs/development.md, "Quotas"). Many hosts read at once and few write, so
    /// reads step back further and start again higher; tried out in `pace/tests.rs`.
    pub(super) fn habit(self) -> Habit {
        match self {
            Self::Read => Habit { start: 20.0, least: 2.0, rise: 2.0, fall: 0.5, jitter: 0.8 },
            Self::Describe => Habit { start: 1.0, least: 0.2, rise: 0.05, fall: 0.7, jitter: 0.3 },
            Self::ReadTags => Habit { start: 4.0, least: 0.5, rise: 0.2, fall: 0.7, jitter: 0.3 },
            Self::Write | Self::Tag | Self::Delete | Self::Identity => {
                Habit { start: 5.0, least: 0.2, rise: 0.2, fall: 0.75, jitter: 0.3 }
            }
        }
    }

    /// What it does, as in "writes go at 3 a second".
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Read => "reads",
            Self::Describe => "descriptions",
            Self::ReadTags => "reads of tags",
            Self::Write => "writes",
            Self::Tag => "tags",
            Self::Delete => "deletions",
            Self::Identity => "questions who calls",
        }
    }
}
