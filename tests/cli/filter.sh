# SPDX-License-Identifier: BSD-2-Clause
# Every filter option, alone, negated, combined; what is shown of events that are no calls; and that
# skipping chunks by their descriptors changes nothing.
. tests/cli/golden
mkrec small.sct <"$ROOT/tests/cli/small.txt"
# the same events in one chunk, and one event a chunk
grep -v '^chunk' "$ROOT/tests/cli/small.txt" | mkrec one.sct
sed 's/^\([a-z]* at=.*\)/\1\nchunk/' "$ROOT/tests/cli/small.txt" | mkrec many.sct

# f OPTIONS: notes the times of the events that pass
f() {
	printf '$ sc-cat %s\n' "$*" >>notes
	eval "sc-cat --no-durations $* small.sct" 2>/dev/null | sed 's/^.....\(.....\)\] */\1 /;s/\(.\{60\}\).*/\1/' >out
	cat out >>notes
	for other in one many; do
		eval "sc-cat --no-durations $* $other.sct" 2>/dev/null | sed 's/^.....\(.....\)\] */\1 /;s/\(.\{60\}\).*/\1/' >out.$other
		cmp -s out out.$other || fail "sc-cat $*: other events from $other.sct: $(diff out out.$other)"
	done
	n=$(eval "sc-cat --count $* small.sct" 2>/dev/null)
	is "sc-cat --count $*" "$n" "$(wc -l <out)"
}

f --syscall openat
f -e openat,read
f -e openat -e read
f -e "'!openat'"
f -e "'%file,!unlink'"
f -e "'!openat,read'"
f -e 257
f -e 0x3ff
f -e syscall_0x3ff
f -e file
f -e all
f --class desc
f --class "'!file'"
f --class %file,network
f --pid 101
f --pid 102
f --pid "'!101'"
f -p 100,102
f --tid 101
f --comm sh
f --comm "'wor*'"
f --comm "'!sh,cat'"
f --path /etc/motd
f --path "'*/motd'"
f --path "'/etc/*,!*motd'"
f --path "'!*motd*'"
f --path "'/usr/bin/*'"
f --path "'pipe:[[]*'"
f --failed
f --no-failed
f --errno ENOENT
f --errno EACCES,EAGAIN
f --errno "'!ENOENT'" --failed
f --errno 38
f --since 1.5
f --since +1.5s --until 1700ms
f --until 5ms
f --since 00:01:00
f --since 2026-01-01T00:00:01.55 --until 2026-01-01T01:00:01.75+01:00
f --since @1767225661
f --since 2 --until 2.05
f --since 2.11
f --min-duration 10ms
f --min-duration "'!1us'" --kind syscall
f --kind exec,exit
f --kind "'!syscall'"
f --kind unfinished
f --path "'*'" --failed --pid 101
f --syscall %file --errno ENOENT,EACCES --until 1

# a recorder's own filter: what it kept only to resolve paths is hidden until asked for
sed 's/^header capture/& trace "read,!flock"/' "$ROOT/tests/cli/small.txt" | mkrec filtered.sct
t 'sc-cat filtered.sct'
t 'sc-cat --kept --count filtered.sct'
t 'sc-cat -e openat --failed filtered.sct'
t 'sc-cat --count filtered.sct small.sct filtered.sct'
golden_finish
