# SPDX-License-Identifier: BSD-2-Clause
# The filter language: what expressions select, the options they are long for, and what is said of wrong ones.
. tests/cli/golden
mkrec small.sct <"$ROOT/tests/cli/small.txt"

# f EXPRESSION: notes what passes
f() {
	printf '$ --filter %s\n' "$1" >>notes
	sc-cat --no-durations --filter "$1" small.sct 2>err | sed 's/^.....\(.....\)\] */\1 /;s/\(.\{60\}\).*/\1/' >>notes
	grep -v 'events lost' err >>notes
}

# same EXPRESSION OPTIONS: both select the same
same() {
	e=$1
	shift
	is "$e is $*" "$(sc-cat --filter "$e" small.sct 2>&1)" "$(sc-cat "$@" small.sct 2>&1)"
}

f 'syscall == openat'
f 'syscall in (openat, read) and not failed'
f 'syscall ~ "*at"'
f 'syscall =~ "^(flock|unlink)$"'
f 'syscall != openat and class == file'
f 'pid == 101 and tid > 101'
f 'comm == sh and syscall == wait4'
f 'exe ~ */cat and failed'
f 'ret >= 3 and ret < 4KiB'
f 'ret == -ENOENT or ret == 14'
f 'errno in (ENOENT, 13)'
f 'errno > 30'
f 'duration > 10ms'
f 'duration<=90ns&&kind==syscall'
f 'time >= 1.5 and time < 1.7'
f 'time == 12ms'
f 'path == /etc/motd'
f 'path =~ "^pipe:\[[0-9]+\]$"'
f 'fd == 1'
f 'fd == 3 and syscall == openat'
f 'fd == AT_FDCWD'
f 'string =~ "Hello.*ok"'
f 'string == "-c" and kind == exec'
f 'string ~ "*\x1b*"'
f 'signal == SIGCHLD'
f 'signal in (CHLD, 9)'
f 'kind == exit'
f 'uid == 1000 and kind == unfinished'
f 'abi == x86-64 and syscall == unlink'
f 'arg.flags has O_CLOEXEC'
f 'arg.flags == O_RDONLY'
f 'arg.flags has O_RDONLY|O_CLOEXEC'
f 'arg.pathname ~ "/etc/*"'
f 'arg.count > 100KiB'
f 'arg.operation == LOCK_EX'
f 'arg.fd == 3'
f 'arg1 == 0x7000'
f 'arg2 has 0x80000'
f '(failed or duration > 1s) and (comm == sh or comm == cat)'
f 'not not failed'
f "comm == 'sh' and kind in (exec, fork)"

same 'syscall == openat' --syscall openat
same 'not syscall == openat' --syscall '!openat'
same 'class in (file, network)' --class file,network
same 'pid == 101' --pid 101
same 'tid == 101' --tid 101
same 'comm ~ "wor*"' --comm 'wor*'
same 'path ~ "/etc/*" and path != /etc/motd' --path '/etc/*,!/etc/motd'
same failed --failed
same '!failed' --no-failed
same 'errno == ENOENT' --errno ENOENT
same 'time >= 1.5s and time < 1700ms' --since 1.5 --until 1700ms
same 'duration >= 10ms' --min-duration 10ms
same 'kind in (exec, exit)' --kind exec,exit

wrong() {
	t "sc-cat --filter \"$1\" small.sct"
}
wrong ''
wrong 'syscal == openat'
wrong 'syscall == opena'
wrong 'syscall = openat'
wrong 'syscall'
wrong 'syscall < 3'
wrong 'errno == ENOET'
wrong 'signal == SIGCHILD'
wrong 'arg.flgas has O_CREAT'
wrong 'arg.flags has O_CRAET'
wrong 'arg.pathname == /etc/passwd'
wrong 'arg.flags has O_CREAT|EPOLLIN'
wrong 'arg.how has O_CREAT|zero'
wrong 'cpu == 3'
wrong 'failed == 1'
wrong 'failed and'
wrong 'failed failed'
wrong '(failed'
wrong 'failed)'
wrong 'duration > 10parsecs'
wrong 'time > yesterday'
wrong 'kind == fish'
wrong 'abi == z80'
wrong 'comm =~ \"(\"'
wrong 'comm == \"sh'
wrong 'pid in 3'
wrong 'pid in (3 4)'
wrong 'ret == many'
wrong 'failed & failed'
wrong "$(printf '%0300d' 0 | sed 's/0/(/g')failed"
golden_finish
