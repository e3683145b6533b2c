//! What the process itself must not do: leave a core dump, or tell a panic's text.

use std::io::Write as _;

use rustix::process::{Resource, Rlimit, setrlimit};

/// Forbids core dumps, which would hold values, and makes a panic end the run with one line that has its place
/// and not its text, which may hold anything.
pub fn guard(name: &'static str) {
    // Lowering a limit is always allowed; if it fails the system has none.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
        #[expect(clippy::disallowed_methods, reason = "nothing else can speak any more")]
        let _ = writeln!(std::io::stderr(), "{name}: error: internal error{place}; please report it");
        #[expect(clippy::exit, reason = "nothing can go on after a panic")]
        std::process::exit(1);
    }));
}
