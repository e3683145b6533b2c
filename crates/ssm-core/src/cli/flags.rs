//! The table: every flag of the suite, declared once.

use super::flag::{Flag, Offers};

/// Flags of every command.
pub static COMMON: &[&Flag] = &[
    &PROFILE,
    &REGION,
    &ENDPOINT_URL,
    &EXPECT_ACCOUNT,
    &CONCURRENCY,
    &MAX_RATE,
    &OUTPUT,
    &QUIET,
    &COLOR,
    &IAM_POLICY,
    &HELP,
    &VERSION,
];
/// Flags of every command that writes to AWS.
pub static WRITING: &[&Flag] = &[&APPLY, &DRY_RUN, &OFFLINE];

/// What and how to put one parameter.
pub static PUT: &[&Flag] =
    &[&NAME, &VALUE, &VALUE_FILE, &KEEP_NEWLINE, &TIER, &DESCRIPTION, &FORCE, &ALLOW_TYPE_CHANGE];
/// How secrets are encrypted.
pub static SECRET: &[&Flag] = &[&KEY_ID];
/// Which tags to set.
pub static TAGS: &[&Flag] = &[&TAG_FILE, &TAG, &NAME_TAG, &PRINT_KEYS];
/// What to list.
pub static LIST: &[&Flag] = &[&PREFIX, &CONTAINS, &RAW, &TREE];
/// What stands in the levels of a name.
pub static SCOPE: &[&Flag] = &[&PROJECT, &ENVIRONMENT, &COMPONENT];
/// What and how to seed.
pub static SEED: &[&Flag] = &[
    &ENV_FILE,
    &SEED_SERVICE,
    &EXTRA_TAG_FILE,
    &TAGS_DIR,
    &NO_TAGS,
    &KEY_ID,
    &TIER,
    &SEED_PRINT_KEYS,
    &SKIP_EMPTY,
    &STRICT,
    &FORCE,
    &ALLOW_TYPE_CHANGE,
    &EXIT_CODE,
];
/// What and how to export.
pub static EXPORT: &[&Flag] = &[
    &SERVICES,
    &NO_DECRYPT,
    &FORMAT,
    &MARK_SECRETS,
    &IF_CHANGED,
    &ALLOW_EMPTY,
    &STRICT,
    &EXPORT_DRY_RUN,
    &EXPORT_EXIT_CODE,
];
/// What to delete, one by one.
pub static DELETE: &[&Flag] = &[&NAME, &PRINT_TAGS, &MISSING_OK];
/// What to delete, by path.
pub static DELETE_PATH: &[&Flag] = &[&PATH_PREFIX, &CONTAINS, &PRINT_NAMES, &EXPECT_COUNT, &FORCE_BROAD];
/// What to tag.
pub static RESOURCES: &[&Flag] = &[&RESOURCE_TYPE, &EXIT_CODE];

/// `--profile`
pub static PROFILE: Flag =
    Flag::value("profile", "NAME", "Use this AWS profile, even if the environment holds access keys")
        .offers(Offers::Profiles);
/// `--region`
pub static REGION: Flag = Flag::value("region", "NAME", "Use this AWS Region");
/// `--endpoint-url`
pub static ENDPOINT_URL: Flag =
    Flag::value("endpoint-url", "URL", "Send the calls to this address instead of AWS's own");
/// `--expect-account`
pub static EXPECT_ACCOUNT: Flag =
    Flag::value("expect-account", "ID", "Do nothing unless the credentials belong to this AWS account, 12 digits");
/// `--iam-policy`
pub static IAM_POLICY: Flag = Flag::switch(
    "iam-policy",
    "Print the least IAM policy for a call with these arguments, as JSON, and do nothing else",
);
/// `--concurrency`
pub static CONCURRENCY: Flag =
    Flag::value("concurrency", "N", "Make at most N calls at once; without it, 4 to 16 of each kind");
/// `--max-rate`
pub static MAX_RATE: Flag = Flag::value(
    "max-rate",
    "N",
    "Send at most N calls a second, such as 3 or 0.5; without it, as many as the account's quota lets through",
);
/// `--output`
pub static OUTPUT: Flag =
    Flag::one_of("output", "FORM", &["text", "json"], "Print text, or one JSON object a line (docs/json.md)");
