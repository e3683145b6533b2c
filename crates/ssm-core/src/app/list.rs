//! Lists the names of parameters.

use serde_json::json;

use super::{App, Result, Work};
use crate::cli::{UsageError, flags};
use crate::edge::{ErrorKind, PathQuery, Store, StoreError};
use crate::model::{Parameter, ParameterType};

/// What is kept of a listed parameter: never its value.
struct Row {
    name: String,
    kind: ParameterType,
    version: i64,
    modified: String,
}

impl From<Parameter> for Row {
    fn from(parameter: Parameter) -> Self {
        let Parameter { name, kind, version, modified, .. } = parameter;
        Self { name, kind, version, modified }
    }
}

impl App {
    /// Lists what matches the flags, sorted by the bytes of the names.
    pub fn list(&mut self) -> Work<'_> {
        Box::pin(self.list_names())
    }

    async fn list_names(&mut self) -> Result<()> {
        if self.args.is_on(&flags::RAW) && self.args.is_on(&flags::TREE) {
            return Err(UsageError::Rule("--raw and --tree exclude each other".to_owned()).into());
        }
        let prefix = self.args.text(&flags::PREFIX).unwrap_or_default().to_owned();
        let contains = self.args.text(&flags::CONTAINS).unwrap_or_default().to_owned();
        let store = self.store().await?;
        let mut rows = Vec::new();
        let wanted = |name: &str| name.starts_with(&prefix) && name.contains(&contains);
        let listed = gather(&store, path_above(&prefix), &mut rows, wanted).await;
        match listed {
            Err(error) if error.kind == ErrorKind::Denied && path_above(&prefix) != prefix.trim_end_matches('/') => {
                self.list_below(&store, &prefix, &mut rows, wanted, error).await?;
            }
            listed => listed?,
        }
        rows.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        rows.dedup_by(|a, b| a.name == b.name);
        self.show_rows(&rows);
        Ok(())
    }

    /// A caller who may list the path itself, but not what stands above it, gets that much.
    async fn list_below(
        &mut self,
        store: &Store,
        prefix: &str,
        rows: &mut Vec<Row>,
        wanted: impl Fn(&str) -> bool,
        denied: StoreError,
    ) -> Result<()> {
        if !prefix.starts_with('/') || prefix.len() < 2 {
            return Err(denied.into());
        }
        gather(store, prefix, rows, &wanted).await?;
        match store.get(prefix, false).await {
            Ok(parameter) => rows.push(parameter.into()),
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Denied) => {}
            Err(error) => return Err(error.into()),
        }
        self.terminal
            .warning(&format!("{denied}; only names under {prefix}/ are listed, not others that begin with {prefix}"));
        Ok(())
    }

    fn show_rows(&mut self, rows: &[Row]) {
        if self.json {
            for Row { name, kind, version, modified } in rows {
                let row = json!({"name": name, "type": kind.as_str(), "version": version, "last_modified": modified});
                self.terminal.line(&row.to_string());
            }
            let summary = json!({"summary": {"command": self.command.name, "counts": {"parameters": rows.len()}}});
            return self.terminal.line(&summary.to_string());
        }
        if self.args.is_on(&flags::RAW) {
            return rows.iter().for_each(|row| self.terminal.line(&row.name));
        }
        if self.args.is_on(&flags::TREE) {
            self.show_tree(rows);
        } else {
            self.show_columns(rows);
        }
        let count = if rows.len() == 1 { "1 parameter".to_owned() } else { format!("{} parameters", rows.len()) };
        self.terminal.note(&count);
    }

    fn show_columns(&mut self, rows: &[Row]) {
        let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
        let digits = rows.iter().map(|row| row.version.to_string().len()).max().unwrap_or_default();
        for Row { name, kind, version, modified } in rows {
            self.terminal.line(&format!("{name:width$}  {kind:12}  {version:digits$}  {modified}"));
        }
    }

    fn show_tree(&mut self, rows: &[Row]) {
        let mut names: Vec<&str> = rows.iter().map(|row| row.name.trim_start_matches('/')).collect();
        // Sorted whole names do not keep a level's names together (`/a-b` stands between `/a` and `/a/b`).
        names.sort_unstable_by(|a, b| a.split('/').cmp(b.split('/')));
        draw(&names, 0, "", &mut |line| self.terminal.line(line));
    }
}

async fn gather(
    store: &Store,
    path: &str,
    rows: &mut Vec<Row>,
    wanted: impl Fn(&str) -> bool,
) -> std::result::Result<(), StoreError> {
    let take = |parameter: Parameter| {
        if wanted(&parameter.name) {
            rows.push(parameter.into());
        }
    };
    store.begin("listed", None);
    store.by_path(&PathQuery::tree(path), take).await
}

/// The deepest path that holds all names with this prefix: the API knows whole levels only.
pub(super) fn path_above(prefix: &str) -> &str {
    match prefix.rfind('/') {
        Some(end) if end > 0 && prefix.starts_with('/') => &prefix[..end],
        _ => "/",
    }
}

fn level(name: &str, depth: usize) -> Option<&str> {
    name.split('/').nth(depth)
}

/// Draws the names, sorted by their levels, that share all levels before `depth`. A flat name is one level.
fn draw(names: &[&str], depth: usize, indent: &str, line: &mut dyn FnMut(&str)) {
    // The name that ends above stands first, and is drawn there.
    let names = &names[names.iter().take_while(|name| level(name, depth).is_none()).count()..];
    let mut groups = names.chunk_by(|a, b| level(a, depth) == level(b, depth)).peekable();
    while let Some(group) = groups.next() {
        let last = groups.peek().is_none();
        let ends_here = |name: &&&str| name.split('/').count() == depth + 1;
        let parameters = group.iter().filter(ends_here).count();
        let (branch, below) = match (depth, last) {
            (0, _) => ("", ""),
            (_, true) => ("└── ", "    "),
            (_, false) => ("├── ", "│   "),
        };
        let name = level(group[0], depth).unwrap_or_default();
        let label = match (parameters > 0, parameters < group.len()) {
            (true, true) => format!("{name}  (a parameter, and a path)"),
            (true, false) => name.to_owned(),
            _ => format!("{name}/"),
        };
        line(&format!("{indent}{branch}{label}"));
        draw(group, depth + 1, &format!("{indent}{below}"), line);
    }
}
