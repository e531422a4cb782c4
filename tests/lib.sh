# SPDX-License-Identifier: BSD-2-Clause
# Shell functions for the test scripts: . tests/lib.sh (from the root of the tree).
# Gives $BUILD, $T (a scratch directory that goes away), ok/fail/skip and a few checks.
# shellcheck shell=sh
set -u

: "${BUILD:=$PWD/build}"
PATH=$BUILD/bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin
PROGS=$BUILD/tests/progs
export LC_ALL=C
T=$(mktemp -d "${TMPDIR:-/tmp}/sct-test.XXXXXX") || exit 1
CLEANUP=
trap 'rc=$?; trap - EXIT; eval "$CLEANUP"; rm -rf "$T"; exit $rc' EXIT
trap 'exit 1' HUP INT TERM

skip() {
	echo "$*"
	exit 77
}

# Failures are collected, so that one run shows all of them; `finish` decides.
FAILED=0
fail() {
	FAILED=$((FAILED + 1))
	echo "FAILED: $*"
}

die() {
	echo "FAILED: $*"
	exit 1
}

finish() {
	[ "$FAILED" = 0 ] || exit 1
	exit 0
}

# is WHAT GOT WANTED
is() {
	[ "$2" = "$3" ] || fail "$1: got '$2', wanted '$3'"
}

# has FILE REGEX: some line matches
has() {
	grep -Eq -e "$2" "$1" || {
		fail "no line of $1 matches: $2"
		head -n "${HAS_LINES:-6}" "$1" | cut -c1-200
	}
}

# hasnt FILE REGEX
hasnt() {
	if grep -E -m 5 -e "$2" "$1"; then
		fail "a line of $1 matches: $2"
	fi
}

need_prog() {
	for p; do
		command -v "$p" >/dev/null 2>&1 || skip "needs $p, which is not installed (run: make deps)"
	done
}

# Live tests: a recorder, root, and a kernel that lets us.
need_record() {
	[ "${BPF:-1}" != 0 ] || skip "built with BPF=0"
	[ "$(id -u)" = 0 ] || skip "recording needs root"
	[ -x "$BUILD/bin/sc-record" ] || die "$BUILD/bin/sc-record was not built"
	if ! sc-record -o "$T/probe.sct" -- true 2>"$T/probe.err"; then
		[ -r /sys/kernel/btf/vmlinux ] || skip "this kernel has no BTF"
		case $(cat "$T/probe.err") in
		*"not permitted"* | *"not supported"*) skip "this kernel refuses: $(head -n 1 "$T/probe.err")" ;;
		esac
		cat "$T/probe.err"
		die "sc-record -- true does not work"
	fi
	rm -f "$T/probe.sct" "$T/probe.err"
}

# rec FILE COMMAND...: records, and fails the test unless the command exits with 0.
rec() {
	_file=$1
	shift
	sc-record -o "$_file" ${REC_OPTS:-} -- "$@" 2>"$T/rec.err" || {
		fail "sc-record -- $*: exit status $?"
		cat "$T/rec.err"
		return 1
	}
}

# copy_tree DIR: the sources: what git knows, or all but build directories where there is no git.
copy_tree() {
	if git ls-files >/dev/null 2>&1; then
		git ls-files -z | xargs -0 tar cf - | tar xf - -C "$1"
	else
		tar cf - --exclude='./build*' --exclude=./.git . | tar xf - -C "$1"
	fi
	[ -f "$1/Makefile" ] || die "the tree could not be copied"
}
