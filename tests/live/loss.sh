# SPDX-License-Identifier: BSD-2-Clause
# A ring buffer far too small: what was recorded and what was reported lost is together what was
# made, and sc-cat says so. With the default buffer nothing is lost.
. tests/lib.sh

need_prog python3 zstd
need_record
truth="python3 $PWD/tests/truth/truth.py"
# The program makes 2 x 150000 getppid; everything else it does is a few hundred events.
n=150000
for run in 1 2 3; do
	sc-record -o "$T/tiny.sct" --buffer 4K -- "$PROGS/spin" $n 2 >"$T/out" 2>"$T/err"
	is "run $run: exit status" $? 0
	is "run $run: output" "$(cat "$T/out")" "done"
	# shellcheck disable=SC2046
	set -- $($truth count "$T/tiny.sct" nr=110 kind=6 lost)
	got=$1 lossy=$2 lost=$3
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
done
# Exactly: a program whose every call is known, its start-up calls counted in a run without loss.
base=$(sc-record -o "$T/base.sct" -- "$PROGS/spin" 0 >/dev/null && $truth count "$T/base.sct" events)
sc-record -o "$T/exact.sct" --buffer 4K -- "$PROGS/spin" $n >/dev/null 2>&1
# shellcheck disable=SC2046
set -- $($truth count "$T/exact.sct" events kind=6 lost)
is "recorded and lost" $(($1 - $2 + $3)) $((base + n))
# The default buffer.
rec "$T/full.sct" "$PROGS/spin" $n 2 >/dev/null
is "default buffer: getppid, lost" "$($truth count "$T/full.sct" nr=110 lost)" "$((2 * n)) 0"
finish
