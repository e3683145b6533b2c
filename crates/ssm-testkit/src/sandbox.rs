//! A folder and an environment of their own for each test, and the secret scan of every run.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use tempfile::TempDir;

use crate::{FakeStore, Run};

/// The folder of the project.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// One of the commands, as the release profile builds it: what ships is what is tested.
#[must_use]
pub fn binary(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from);
    let path = target.join("release").join(name);
    assert!(path.exists(), "{} is missing: build the commands first (make build)", path.display());
    path
}

/// Python with moto and python-dotenv, as `make test` installs it.
#[must_use]
pub fn python() -> PathBuf {
    let path = workspace().join("target/venv/bin/python");
    assert!(path.exists(), "{} is missing: run make test, which installs it", path.display());
    path
}

/// A place to run programs in.
pub struct Sandbox {
    dir: TempDir,
    env: BTreeMap<String, String>,
    store: Option<FakeStore>,
    secrets: Vec<String>,
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Sandbox {
    /// Without a store: every call to AWS fails.
    #[must_use]
    pub fn new() -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::create_dir(dir.path().join("home")).unwrap();
        let at = |name: &str| dir.path().join(name).display().to_string();
        let env = [
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("HOME", at("home")),
            ("LC_ALL", "C.UTF-8".to_owned()),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "key-of-the-environment".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_CONFIG_FILE", at("aws-config")),
            ("AWS_SHARED_CREDENTIALS_FILE", at("aws-credentials")),
            ("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:1".to_owned()),
        ];
        let env = env.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { dir, env, store: None, secrets: vec!["key-of-the-environment".to_owned()] }
    }

    /// With a fake store behind `AWS_ENDPOINT_URL_SSM`.
    #[must_use]
    pub fn with_store() -> Self {
        let mut sandbox = Self::new();
        let store = FakeStore::start();
        sandbox.set("AWS_ENDPOINT_URL_SSM", store.endpoint());
        sandbox.store = Some(store);
        sandbox
    }

    /// The fake store.
    #[must_use]
    pub fn store(&self) -> &FakeStore {
        self.store.as_ref().expect("Sandbox::with_store")
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Takes a variable away.
    pub fn unset(&mut self, name: &str) -> &mut Self {
        self.env.remove(name);
        self
    }

    /// Registers a text that no run may show.
    pub fn secret(&mut self, text: &str) -> &mut Self {
        self.secrets.push(text.to_owned());
        self
    }

    /// A path in the sandbox.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, with its folders.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Reads a file.
    #[must_use]
    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The permission bits of a file.
    #[must_use]
    pub fn mode(&self, name: &str) -> u32 {
        std::fs::metadata(self.path(name)).unwrap().permissions().mode() & 0o777
    }

    /// Runs one of the commands.
    pub fn run(&self, name: &str, args: &[&str]) -> Run {
        self.run_with(name, args, b"")
    }

    /// Runs one of the commands with a text on standard input.
    pub fn run_with(&self, name: &str, args: &[&str], stdin: &[u8]) -> Run {
        self.scanned(Run::of(self.command(&binary(name)).args(args), stdin), args)
    }

    /// Runs a command whose standard output is meant to show values.
    pub fn run_revealing(&self, name: &str, args: &[&str]) -> Run {
        let run = Run::of(self.command(&binary(name)).args(args), b"");
        let silent = Run { stdout: String::new(), ..run.clone() };
        self.scanned(silent, args);
        self.named(run)
    }

    /// Runs any program.
    pub fn program(&self, path: &Path, args: &[&str]) -> Run {
        self.scanned(Run::of(self.command(path).args(args), b""), args)
    }

    /// Runs a text in bash.
    pub fn shell(&self, script: &str) -> Run {
        self.program(Path::new("/bin/bash"), &["-c", script])
    }

    /// Starts a command and lets it run.
    #[must_use]
    pub fn spawn(&self, name: &str, args: &[&str]) -> Child {
        Run::start(self.command(&binary(name)).args(args))
    }

    /// Waits for the end of a command that was started.
    pub fn finish(&self, child: Child) -> Run {
        self.scanned(Run::finish(child, b""), &[])
    }

    /// A command in this folder with this environment only.
    #[must_use]
    pub fn command(&self, path: &Path) -> Command {
        let mut command = Command::new(path);
        command.current_dir(self.dir.path()).env_clear().envs(&self.env);
        command
    }

    fn named(&self, mut run: Run) -> Run {
        run.replace.push((self.dir.path().display().to_string(), "$DIR".to_owned()));
        if let Some(store) = &self.store {
            run.replace.push((store.endpoint().to_owned(), "$ENDPOINT".to_owned()));
        }
        run
    }

    /// No run shows a secret, in clear or as JSON; nor what was given as `--value`.
    fn scanned(&self, run: Run, args: &[&str]) -> Run {
        let run = self.named(run);
        let given = args.windows(2).filter(|pair| pair[0] == "--value").map(|pair| pair[1].to_owned());
        for secret in self.secrets.iter().cloned().chain(given).filter(|secret| secret.len() > 3) {
            let json = serde_json::to_string(&secret).unwrap();
            for form in [secret.as_str(), json.trim_matches('"')] {
                let shown = run.stdout.contains(form) || run.stderr.contains(form);
                assert!(!shown, "a secret is shown ({} bytes)\n{run}", form.len());
            }
        }
        run
    }
}
