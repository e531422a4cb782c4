# SPDX-License-Identifier: BSD-2-Clause
# A ring buffer far too small: what was recorded and what was reported lost is together what was
# made, and sc-cat says so. With the default buffer nothing is lost.
. tests/lib.sh

need_prog python3 zstd
need_record
truth="python3 $PWD/tests/truth/truth.py"
# The program makes 2 x 400000 getppid; everything else it does is a few hundred events.
n=400000
for run in 1 2 3; do
	sc-record -o "$T/tiny.sct" --buffer 4K -- "$PROGS/spin" $n 2 >"$T/out" 2>"$T/err"
	is "run $run: exit status" $? 0
	is "run $run: output" "$(cat "$T/out")" "done"
	got=$($truth count "$T/tiny.sct" nr=110)
	events=$($truth count "$T/tiny.sct" events)
	lossy=$($truth count "$T/tiny.sct" kind=6)
	lost=$($truth count "$T/tiny.sct" lost)
	echo "run $run: $got of $((2 * n)) getppid recorded, $lost events lost in $lossy places"
	[ "$lost" -gt 0 ] || fail "run $run: the test is too easy, nothing was lost"
	# Other calls are lost too, so the two bounds: all missing getppid are in the losses, and the
	# losses hold little else.
	missing=$((2 * n - got))
	[ "$missing" -le "$lost" ] || fail "run $run: $missing getppid are missing, but only $lost events are said to be lost"
	[ $((lost - missing)) -le 300 ] || fail "run $run: $lost events lost, but only $missing getppid are missing"
	sc-cat "$T/tiny.sct" >"$T/cat" 2>"$T/cat.err"
	said=$(grep -oE '[0-9]+ events? lost' "$T/cat" | awk '{ s += $1 } END { print s + 0 }')
	is "run $run: sc-cat's losses" "$said" "$lost"
	sc-cat --info "$T/tiny.sct" >"$T/info"
	grep -q "$lost" "$T/info" || { fail "run $run: --info does not say $lost"; cat "$T/info"; }
	grep -qE 'lost' "$T/err" || { fail "run $run: the recorder does not say that events were lost"; cat "$T/err"; }
	: "$events"
done
# Exactly: a program whose every call is known, its start-up calls counted in a run without loss.
base=$(sc-record -o "$T/base.sct" -- "$PROGS/spin" 0 >/dev/null && $truth count "$T/base.sct" events)
sc-record -o "$T/exact.sct" --buffer 4K -- "$PROGS/spin" $n >/dev/null 2>&1
events=$($truth count "$T/exact.sct" events)
losses=$($truth count "$T/exact.sct" kind=6)
lost=$($truth count "$T/exact.sct" lost)
is "recorded and lost" $((events - losses + lost)) $((base + n))
# The default buffer.
rec "$T/full.sct" "$PROGS/spin" $n 2 >/dev/null
is "default buffer: getppid" "$($truth count "$T/full.sct" nr=110)" $((2 * n))
is "default buffer: lost" "$($truth count "$T/full.sct" lost)" 0
finish
