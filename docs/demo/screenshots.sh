#!/usr/bin/env bash
# Makes docs/images/terminal-*.svg: a real terminal of 80 columns (tmux), on the store that ships with the project.
# screenshots.sh COLUMNS prints what stands in a terminal that wide instead.
set -euo pipefail
cd "$(dirname "$0")/../.."
columns=${1:-80}
work=$(mktemp -d)
coproc STORE { exec target/release/ssm-test-store; }
trap 'tmux -L shots kill-server 2>/dev/null || true; kill "$STORE_PID" 2>/dev/null || true; rm -rf "$work"' EXIT
read -r endpoint <&"${STORE[0]}"
cp -r tags "$work/tags"
cp docs/demo/env.prod "$work/env.prod"
export AWS_ENDPOINT_URL=$endpoint AWS_ACCESS_KEY_ID=AKIDDEMO AWS_SECRET_ACCESS_KEY=demo AWS_REGION=us-east-1 \
    AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=$work/none AWS_SHARED_CREDENTIALS_FILE=$work/none \
    PATH="$PWD/target/release:$PATH"
root=$PWD
# Something is there already, so that the plan has each of its signs.
sed -n -e '/service=django/,$p' docs/demo/env.prod | sed 's/^DEBUG=.*/DEBUG=of-before/' > "$work/before"
(cd "$work" && ssm-seed-from-env -q --apply --project mow --environment prod --env-file before > /dev/null)
tmux -L shots -f /dev/null new-session -d -x "$columns" -y 60 -c "$work" "sh '$root/docs/demo/shots.sh'; sleep 60"
for _ in $(seq 100); do
    tmux -L shots capture-pane -p | grep -q READY && break
    sleep 0.1
done
tmux -L shots capture-pane -e -p | sed -e "s|$endpoint|http://127.0.0.1:4566|g" -e 's/READY//' > "$work/screen"
if [ $# -gt 0 ]; then cat "$work/screen"; exit; fi
target/site-venv/bin/python docs/demo/picture.py "$columns" docs/images < "$work/screen"
