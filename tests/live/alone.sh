# SPDX-License-Identifier: BSD-2-Clause
# Only the command and its descendants are recorded, all of them, and nothing else on the machine,
# however busy it is: not the recorder, its parent, its siblings, nor another recording.
. tests/lib.sh

need_prog python3 zstd
need_record
truth="python3 $PWD/tests/truth/truth.py"
# Noise: two busy loops, and processes that come and go.
"$PROGS/spin" 1000000000 2 >/dev/null &
noise=$!
sh -c 'while :; do /bin/true; done' &
noise2=$!
CLEANUP="kill $noise $noise2 2>/dev/null"
sc-record -o "$T/other.sct" -- "$PROGS/many" 300 &
other=$!
rec "$T/r.sct" sh -c 'echo $$ >"$0"; /bin/true; (/bin/true; /bin/true) | cat; sleep 0.3 & wait' "$T/pid" || finish
wait $other || fail "the other recording"
kill $noise $noise2
# Every task recorded is the command's first process or was forked by a recorded one.
python3 - "$T/r.sct" "$(cat "$T/pid")" <<'END' || fail "strangers in the recording"
import sys
sys.path.insert(0, "tests/truth")
import sctpy as s
header, events = s.load(sys.argv[1])
root = int(sys.argv[2])
known = {root} | {e.args[0] for e in events if e.kind == s.FORK}
seen = {e.task.tid for e in events}
names = {e.task.comm.decode() for e in events}
print("%d events of %d tasks: %s" % (len(events), len(seen), sorted(names)))
assert seen <= known, "strangers: %s" % (seen - known)
assert known <= seen, "forked, but without events: %s" % (known - seen)
# sh, true, ( true; true ), cat, sleep: dash execs the last command of a subshell in place
assert len(seen) in (6, 7), "%d tasks" % len(seen)
assert header.int(27) == root, "root tid %d" % header.int(27)
assert not {e.number for e in events if e.kind == s.SYSCALL} & {321}, "bpf(2) calls: the recorder recorded itself"
END
is "the other one: forks" "$($truth count "$T/other.sct" forks)" 300
is "the other one: getppid" "$($truth count "$T/other.sct" nr=110)" 0
# A descendant that outlives the command is still recorded, to its end.
sc-record -o "$T/r.sct" -- sh -c '(sleep 0.5; echo late >/dev/null; exec /bin/false) & exit 0'
is "exit status of the command" $? 0
sc-cat "$T/r.sct" >"$T/cat"
has "$T/cat" 'write\(.*late'
has "$T/cat" 'exited with 1'
finish
