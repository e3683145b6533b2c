//! Ctrl-C and SIGTERM, told to everyone who starts calls.

use std::sync::Arc;

use tokio::sync::watch;

/// A signal that asks us to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT, as Ctrl-C sends it.
    Interrupt,
    /// SIGTERM, as service managers send it.
    Terminate,
}

impl Signal {
    /// The exit code by the shell's convention: 128 and the signal's number.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

/// Knows whether a signal has come. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Interrupt(Arc<watch::Sender<Option<Signal>>>);

impl Interrupt {
    /// Starts to listen, inside a runtime. The first signal is only noted, for the work to end in order;
    /// the second ends the process at once.
    pub fn listen() -> std::io::Result<Self> {
        let interrupt = Self(Arc::new(watch::Sender::new(None)));
        let mut signals = Signals::new()?;
        let seen = interrupt.clone();
        tokio::spawn(async move {
            let first = signals.next().await;
            seen.0.send_replace(Some(first));
            let second = signals.next().await;
            #[allow(clippy::exit, reason = "the second signal means: now; the lint does not see through `spawn`")]
            std::process::exit(i32::from(second.exit_code()));
        });
        Ok(interrupt)
    }

    /// The signal that has come, if one has.
    #[must_use]
    pub fn signal(&self) -> Option<Signal> {
        *self.0.borrow()
    }

    /// Waits for a signal.
    pub async fn come(&self) -> Signal {
        let mut receiver = self.0.subscribe();
        match receiver.wait_for(Option::is_some).await {
            Ok(signal) => (*signal).unwrap_or(Signal::Interrupt),
            // The sender lives in `self`, so this does not end.
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}
