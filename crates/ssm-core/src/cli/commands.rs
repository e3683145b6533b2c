//! The ten commands, as data: what each is for, which flags it has, what its caller must be allowed.

use super::command::{Command, Operands};
use super::{flags, iam};

/// All of them, in the order of the documents.
pub static ALL: [&Command; 10] = [
    &PUT_PARAM,
    &PUT_SECURE_PARAM,
    &PUT_AND_TAG,
    &PUT_SECURE_AND_TAG,
    &LIST_PARAM_KEYS,
    &SEED_FROM_ENV,
    &EXPORT_ENV,
    &TAG_RESOURCES_BY_ID,
    &DELETE_PARAM,
    &DELETE_BY_PATH,
];

/// Creates or updates one parameter in clear text.
pub static PUT_PARAM: Command = Command {
    name: "ssm-put-param",
    about: "create or update one String parameter",
    details: &[
        "Creates the parameter, or writes a new version of it where value or type differ; an equal one is left alone. The type never changes between String and SecureString without --allow-type-change.",
    ],
    flags: &[flags::PUT],
    required: &[&flags::NAME],
    examples: &[
        ("Preview", "ssm-put-param --region us-east-1 --name /mow/backend/postgres/stage/POSTGRES_DB --value ok_db"),
        (
            "Apply",
            "DRY_RUN=0 ssm-put-param --region us-east-1 --name /mow/backend/postgres/stage/POSTGRES_DB --value ok_db",
        ),
    ],
    elsewhere: &[("key-id", "ssm-put-secure-param, which encrypts")],
    permissions: &[iam::PUT],
    ..Command::EMPTY
};

/// Creates or updates one encrypted parameter.
pub static PUT_SECURE_PARAM: Command = Command {
    name: "ssm-put-secure-param",
    about: "create or update one SecureString parameter",
    details: &[
        "Creates the parameter, or writes a new version of it where value or type differ; an equal one is left alone. The type never changes between String and SecureString without --allow-type-change.",
        "A secret that exists keeps its KMS key unless --key-id names another. No value is ever printed, and none but --value is seen by other users of the machine.",
    ],
    flags: &[flags::PUT, flags::SECRET],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview; the value is asked for and not shown",
            "ssm-put-secure-param --region us-east-1 --name /mow/backend/django/stage/SECRET_KEY",
        ),
        (
            "Apply, with a value that no other user of the machine can see",
            "pass show django | ssm-put-secure-param --apply --name /mow/backend/django/stage/SECRET_KEY --value-file -",
        ),
        (
            "Apply, with a key of your own",
            "DRY_RUN=0 ssm-put-secure-param --name /mow/backend/django/stage/SECRET_KEY --value-file secret.txt --key-id alias/myapp/ssm",
        ),
    ],
    permissions: &[iam::PUT, iam::SECRET],
    ..Command::EMPTY
};

/// Creates or updates one parameter in clear text, and tags it.
pub static PUT_AND_TAG: Command = Command {
    name: "ssm-put-and-tag",
    about: "create or update one String parameter and tag it",
    details: &[
        "Creates the parameter, or writes a new version of it where value or type differ; an equal one is left alone. The type never changes between String and SecureString without --allow-type-change.",
        "Tags are laid over each other: the files in the order given, then --tag, then --name-tag; the last wins for each key. Tags of the parameter that no layer names stay.",
    ],
    flags: &[flags::PUT, flags::TAGS],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview",
            "ssm-put-and-tag --name /mow/backend/postgres/stage/POSTGRES_USER --value mow -f aws/tags/backend/base.json -f aws/tags/backend/stage.json --print-keys",
        ),
        (
            "Apply",
            "DRY_RUN=0 ssm-put-and-tag --name /mow/backend/postgres/stage/POSTGRES_USER --value mow -f aws/tags/backend/base.json --name-tag mow-backend-postgres-stage",
        ),
    ],
    elsewhere: &[("key-id", "ssm-put-secure-and-tag, which encrypts")],
    permissions: &[iam::PUT, iam::TAG],
    ..Command::EMPTY
};

/// Creates or updates one encrypted parameter, and tags it.
pub static PUT_SECURE_AND_TAG: Command = Command {
    name: "ssm-put-secure-and-tag",
    about: "create or update one SecureString parameter and tag it",
    details: &[
        "Creates the parameter, or writes a new version of it where value or type differ; an equal one is left alone. The type never changes between String and SecureString without --allow-type-change.",
        "A secret that exists keeps its KMS key unless --key-id names another. No value is ever printed, and none but --value is seen by other users of the machine.",
        "Tags are laid over each other: the files in the order given, then --tag, then --name-tag; the last wins for each key. Tags of the parameter that no layer names stay.",
    ],
    flags: &[flags::PUT, flags::SECRET, flags::TAGS],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview; the value is asked for and not shown",
            "ssm-put-secure-and-tag --name /mow/backend/postgres/stage/POSTGRES_PASSWORD -f aws/tags/backend/base.json",
        ),
        (
            "Apply",
            "DRY_RUN=0 ssm-put-secure-and-tag --name /mow/backend/postgres/stage/POSTGRES_PASSWORD --value-file secret.txt --key-id alias/myapp/ssm -f aws/tags/backend/base.json",
        ),
    ],
    permissions: &[iam::PUT, iam::SECRET, iam::TAG],
    ..Command::EMPTY
};

/// Lists the names of parameters.
pub static LIST_PARAM_KEYS: Command = Command {
    name: "ssm-list-param-keys",
    about: "list the names of parameters, never their values",
    details: &[
        "Prints full names, sorted, with type, version and the time of the last change. Values are never asked for in clear.",
    ],
    flags: &[flags::LIST],
    writes: false,
    examples: &[
        ("All parameters, with type, version and date", "ssm-list-param-keys --region us-east-1"),
        ("Names only, for the next program", "ssm-list-param-keys --prefix /mow/backend/ --contains POSTGRES --raw"),
    ],
    permissions: &[iam::LIST],
    ..Command::EMPTY
};

