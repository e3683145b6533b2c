//! Random fault plans: whatever happens to the calls, the store is as asked at the end, or the command says what is
//! missing, and a second run finishes it.
//!
//! `SSM_PLANS` is how many are run (32 unless given; `make soak` runs 1,000), `SSM_SEED` the first one's number.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use fastrand::Rng;
use serde_json::{Value as Json, json};
use ssm_testkit::{Lab, Mishap, Run, Sandbox};

use crate::soak::number;

/// Plans under way at once: they mostly wait.
const WORKERS: usize = 12;

#[test]
fn whatever_happens_the_store_ends_as_asked_or_the_command_says_what_is_missing() {
    let (first, count) = (number("SSM_SEED", 0), number("SSM_PLANS", 32));
    let (next, failed) = (AtomicU64::new(first), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        return;
                    }
                    if catch_unwind(AssertUnwindSafe(|| Plan::new(seed).run())).is_err() {
                        eprintln!("fault plan {seed} failed: run it alone with SSM_SEED={seed} SSM_PLANS=1");
                        failed.lock().unwrap().push(seed);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "fault plans that failed: {failed:?}");
}

/// What a parameter shall be at the end; `None` where it shall be gone.
type Wanted = BTreeMap<String, Option<Parameter>>;

#[derive(Debug, Clone, PartialEq)]
struct Parameter {
    ty: String,
    value: String,
    version: i64,
    tags: BTreeMap<String, String>,
}

/// A command, what it shall come to, and what happens on the way.
struct Plan {
    sandbox: Sandbox,
    rng: Rng,
    command: &'static str,
    args: Vec<String>,
    wanted: Wanted,
    lab: Lab,
    /// Whether the command is to bear all of it.
    bearable: bool,
}

