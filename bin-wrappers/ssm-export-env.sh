#!/bin/sh
# Runs the binary of the same name: of the place that `make install` wrote here, of the checkout, or of PATH.
self=$0
while [ -L "$self" ]; do
    link=$(readlink "$self")
    case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
done
case $self in */*) here=${self%/*} ;; *) here=. ;; esac
here=$(CDPATH='' cd -- "$here" && pwd -P) || exit 127
name=${self##*/}
name=${name%.sh}
bin=''
export SSM_WRAPPER_TAGS="${here%/*}/tags"
for dir in "$bin" "$here" "$here/../bin" "$here/../../../bin" "$here/../target/release"; do
    if [ -n "$dir" ] && [ -x "$dir/$name" ]; then exec "$dir/$name" "$@"; fi
done
if path=$(command -v "$name"); then exec "$path" "$@"; fi
echo "$name: not found in ${bin:+$bin, }$here, $here/../bin, $here/../../../bin, $here/../target/release or PATH" >&2
exit 127
