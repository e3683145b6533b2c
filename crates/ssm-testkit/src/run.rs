//! One run of a program, and what a user saw of it.

use std::fmt;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A run that takes longer is killed and fails its test.
const TIMEOUT: Duration = Duration::from_mins(2);

/// What a run left.
#[derive(Debug, Clone)]
pub struct Run {
    /// Exit code; 128 and the signal's number where a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// How long it took.
    pub wall: Duration,
    /// What changes from run to run, and the word for it.
    pub(crate) replace: Vec<(String, String)>,
}

impl Run {
    /// Starts a program and waits for its end.
    pub(crate) fn of(command: &mut Command, stdin: &[u8]) -> Self {
        Self::finish(Self::start(command), stdin)
    }

    pub(crate) fn start(command: &mut Command) -> Child {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"))
    }

    pub(crate) fn finish(mut child: Child, stdin: &[u8]) -> Self {
        let begin = Instant::now();
        // The program may end without reading.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        let mut out = child.stdout.take().unwrap();
        let mut err = child.stderr.take().unwrap();
        let out = thread::spawn(move || text(&mut out));
        let err = thread::spawn(move || text(&mut err));
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if begin.elapsed() > TIMEOUT {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            thread::sleep(Duration::from_millis(2));
        };
        let wall = begin.elapsed();
        let (stdout, stderr) = (out.join().unwrap(), err.join().unwrap());
        let Some(status) = status else { panic!("still running after {TIMEOUT:?}\n{stdout}\n{stderr}") };
        let signal = std::os::unix::process::ExitStatusExt::signal(&status).unwrap_or(0);
        Self { code: status.code().unwrap_or(128 + signal), stdout, stderr, wall, replace: Vec::new() }
    }

    /// Asserts the exit code.
    pub fn code(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n{self}");
        self
    }

    /// Asserts the exit code 0.
    pub fn success(&self) -> &Self {
        self.code(0)
    }

    /// Asserts that standard error holds a text.
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "not said: {text}\n{self}");
        self
    }

    /// Asserts that standard error does not hold a text.
    pub fn says_not(&self, text: &str) -> &Self {
        assert!(!self.stderr.contains(text), "said: {text}\n{self}");
        self
    }

    /// Asserts that standard output holds a text.
    pub fn prints(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text), "not printed: {text}\n{self}");
        self
    }
}

fn text(from: &mut impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    let _ = from.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = format!("exit: {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr);
        for (from, to) in &self.replace {
            text = text.replace(from, to);
        }
        f.write_str(&text)
    }
}
