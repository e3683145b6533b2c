#!/bin/sh
# What the pictures in README and site show; screenshots.sh runs it in a terminal.
set -u
show() {
    printf '\033[1m$ %s\033[0m\n' "$*"
    "$@"
}
seed='ssm-seed-from-env --project mow --env prod --env-file env.prod'
clear
# shellcheck disable=SC2086
show $seed --print-keys
# shellcheck disable=SC2086
show $seed --apply
show ssm-list-param-keys --prefix /mow/ --tree
show ssm-export-env --project mow --env prod out.env
printf 'READY'
