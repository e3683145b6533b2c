//! From typed words to words of the field; problems are gathered, not thrown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{App, Error, Problems, Result};
use crate::cli::{UsageError, flags};
use crate::edge::{ask, can_ask, exists, read, read_value, variable};
use crate::model::{ParameterName, ParameterType, Scope, Segment, TagSet, Tier, Value};
use crate::plan::{Layer, Layers, Policy, Problem, Want};

/// Longest description (PutParameter, `Description`).
const DESCRIPTION_MAX: usize = 1024;

impl App {
    /// The full name in `--name`.
    pub(super) fn name(&self, problems: &mut Problems) -> Result<Option<ParameterName>> {
        let text = self.args.required(&flags::NAME)?;
        Ok(problems.value("--name", ParameterName::parse(text, self.settings.region.as_deref())))
    }

    /// What one of the four put commands wants.
    pub(super) async fn wanted(&mut self, kind: ParameterType) -> Result<Want> {
        let mut problems = Problems::default();
        let name = self.name(&mut problems)?;
        let tier = self.tier();
        let tags = if self.command.has(&flags::TAG_FILE) { self.tags(&mut problems)? } else { TagSet::default() };
        let description = self.description(&mut problems);
        let key_id = self.key_id(&mut problems);
        let value = self.value(&mut problems).await?;
        if let Some(value) = &value {
            problems.value("", value.check(tier));
        }
        problems.finish()?;
        let (Some(name), Some(value)) = (name, value) else { return Err(Error::Told) };
        Ok(Want { name, kind, value, tags, key_id, tier, description })
    }

    /// The tier in `--tier`, whose words the flag has checked.
    pub(super) fn tier(&self) -> Option<Tier> {
        let text = self.args.text(&flags::TIER)?;
        Tier::ALL.into_iter().find(|tier| tier.as_str() == text)
    }

    /// The value: given, read from a file, or asked for.
    async fn value(&mut self, problems: &mut Problems) -> Result<Option<Value>> {
        let given = self.args.take(&flags::VALUE);
        let file = self.args.text(&flags::VALUE_FILE).map(PathBuf::from);
        match (given, file) {
            (Some(_), Some(_)) => {
                Err(UsageError::Rule("--value and --value-file exclude each other".to_owned()).into())
            }
            (Some(text), None) => Ok(Some(Value::new(text))),
            (None, Some(path)) => Ok(problems.file(read_value(&path, self.args.is_on(&flags::KEEP_NEWLINE)))),
            (None, None) if can_ask() => match ask("value (not shown)", &self.interrupt).await {
                Ok(Ok(value)) => Ok(Some(value)),
                Ok(Err(signal)) => Err(Error::Interrupted { signal, begun: false }),
                Err(error) => Err(Error::rule(format!("cannot ask for the value: {error}"))),
            },
            (None, None) => Err(UsageError::Rule(
                "no value: give --value TEXT or --value-file PATH ('-' is standard input), or run on a terminal"
                    .to_owned(),
            )
            .into()),
        }
    }

    fn description(&self, problems: &mut Problems) -> Option<String> {
        let text = self.args.text(&flags::DESCRIPTION)?;
        let length = text.chars().count();
        if length > DESCRIPTION_MAX {
            let what = format!("it has {length} characters, and {DESCRIPTION_MAX} are allowed");
            problems.add(Problem::at("--description", what));
        }
        Some(text.to_owned())
    }

    /// The KMS key in `--key-id` (PutParameter, `KeyId`: `^([a-zA-Z0-9:/_-]+)$`, 256).
    pub(super) fn key_id(&self, problems: &mut Problems) -> Option<String> {
        let text = self.args.text(&flags::KEY_ID)?;
        let fits = |c: char| c.is_ascii_alphanumeric() || ":/_-".contains(c);
        if text.is_empty() || text.len() > 256 || !text.chars().all(fits) {
            problems
                .add(Problem::at("--key-id", "a KMS key is an id, an ARN or alias/NAME: letters, digits and : / _ -"));
        }
        Some(text.to_owned())
    }

