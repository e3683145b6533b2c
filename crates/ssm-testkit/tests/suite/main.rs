//! The ten commands, run as users run them.
