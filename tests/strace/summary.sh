#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What programs do prints as strace prints it, but for what tests/strace-differences.md explains.
. tests/lib.sh
need_record
need_prog strace setarch python3
strace -o "$T/probe" true 2>"$T/why" || skip "strace cannot trace here: $(head -n 1 "$T/why")"
# the explanations are of one version: others print more, or differently
case $(strace -V | head -n 1) in *' 6.1') ;; *) skip "compares with strace 6.1, this is $(strace -V | head -n 1)" ;; esac

programs=
for p in "$BUILD"/tests/strace/*-64 "$BUILD"/tests/strace/*-32; do
	[ -x "$p" ] && programs="$programs $p"
done
[ -n "$programs" ] || die "no program was built"
# shellcheck disable=SC2086
BUILD=$BUILD tests/strace/compare -q -d tests/strace-differences.md $programs >"$T/out" 2>&1 || fail "lines differ that nothing explains"
grep -E '^[-+] ' "$T/out" | cut -c1-240
tail -n 15 "$T/out" | grep -v '^[-+] '
finish
