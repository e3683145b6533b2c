//! Exports the parameters of one environment to a file.

use std::cell::RefCell;
use std::path::Path;

use futures_channel::mpsc;
use futures_util::future::{try_join, try_join_all};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::json;

use super::{App, Error, Problems, Result, Work};
use crate::cli::{UsageError, flags, nearest};
use crate::edge::{PathQuery, Store, StoreError, Target, now};
use crate::model::{Parameter, Scope, Segment};
use crate::plan::{Entry, Export, Format, Header, Problem, Rendered, same_but_header};

/// Names that do not follow the convention, shown by name up to this many.
const SHOWN: usize = 3;

/// Services that are decrypted at once; the store's own limits are tighter.
const SERVICES: usize = 16;

/// Where an export goes.
enum Sink {
    Stdout,
    File(Target),
}

impl Sink {
    /// Whether the file is there, and has all but the header in common with this.
    fn holds(&self, rendered: &Rendered) -> bool {
        let present = match self {
            Self::Stdout => None,
            Self::File(target) => target.present(),
        };
        present.is_some_and(|present| same_but_header(&present, rendered.text.as_bytes()))
    }
}

impl App {
    /// Reads, decrypts what is written, and writes the file whole or not at all.
    pub fn export(&mut self) -> Work<'_> {
        Box::pin(self.export_file())
    }

    async fn export_file(&mut self) -> Result<()> {
        let (scope, services, format, sink) = self.export_inputs()?;
        let store = self.store().await?;
        let (preview, compares) = (self.is_preview(), self.args.is_on(&flags::EXIT_CODE));
        let decrypts = (compares || !preview) && !self.args.is_on(&flags::NO_DECRYPT);
        store.begin("read", None);
        let export = gather(&store, &scope, &services, decrypts).await?;
        self.check_found(&store, &export, &scope, &services).await?;
        if preview && !compares {
            self.preview_export(&export);
            return Ok(());
        }
        if let Some(name) = export.sealed().filter(|_| decrypts) {
            return Err(changes_right_now(&name));
        }
        if let Some(signal) = self.interrupted() {
            return Err(Error::Interrupted { signal, begun: false });
        }
        let encrypted = !decrypts && export.has_secrets();
        let header = Header { generated: now(), scope: scope.clone(), region: store.region().to_owned(), encrypted };
        let rendered = export.render(format, &header, self.args.is_on(&flags::MARK_SECRETS));
        self.check_rendered(&export, &rendered, format)?;
        if preview {
            self.preview_export(&export);
            return self.end_drift([Some(!sink.holds(&rendered))]);
        }
        self.write_export(&sink, &rendered)?;
        self.show_export(&export, "exported");
        Ok(())
    }

    fn export_inputs(&mut self) -> Result<(Scope, Vec<String>, Format, Sink)> {
        let mut problems = Problems::default();
        let scope = self.scope(&mut problems)?;
        let services = self.args.texts(&flags::SERVICES);
        let services = services.iter().filter_map(|text| problems.value("--service", Segment::parse(text)));
        let services = services.map(|service| service.as_str().to_owned()).collect();
        let format = match self.args.text(&flags::FORMAT) {
            Some("docker") => Format::Docker,
            Some("shell") => Format::Shell,
            Some("json") => Format::Json,
            _ => Format::Dotenv,
        };
        if format == Format::Json && self.args.is_on(&flags::MARK_SECRETS) {
            return Err(UsageError::Rule("--mark-secrets writes comments, which JSON has none of".to_owned()).into());
        }
        let Some(file) = self.args.operands().first().cloned() else {
            return Err(UsageError::Rule("no FILE to write ('-' is standard output)".to_owned()).into());
        };
        if file == "-" && self.json {
            let what = "--output json and FILE '-' would mix on standard output (--format json exports as JSON)";
            return Err(UsageError::Rule(what.to_owned()).into());
        }
        if file == "-" && self.args.is_on(&flags::EXIT_CODE) {
            return Err(UsageError::Rule("--exit-code needs a FILE to compare with, and '-' is none".to_owned()).into());
        }
        let sink =
            if file == "-" { Some(Sink::Stdout) } else { problems.file(Target::at(Path::new(&file))).map(Sink::File) };
        problems.finish()?;
        let (Some(scope), Some(sink)) = (scope, sink) else { return Err(Error::Told) };
        Ok((scope, services, format, sink))
    }

    /// Nothing found is an error, since an empty file would take an application down.
    async fn check_found(
        &mut self,
        store: &Store,
        export: &Export<'_>,
        scope: &Scope,
        services: &[String],
    ) -> Result<()> {
        self.warn_of_misfits(export, scope);
        if self.args.is_on(&flags::ALLOW_EMPTY) {
            return Ok(());
        }
        let hint = Some(
            "check project, component, environment, Region and account; --allow-empty writes the file all the same"
                .to_owned(),
        );
        if export.is_empty() && services.is_empty() {
            let what = format!("there is no parameter under {}: the file is left as it is", scope.path("*"));
            return Err(Error::Rule { what, hint });
        }
        let has = |service: &&String| export.services().any(|(name, _)| name == service.as_str());
        match services.iter().find(|service| !has(service)) {
            Some(service) => {
                let what = format!("there is no parameter under {}: the file is left as it is", scope.path(service));
                let meant = service_meant(store, scope, service).await;
                Err(Error::Rule { what, hint: meant.map(|meant| format!("did you mean --service {meant}?")).or(hint) })
            }
            None => Ok(()),
        }
    }

    fn warn_of_misfits(&mut self, export: &Export<'_>, scope: &Scope) {
        let count = export.misfits.len();
        if count == 0 {
            return;
        }
        let mut names = export.misfits.clone();
        names.sort_unstable();
        let more = if count > SHOWN { ", …" } else { "" };
        let form = format!("{}/<service>/<environment>/<KEY>", scope.root());
        let shown = names[..count.min(SHOWN)].join(", ");
        let verb = if count == 1 { "name does" } else { "names do" };
        self.terminal.warning(&format!("{count} {verb} not have the form {form} and are left out: {shown}{more}"));
    }

    fn check_rendered(&mut self, export: &Export<'_>, rendered: &Rendered, format: Format) -> Result<()> {
        let mut problems = Problems::default();
        let mut warnings = rendered.warnings.clone();
        if format != Format::Json {
            let twins = export.twins().into_iter();
            warnings.extend(twins.map(|(key, services)| {
                let what = format!(
                    "it stands in the services {}, and most readers take the last one (--service exports one)",
                    services.join(", ")
                );
                Problem::at(format!("the key {key}"), what)
            }));
        }
        if self.args.is_on(&flags::NO_DECRYPT) && export.has_secrets() {
            self.terminal.warning("secrets are written as ciphertext (--no-decrypt)");
        }
        self.take_warnings(warnings, &mut problems);
        for refused in &rendered.refused {
            self.terminal.error(&refused.to_string());
        }
        if !rendered.refused.is_empty() {
            return Err(Error::rule("the file is left as it is"));
        }
        problems.finish()
    }

    fn write_export(&mut self, sink: &Sink, rendered: &Rendered) -> Result<()> {
        let target = match sink {
            Sink::Stdout => {
                self.terminal.data(rendered.text.as_bytes());
                return Ok(());
            }
            Sink::File(target) => target,
        };
        let unchanged = self.args.is_on(&flags::IF_CHANGED) && sink.holds(rendered);
        let shown = self.args.operands().concat();
        if unchanged {
            target.tighten()?;
            self.terminal.note(&format!("{shown} is unchanged"));
        } else {
            target.replace(rendered.text.as_bytes())?;
            self.terminal.note(&format!("wrote {shown} (mode 0600)"));
        }
        Ok(())
    }

    fn preview_export(&mut self, export: &Export<'_>) {
        for (name, entry) in export.entries().filter(|_| !self.json) {
            self.terminal.line(&format!("{name}  {}", entry.kind));
        }
        self.show_export(export, "export");
        self.terminal
            .note(&format!("preview: {} was not written; run again without --dry-run", self.args.operands().concat()));
    }

    fn show_export(&mut self, export: &Export<'_>, action: &str) {
        if self.json {
            for (name, Entry { kind, version, .. }) in export.entries() {
                let row = json!({"name": name, "type": kind.as_str(), "action": action, "version": version});
                self.terminal.line(&row.to_string());
            }
            let counts = json!({"parameters": export.len(), "services": export.services().count()});
            let summary = json!({"summary": {"command": self.command.name, "counts": counts}});
            return self.terminal.line(&summary.to_string());
        }
        let services = export.services().count();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let count = export.len();
        self.terminal.note(&format!("{count} parameter{} of {services} service{}", plural(count), plural(services)));
    }
}

