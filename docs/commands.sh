#!/bin/sh
# Writes the reference of all commands from their --help, which comes from the one table of flags.
set -eu
cat <<'HEAD'
# The ten commands

Written by `make docs` from each command's `--help`; `make check` fails where the two differ.
HEAD
for name in "$@"; do
    printf '\n## %s\n\n```text\n' "$name"
    "target/release/$name" --help
    printf '```\n'
done
