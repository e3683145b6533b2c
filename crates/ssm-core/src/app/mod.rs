//! The front door: from words to a plan, from a plan to a preview or to calls, from an error to an exit code.

mod account;
mod delete;
mod error;
mod export;
mod iam;
mod inputs;
mod list;
mod look;
mod mode;
mod put;
mod report;
mod rows;
mod seed;
mod settings;
mod tag;
mod write;

use std::collections::BTreeSet;
use std::pin::Pin;
use std::process::ExitCode;

pub use error::{Error, Problems, Result};
pub use mode::Mode;

use crate::cli::{self, Args, Command, flags};
use crate::edge::{
    Colour, ErrorKind, Interrupt, Patience, Settings, Signal, Store, StoreError, Terminal, guard, variable,
};

/// The work of a command. Boxed here, so that it is compiled once and not once a binary.
pub type Work<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// One run of one command.
pub struct App {
    /// What was typed.
    pub args: Args,
    /// Where to speak.
    pub terminal: Terminal,
    mode: Mode,
    json: bool,
    interrupt: Interrupt,
    settings: Settings,
    command: &'static Command,
    /// Doubts that were told once already.
    told: BTreeSet<String>,
}

/// Runs a command: the whole of a binary's `main`.
pub fn main(command: &'static Command, run: fn(&mut App) -> Work<'_>) -> ExitCode {
    guard(command.name);
    let args = match Args::parse(command, std::env::args_os().skip(1)) {
        Ok(args) => args,
        Err(error) => {
            let mut terminal = Terminal::new(command.name, false, Colour::Auto, plain_environment());
            return end(&mut terminal, command, Err(Error::Usage(error)));
        }
    };
    let mut terminal = open_terminal(&args, command);
    if args.is_on(&flags::HELP) {
        terminal.data(cli::help::help(command).as_bytes());
        return end(&mut terminal, command, Ok(()));
    }
    if args.is_on(&flags::VERSION) {
        terminal.line(&format!("{} {}", command.name, env!("CARGO_PKG_VERSION")));
        return end(&mut terminal, command, Ok(()));
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return end(&mut terminal, command, Err(Error::rule(format!("cannot start: {error}")))),
    };
    let code = runtime.block_on(async {
        let mut app = match App::new(command, args) {
            Ok(app) => app,
            Err(error) => return end(&mut terminal, command, Err(error)),
        };
        let result = if app.args.is_on(&flags::IAM_POLICY) { app.print_iam_policy() } else { run(&mut app).await };
        let result = app.with_signal(result);
        end(&mut app.terminal, command, result)
    });
    // A question that nobody answered still waits for standard input in a thread of its own.
    runtime.shutdown_background();
    code
}

fn plain_environment() -> bool {
    variable("NO_COLOR").is_some() || variable("TERM").as_deref() == Some("dumb")
}

fn open_terminal(args: &Args, command: &Command) -> Terminal {
    let colour = match args.text(&flags::COLOR) {
        Some("always") => Colour::Always,
        Some("never") => Colour::Never,
        _ => Colour::Auto,
    };
    Terminal::new(command.name, args.is_on(&flags::QUIET), colour, plain_environment())
}

/// The one place that prints an error and chooses the exit code.
fn end(terminal: &mut Terminal, command: &Command, result: Result<()>) -> ExitCode {
    let flushed = terminal.flush();
    let code = match result {
        Err(error) => {
            error.tell(terminal, command.name);
            error.exit_code()
        }
        Ok(()) => match flushed {
            Ok(()) => 0,
            Err(error) => {
                terminal.error(&format!("cannot write to standard output: {error}"));
                1
            }
        },
    };
    ExitCode::from(code)
}

impl App {
    fn new(command: &'static Command, args: Args) -> Result<Self> {
        let mode = if command.writes { Mode::choose(&args)? } else { Mode::of_reading(&args) };
        mode::check_exit_code(&args, mode)?;
        account::expected(&args)?;
        let interrupt =
            Interrupt::listen().map_err(|error| Error::rule(format!("cannot listen for signals: {error}")))?;
        Ok(Self {
            terminal: open_terminal(&args, command),
            mode,
            json: args.text(&flags::OUTPUT) == Some("json"),
            interrupt,
            settings: settings::settings(&args)?,
            command,
            told: BTreeSet::new(),
            args,
        })
    }

    /// Connects for work that needs the store.
    async fn store(&mut self) -> Result<Store> {
        let store =
            Store::connect(&self.settings, Patience::Full, self.interrupt.clone(), self.terminal.status()).await?;
        self.check_account(&store).await?;
        if self.command.writes {
            self.announce(&store).await;
        }
        Ok(store)
    }

    /// Connects for a preview. `None` where the store is not to be looked at, or cannot be reached, which is
    /// told in one line.
    async fn store_to_look(&mut self) -> Result<Option<Store>> {
        if self.args.is_on(&flags::OFFLINE) {
            return Ok(None);
        }
        match Store::connect(&self.settings, Patience::Preview, self.interrupt.clone(), self.terminal.status()).await {
            Ok(store) => match self.check_account(&store).await {
                Err(Error::Store(error)) => self.doubt(error).map(|()| None),
                checked => checked.map(|()| Some(store)),
            },
            Err(error) => {
                self.doubt(error)?;
                Ok(None)
            }
        }
    }

    /// Takes an error of a look: a warning where the work can go on without what it would have told.
    fn doubt(&mut self, error: StoreError) -> Result<()> {
        let bearable = match self.mode {
            Mode::Preview => !matches!(error.kind, ErrorKind::Interrupted | ErrorKind::Settings),
            Mode::Apply => look::is_bearable(&error),
        };
        if !bearable {
            return Err(error.into());
        }
        self.tell_doubt(&error);
        Ok(())
    }

    /// Says once what could not be compared and why: the same action denied for many names is one doubt.
    fn tell_doubt(&mut self, error: &StoreError) {
        if self.told.insert(format!("{:?} {}", error.kind, error.action)) {
            let hint = error.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
            self.terminal.warning(&format!("could not compare with the store: {error}{hint}"));
        }
    }

    /// A signal decides how a run ends, whatever error it led to.
    fn with_signal(&self, result: Result<()>) -> Result<()> {
        match (result, self.interrupt.signal()) {
            (Err(Error::Interrupted { begun, .. }), Some(signal)) => Err(Error::Interrupted { signal, begun }),
            (Err(Error::Told), Some(signal)) => Err(Error::Interrupted { signal, begun: true }),
            (result, _) => result,
        }
    }

    fn interrupted(&self) -> Option<Signal> {
        self.interrupt.signal()
    }
}