/// `--quiet`
pub static QUIET: Flag = Flag::switch("quiet", "Leave out notes and warnings; errors are still printed").short('q');
/// `--color`
pub static COLOR: Flag = Flag::one_of(
    "color",
    "WHEN",
    &["auto", "always", "never"],
    "Colour messages: auto (on a terminal), always or never",
);
/// `--help`
pub static HELP: Flag = Flag::switch("help", "Print this help").short('h');
/// `--version`
pub static VERSION: Flag = Flag::switch("version", "Print the version").short('V');

/// `--apply`
pub static APPLY: Flag = Flag::switch("apply", "Do it; beats DRY_RUN");
/// `--dry-run`
pub static DRY_RUN: Flag =
    Flag::switch("dry-run", "Only show what would be done, which is the default; beats DRY_RUN").short('n');
/// `--offline`
pub static OFFLINE: Flag = Flag::switch("offline", "Preview without looking at the store");
/// `--dry-run` of a command that only reads AWS.
pub static EXPORT_DRY_RUN: Flag =
    Flag::switch("dry-run", "List the keys and the file, decrypt nothing and write nothing (DRY_RUN is not asked)")
        .short('n');

/// `--exit-code` of the commands that preview.
pub static EXIT_CODE: Flag = Flag::switch(
    "exit-code",
    "In a preview, exit 3 if something would change, and 1 if the store could not be compared",
);
/// `--exit-code` of the export.
pub static EXPORT_EXIT_CODE: Flag = Flag::switch(
    "exit-code",
    "With --dry-run, exit 3 if the file would change; secrets are decrypted to compare, and nothing is written",
);

/// `--name`
pub static NAME: Flag =
    Flag::value("name", "NAME", "Full name of the parameter, such as /mow/backend/postgres/stage/POSTGRES_DB");
/// `--value`
pub static VALUE: Flag = Flag::value(
    "value",
    "TEXT",
    "The value, taken as it is (never as a URL or a file name). Other users of the machine can see it while the command runs: prefer --value-file for secrets",
);
/// `--value-file`
pub static VALUE_FILE: Flag = Flag::value(
    "value-file",
    "PATH",
    "Read the value from a file, or from standard input with '-'; one line break at its end is dropped. Without this and --value, a terminal is asked",
)
.offers(Offers::Files);
/// `--keep-newline`
pub static KEEP_NEWLINE: Flag = Flag::switch("keep-newline", "Keep the line break at the end of the value file");
/// `--key-id`
pub static KEY_ID: Flag = Flag::value(
    "key-id",
    "KEY",
    "KMS key that encrypts: id, ARN or alias/NAME. Without it a new parameter gets alias/aws/ssm, and one that exists keeps its key",
);
/// `--tier`
pub static TIER: Flag = Flag::one_of(
    "tier",
    "TIER",
    &["Standard", "Advanced", "Intelligent-Tiering"],
    "Storage tier; left to AWS unless given. Advanced costs money and cannot be undone",
);
/// `--description`
pub static DESCRIPTION: Flag =
    Flag::value("description", "TEXT", "Description of the parameter, up to 1024 characters; not encrypted");
/// `--force`
pub static FORCE: Flag = Flag::switch("force", "Write a new version even where value and type are unchanged");
/// `--allow-type-change`
pub static ALLOW_TYPE_CHANGE: Flag =
    Flag::switch("allow-type-change", "Let a SecureString become a String, or a String a SecureString");

/// `-f`
pub static TAG_FILE: Flag =
    Flag::value("tag-file", "FILE", "A layer of tags: a JSON array of {\"Key\", \"Value\"}; later files win")
        .short('f')
        .many()
        .offers(Offers::Files);
/// `--tag`
pub static TAG: Flag = Flag::value("tag", "JSON", "One tag, {\"Key\":\"k\",\"Value\":\"v\"}, over all files").many();
/// `--name-tag`
pub static NAME_TAG: Flag = Flag::value("name-tag", "TEXT", "Value of the tag 'Name', over all other tags");
/// `--print-keys` of the commands that tag.
pub static PRINT_KEYS: Flag = Flag::switch("print-keys", "List names and tag keys, never values").zero_or_one();
/// `--resource-type`
pub static RESOURCE_TYPE: Flag = Flag::one_of(
    "resource-type",
    "TYPE",
    &[
        "Parameter",
        "Document",
        "ManagedInstance",
        "MaintenanceWindow",
        "PatchBaseline",
        "OpsItem",
        "OpsMetadata",
        "Automation",
        "Association",
    ],
    "Type of the resources; Parameter unless given",
);

