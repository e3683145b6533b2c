#!/bin/sh
# Walks through the page on a store that ships with the project: no AWS account, nothing left running.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
work=$(mktemp -d)
mkfifo "$work/hold"
"$root/target/release/ssm-test-store" < "$work/hold" > "$work/url" &
store=$!
exec 9> "$work/hold"
finish() { exec 9>&-; kill "$store" 2>/dev/null || true; wait "$store" 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
trap 'exit 130' INT TERM
until [ -s "$work/url" ]; do sleep 0.05; done

cd "$work"
mkdir -p aws
cp -R "$root/tags" aws/tags
cp "$root/docs/demo/env.prod" .
ln -s "$root/bin-wrappers" aws/scripts
AWS_ENDPOINT_URL_SSM=$(cat url) AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo AWS_EC2_METADATA_DISABLED=true
AWS_REGION=us-east-1
export AWS_ENDPOINT_URL_SSM AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_EC2_METADATA_DISABLED AWS_REGION
unset AWS_PROFILE AWS_SESSION_TOKEN DRY_RUN SSM_TAGS_DIR 2>/dev/null || true

step() { printf '\n\033[1m# %s\033[0m\n' "$1"; }
run() { printf '$ %s\n' "$*"; env "$@"; }
scripts=./aws/scripts

step 'A .env file with sections and secret markers'
sed -E 's/^(.*(PASSWORD|KEY))=.*/\1=(masked by this demo)/' env.prod
step 'Preview: what a seed would do. Nothing is changed, no value is shown'
run $scripts/ssm-seed-from-env.sh --project mow --environment prod --env-file env.prod --print-keys
step 'Apply: each parameter is created with its tags in one call'
run DRY_RUN=0 $scripts/ssm-seed-from-env.sh --project mow --environment prod --env-file env.prod
step 'Apply again: nothing is left to do, and nothing is written'
run DRY_RUN=0 $scripts/ssm-seed-from-env.sh --project mow --environment prod --env-file env.prod
step 'A String over a secret is refused: AWS would store the secret in clear'
run DRY_RUN=0 $scripts/ssm-put-param.sh --name /mow/backend/django/prod/SECRET_KEY --value oops || true
step 'List, as a tree'
run $scripts/ssm-list-param-keys.sh --prefix /mow/backend/ --tree
step 'Export: a file for its owner alone, complete or not there'
run $scripts/ssm-export-env.sh --project mow --env prod --mark-secrets out.env
# shellcheck disable=SC2012
ls -l out.env | cut -c1-10
sed -E "s/^([A-Z_]+)='.*'/\1='(masked by this demo)'/" out.env
step 'Tag what exists; only what differs is sent'
run DRY_RUN=0 $scripts/tag-ssm-resources-by-id.sh --tag '{"Key":"mow:version","Value":"backend@1.0.0"}' --print-keys -- /mow/backend/postgres/prod/POSTGRES_DB
step 'Preview of a deletion'
run $scripts/ssm-delete-by-path.sh --path-prefix /mow/backend/ --print-names
step 'Delete, if there are exactly five'
run DRY_RUN=0 $scripts/ssm-delete-by-path.sh --path-prefix /mow/backend/ --expect-count 5
step 'Restore from the export: values and types are as before'
run DRY_RUN=0 $scripts/ssm-seed-from-env.sh --project mow --environment prod --env-file out.env
printf '\nThat was the tour. README.md says how to install it.\n'
