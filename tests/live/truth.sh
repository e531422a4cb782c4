# SPDX-License-Identifier: BSD-2-Clause
# Programs that log every call they make, against their recordings: same calls, same arguments,
# same results, same strings, in the same order per thread.
. tests/lib.sh

need_prog python3 zstd
need_record
truth="python3 $PWD/tests/truth/truth.py"
mkdir "$T/dir"
cd "$T/dir" || exit 1

# run NAME EXIT-STATUS [ARGUMENT...]
run() {
	name=$1 want=$2
	shift 2
	if [ ! -x "$PROGS/$name" ]; then
		# Only where the compiler makes no 32-bit programs at all.
		echo 'int main(void) { return 0; }' | ${CC:-gcc} -m32 -x c -o "$T/m32" - >/dev/null 2>&1 && fail "$name was not built"
		echo "$name was not built: $(tail -n 1 "$PROGS/$name.log" 2>/dev/null)"
		return
	fi
	sc-record -o "$T/$name.sct" -- "$PROGS/$name" "$T/$name.log" "$@" >"$T/$name.out" 2>"$T/$name.err"
	rc=$?
	[ $rc = "$want" ] || { fail "$name: exit status $rc, wanted $want"; cat "$T/$name.err"; }
	[ ! -s "$T/$name.err" ] || { fail "$name: something was printed"; cat "$T/$name.err"; }
	$truth log "$T/$name.sct" "$T/$name.log" >"$T/$name.diff" || fail "$name: recording and log differ"
	sed "s/^/$name: /" "$T/$name.diff"
	is "$name: events lost" "$($truth count "$T/$name.sct" lost)" 0
}

run files 0
run strings 0
run threads 0 1000 9
run tree 0
run leader 9
run execthread 7
run int80 0
run plain-32 0
run odd 0
run refused 0
run signals 0

# What the tree says it made is what was recorded, with every end.
made=$(cat "$T/tree.out")
is "tree: forks" "$($truth count "$T/tree.sct" forks)" "$made"
is "tree: exits" "$($truth count "$T/tree.sct" exits)" $((made + 1))
is "threads: forks" "$($truth count "$T/threads.sct" forks)" 1000
is "threads: tasks" "$($truth count "$T/threads.sct" tasks)" 1001
$truth twice "$T/threads.sct" | head -n 20
is "threads: exits" "$($truth count "$T/threads.sct" exits)" 1001
# execthread: three blocked threads and the leader never came back from pause(), which
# the kernel shows as ERESTARTNOHAND (514) on their way out.
is "execthread: execs" "$($truth count "$T/execthread.sct" execs)" 2
is "execthread: pause" "$($truth count "$T/execthread.sct" nr=34,kind=1) $($truth count "$T/execthread.sct" nr=34,result=-514)" "0 4"
# refused: what seccomp answered never reached sys_enter.
is "refused: getppid without an enter time" "$($truth count "$T/refused.sct" nr=110,flag=1)" 1
is "refused: SIGSYS in the recording" "$($truth count "$T/refused.sct" kind=2,nr=31)" 1
# signals: eight delivered to handlers; five kills of ours and one ignored.
is "signals: SIGALRM" "$($truth count "$T/signals.sct" kind=2,nr=14)" 3
is "signals: SIGUSR1" "$($truth count "$T/signals.sct" kind=2,nr=10)" 5
is "signals: kill calls" "$($truth count "$T/signals.sct" nr=62)" 6
is "signals: rt_sigreturn" "$($truth count "$T/signals.sct" nr=15)" 8
finish
