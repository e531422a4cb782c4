# SPDX-License-Identifier: BSD-2-Clause
# make does again what changed and nothing else: nothing when nothing did, everything compiled when
# the flags did, one object when a source did, all users when a header did.
# timeout: 300
. tests/lib.sh

[ -z "${SAN:-}" ] || skip "checked in the plain build only"
mkdir "$T/src"
copy_tree "$T/src"
cd "$T/src" || exit 1
build() { make -j2 O=build BPF=0 CC="${CC:-gcc}" CFLAGS="${1:--O0}" all >"$T/log" 2>&1 || { tail -n 20 "$T/log"; die "no build"; }; }
compiled() { grep -cE '^  (CC|HOSTCC) ' "$T/log"; }

build
all=$(compiled)
[ "$all" -gt 5 ] || die "only $all compilations in a whole build"
build
is "compilations with nothing changed" "$(compiled)" 0
sleep 1.1
touch format/status.c
build
is "compilations after touching one source" "$(compiled)" 1
touch format/sct.h
build
n=$(compiled)
[ "$n" -gt 5 ] || fail "only $n compilations after touching the public header"
build -O1
n=$(compiled)
[ "$n" -ge $((all - 1)) ] || fail "$n compilations after changing the flags, $all in a whole build"
build -O1
is "compilations after that" "$(compiled)" 0
finish