/// Lists, and reads again with decryption the services that turn out to have secrets, while the listing goes on.
async fn gather<'a>(
    store: &Store,
    scope: &'a Scope,
    services: &'a [String],
    decrypts: bool,
) -> std::result::Result<Export<'a>, StoreError> {
    let (found, secretive) = mpsc::unbounded();
    let listing = async {
        // Dropped where the listing ends, which ends the reading too.
        let found = found;
        let mut export = Export::new(scope, services);
        let take = |parameter| {
            if let Some(service) = export.take(parameter).filter(|_| decrypts) {
                // The other end is there as long as this one.
                let _ = found.unbounded_send(service);
            }
        };
        list(store, scope, services, take).await.map(|()| export)
    };
    let reading = secretive.map(async |service| {
        let secrets = secrets_of(store, scope, &service).await;
        secrets.map(|secrets| (service, secrets))
    });
    let reading = reading.buffer_unordered(SERVICES).try_collect::<Vec<_>>();
    let (mut export, secrets) = try_join(listing, reading).await?;
    secrets.into_iter().for_each(|(service, secrets)| export.unseal(&service, secrets));
    Ok(export)
}

/// The service that a name which has no parameters is a likely misspelling of. It is a courtesy: where the whole
/// component may not be listed, there is none.
async fn service_meant(store: &Store, scope: &Scope, typed: &str) -> Option<String> {
    let mut all = Export::new(scope, &[]);
    let take = |parameter| {
        all.take(parameter);
    };
    list(store, scope, &[], take).await.ok()?;
    nearest(typed, all.services().map(|(service, _)| service)).map(str::to_owned)
}