/// `--prefix`
pub static PREFIX: Flag = Flag::value("prefix", "TEXT", "Only names that begin with this text");
/// `--contains`
pub static CONTAINS: Flag = Flag::value("contains", "TEXT", "Only names that contain this text, letter for letter");
/// `--raw`
pub static RAW: Flag = Flag::switch("raw", "Names only, one a line");
/// `--tree`
pub static TREE: Flag = Flag::switch("tree", "Draw the hierarchy");

/// `--project`
pub static PROJECT: Flag = Flag::value("project", "NAME", "First level of the names");
/// `--component`
pub static COMPONENT: Flag = Flag::value("component", "NAME", "Second level of the names; backend unless given");
/// `--environment`
pub static ENVIRONMENT: Flag =
    Flag::value("environment", "NAME", "Fourth level of the names, such as stage or prod").alias("env");
/// `--env-file`
pub static ENV_FILE: Flag =
    Flag::value("env-file", "FILE", "The .env file to read; '-' is standard input").offers(Offers::Files);
/// `--extra-tag-file`
pub static EXTRA_TAG_FILE: Flag =
    Flag::value("extra-tag-file", "FILE", "A layer of tags over base, service and environment; later files win")
        .many()
        .offers(Offers::Files);
/// `--tags-dir`
pub static TAGS_DIR: Flag = Flag::value(
    "tags-dir",
    "DIR",
    "Folder of base.json, <service>.json and <environment>.json. Without it: SSM_TAGS_DIR, ../tags/<component> beside the wrapper, aws/tags/<component>, tags/<component>",
)
.offers(Offers::Folders);
/// `--no-tags`
pub static NO_TAGS: Flag = Flag::switch("no-tags", "Tag nothing, whatever folder of tags there is");
/// `--service` of the seed.
pub static SEED_SERVICE: Flag = Flag::value("service", "NAME", "Service of the keys above the first '# service=' line");
/// `--skip-empty`
pub static SKIP_EMPTY: Flag =
    Flag::switch("skip-empty", "Leave out keys without a value, which are an error otherwise");
/// `--strict`
pub static STRICT: Flag = Flag::switch("strict", "Treat warnings as errors, before anything is written");
/// `--print-keys` of the seed.
pub static SEED_PRINT_KEYS: Flag =
    Flag::switch("print-keys", "List every key instead of counts, never a value").zero_or_one();

/// `--service` of the export.
pub static SERVICES: Flag = Flag::value("service", "NAME", "Only this service, or these").many();
/// `--no-decrypt`
pub static NO_DECRYPT: Flag = Flag::switch("no-decrypt", "Write the ciphertext of secrets instead of their values");
/// `--format`
pub static FORMAT: Flag = Flag::one_of(
    "format",
    "FORM",
    &["dotenv", "docker", "shell", "json"],
    "dotenv (the default); docker: unquoted, for docker run --env-file; shell: export lines for any shell; json: by service",
);
/// `--mark-secrets`
pub static MARK_SECRETS: Flag = Flag::switch(
    "mark-secrets",
    "Write '# secret=true' above each secret, so that a seed of the file restores the types",
);
/// `--if-changed`
pub static IF_CHANGED: Flag =
    Flag::switch("if-changed", "Leave the file alone, its time too, where only the header would differ");
/// `--allow-empty`
pub static ALLOW_EMPTY: Flag = Flag::switch("allow-empty", "Write the file even if no parameter is found");

/// `--print-tags`
pub static PRINT_TAGS: Flag = Flag::switch("print-tags", "Print its tags too").zero_or_one();
/// `--missing-ok`
pub static MISSING_OK: Flag = Flag::switch("missing-ok", "Succeed if there is no such parameter");

/// `--path-prefix`
pub static PATH_PREFIX: Flag = Flag::value(
    "path-prefix",
    "PATH",
    "Delete what stands under this path, by whole levels: /mow/back is not /mow/backend",
);
/// `--print-names`
pub static PRINT_NAMES: Flag = Flag::switch("print-names", "List every name").zero_or_one();
/// `--expect-count`
pub static EXPECT_COUNT: Flag = Flag::value("expect-count", "N", "Delete nothing unless exactly N parameters match");
/// `--force-broad`
pub static FORCE_BROAD: Flag = Flag::switch("force-broad", "Allow a path of one level, such as /mow");
