#!/usr/bin/env bash
# Whether this commit can be released: one version everywhere, a section of the changelog, nothing uncommitted.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0
complain() {
    echo "release-check: $*" >&2
    bad=1
}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || complain "the version $version in Cargo.toml is no release of SemVer"
said=$(target/release/ssm-put-param --version)
[ "$said" = "ssm-put-param $version" ] || complain "the binary says '$said', Cargo.toml $version"
grep -q "^## \[$version\] - [0-9-]\{10\}$" CHANGELOG.md ||
    complain "CHANGELOG.md has no section '## [$version] - DATE': move what stands under Unreleased there"
awk '/^## \[Unreleased\]/ {on = 1; next} /^## / {on = 0} on && NF {found = 1} END {exit found}' CHANGELOG.md ||
    complain 'CHANGELOG.md has changes under Unreleased, which would be released without being named'
[ -z "$(git status --porcelain)" ] || complain 'there are changes that are not committed'
tag=$(git tag --list "v$version")
[ -z "$tag" ] || [ "$(git rev-list -n 1 "$tag")" = "$(git rev-parse HEAD)" ] ||
    complain "v$version is another commit: raise the version"
[ "$bad" -eq 0 ] && echo "release-check: $version can be released"
exit "$bad"
