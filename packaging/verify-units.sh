#!/usr/bin/env bash
# Verifies the units as systemd reads them, with the program they start in its place.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
for unit in packaging/systemd/ssm-export-env@.*; do
    sed -e "s|/usr/lib/ssm-toolkit/|$PWD/packaging/systemd/|" -e 's|^Documentation=man:[^ ]* |Documentation=|' "$unit" > "$root/${unit##*/}"
done
cp "$root/ssm-export-env@.service" "$root/ssm-export-env@app.service"
cp "$root/ssm-export-env@.timer" "$root/ssm-export-env@app.timer"
said=$(systemd-analyze verify "$root/ssm-export-env@app.service" "$root/ssm-export-env@app.timer" 2>&1) || { echo "$said" >&2; exit 1; }
[ -z "$said" ] || { echo "$said" >&2; exit 1; }
exposure=$(systemd-analyze security --offline=true --no-pager "$root/ssm-export-env@app.service" | tail -n 1)
echo "units verified; ${exposure#→ }"