impl Plan {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let bearable = rng.u8(..10) < 6;
        let mut sandbox = Sandbox::with_store();
        if !bearable {
            sandbox.set("AWS_MAX_ATTEMPTS", &rng.u8(1..4).to_string());
        }
        let share = rng.f64() * if bearable { 0.35 } else { 0.8 };
        let mut mishaps = Mishap::ALL.to_vec();
        rng.shuffle(&mut mishaps);
        mishaps.truncate(rng.usize(1..=Mishap::ALL.len()));
        // Each silence takes ten seconds: a few of them, in the long run only.
        let silent = number("SSM_SILENCE", 0) > 0 && rng.u8(..20) == 0;
        let share = if silent { share / 10.0 } else { share };
        mishaps.extend(silent.then_some(Mishap::Silence));
        let lab = Lab::new(seed, share, &mishaps);
        let mut plan = Self { sandbox, rng, command: "", args: Vec::new(), wanted: Wanted::new(), lab, bearable };
        plan.sandbox.store().faults().empty_pages = plan.rng.bool();
        plan.sandbox.store().faults().repeat_token = !bearable && plan.rng.u8(..8) == 0;
        match plan.rng.u8(..10) {
            0..4 => plan.seeds(),
            4..6 => plan.tags(),
            6..8 => plan.deletes(),
            8 => plan.puts(),
            _ => plan.exports(),
        }
        plan
    }

    fn args(&mut self, command: &'static str, args: &str) {
        self.command = command;
        self.args = args.split_whitespace().map(str::to_owned).collect();
    }

    /// A parameter that is there, as it stands.
    fn stands(&mut self, name: &str) -> Parameter {
        let ty = if self.rng.bool() { "SecureString" } else { "String" };
        let version = self.rng.i64(1..5);
        let value = format!("old-{:08x}", self.rng.u32(..));
        let tags: BTreeMap<_, _> = self.rng.bool().then(|| ("kept".to_owned(), "1".to_owned())).into_iter().collect();
        let parameter = Parameter { ty: ty.to_owned(), value: value.clone(), version, tags };
        self.sandbox.store().put_as(name, ty, &value, |stored| {
            stored.version = version;
            stored.tags.clone_from(&parameter.tags);
        });
        parameter
    }

    fn seeds(&mut self) {
        let mut file = String::new();
        let tags: BTreeMap<String, String> = [("owner".to_owned(), "a".to_owned())].into();
        self.sandbox.file("aws/tags/backend/base.json", r#"[{"Key":"owner","Value":"a"}]"#);
        for service in 0..self.rng.usize(1..4) {
            let _ = writeln!(file, "# service=s{service}");
            for key in 0..self.rng.usize(1..9) {
                let name = format!("/mow/backend/s{service}/prod/K{key}");
                let present = self.rng.bool().then(|| self.stands(&name));
                let keeps = self.rng.bool();
                let ty = present.as_ref().map_or("SecureString", |present| present.ty.as_str()).to_owned();
                let value = match &present {
                    Some(present) if keeps => present.value.clone(),
                    _ => format!("new-{:08x}", self.rng.u32(..)),
                };
                let mark = if ty == "SecureString" { "# secret=true\n" } else { "" };
                let _ = writeln!(file, "{mark}K{key}={value}");
                let changes = present.as_ref().is_none_or(|present| present.value != value);
                let version = present.as_ref().map_or(0, |present| present.version) + i64::from(changes);
                let mut all = present.map(|present| present.tags).unwrap_or_default();
                all.extend(tags.clone());
                self.wanted.insert(name, Some(Parameter { ty, value, version, tags: all }));
            }
        }
        self.sandbox.file("env", file);
        self.args(
            "ssm-seed-from-env",
            "--apply --project mow --environment prod --env-file env --print-keys --output json",
        );
    }

    fn tags(&mut self) {
        let mut names = Vec::new();
        for n in 0..self.rng.usize(1..12) {
            let name = format!("/mow/{n}");
            let mut parameter = self.stands(&name);
            parameter.tags.insert("Name".to_owned(), "t".to_owned());
            self.wanted.insert(name.clone(), Some(parameter));
            names.push(name);
        }
        self.args("tag-ssm-resources-by-id", "--apply --name-tag t --output json --");
        self.args.extend(names);
    }

    fn deletes(&mut self) {
        for n in 0..self.rng.usize(1..45) {
            let name = format!("/mow/backend/s{}/stage/K{n}", n % 3);
            self.stands(&name);
            self.wanted.insert(name, None);
        }
        let kept = "/mow/backend-2/K".to_owned();
        let parameter = self.stands(&kept);
        self.wanted.insert(kept, Some(parameter));
        self.args("ssm-delete-by-path", "--apply --path-prefix /mow/backend --output json");
    }

    fn puts(&mut self) {
        let name = "/mow/x".to_owned();
        let present = self.rng.bool().then(|| self.stands(&name));
        let secret = present.as_ref().map_or(self.rng.bool(), |present| present.ty == "SecureString");
        let value = format!("new-{:08x}", self.rng.u32(..));
        let mut tags = present.as_ref().map(|present| present.tags.clone()).unwrap_or_default();
        tags.insert("Name".to_owned(), "t".to_owned());
        let version = present.map_or(0, |present| present.version) + 1;
        let ty = if secret { "SecureString" } else { "String" }.to_owned();
        self.wanted.insert(name, Some(Parameter { ty, value: value.clone(), version, tags }));
        self.sandbox.file("value", &value);
        let command = if secret { "ssm-put-secure-and-tag" } else { "ssm-put-and-tag" };
        self.args(command, "--apply --name /mow/x --value-file value --name-tag t --output json");
    }

    fn exports(&mut self) {
        for n in 0..self.rng.usize(1..40) {
            let env = if self.rng.bool() { "prod" } else { "stage" };
            let name = format!("/mow/backend/s{}/{env}/K{n}", n % 3);
            let parameter = self.stands(&name);
            self.wanted.insert(name, Some(parameter));
        }
        let always = "/mow/backend/s0/prod/ALWAYS".to_owned();
        let parameter = self.stands(&always);
        self.wanted.insert(always, Some(parameter));
        self.args("ssm-export-env", "--project mow --env prod --strict --format json out.env");
        self.sandbox.file("out.env", "the old file\n");
    }

    fn run(mut self) {
        self.sandbox.store().faults().mishaps(self.lab.clone());
        let first = self.once();
        self.sandbox.store().faults().calm();
        if first.code == 0 {
            // With few attempts even the look may fail that would tell whether a write was done.
            assert_eq!(self.missing(self.bearable), Vec::<String>::new(), "success, and not as asked\n{first}");
        } else {
            assert!(!self.bearable, "it should have been borne\n{first}");
            assert_eq!(first.code, 1, "{first}");
            self.check_what_was_said(&first);
        }
        self.check_export(first.code == 0, &first);
        self.sandbox.unset("AWS_MAX_ATTEMPTS");
        let second = self.once();
        let gone = first.code == 0 && self.command == "ssm-delete-by-path";
        assert!(second.code == 0 || gone, "the second run does not finish it\n{first}\n{second}");
        assert_eq!(self.missing(false), Vec::<String>::new(), "not finished\n{first}\n{second}");
        self.check_export(true, &second);
    }

    fn once(&self) -> Run {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        self.sandbox.run(self.command, &args)
    }

    /// The names that are not as they shall be. Versions are compared where each write is to be done once.
    fn missing(&self, once: bool) -> Vec<String> {
        let is = |name: &str| {
            self.sandbox.store().get(name).map(|stored| Parameter {
                ty: stored.ty,
                value: stored.value,
                version: stored.version,
                tags: stored.tags,
            })
        };
        let same = |is: &Option<Parameter>, wanted: &Option<Parameter>| match (is, wanted) {
            (Some(is), Some(wanted)) => {
                is == &Parameter { version: if once { wanted.version } else { is.version }, ..wanted.clone() }
            }
            (is, wanted) => is.is_none() && wanted.is_none(),
        };
        let wanted = self.wanted.iter().filter(|(name, wanted)| !same(&is(name), wanted));
        wanted.map(|(name, _)| name.clone()).collect()
    }

    /// What is said to be done is done, and what is not done is named as such, unless nothing was begun.
    fn check_what_was_said(&self, run: &Run) {
        let missing = self.missing(false);
        let writes = self.sandbox.store().calls();
        let begun = writes
            .iter()
            .any(|call| call.op.starts_with("Put") || call.op.starts_with("Add") || call.op.starts_with("Delete"));
        for row in run.stdout.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok()) {
            let done =
                ["created", "updated", "unchanged", "tagged", "deleted"].iter().any(|done| row["action"] == *done);
            let name = row["name"].as_str().unwrap_or_default().to_owned();
            assert!(!done || !missing.contains(&name), "{name} is said to be done\n{run}");
        }
        for name in missing.iter().filter(|_| begun) {
            assert!(run.stderr.contains(name.as_str()), "{name} is not done, and nothing is said\n{run}");
        }
    }

    /// The file is the old one or the whole new one.
    fn check_export(&self, done: bool, run: &Run) {
        if self.command != "ssm-export-env" {
            return;
        }
        let file = self.sandbox.read("out.env");
        if !done {
            return assert_eq!(file, "the old file\n", "{run}");
        }
        let exported: Json = serde_json::from_str(&file).unwrap();
        let mut wanted = json!({});
        for (name, parameter) in self.wanted.iter().filter(|(name, _)| name.contains("/prod/")) {
            let levels: Vec<&str> = name.split('/').collect();
            wanted[levels[3]][levels[5]] = json!(parameter.as_ref().unwrap().value);
        }
        assert_eq!(exported, wanted, "{run}");
        assert_eq!(self.sandbox.mode("out.env"), 0o600);
    }
}