/// Lists without decryption: the whole component, since the service stands before the environment in a name,
/// or only the paths of the services that were named, side by side.
async fn list(
    store: &Store,
    scope: &Scope,
    services: &[String],
    mut take: impl FnMut(Parameter),
) -> std::result::Result<(), StoreError> {
    if services.is_empty() {
        return store.by_path(&PathQuery::tree(&scope.root()), take).await;
    }
    let take = RefCell::new(&mut take);
    let looks = services.iter().map(async |service| {
        let path = scope.path(service);
        store.by_path(&PathQuery::tree(&path), |parameter| (take.borrow_mut())(parameter)).await
    });
    try_join_all(looks).await.map(|_| ())
}

/// Reads the secrets of one service with decryption; those of other environments stay closed.
async fn secrets_of(
    store: &Store,
    scope: &Scope,
    service: &str,
) -> std::result::Result<Vec<(String, Entry)>, StoreError> {
    let path = scope.path(service);
    let query = PathQuery { path: &path, recursive: false, decrypt: true, only_secrets: true };
    let mut secrets = Vec::new();
    let take = |parameter: Parameter| {
        let key = parameter.name.rsplit('/').next().unwrap_or_default().to_owned();
        secrets.push((key, Entry::new(parameter, true)));
    };
    store.by_path(&query, take).await.map(|()| secrets)
}

fn changes_right_now(name: &str) -> Error {
    Error::Rule {
        what: format!("{name} was listed and then not returned: it changes right now, and the file is left as it is"),
        hint: Some("run again".to_owned()),
    }
}
