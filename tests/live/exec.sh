# SPDX-License-Identifier: BSD-2-Clause
# exec: long vectors, failed ones, set-user-ID programs; and vectored I/O.
. tests/lib.sh

need_prog python3 zstd
need_record
truth="python3 $PWD/tests/truth/truth.py"
go() {
	sc-record -o "$T/r.sct" -- "$@" >"$T/out" 2>"$T/err"
	rc=$?
	[ $rc = 0 ] || { fail "$*: exit status $rc"; cat "$T/out" "$T/err"; }
}
# One argument as long as the kernel takes, and 2000 of them: exec'ed, recorded, marked when cut.
for what in string vector environment; do
	go "$PROGS/bigexec" $what
	is "$what: execs" "$($truth count "$T/r.sct" execs)" 2
	is "$what: lost" "$($truth count "$T/r.sct" lost)" 0
	$truth payload "$T/r.sct" kind=4 >"$T/$what"
	cat "$T/$what"
done
has "$T/string" '^1 1 [01] [0-9]+ [0-9]+ true\\x00zzzz'
has "$T/vector" '^1 1 [01] [0-9]+ [0-9]+ argument 0\\x00argument 1\\x00'
has "$T/environment" '^1 1 0 [0-9]+ 0 true\\x00'
# A failed exec says what was asked for, whole.
go "$PROGS/bigexec" fail
sc-cat "$T/r.sct" --syscall execve >"$T/cat"
has "$T/cat" 'execve\("/nonexistent/program", \["first", "second", "", "fourth"\].*ENOENT'
go "$PROGS/bigexec" iov
sc-cat "$T/r.sct" --syscall writev >"$T/cat"
has "$T/cat" 'writev\([0-9]+.*piece 0.*1024\) = 9130'
# A set-user-ID program, run by somebody else than root.
cp /bin/true "$T/suid"
chmod 4755 "$T/suid"
chmod 755 "$T"
if command -v setpriv >/dev/null 2>&1; then
	sc-record -o "$T/r.sct" -- setpriv --reuid 65534 --regid 65534 --clear-groups "$T/suid" >"$T/out" 2>&1
	is "set-user-ID program" $? 0
	is "its execs" "$($truth count "$T/r.sct" execs)" 2
	sc-cat "$T/r.sct" >"$T/cat"
	has "$T/cat" "execve\\(\"$T/suid\""
	has "$T/cat" 'exited with 0'
fi
finish
