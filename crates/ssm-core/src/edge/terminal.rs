//! The one place that speaks: standard output for the next program, standard error for the person.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::termios::tcgetwinsize;

/// When to colour messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A colour that is told from the background of dark and light terminals alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// For what is new.
    Green,
    /// For what changes.
    Yellow,
    /// For what is wrong or goes.
    Red,
    /// For what is not known.
    Cyan,
    /// For what needs no attention.
    Faint,
}

impl Ink {
    /// Number of the terminal's own palette, which a theme makes readable.
    fn code(self) -> &'static str {
        match self {
            Self::Green => "32",
            Self::Yellow => "33",
            Self::Red => "31",
            Self::Cyan => "36",
            Self::Faint => "2",
        }
    }
}

/// Which streams are coloured.
struct Coloured {
    out: bool,
    err: bool,
}

/// Speaks to the user. Nothing it is given may hold a value, but for [`Terminal::data`].
pub struct Terminal {
    name: &'static str,
    quiet: bool,
    coloured: Coloured,
    out: BufWriter<io::Stdout>,
    closed: bool,
    status: StatusLine,
}

impl Terminal {
    /// Opens the streams; `name` is the command's, which stands before errors and warnings.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that writes to the terminal")]
    pub fn new(name: &'static str, quiet: bool, colour: Colour, plain_environment: bool) -> Self {
        let on = |is_terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => !plain_environment && is_terminal,
        };
        let coloured = Coloured { out: on(io::stdout().is_terminal()), err: on(io::stderr().is_terminal()) };
        let person = !quiet && io::stderr().is_terminal();
        let status = StatusLine(person.then(Arc::default));
        Self { name, quiet, coloured, out: BufWriter::new(io::stdout()), closed: false, status }
    }

    /// A line of what was asked for, to standard output. Where the reader has gone, it is dropped, so that a
    /// closed pipe does not stop work half-way.
    pub fn line(&mut self, text: &str) {
        self.data(text.as_bytes());
        self.data(b"\n");
    }

    /// Bytes to standard output.
    pub fn data(&mut self, bytes: &[u8]) {
        self.status.clear();
        if !self.closed && self.out.write_all(bytes).is_err() {
            self.closed = true;
        }
    }

    /// The line that tells what is going on, which whoever waits may write.
    #[must_use]
    pub fn status(&self) -> StatusLine {
        self.status.clone()
    }

    /// Whether notes are told.
    #[must_use]
    pub fn takes_notes(&self) -> bool {
        !self.quiet
    }

    /// Whether the reader of standard output has gone.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Sends what is buffered. An error other than a closed pipe is told: output was lost.
    pub fn flush(&mut self) -> io::Result<()> {
        self.status.clear();
        match self.out.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            _ if self.closed => Ok(()),
            result => result,
        }
    }

    /// Something worth knowing.
    pub fn note(&mut self, text: &str) {
        if !self.quiet {
            self.err(text);
        }
    }

    /// Something that may be wrong.
    pub fn warning(&mut self, text: &str) {
        if !self.quiet {
            let word = self.paint(Ink::Yellow, "warning:");
            self.err(&format!("{}: {word} {text}", self.name));
        }
    }

    /// Something that is wrong.
    pub fn error(&mut self, text: &str) {
        let word = self.paint(Ink::Red, "error:");
        self.err(&format!("{}: {word} {text}", self.name));
    }

    /// What to do about an error.
    pub fn hint(&mut self, text: &str) {
        let word = self.paint(Ink::Cyan, "hint:");
        self.err(&format!("{word} {text}"));
    }

    /// A text for standard output in a colour, if that is coloured.
    #[must_use]
    pub fn inked(&self, ink: Ink, text: &str) -> String {
        if self.coloured.out { painted(ink, text) } else { text.to_owned() }
    }

    fn paint(&self, ink: Ink, text: &str) -> String {
        if self.coloured.err { painted(ink, text) } else { text.to_owned() }
    }

    /// Nobody can be told that standard error is gone.
    #[expect(clippy::disallowed_methods, reason = "the one place that writes to the terminal")]
    fn err(&mut self, text: &str) {
        self.status.clear();
        let _ = self.out.flush();
        let _ = writeln!(io::stderr(), "{text}");
    }
}

fn painted(ink: Ink, text: &str) -> String {
    format!("\x1b[{}m{text}\x1b[0m", ink.code())
}

/// One line at the end of a terminal that is written over and over, and is gone when anything else is said. Where
/// there is no terminal, or nobody wants notes, it says nothing.
#[derive(Debug, Clone, Default)]
pub struct StatusLine(Option<Arc<Mutex<String>>>);

impl StatusLine {
    /// Writes the line, cut to the width of the terminal.
    #[expect(clippy::disallowed_methods, reason = "the one place that writes to the terminal")]
    pub fn show(&self, text: &str) {
        let Some(shown) = &self.0 else { return };
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        if *shown != text {
            text.clone_into(&mut shown);
            // A terminal that does not know its width says zero.
            let width = tcgetwinsize(io::stderr()).ok().map(|size| usize::from(size.ws_col)).filter(|&width| width > 0);
            let text: String = text.chars().take(width.unwrap_or(80) - 1).collect();
            Self::write(&format!("\r{text}\x1b[K"));
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        let Some(shown) = &self.0 else { return };
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        if !shown.is_empty() {
            shown.clear();
            Self::write("\r\x1b[K");
        }
    }

    /// Nobody can be told that standard error is gone.
    #[expect(clippy::disallowed_methods, reason = "the one place that writes to the terminal")]
    fn write(text: &str) {
        let mut stderr = io::stderr();
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }
}
