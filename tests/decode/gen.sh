#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Mistakes in rows, types and flag sets are reported with file and line, and nothing is made of
# them; the real ones are made twice alike.
. tests/lib.sh
gen=$BUILD/host/gen
[ -x "$gen" ] || die "no $gen"

types='type int 4 4 4 -
type addr 8 4 8 -
type str 1 1 1 string
type iov 16 8 16 iov
'
# bad WHAT JOB LINE MESSAGE: the last line of stdin is wrong in this way
bad() {
	cat >"$T/in"
	lines=$(wc -l <"$T/in")
	if "$gen" "$2" "$T/in" >/dev/null 2>"$T/err"; then
		fail "$1: accepted"
	elif ! grep -q "^gen: $T/in:$lines: .*$3" "$T/err"; then
		fail "$1: $(cat "$T/err")"
	fi
}
row() { printf '%s%s\n' "$types" "$2" | bad "$1" table "$3"; }
set_() { printf '%s\n' "$2" | bad "$1" flags "$3"; }

row "no number" 'foo 1 2' 'number for arm64 is missing'
row "bad number" 'foo x 2 3 - - ()' 'not a number'
row "huge number" 'foo 5000 - - - - ()' 'out of range'
row "no brackets" 'foo 1 2 3 - - a:int' 'arguments belong in'
row "no type" 'foo 1 2 3 - - (a)' 'no type'
row "unknown type" 'foo 1 2 3 - - (a:nope)' "unknown type 'nope'"
row "unknown class" 'foo 1 2 3 nope - ()' "'nope' is not known"
row "unknown flag" 'foo 1 2 3 - nope ()' "'nope' is not known"
row "unknown attribute" 'foo 1 2 3 - - (a:int*[sideways])' 'unknown attribute'
row "no direction" 'foo 1 2 3 - - (a:int*)' 'say in, out or inout'
row "direction of a value" 'foo 1 2 3 - - (a:int[in])' 'has no direction'
row "length of nothing" 'foo 1 2 3 - - (a:int*[in,len=b])' 'is no argument'
row "iovec without length" 'foo 1 2 3 - - (a:iov[in])' 'needs len='
row "seven arguments" 'foo 1 2 3 - - (a:int, b:int, c:int, d:int, e:int, f:int, g:int)' 'more than 6'
row "same number" 'foo 1 - - - - ()
bar 1 - - - - ()' 'already foo'
row "same name" 'foo 1 - - - - ()
foo 2 - - - - ()' 'already foo'
row "same type" 'type int 4 4 4 -' 'already declared'
row "type without sizes" 'type t 4' 'size is missing'
row "struct without members" 'struct s' 'no members'
row "member without type" 'struct s
	a' 'type is missing'
row "unknown ABI" 'struct s vax' "'vax' is neither"
row "struct twice" 'struct s
	a int
struct s' 'already declared'
row "stray indent" '	a int' 'outside a struct'
set_ "no set" '	A 1' 'before the first set'
set_ "what is it" 'things a' 'expected'
set_ "no value" 'flags a
	A' 'no value'
set_ "bad value" 'flags a
	A 1<<64' 'bad shift'
set_ "outside the mask" 'flags a
	mask 3
	A 4' 'outside the mask'
set_ "set twice" 'flags a
	A 1
flags a' 'already declared'
set_ "empty" 'flags a' 'empty'

"$gen" table format/syscall/*.def >"$T/1" && "$gen" table format/syscall/*.def >"$T/2" || fail "the real table is refused"
cmp -s "$T/1" "$T/2" || fail "two tables from the same rows differ"
is "no arguments" "$("$gen" 2>&1)" "gen: usage: gen table FILE.def... | gen flags FILE.in..."
finish
