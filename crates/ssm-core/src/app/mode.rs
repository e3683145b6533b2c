//! Preview or apply: the one place that reads DRY_RUN.

use super::{App, Error, Result};
use crate::cli::{Args, UsageError, flags};
use crate::edge::variable;

/// Whether a plan is shown or carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Shown.
    Preview,
    /// Carried out.
    Apply,
}

impl Mode {
    /// `--apply` and `--dry-run` beat DRY_RUN, which says preview unless it clearly says otherwise.
    pub(super) fn choose(args: &Args) -> Result<Self> {
        let mode = match (args.is_on(&flags::APPLY), args.is_on(&flags::DRY_RUN)) {
            (true, true) => return Err(UsageError::Rule("--apply and --dry-run exclude each other".to_owned()).into()),
            (true, false) => Self::Apply,
            (false, true) => Self::Preview,
            (false, false) => Self::of_variable(variable("DRY_RUN").as_deref())?,
        };
        if mode == Self::Apply && args.is_on(&flags::OFFLINE) {
            return Err(UsageError::Rule("--offline only previews; it cannot be applied".to_owned()).into());
        }
        Ok(mode)
    }

    /// A command that only reads AWS does its work unless it is told not to.
    pub(super) fn of_reading(args: &Args) -> Self {
        if args.is_on(&flags::EXPORT_DRY_RUN) { Self::Preview } else { Self::Apply }
    }

    fn of_variable(text: Option<&str>) -> Result<Self> {
        match text.map(|text| text.trim().to_ascii_lowercase()).as_deref() {
            None | Some("" | "1" | "true" | "yes" | "on") => Ok(Self::Preview),
            Some("0" | "false" | "no" | "off") => Ok(Self::Apply),
            Some(_) => Err(UsageError::Rule(
                "DRY_RUN must be 1, true, yes or on (preview), or 0, false, no or off (apply)".to_owned(),
            )
            .into()),
        }
    }
}

/// `--exit-code` tells what a preview found, and so goes with one that looks.
pub(super) fn check_exit_code(args: &Args, mode: Mode) -> Result<()> {
    let problem = match mode {
        _ if !args.is_on(&flags::EXIT_CODE) => return Ok(()),
        Mode::Apply => "--exit-code tells what a preview found; it goes with --dry-run",
        Mode::Preview if args.is_on(&flags::OFFLINE) => "--exit-code compares with the store, and --offline does not",
        Mode::Preview => return Ok(()),
    };
    Err(UsageError::Rule(problem.to_owned()).into())
}

impl App {
    /// Whether this run shows a plan instead of carrying it out.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        self.mode == Mode::Preview
    }

    /// With `--exit-code`, makes what a preview found the end of the run. `None` stands for what is not known.
    pub(super) fn end_drift(&self, changes: impl IntoIterator<Item = Option<bool>>) -> Result<()> {
        if !self.args.is_on(&flags::EXIT_CODE) {
            return Ok(());
        }
        let changes: Vec<_> = changes.into_iter().collect();
        if changes.contains(&Some(true)) {
            return Err(Error::Drift);
        }
        if changes.contains(&None) {
            let what = "the store could not be compared, so whether anything would change is not known (--exit-code)";
            return Err(Error::rule(what));
        }
        Ok(())
    }

    /// The last line of a preview.
    pub(super) fn end_preview(&mut self) {
        let sudo = variable("SUDO_USER").is_some() && variable("DRY_RUN").is_none();
        let how = if sudo { "--apply (sudo drops DRY_RUN=0)" } else { "DRY_RUN=0 or --apply" };
        self.terminal.note(&format!("preview: nothing was changed; run again with {how} to apply"));
    }
}
