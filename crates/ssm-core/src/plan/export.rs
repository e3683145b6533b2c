//! From parameters to the text of an exported file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use secrecy::zeroize::Zeroizing;

use super::Problem;
use crate::model::env_file::{misread_by, write_docker, write_shell, write_value};
use crate::model::{Parameter, ParameterType, Place, Scope, Value, is_shell_name};

/// The forms of an exported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For most readers of `.env` files.
    Dotenv,
    /// For `docker run --env-file`, which keeps quotes as part of a value.
    Docker,
    /// `export` lines for any POSIX shell.
    Shell,
    /// One object by service.
    Json,
}

/// What stands above the keys.
#[derive(Debug, Clone)]
pub struct Header {
    /// When the file is made.
    pub generated: String,
    /// The scope that was exported.
    pub scope: Scope,
    /// The Region it was read from.
    pub region: String,
    /// Whether secrets stand there as ciphertext.
    pub encrypted: bool,
}

/// What is kept of a parameter that is exported: little, since there may be a hundred thousand.
#[derive(Debug)]
pub struct Entry {
    /// Its type.
    pub kind: ParameterType,
    /// Its version.
    pub version: i64,
    /// Its value; of a sealed secret, the ciphertext.
    pub value: Value,
    /// Whether it is a secret that has not been decrypted.
    pub sealed: bool,
}

impl Entry {
    /// Keeps what an export needs. `decrypted` says how it was read.
    #[must_use]
    pub fn new(parameter: Parameter, decrypted: bool) -> Self {
        let Parameter { kind, version, value, .. } = parameter;
        Self { kind, version, value, sealed: kind.is_secret() && !decrypted }
    }
}

/// The parameters of one environment, by service and key.
#[derive(Debug)]
pub struct Export<'a> {
    scope: &'a Scope,
    only: &'a [String],
    services: BTreeMap<String, BTreeMap<String, Entry>>,
    with_secrets: BTreeSet<String>,
    /// Names under the scope's root that do not follow the convention.
    pub misfits: Vec<String>,
}

/// The text of the file, wiped when dropped, and what to say about it.
#[derive(Debug)]
pub struct Rendered {
    /// The whole file.
    pub text: Zeroizing<String>,
    /// Keys that cannot be written in this form.
    pub refused: Vec<Problem>,
    /// Keys that some reader reads otherwise, or that are left out.
    pub warnings: Vec<Problem>,
}

impl<'a> Export<'a> {
    /// Nothing yet, of a scope and, where services are named, of them only.
    #[must_use]
    pub fn new(scope: &'a Scope, only: &'a [String]) -> Self {
        let (services, with_secrets) = (BTreeMap::new(), BTreeSet::new());
        Self { scope, only, services, with_secrets, misfits: Vec::new() }
    }

    /// Takes one listed parameter in, if it belongs here. Gives its service where this is the first secret of it.
    pub fn take(&mut self, parameter: Parameter) -> Option<String> {
        match self.scope.split(&parameter.name) {
            Place::Elsewhere => None,
            Place::Misfit => {
                self.misfits.push(parameter.name);
                None
            }
            Place::Key { service, .. } if !self.only.is_empty() && !self.only.iter().any(|name| name == service) => {
                None
            }
            Place::Key { service, key } => {
                let (service, key) = (service.to_owned(), key.to_owned());
                let entry = Entry::new(parameter, false);
                let first = entry.kind.is_secret() && self.with_secrets.insert(service.clone());
                self.services.entry(service.clone()).or_default().insert(key, entry);
                first.then_some(service)
            }
        }
    }

    /// Puts decrypted values in their places. A secret that was not listed is left out: it came later.
    pub fn unseal(&mut self, service: &str, secrets: Vec<(String, Entry)>) {
        let Some(keys) = self.services.get_mut(service) else { return };
        for (key, entry) in secrets {
            if let Some(listed) = keys.get_mut(&key) {
                *listed = entry;
            }
        }
    }

    /// The name of a secret that is still sealed, if there is one.
    #[must_use]
    pub fn sealed(&self) -> Option<String> {
        self.entries().find(|(_, entry)| entry.sealed).map(|(name, _)| name)
    }

    /// All names with what is kept of them, sorted by service and key.
    pub fn entries(&self) -> impl Iterator<Item = (String, &Entry)> {
        let named = |service: &str, key: &str| self.scope.name(service, key);
        self.services
            .iter()
            .flat_map(move |(service, keys)| keys.iter().map(move |(key, entry)| (named(service, key), entry)))
    }

    /// The services, sorted, each with its parameters, sorted by key.
    pub fn services(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, Entry>)> {
        self.services.iter().map(|(service, keys)| (service.as_str(), keys))
    }

    /// Whether there are secrets.
    #[must_use]
    pub fn has_secrets(&self) -> bool {
        !self.with_secrets.is_empty()
    }

