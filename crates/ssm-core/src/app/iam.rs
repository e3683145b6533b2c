//! The least policy for a call with these arguments: the actions of the table, on the names that the arguments give.

use serde_json::{Value as Json, json};

use super::{App, Problems, Result, account, list};
use crate::cli::{Given, On, Permission, flags};
use crate::model::{Scope, Segment, arn_of, name_of_arn, partition, service_host};

/// Resources of Systems Manager that carry tags, each with its kind in an ARN (the Service Authorization Reference,
/// "Resource types defined by AWS Systems Manager").
const KINDS: [(&str, &str); 9] = [
    ("Parameter", "parameter"),
    ("Document", "document"),
    ("ManagedInstance", "managed-instance"),
    ("MaintenanceWindow", "maintenancewindow"),
    ("PatchBaseline", "patchbaseline"),
    ("OpsItem", "opsitem"),
    ("OpsMetadata", "opsmetadata"),
    ("Automation", "automation-execution"),
    ("Association", "association"),
];

/// The parts of a policy, each with its name there.
const STATEMENTS: [(&str, On); 5] = [
    ("Parameters", On::Parameters),
    ("Paths", On::Paths),
    ("Store", On::Store),
    ("Key", On::Key),
    ("PresentKey", On::PresentKey),
];

/// What a policy is about: names with `*` for what the arguments leave open, and the place they are in.
struct Subject {
    region: String,
    account: String,
    parameters: Vec<String>,
    paths: Vec<String>,
}

impl App {
    /// Prints the policy.
    pub(super) fn print_iam_policy(&mut self) -> Result<()> {
        let subject = self.subject()?;
        let mut statements: Vec<Json> = Vec::new();
        for (sid, on) in STATEMENTS {
            let mut actions: Vec<&str> = Vec::new();
            let needed = self.command.all_permissions().filter(|permission| permission.on == on);
            for permission in needed.filter(|permission| self.needs(permission)) {
                if !actions.contains(&permission.action) {
                    actions.push(permission.action);
                }
            }
            if !actions.is_empty() {
                let mut statement = json!({"Sid": sid, "Effect": "Allow", "Action": actions});
                statement["Resource"] = json!(self.resources(on, &subject));
                if matches!(on, On::Key | On::PresentKey) {
                    statement["Condition"] = self.condition(on, &subject);
                }
                statements.push(statement);
            }
        }
        let policy = json!({"Version": "2012-10-17", "Statement": statements});
        self.terminal.line(&format!("{policy:#}"));
        Ok(())
    }

    fn needs(&self, permission: &Permission) -> bool {
        match permission.given {
            Given::Any => true,
            Given::Never => false,
            Given::Words(flag, words) => words.contains(&self.args.text(flag).unwrap_or_default()),
            Given::Without(flag) => self.args.text(flag).is_none(),
        }
    }

    fn subject(&self) -> Result<Subject> {
        let open = || "*".to_owned();
        let region = self.settings.region.clone().unwrap_or_else(open);
        let account = account::expected(&self.args)?.map_or_else(open, str::to_owned);
        let mut problems = Problems::default();
        let (parameters, paths) = self.names(&mut problems)?;
        problems.finish()?;
        Ok(Subject { region, account, parameters, paths })
    }

    /// The names that the command works on, and the paths that it lists.
    fn names(&self, problems: &mut Problems) -> Result<(Vec<String>, Vec<String>)> {
        if self.command.has(&flags::PROJECT) {
            let scope = self.scope(problems)?;
            for service in self.args.texts(&flags::SERVICES) {
                problems.value("--service", Segment::parse(service));
            }
            return Ok(scope.map(|scope| self.names_of_scope(&scope)).unwrap_or_default());
        }
        if self.command.has(&flags::PATH_PREFIX) {
            let path = self.args.required(&flags::PATH_PREFIX)?.trim_end_matches('/');
            return Ok((vec![format!("{path}/*")], vec![path.to_owned()]));
        }
        if self.command.has(&flags::PREFIX) {
            let path = list::path_above(self.args.text(&flags::PREFIX).unwrap_or_default());
            return Ok((Vec::new(), vec![if path == "/" { "/*" } else { path }.to_owned()]));
        }
        if self.command.has(&flags::RESOURCE_TYPE) {
            let from_input = self.args.operands().iter().any(|word| word == "-") || self.args.operands().is_empty();
            let named = self.args.operands().iter().map(|word| name_of_arn(word)).collect();
            return Ok((if from_input { vec!["/*".to_owned()] } else { named }, Vec::new()));
        }
        let name = self.name(problems)?;
        Ok((name.iter().map(|name| name.as_str().to_owned()).collect(), Vec::new()))
    }

    fn names_of_scope(&self, scope: &Scope) -> (Vec<String>, Vec<String>) {
        let given = self.args.texts(&flags::SERVICES);
        let exports = !self.command.writes;
        // A seed's services stand in its file, which may hold others tomorrow.
        let services = if exports && !given.is_empty() { given } else { &["*".to_owned()] };
        let paths: Vec<String> = services.iter().map(|service| scope.path(service)).collect();
        let names = paths.iter().map(|path| format!("{path}/*")).collect();
        let lists_all = exports && given.is_empty();
        let root = lists_all.then(|| scope.root());
        (names, root.into_iter().chain(paths).collect())
    }

    fn resources(&self, on: On, subject: &Subject) -> Vec<String> {
        let Subject { region, account, .. } = subject;
        let partition = partition(region);
        let kind = self.args.text(&flags::RESOURCE_TYPE).unwrap_or("Parameter");
        let arns = |names: &[String]| match KINDS.iter().find(|(word, _)| *word == kind) {
            Some((_, kind)) if *kind != "parameter" => names
                .iter()
                .map(|id| format!("arn:{partition}:ssm:{region}:{account}:{kind}/{id}").replace("//", "/"))
                .collect(),
            _ => names.iter().map(|name| arn_of(name, region, account)).collect(),
        };
        match on {
            On::Parameters => arns(&subject.parameters),
            On::Paths => arns(&subject.paths),
            On::Store => vec!["*".to_owned()],
            On::Key => vec![self.key_arn(partition, subject)],
            On::PresentKey => vec![format!("arn:{partition}:kms:{region}:{account}:key/*")],
        }
    }

    /// A key by its id or ARN; a name of a key is no resource, and stands in the condition.
    fn key_arn(&self, partition: &str, subject: &Subject) -> String {
        let Subject { region, account, .. } = subject;
        match self.args.text(&flags::KEY_ID) {
            Some(arn) if arn.starts_with("arn:") && arn.contains(":key/") => arn.to_owned(),
            Some(id) if !id.contains("alias/") => format!("arn:{partition}:kms:{region}:{account}:key/{id}"),
            _ => format!("arn:{partition}:kms:{region}:{account}:key/*"),
        }
    }

    /// Parameter Store uses the key, for these names only: it binds each ciphertext to the parameter's ARN.
    fn condition(&self, on: On, subject: &Subject) -> Json {
        let arns = self.resources(On::Parameters, subject);
        let mut condition = json!({"StringLike": {
            "kms:ViaService": service_host(&subject.region),
            "kms:EncryptionContext:PARAMETER_ARN": arns,
        }});
        let alias = self.args.text(&flags::KEY_ID).and_then(|key| key.find("alias/").map(|at| &key[at..]));
        if let Some(alias) = alias.filter(|_| on == On::Key) {
            condition["ForAnyValue:StringEquals"] = json!({"kms:ResourceAliases": alias});
        }
        condition
    }
}