/// Puts and tags every key of a `.env` file.
pub static SEED_FROM_ENV: Command = Command {
    name: "ssm-seed-from-env",
    about: "put and tag every key of a .env file",
    details: &[
        "Writes each key of the file to /<project>/<component>/<service>/<environment>/<KEY>. A line '# service=NAME' names the service of the keys below it; '# secret=true' makes the next key a SecureString.",
        "The whole input is checked before the first call. A seed of an unchanged file writes nothing; a seed that was broken off goes on where it stopped when it is run again. Keys that only the store has are counted and left alone.",
        "Tags come from base.json, <service>.json and <environment>.json of the folder of tags, then the files of --extra-tag-file; the last wins for each key.",
    ],
    flags: &[flags::SCOPE, flags::SEED],
    required: &[&flags::PROJECT, &flags::ENVIRONMENT, &flags::ENV_FILE],
    examples: &[
        (
            "Preview",
            "ssm-seed-from-env --region us-east-1 --project mow --environment prod --env-file env.prod --print-keys",
        ),
        (
            "Apply, with a layer of tags of this build",
            "DRY_RUN=0 ssm-seed-from-env --project mow --environment prod --env-file env.prod --extra-tag-file build-tags.json",
        ),
    ],
    permissions: &[iam::SEED, iam::SECRET, iam::TAG],
    ..Command::EMPTY
};

/// Writes the parameters of one environment to a `.env` file.
pub static EXPORT_ENV: Command = Command {
    name: "ssm-export-env",
    about: "write the parameters of one environment to a .env file, mode 0600",
    details: &[
        "Reads /<project>/<component>/*/<environment>/* and writes it grouped by service, so that a seed reads back what was exported, to the byte. Only the secrets that are written are decrypted.",
        "The file is complete or not there, and never readable by others: it is written beside its place and renamed. Nothing found is an error, and leaves the old file as it is.",
        "An export only reads from AWS, so DRY_RUN does not stop it; --dry-run does.",
    ],
    flags: &[flags::SCOPE, flags::EXPORT],
    required: &[&flags::PROJECT, &flags::ENVIRONMENT],
    operands: Operands::One("FILE"),
    writes: false,
    examples: &[
        ("To a file", "ssm-export-env --region us-east-1 --project mow --env stage /opt/app/.env"),
        (
            "From cron: touch the file only if something changed",
            "ssm-export-env --project mow --env prod --if-changed /opt/app/.env",
        ),
        (
            "A backup that a seed restores, types too",
            "ssm-export-env --project mow --env prod --mark-secrets backup.env",
        ),
    ],
    permissions: &[iam::LIST, iam::DECRYPT],
    ..Command::EMPTY
};

/// Tags parameters that exist.
pub static TAG_RESOURCES_BY_ID: Command = Command {
    name: "tag-ssm-resources-by-id",
    about: "tag parameters (or other Systems Manager resources) that exist",
    details: &[
        "Tags are laid over each other: the files in the order given, then --tag, then --name-tag; the last wins for each key. Tags of the parameter that no layer names stay.",
        "A name that fails does not stop the others. An ARN of a parameter is taken as its name.",
    ],
    flags: &[flags::TAGS, flags::RESOURCES],
    operands: Operands::AfterDashes("NAME"),
    examples: &[
        (
            "Preview",
            "tag-ssm-resources-by-id -f aws/tags/backend/base.json --name-tag mow-backend -- /mow/backend/postgres/stage/POSTGRES_DB",
        ),
        (
            "Apply to all that a list finds",
            "ssm-list-param-keys --prefix /mow/backend/ --raw | tag-ssm-resources-by-id --apply -f aws/tags/backend/base.json -- -",
        ),
    ],
    permissions: &[iam::TAG],
    ..Command::EMPTY
};

/// Deletes one parameter.
pub static DELETE_PARAM: Command = Command {
    name: "ssm-delete-param",
    about: "delete one parameter",
    details: &[
        "Shows type, version, ARN and time of the last change of what is deleted, in preview and apply alike. What is deleted cannot be brought back: export it first.",
    ],
    flags: &[flags::DELETE],
    required: &[&flags::NAME],
    examples: &[
        (
            "Preview",
            "ssm-delete-param --region us-east-1 --name /mow/backend/postgres/stage/POSTGRES_DB --print-tags 1",
        ),
        ("Delete", "DRY_RUN=0 ssm-delete-param --region us-east-1 --name /mow/backend/django/stage/SECRET_KEY"),
    ],
    permissions: &[iam::DELETE],
    ..Command::EMPTY
};

/// Deletes all parameters under a path.
pub static DELETE_BY_PATH: Command = Command {
    name: "ssm-delete-by-path",
    about: "delete all parameters under a path",
    details: &[
        "Deletes by whole levels: /mow/back never takes /mow/backend. The whole list is read before the first deletion, and one that broke off deletes nothing. What is deleted cannot be brought back: export it first.",
    ],
    flags: &[flags::DELETE_PATH],
    required: &[&flags::PATH_PREFIX],
    examples: &[
        ("Preview", "ssm-delete-by-path --region us-east-1 --path-prefix /mow/backend/ --print-names"),
        (
            "Delete those that contain a text, if there are exactly three",
            "DRY_RUN=0 ssm-delete-by-path --path-prefix /mow/backend/postgres/prod --contains POSTGRES --expect-count 3",
        ),
    ],
    permissions: &[iam::DELETE_PATH],
    ..Command::EMPTY
};
