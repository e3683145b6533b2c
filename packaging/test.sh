#!/usr/bin/env bash
# Installs a package into a clean Debian 12 root, uses it as a new user would, and takes it away: test.sh amd64|arm64.
# Needs root, mmdebstrap, and for a foreign architecture qemu-user-static with binfmt_misc.
set -euo pipefail
cd "$(dirname "$0")/.."
debian=${1:?amd64 or arm64}
case $debian in amd64) machine=x86_64 ;; *) machine=aarch64 ;; esac
package=$(ls "target/dist/ssm-toolkit_"*"_$debian.deb")
secret=wr4pped-s3cret
root=$(mktemp -d)
store=
registered=
cleanup() {
    [ -z "$store" ] || kill "$store" 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
    [ -z "$registered" ] || echo -1 > "$registered"
    rm -rf "$root"
}
trap cleanup EXIT

fail() {
    echo "test.sh ($debian): $*" >&2
    exit 1
}

# Without binfmt_misc the kernel does not know what to do with the programs of the other architecture.
foreign() {
    [ "$debian" != "$(dpkg --print-architecture)" ] || return 0
    local known=/proc/sys/fs/binfmt_misc
    [ -e $known/register ] || mount -t binfmt_misc none $known
    [ ! -e $known/qemu-aarch64 ] || return 0
    registered=$known/qemu-aarch64
    printf '%s' ':qemu-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-aarch64-static:OCF' > $known/register
}

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 AWS_ACCESS_KEY_ID=AKID \
    AWS_SECRET_ACCESS_KEY=key AWS_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true "AWS_ENDPOINT_URL=$endpoint" "$@"; }

expect() {
    local text=$1
    shift
    local said
    said=$("$@" 2>&1) || fail "$* failed: $said"
    case $said in *"$text"*) ;; *) fail "$* did not say '$text': $said" ;; esac
    case $said in *"$secret"*) fail "$* shows the secret" ;; esac
}

files() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./var/lib/dpkg -o -path ./var/log -o -path ./var/cache \) -prune -o -print | sort); }

foreign
mmdebstrap --quiet --variant=minbase --architectures="$debian" --include=man-db,bash-completion \
    --aptopt='Apt::Install-Recommends "false"' bookworm "$root"
mount -t proc proc "$root/proc"
rm -f "$root/root/.bashrc"
files > "$root/../before.$$"
coproc STORE { exec target/release/ssm-test-store; }
store=$STORE_PID
read -r endpoint <&"${STORE[0]}"
[ -n "$endpoint" ] || fail 'the test store does not start'

cp "$package" "$root/package.deb"
expect 'Setting up ssm-toolkit' inside dpkg -i /package.deb
rm "$root/package.deb"
size=$(du -sb --apparent-size "$root"/usr/bin/*ssm* "$root/usr/share/ssm-toolkit" "$root/usr/share/doc/ssm-toolkit" | awk '{sum += $1} END {print sum}')
[ "$size" -lt 90000000 ] || fail "it takes $size bytes"
[ "$(stat -c %s "$package")" -lt 35000000 ] || fail "the package has $(stat -c %s "$package") bytes"

expect 'put and tag every key of a .env file' inside man ssm-seed-from-env
expect 'EXIT STATUS' inside man 7 ssm-toolkit
# A real TAB in a real shell of the root.
cat > "$root/root/.bashrc" <<'BASH'
source /usr/share/bash-completion/bash_completion
PS1='> '
echo READY
BASH
expect '--tags-dir' python3 crates/ssm-testkit/tests/suite/press.py 'ssm-seed-from-env --t' --tags-dir \
    chroot "$root" /usr/bin/env HOME=/root TERM=vt100 PATH=/usr/bin:/bin bash --rcfile /root/.bashrc -i
printf '# service=app\nPLAIN=some value\n# secret=true\nHIDDEN=%s\n' "$secret" > "$root/root/env"
expect 'created' inside ssm-put-param --apply --name /mow/x --value harmless
expect 'created 2' inside /usr/share/ssm-toolkit/scripts/ssm-seed-from-env.sh --apply --project mow --environment prod \
    --env-file /root/env --no-tags
expect 'wrote /root/out.env' inside ssm-export-env --project mow --env prod /root/out.env
grep -q "HIDDEN=\"\\?'\\?$secret" "$root/root/out.env" || fail 'the export has not the secret'
[ "$(stat -c %a "$root/root/out.env")" = 600 ] || fail 'the export can be read by others'
expect '"ssm:PutParameter"' inside ssm-put-param --name /mow/x --iam-policy
for unit in "$root"/usr/lib/systemd/system/ssm-export-env@*; do [ -e "$unit" ] || fail 'no units'; done

rm -f "$root/root/env" "$root/root/out.env" "$root/root/.bashrc"
expect 'Removing ssm-toolkit' inside dpkg --purge ssm-toolkit
files > "$root/../after.$$"
left=$(comm -13 "$root/../before.$$" "$root/../after.$$" | grep -v '^./var/' || true)
rm -f "$root/../before.$$" "$root/../after.$$"
[ -z "$left" ] || fail "left behind: $left"

# The tarball works wherever it is unpacked.
tarball=$(ls "target/dist/ssm-toolkit-"*"-$machine-unknown-linux-gnu.tar.xz")
mkdir "$root/opt/ssm"
tar --extract --xz --file "$tarball" --directory "$root/opt/ssm" --strip-components=1
expect '1 parameter' inside /opt/ssm/share/ssm-toolkit/scripts/ssm-list-param-keys.sh --prefix /mow/x
echo "$package: installed, used and removed in a clean Debian 12 ($debian), $size bytes installed"
