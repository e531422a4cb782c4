# SPDX-License-Identifier: BSD-2-Clause
# A recording cut and flipped all over: sc-cat prints intact events only, says what is wrong, and does not crash.
# timeout: 240
. tests/lib.sh
MKREC=$BUILD/tests/bin/mkrec
"$MKREC" <tests/cli/small.txt >"$T/small.sct" || die "mkrec"
cd "$T" || exit 1
size=$(wc -c <small.sct)
sc-cat --time=monotonic small.sct >whole 2>/dev/null

# cuts: a prefix of the lines, a message, status 1
at=0 cuts=0 most=0
while [ "$at" -lt "$size" ]; do
	head -c "$at" small.sct >cut.sct
	sc-cat --time=monotonic cut.sct >out 2>err
	rc=$?
	[ "$rc" = 1 ] || fail "cut at $at: status $rc: $(head -n 3 err)"
	grep -q '^sc-cat: cut.sct: ' err || fail "cut at $at: no message"
	head -c "$(wc -c <out)" whole | cmp -s - out || fail "cut at $at: other lines: $(diff whole out | head -n 3)"
	lines=$(wc -l <out)
	[ "$lines" -ge "$most" ] || fail "cut at $at: $lines lines, $most when cut earlier"
	most=$lines cuts=$((cuts + 1)) at=$((at + 13))
done
is "lines before the last cuts" "$most" "$(wc -l <whole)"

# flips: no line that is not in the original, and if one is missing a message and status 1
at=0 flips=0 seen=0
while [ "$at" -lt "$size" ]; do
	old=$(od -An -tu1 -j "$at" -N 1 small.sct)
	cp small.sct flip.sct
	printf "\\$(printf %03o $((old ^ (1 << at % 8))))" | dd of=flip.sct bs=1 seek="$at" conv=notrunc 2>/dev/null
	sc-cat --time=monotonic flip.sct >out 2>err
	rc=$?
	[ "$rc" -le 1 ] || fail "byte $at flipped: status $rc: $(head -n 3 err)"
	grep -Fxv -f whole out && fail "byte $at flipped: a line that was not recorded"
	if ! cmp -s whole out; then
		[ "$rc" = 1 ] || fail "byte $at flipped: lines are missing and nothing is said"
		seen=$((seen + 1))
	fi
	[ "$rc" = 0 ] || grep -q '^sc-cat: flip.sct: ' err || fail "byte $at flipped: no message"
	flips=$((flips + 1)) at=$((at + 11))
done
echo "$cuts cuts, $flips flips of which $seen took events away"
[ "$seen" -gt 10 ] || fail "hardly any flip did damage"
finish
