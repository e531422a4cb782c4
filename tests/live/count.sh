# SPDX-License-Identifier: BSD-2-Clause
# An independent count of the same run: perf stat runs inside the recording and counts the
# raw_syscalls:sys_enter tracepoint over the command and its descendants, in total and per call,
# while we record it. A real parallel build, a shell script with pipes, and 10,000 processes.
# timeout: 300
. tests/lib.sh

need_prog python3 zstd perf cc make
need_record
truth="python3 $PWD/tests/truth/truth.py"
perf stat -x, -o "$T/probe" -e raw_syscalls:sys_enter true 2>"$T/err" && grep -q '^[0-9]' "$T/probe" ||
	skip "perf cannot count raw_syscalls here: $(tail -n 1 "$T/err")"

NR="0 1 2 3 4 5 9 12 16 17 21 39 56 57 58 59 61 72 79 89 110 202 231 257 262 435"
export NR
events="-e raw_syscalls:sys_enter"
for n in $NR; do
	events="$events -e raw_syscalls:sys_enter --filter id==$n"
done

# counted NAME COMMAND...
counted() {
	name=$1
	shift
	# shellcheck disable=SC2086
	sc-record -o "$T/$name.sct" -- perf stat -x, -o "$T/$name.counts" $events -- "$@" >"$T/$name.out" 2>&1 || {
		fail "$name: exit status $?"
		tail -n 20 "$T/$name.out"
		return
	}
	$truth perf "$T/$name.sct" "$T/$name.counts" >"$T/$name.diff" || fail "$name: counts differ"
	sed "s/^/$name: /" "$T/$name.diff"
	is "$name: events lost" "$($truth count "$T/$name.sct" lost)" 0
}

mkdir "$T/project"
sh tests/live/project "$T/project"
counted build make -C "$T/project" -j2
counted script sh -c 'i=0; while [ $i -lt 200 ]; do echo $i | cat | wc -c; i=$((i + 1)); done'
counted many "$PROGS/many" 10000
is "many: exits" "$($truth count "$T/many.sct" exits)" 10002   # and itself and perf
is "many: forks" "$($truth count "$T/many.sct" forks)" 10001
finish