/// A third of all calls fail, in every way that AWS and networks know.
#[test]
fn with_a_third_of_all_calls_failing_everything_ends_right() {
    let keys = number("SSM_KEYS", 60);
    let sandbox = Sandbox::with_store();
    let file: String = (0..keys).map(|n| format!("K{n}=value-{n}\n")).collect();
    sandbox.file("env", format!("# service=app\n{file}"));
    sandbox.file("aws/tags/backend/base.json", r#"[{"Key":"owner","Value":"a"}]"#);
    let mishaps = [
        Mishap::Throttle,
        Mishap::TooManyUpdates,
        Mishap::ErrorBefore,
        Mishap::ErrorAfter,
        Mishap::ResetBefore,
        Mishap::ResetAfter,
        Mishap::CloseAfter,
        Mishap::Cut,
    ];
    sandbox.store().faults().mishaps(Lab::new(number("SSM_SEED", 0), 1.0 / 3.0, &mishaps));
    let seed = ["--apply", "--project", "mow", "--environment", "prod", "--env-file", "env"];
    sandbox
        .run("ssm-seed-from-env", &seed)
        .success()
        .prints(&format!("created {keys}, updated 0, unchanged 0, failed 0"));
    for n in 0..keys {
        let stored = sandbox.store().get(&format!("/mow/backend/app/prod/K{n}")).unwrap();
        assert_eq!((stored.version, stored.value, stored.tags.len()), (1, format!("value-{n}"), 1));
    }
    sandbox.run("ssm-export-env", &["--project", "mow", "--env", "prod", "out.env"]).success();
    let exported = sandbox.read("out.env");
    (0..keys).for_each(|n| assert!(exported.contains(&format!("\nK{n}=value-{n}\n"))));
    let delete = ["--apply", "--path-prefix", "/mow/backend"];
    sandbox.run("ssm-delete-by-path", &delete).success().prints(&format!("deleted {keys}\n"));
    assert!(sandbox.store().names().is_empty());
    let calls = sandbox.store().calls();
    let failed = calls.iter().filter(|call| call.outcome != "ok").count();
    assert!(failed * 6 > calls.len(), "{failed} of {} calls failed", calls.len());
}
