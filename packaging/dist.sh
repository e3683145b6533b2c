#!/usr/bin/env bash
# Packs one architecture: dist.sh x86_64|aarch64. Leaves a tarball, a .deb, a bill of materials and checksums in
# target/dist. What is packed is what `make install` puts in place.
set -euo pipefail
cd "$(dirname "$0")/.."
arch=${1:?x86_64 or aarch64}
case $arch in
x86_64) debian=amd64 ;;
aarch64) debian=arm64 ;;
*) echo "dist.sh: no such architecture: $arch" >&2 && exit 2 ;;
esac
target=$arch-unknown-linux-gnu
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
dist=target/dist
name=ssm-toolkit-$version-$target
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022
mkdir -p "$dist"

build() {
    if [ "$arch" = "$(uname -m)" ]; then
        make -s build
        from=target/release
        return
    fi
    # Debian's compiler has the standard library of other architectures; that of rustup may not.
    RUSTC=${CROSS_RUSTC:-/usr/bin/rustc} \
        CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
        CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc \
        cargo build --release --locked --workspace --exclude ssm-testkit --exclude ssm-docs \
        --target "$target" --target-dir target/cross
    from=target/cross/$target/release
}

# What is the same in the tarball and in the package: all but the place of the binaries in the wrappers.
lay() {
    local root=$1 prefix=$2 bin=$3
    make -s install-files DESTDIR="$root" PREFIX="$prefix" BINARIES="$from" WRAPPED_BIN="$bin" >/dev/null
    local docs=$root$prefix/share/doc/ssm-toolkit
    mkdir -p "$docs/examples" "$root$prefix/lib/systemd/system" "$root$prefix/lib/ssm-toolkit"
    cp README.md CHANGELOG.md docs/*.md "$docs/"
    cp packaging/examples/* "$docs/examples/"
    cp packaging/systemd/*.service packaging/systemd/*.timer "$root$prefix/lib/systemd/system/"
    cp packaging/systemd/export-and-restart "$root$prefix/lib/ssm-toolkit/"
    # Pages of the site alone.
    rm "$docs/index.md" "$docs/changelog.md"
    cp LICENSE "$docs/copyright"
    gzip -9n < "$stage/licenses.txt" > "$docs/LICENSES.gz"
    gzip -9n < "$dist/$name.cdx.json" > "$docs/sbom.cdx.json.gz"
    find "$root$prefix/share/man" -type f -exec gzip -9n {} +
    find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

tarball() {
    lay "$stage/tar/$name" "" ""
    tar --create --directory "$stage/tar" --sort=name --owner=0 --group=0 --numeric-owner \
        --mtime="@$SOURCE_DATE_EPOCH" "$name" | xz -9 > "$dist/$name.tar.xz"
}

deb() {
    local root=$stage/deb
    lay "$root" /usr /usr/bin
    mkdir -p "$root/DEBIAN"
    (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
    cat > "$root/DEBIAN/control" <<CONTROL
Package: ssm-toolkit
Version: $version
Architecture: $debian
Maintainer: The ssm-toolkit authors <ssm-toolkit@localhost>
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: libc6 (>= 2.34), libgcc-s1
Recommends: ca-certificates
Suggests: bash-completion, man-db
Section: admin
Priority: optional
Description: configuration and secrets in AWS Systems Manager Parameter Store
 Ten commands that put, tag, list, seed from .env files, export to them and
 delete parameters. Those that write show what they would do unless told to
 do it; no value is ever printed.
CONTROL
    touch --date="@$SOURCE_DATE_EPOCH" "$root/DEBIAN" "$root"/DEBIAN/*
    dpkg-deb --root-owner-group -Zxz -z9 --build "$root" "$dist/ssm-toolkit_${version}_$debian.deb" >/dev/null
}

# The oldest systems that are promised: Ubuntu 22.04 has glibc 2.35, Debian 12 has 2.36.
check_glibc() {
    local newest
    newest=$(find "$from" -maxdepth 1 -name '*ssm*' -executable -type f -exec objdump -T {} + |
        grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
    [ "$(printf '%s\nGLIBC_2.34\n' "$newest" | sort -V | tail -n 1)" = GLIBC_2.34 ] ||
        { echo "dist.sh: the binaries need $newest, which Ubuntu 22.04 may not have" >&2 && exit 1; }
}

build
# The time of the commit, so that the same commit gives the same bytes. Not before: the build of C code depends on it.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
check_glibc
python3 packaging/licenses.py "$target" "$stage/licenses.txt" "$dist/$name.cdx.json"
tarball
deb
(cd "$dist" && sha256sum -- *.tar.xz *.deb *.cdx.json > SHA256SUMS)
ls -l "$dist"
