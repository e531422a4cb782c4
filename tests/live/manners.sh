# SPDX-License-Identifier: BSD-2-Clause
# Being no worse than not being there: signals counted, ignored, inherited; a command that dies early, stops
# itself, or is run by a parent that ignores its children; and reading no memory that is not the call's.
. tests/lib.sh

need_record
need_prog python3 setsid
R="timeout -s KILL 20 sc-record -o $T/r.sct --"

# the parent ignores SIGCHLD: the status is there all the same, and the command ignores it too
cat >"$T/ignore.py" <<'PY'
import os, signal, subprocess, sys
p = subprocess.Popen(sys.argv[1:], preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
print(p.wait())
PY
# shellcheck disable=SC2086 # $R is several words
{
is "status, SIGCHLD ignored" "$(python3 "$T/ignore.py" $R sh -c 'exit 3')" 3
ignored=$(python3 "$T/ignore.py" sc-record -o "$T/r.sct" -- grep SigIgn /proc/self/status | awk '/Sig/ {print $2}')
bare=$(python3 "$T/ignore.py" grep SigIgn /proc/self/status | awk '/Sig/ {print $2}')
is "ignored signals" "$ignored" "$bare"

# killed before it could exec, at several moments
for wait in 0.01 0.03 0.06 0.1; do
	$R sleep 0.3 &
	us=$!
	for _ in 1 2 3 4 5 6 7 8; do
		rec=$(cat /proc/$us/task/$us/children 2>/dev/null)
		[ -n "$rec" ] && break
		sleep 0.01
	done
	sleep $wait
	# timeout -> sc-record -> the command
	kid=$(cat /proc/"${rec% }"/task/"${rec% }"/children 2>/dev/null)
	for k in $kid; do kill -9 "$k"; done
	wait $us
	rc=$?
	[ $rc = 137 ] && ! kill -0 $us 2>/dev/null && [ -n "$kid" ] && [ -d /proc/self ] || [ $rc = 0 ] || fail "killed after $wait s: status $rc"
	! pgrep -x -P "$us" sc-record >/dev/null || fail "killed after $wait s: the recorder is still there"
done 2>/dev/null

# signals to the whole group arrive once; those that would kill the recorder do not
setsid sc-record -o "$T/r.sct" -- python3 -c '
import os, signal
n = [0]
signal.signal(signal.SIGUSR1, lambda *a: n.__setitem__(0, n[0] + 1))
for i in range(5): os.kill(0, signal.SIGUSR1)
print(n[0])' >"$T/out"
is "signals to the own group" "$(cat "$T/out")" 5
sc-cat --info "$T/r.sct" >"$T/info" || fail "the recording is not complete"
timeout -s USR1 0.5 sc-record -o "$T/r.sct" -- sh -c 'trap "echo got; exit 7" USR1; while :; do sleep 0.1; done' >"$T/out"
is "USR1 to the recorder" "$(cat "$T/out")" got
(ulimit -f 4; sc-record -o "$T/r.sct" -- sh -c 'i=0; while [ $i -lt 300 ]; do /bin/echo $i; i=$((i+1)); done; exit 6' >/dev/null 2>"$T/err")
is "status beyond a file size limit" $? 6
has "$T/err" 'sc-record: .*r\.sct: .*[Ff]ile too large'

# stopped by itself, continued by a child: not our business
$R python3 -c '
import os, signal, time
if not os.fork():
    time.sleep(0.5); os.kill(os.getppid(), signal.SIGCONT); os._exit(0)
os.kill(os.getpid(), signal.SIGSTOP); print("continued")' >"$T/out"
is "after a stop" "$(cat "$T/out")" continued

# nohup: what is left of the command goes on being recorded
(trap '' HUP; exec sc-record -o "$T/r.sct" -- sh -c 'sh -c "sleep 1; ls /nonexistent-one" 2>/dev/null & exit 2') &
us=$!
sleep 0.5
kill -HUP $us
wait $us
is "status under nohup" $? 2
sc-cat -e execve "$T/r.sct" >"$T/cat"
has "$T/cat" '"/nonexistent-one"'

# who killed it: the signal itself and its sender, not the SIGKILL that the kernel makes of it
$R sh -c 'sleep 9 & kill -TERM $!; wait; yes | head -n 1 >/dev/null; sh -c "kill -KILL \$\$"; :' 2>/dev/null
sc-cat "$T/r.sct" >"$T/cat"
has "$T/cat" 'SIGTERM \{si_signo=SIGTERM, si_code=SI_USER, si_pid=[1-9]'
has "$T/cat" 'SIGPIPE \{si_signo=SIGPIPE, si_code=SI_USER, si_pid=[1-9]'
has "$T/cat" 'killed by SIGKILL'
hasnt "$T/cat" '--- SIGKILL'

# waiting for the reader of a FIFO, we can be interrupted
mkfifo "$T/fifo"
sc-record -o "$T/fifo" -- true &
us=$!
sleep 0.5
kill -TERM $us
sleep 0.3
kill -0 $us 2>/dev/null && { fail "deaf while opening a FIFO"; kill -9 $us; }
wait $us 2>/dev/null

# a script's argv is what was passed, though longer than what was read at once
printf '#!/bin/sh -e\nexit 0\n' >"$T/script"
chmod +x "$T/script"
$R "$T/script" first "$(head -c 5000 /dev/zero | tr '\0' x)" last
sc-cat -e execve "$T/r.sct" >"$T/cat"
has "$T/cat" '/script", "first", "xxx'
hasnt "$T/cat" '\["/bin/sh"'

# lengths that lie; strings nobody has touched
$R "$PROGS/room" || fail "room"
}
sc-cat "$T/r.sct" >"$T/cat"
has "$T/cat" 'getsockname\(3, .*\[4 => 24\]\) = 0'
has "$T/cat" 'execve\("/bin/true", \["cold-argument"\],'
zstd -dcq "$T/r.sct" >"$T/raw"
! grep -aq 'BEHIND-THE-ROOM' "$T/raw" || fail "memory behind the caller's room is recorded"
! grep -aq 'NOBODY-READS-THIS' "$T/raw" || fail "memory at a negative length is recorded"
finish