    /// Number of parameters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.services.values().map(BTreeMap::len).sum()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
    }

    /// Keys that stand in more than one service, of which a reader of the flat file sees one only.
    #[must_use]
    pub fn twins(&self) -> Vec<(&str, Vec<&str>)> {
        let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (service, keys) in self.services() {
            for key in keys.keys() {
                places.entry(key).or_default().push(service);
            }
        }
        places.into_iter().filter(|(_, services)| services.len() > 1).collect()
    }

    /// Renders the file. With `mark`, `# secret=true` stands above each secret.
    #[must_use]
    pub fn render(&self, format: Format, header: &Header, mark: bool) -> Rendered {
        let mut rendered = Rendered {
            text: Zeroizing::new(String::with_capacity(self.room())),
            refused: Vec::new(),
            warnings: Vec::new(),
        };
        if format == Format::Json {
            self.render_json(&mut rendered.text);
            return rendered;
        }
        rendered.header(header);
        for (service, keys) in self.services() {
            let _ = writeln!(rendered.text, "# service={service}");
            for (key, entry) in keys {
                rendered.assignment(format, (service, key), entry, header, mark);
            }
        }
        rendered
    }

    /// Room for all, so that the text does not move and leave copies of secrets behind.
    fn room(&self) -> usize {
        let keys = self.services.values().flatten();
        1024 + keys.map(|(key, entry)| 64 + key.len() + 4 * entry.value.len()).sum::<usize>()
    }

    fn render_json(&self, out: &mut String) {
        out.push('{');
        for (index, (service, keys)) in self.services().enumerate() {
            out.push_str(if index == 0 { "\n  " } else { ",\n  " });
            push_json(out, service);
            out.push_str(": {");
            for (index, (key, entry)) in keys.iter().enumerate() {
                out.push_str(if index == 0 { "\n    " } else { ",\n    " });
                push_json(out, key);
                out.push_str(": ");
                push_json_value(out, &entry.value);
            }
            out.push_str("\n  }");
        }
        out.push_str("\n}\n");
    }
}

#[expect(clippy::disallowed_methods, reason = "the exported file is what values are read for")]
fn push_json_value(out: &mut String, value: &Value) {
    push_json(out, value.reveal());
}

fn push_json(out: &mut String, text: &str) {
    // A text has a JSON form whatever it holds.
    out.push_str(&Zeroizing::new(serde_json::to_string(text).unwrap_or_default()));
}

impl Rendered {
    fn header(&mut self, header: &Header) {
        let Header { generated, scope, region, encrypted } = header;
        let _ = writeln!(self.text, "# generated {generated}");
        let _ = write!(self.text, "# project={} env={} region={region}", scope.project, scope.environment);
        if scope.component.as_str() != "backend" {
            let _ = write!(self.text, " component={}", scope.component);
        }
        self.text.push_str(if *encrypted { "\n# secrets are encrypted\n" } else { "\n" });
    }

    fn assignment(&mut self, format: Format, at: (&str, &str), entry: &Entry, header: &Header, mark: bool) {
        let (service, key) = at;
        let name = || header.scope.name(service, key);
        if !is_shell_name(key) {
            let left_out = format != Format::Docker;
            let end = if left_out { "and is left out (--format docker or json writes it)" } else { "" };
            self.warnings.push(Problem::at(name(), format!("its key is no name of a shell variable {end}").trim_end()));
            if left_out {
                return;
            }
        }
        let start = self.text.len();
        if mark && entry.kind.is_secret() {
            self.text.push_str("# secret=true\n");
        }
        let export = if format == Format::Shell { "export " } else { "" };
        let _ = write!(self.text, "{export}{key}=");
        let written = self.text.len();
        if let Err(refusal) = write_as(format, &mut self.text, entry) {
            self.text.truncate(start);
            self.refused.push(Problem::at(name(), refusal));
            return;
        }
        if format == Format::Dotenv {
            let readers = misread_by(&entry.value, &self.text[written..]);
            if !readers.is_empty() {
                let what = format!(
                    "its value is read otherwise by {} (--format json is read the same by all)",
                    readers.join(", ")
                );
                self.warnings.push(Problem::at(name(), what));
            }
        }
        self.text.push('\n');
    }
}

fn write_as(format: Format, out: &mut String, entry: &Entry) -> Result<(), String> {
    let written = match format {
        Format::Docker => write_docker(out, &entry.value),
        Format::Shell | Format::Json => write_shell(out, &entry.value),
        Format::Dotenv => write_value(out, &entry.value, entry.kind.is_secret()),
    };
    written.map_err(|refusal| refusal.to_string())
}

/// Whether two files differ in nothing but when they were made.
#[must_use]
pub fn same_but_header(one: &[u8], other: &[u8]) -> bool {
    fn body(file: &[u8]) -> &[u8] {
        match file.iter().position(|&byte| byte == b'\n') {
            Some(end) if file.starts_with(b"# generated ") => &file[end..],
            _ => file,
        }
    }
    body(one) == body(other)
}