    /// Tag files in the order given, then `--tag`, then `--name-tag`; the last wins by key.
    pub(super) fn tags(&mut self, problems: &mut Problems) -> Result<TagSet> {
        let args = &self.args;
        let (files, single, name_tag) =
            (args.texts(&flags::TAG_FILE), args.texts(&flags::TAG), args.text(&flags::NAME_TAG));
        if files.is_empty() && single.is_empty() && name_tag.is_none() {
            let what = "no tags: give -f FILE, --tag JSON or --name-tag TEXT".to_owned();
            return Err(UsageError::Rule(what).into());
        }
        let mut tags = TagSet::default();
        for file in files {
            tags = tags.overlaid(&layer(problems, Path::new(file)).unwrap_or_default().tags);
        }
        for text in single {
            tags = tags.overlaid(&problems.tags("--tag", TagSet::parse_one(text)).unwrap_or_default());
        }
        if let Some(text) = name_tag {
            tags = tags.overlaid(&problems.tags("--name-tag", TagSet::single("Name", text)).unwrap_or_default());
        }
        check_number(&tags, problems);
        self.warn_of_twins(&tags);
        Ok(tags)
    }

    pub(super) fn warn_of_twins(&mut self, tags: &TagSet) {
        for (one, other) in tags.case_twins() {
            self.terminal
                .warning(&format!("the tags '{one}' and '{other}' differ in the case of letters only: AWS keeps both"));
        }
    }

    /// What the user allows.
    pub(super) fn policy(&self) -> Policy {
        Policy { force: self.args.is_on(&flags::FORCE), allow_type_change: self.args.is_on(&flags::ALLOW_TYPE_CHANGE) }
    }

    /// Project, component and environment.
    pub(super) fn scope(&self, problems: &mut Problems) -> Result<Option<Scope>> {
        let project = problems.value("--project", Segment::parse(self.args.required(&flags::PROJECT)?));
        let environment = problems.value("--environment", Segment::parse(self.args.required(&flags::ENVIRONMENT)?));
        let component = self.args.text(&flags::COMPONENT).unwrap_or("backend");
        let component = problems.value("--component", Segment::parse(component));
        let (Some(project), Some(component), Some(environment)) = (project, component, environment) else {
            return Ok(None);
        };
        Ok(Some(Scope { project, component, environment }))
    }

    /// The layers for these services: the folder's files that exist, and the extra files.
    pub(super) fn layers(&mut self, scope: &Scope, services: &BTreeSet<&str>, problems: &mut Problems) -> Layers {
        let mut layers = Layers::default();
        let extra = self.args.texts(&flags::EXTRA_TAG_FILE);
        layers.extra = extra.iter().filter_map(|file| layer(problems, Path::new(file))).collect();
        if self.args.is_on(&flags::NO_TAGS) {
            return layers;
        }
        let Some(folder) = self.tags_folder(scope) else {
            let tagged = if layers.extra.is_empty() { "nothing is tagged" } else { "only the extra tags are set" };
            self.terminal.warning(&format!(
                "no folder of tags (looked at --tags-dir, SSM_TAGS_DIR, and for tags/{0} beside the wrapper, aws/tags/{0} and \
                 tags/{0}): {tagged}",
                scope.component
            ));
            return layers;
        };
        let mut of = |name: &str| {
            let path = folder.join(format!("{name}.json"));
            if exists(&path) { layer(problems, &path) } else { None }
        };
        layers.services = services.iter().filter_map(|&service| Some((service.to_owned(), of(service)?))).collect();
        layers.environment = of(scope.environment.as_str());
        layers.base = layer(problems, &folder.join("base.json"));
        layers
    }

    /// The folder that was named, else the first that is there.
    fn tags_folder(&self, scope: &Scope) -> Option<PathBuf> {
        let named = self.args.text(&flags::TAGS_DIR).map(str::to_owned).or_else(|| variable("SSM_TAGS_DIR"));
        if let Some(folder) = named {
            return Some(PathBuf::from(folder));
        }
        let component = scope.component.as_str();
        // The wrapper knows where it stands, and says so.
        let beside = variable("SSM_WRAPPER_TAGS").map(|tags| Path::new(&tags).join(component));
        let below = ["aws/tags", "tags"].map(|tags| Some(Path::new(tags).join(component)));
        std::iter::once(beside).chain(below).flatten().find(|folder| exists(folder))
    }
}

/// Reads one tag file.
fn layer(problems: &mut Problems, path: &Path) -> Option<Layer> {
    let shown = path.display().to_string();
    let bytes = problems.file(read(path))?;
    let text = problems.value(&shown, std::str::from_utf8(&bytes).map_err(|_| "is not UTF-8 text"))?;
    let tags = problems.tags(&shown, TagSet::parse_file(text))?;
    Some(Layer { path: shown, tags })
}

fn check_number(tags: &TagSet, problems: &mut Problems) {
    if tags.len() > crate::model::TAGS_MAX {
        let what = format!("the layers make {} tags, and {} are allowed", tags.len(), crate::model::TAGS_MAX);
        problems.add(Problem::at("", what));
    }
}
