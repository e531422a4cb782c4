# SPDX-License-Identifier: BSD-2-Clause
# The hex dump of SPEC 12 is the file it says it is, and the magic entry of SPEC 10 is in format/sct.magic.
. tests/lib.sh

f=$BUILD/fuzz/corpus/reader/good-example.sct
[ -s "$f" ] || die "no corpus"
od -A x -t x1 "$f" >"$T/want"
grep -E '^[0-9a-f]{6}( [0-9a-f]{2}|$)' format/SPEC.md >"$T/got"
diff "$T/want" "$T/got" || fail "format/SPEC.md shows something else"
sed -n '/^0	lelong/,/^!:ext/p' format/SPEC.md >"$T/magic"
[ -s "$T/magic" ] || fail "no magic entry in format/SPEC.md"
while IFS= read -r line; do
	grep -Fxq -e "$line" format/sct.magic || fail "not in format/sct.magic: $line"
done <"$T/magic"
finish
