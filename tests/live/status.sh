# SPDX-License-Identifier: BSD-2-Clause
# The recorded command behaves as if it had been run bare: its exit status, its end by a signal,
# its three streams; and what cannot be run is said in the shell's numbers.
. tests/lib.sh

need_record
# status WANTED COMMAND...
status() {
	want=$1
	shift
	sc-record -o "$T/r.sct" -- "$@" >"$T/out" 2>"$T/err"
	is "exit status of $*" $? "$want"
}

for n in 0 1 2 42 125 126 127 128 255; do
	status $n sh -c "exit $n"
	[ ! -s "$T/err" ] || fail "exit $n: printed: $(cat "$T/err")"
done
for pair in HUP=1 INT=2 QUIT=3 ABRT=6 KILL=9 USR1=10 SEGV=11 PIPE=13 TERM=15; do
	s=${pair%=*}
	status $((128 + ${pair#*=})) sh -c "ulimit -c 0; kill -$s \$\$"
	sc-cat "$T/r.sct" >"$T/cat" || fail "sc-cat of the one killed by $s"
	has "$T/cat" "killed by SIG$s"
done
# Not found and not executable: 127 and 126, with a message, as a shell does.
status 127 "$T/no such command"
has "$T/err" 'sc-record: .*no such command.*[Nn]o such file'
status 127 no-such-command-anywhere
has "$T/err" 'sc-record: .*no-such-command-anywhere'
: >"$T/plain"
status 126 "$T/plain"
has "$T/err" 'sc-record: .*plain.*[Pp]ermission denied'
status 126 "$T"
# Its output is its own: bytes in, bytes out, nothing added; stderr apart.
head -c 300000 /dev/urandom >"$T/in"
sc-record -o "$T/r.sct" -- cat <"$T/in" >"$T/out" 2>"$T/err" || fail "cat failed"
cmp "$T/in" "$T/out" || fail "stdin to stdout changed the bytes"
[ ! -s "$T/err" ] || fail "printed: $(cat "$T/err")"
sc-record -o "$T/r.sct" -- sh -c 'echo out; echo err >&2' >"$T/out" 2>"$T/err"
is "stdout" "$(cat "$T/out")" out
is "stderr" "$(cat "$T/err")" err
# Closed streams stay closed, extra descriptors are passed on, no descriptor of ours is.
sc-record -o "$T/r.sct" -- sh -c 'ls -l /proc/self/fd' >"$T/fds" 2>&1 3<"$T/in"
ls -l /proc/self/fd >"$T/bare" 2>&1 3<"$T/in"
is "descriptors in the command" "$(grep -c -- '->' "$T/fds")" "$(grep -c -- '->' "$T/bare")"
# Environment, directory, umask, limits and signal settings are the command's own.
look='env | grep -v -e ^_= -e ^PPID | sort; pwd; umask; ulimit -a; grep -E "^(Sig(Blk|Ign|Cgt)|Cap|NoNew|Seccomp:)" /proc/self/status; ps -o ni= -p $$ 2>/dev/null'
(trap '' PIPE USR2; cd "$T" && umask 027 && ulimit -n 200 && sh -c "$look") >"$T/bare" 2>&1
(trap '' PIPE USR2; cd "$T" && umask 027 && ulimit -n 200 && sc-record -o "$T/r.sct" -- sh -c "$look") >"$T/recorded" 2>&1
diff "$T/bare" "$T/recorded" || fail "the command's surroundings differ"
# blocked: what never returned, and why.
sc-record -o "$T/r.sct" -- "$PROGS/blocked" exit
is "blocked exit" $? 5
sc-cat "$T/r.sct" >"$T/cat"
has "$T/cat" 'read\(.*\) += \? ERESTARTSYS'
has "$T/cat" 'exit_group\(5\) += \?( <|$)'
has "$T/cat" 'exited with 5'
hasnt "$T/cat" 'unfinished \.\.\.'
sc-record -o "$T/r.sct" -- "$PROGS/blocked" kill
is "blocked kill" $? 137
sc-cat "$T/r.sct" >"$T/cat"
has "$T/cat" 'read\(.*\) += \?'
has "$T/cat" 'killed by SIGKILL'
sc-record -o "$T/r.sct" -- "$PROGS/blocked" segv
is "blocked segv" $? 139
sc-cat "$T/r.sct" >"$T/cat"
has "$T/cat" 'SIGSEGV'
has "$T/cat" 'killed by SIGSEGV'
finish
