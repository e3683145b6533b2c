//! Exports the parameters of one environment to a file.

use std::path::Path;

use futures_util::future::join_all;
use serde_json::json;

use super::{App, Error, Problems, Result, Work};
use crate::cli::{UsageError, flags};
use crate::edge::{PathQuery, Store, StoreError, Target, now};
use crate::model::{Parameter, Scope, Segment};
use crate::plan::{Export, Format, Header, Problem, Rendered, same_but_header};

/// Names that do not follow the convention, shown by name up to this many.
const SHOWN: usize = 3;

/// Where an export goes.
enum Sink {
    Stdout,
    File(Target),
}

impl App {
    /// Reads, decrypts what is written, and writes the file whole or not at all.
    pub fn export(&mut self) -> Work<'_> {
        Box::pin(self.export_file())
    }

    async fn export_file(&mut self) -> Result<()> {
        let (scope, services, format, sink) = self.export_inputs()?;
        let store = self.store().await?;
        let mut export = list(&store, &scope, &services).await?;
        self.check_found(&export, &scope, &services)?;
        if self.args.is_on(&flags::EXPORT_DRY_RUN) {
            self.preview_export(&export);
            return Ok(());
        }
        let decrypts = !self.args.is_on(&flags::NO_DECRYPT);
        if decrypts {
            decrypt(&store, &scope, &mut export).await?;
        }
        if let Some(signal) = self.interrupted() {
            return Err(Error::Interrupted { signal, begun: false });
        }
        let encrypted = !decrypts && !export.services_with_secrets().is_empty();
        let header = Header { generated: now(), scope, region: store.region().to_owned(), encrypted };
        let rendered = export.render(format, &header, self.args.is_on(&flags::MARK_SECRETS));
        self.check_rendered(&export, &rendered, format)?;
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
        let sink =
            if file == "-" { Some(Sink::Stdout) } else { problems.file(Target::at(Path::new(&file))).map(Sink::File) };
        problems.finish()?;
        let (Some(scope), Some(sink)) = (scope, sink) else { return Err(Error::Told) };
        Ok((scope, services, format, sink))
    }

    /// Nothing found is an error, since an empty file would take an application down.
    fn check_found(&mut self, export: &Export, scope: &Scope, services: &[String]) -> Result<()> {
        self.warn_of_misfits(export, scope);
        if self.args.is_on(&flags::ALLOW_EMPTY) {
            return Ok(());
        }
        let hint = Some(
            "check project, component, environment, Region and account; --allow-empty writes the file all the same"
                .to_owned(),
        );
        if export.is_empty() {
            let what = format!("there is no parameter under {}: the file is left as it is", scope.path("*"));
            return Err(Error::Rule { what, hint });
        }
        let has = |service: &&String| export.services().any(|(name, _)| name == service.as_str());
        match services.iter().find(|service| !has(service)) {
            Some(service) => {
                let what = format!("there is no parameter under {}: the file is left as it is", scope.path(service));
                Err(Error::Rule { what, hint })
            }
            None => Ok(()),
        }
    }

    fn warn_of_misfits(&mut self, export: &Export, scope: &Scope) {
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

    fn check_rendered(&mut self, export: &Export, rendered: &Rendered, format: Format) -> Result<()> {
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
        if self.args.is_on(&flags::NO_DECRYPT) && !export.services_with_secrets().is_empty() {
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
        let unchanged = self.args.is_on(&flags::IF_CHANGED)
            && target.present().is_some_and(|present| same_but_header(&present, rendered.text.as_bytes()));
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

    fn preview_export(&mut self, export: &Export) {
        for parameter in export.services().flat_map(|(_, keys)| keys.values()) {
            if !self.json {
                self.terminal.line(&format!("{}  {}", parameter.name, parameter.kind));
            }
        }
        self.show_export(export, "export");
        self.terminal
            .note(&format!("preview: {} was not written; run again without --dry-run", self.args.operands().concat()));
    }

    fn show_export(&mut self, export: &Export, action: &str) {
        if self.json {
            for Parameter { name, kind, version, .. } in export.services().flat_map(|(_, keys)| keys.values()) {
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

/// Lists without decryption: the whole component, since the service stands before the environment in a name,
/// or only the paths of the services that were named.
async fn list(store: &Store, scope: &Scope, services: &[String]) -> std::result::Result<Export, StoreError> {
    let mut export = Export::default();
    if services.is_empty() {
        let root = scope.root();
        store.by_path(&PathQuery::tree(&root), |parameter| export.take(parameter, scope, services)).await?;
        return Ok(export);
    }
    let paths: Vec<String> = services.iter().map(|service| scope.path(service)).collect();
    let looks = paths.iter().map(async |path| {
        let mut parameters = Vec::new();
        store.by_path(&PathQuery::tree(path), |parameter| parameters.push(parameter)).await.map(|()| parameters)
    });
    for parameters in join_all(looks).await {
        parameters?.into_iter().for_each(|parameter| export.take(parameter, scope, services));
    }
    Ok(export)
}

/// Reads again, with decryption, what is a secret, service by service, side by side: no secret of another
/// environment is decrypted.
async fn decrypt(store: &Store, scope: &Scope, export: &mut Export) -> Result<()> {
    let services = export.services_with_secrets();
    let reads = services.iter().map(async |service| {
        let path = scope.path(service);
        let query = PathQuery { path: &path, recursive: false, decrypt: true, only_secrets: true };
        let mut secrets = Vec::new();
        store.by_path(&query, |parameter| secrets.push(parameter)).await.map(|()| secrets)
    });
    let mut read = std::collections::BTreeSet::new();
    for (service, secrets) in services.iter().zip(join_all(reads).await) {
        for secret in secrets? {
            read.insert(secret.name.clone());
            export.decrypted(service, secret);
        }
    }
    let all = export.services().flat_map(|(_, keys)| keys.values());
    match all.filter(|parameter| parameter.kind.is_secret()).find(|parameter| !read.contains(&parameter.name)) {
        Some(parameter) => Err(Error::Rule {
            what: format!(
                "{} was listed and then not returned: it changes right now, and the file is left as it is",
                parameter.name
            ),
            hint: Some("run again".to_owned()),
        }),
        None => Ok(()),
    }
}
