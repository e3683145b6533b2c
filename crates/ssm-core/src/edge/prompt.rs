//! Asks for a value on the terminal, without showing what is typed.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::interrupt::{Interrupt, Signal};
use crate::model::Value;

/// Whether there is a person to ask.
#[must_use]
pub fn can_ask() -> bool {
    io::stdin().is_terminal()
}

/// Turns echo off, and on again when dropped, also where a signal ends the asking.
struct Silence(Termios);

impl Silence {
    fn new() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self(before))
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        // There is nobody to tell; the shell sets its own modes anyway.
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}

/// Asks once and reads one line. Gives the signal if one comes instead.
#[expect(clippy::disallowed_methods, reason = "the question goes to the person, whatever standard output is")]
pub async fn ask(question: &str, interrupt: &Interrupt) -> io::Result<Result<Value, Signal>> {
    let silence = Silence::new()?;
    write!(io::stderr(), "{question}: ")?;
    let typed = tokio::task::spawn_blocking(read_line);
    let answer = tokio::select! {
        signal = interrupt.come() => Ok(Err(signal)),
        line = typed => line.map_err(io::Error::other)?.map(Ok),
    };
    drop(silence);
    writeln!(io::stderr())?;
    answer
}

fn read_line() -> io::Result<Value> {
    let mut line = String::with_capacity(8192);
    io::stdin().lock().read_line(&mut line)?;
    let end = line.trim_end_matches(['\n', '\r']).len();
    line.truncate(end);
    Ok(Value::new(line))
}
