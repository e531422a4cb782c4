# SPDX-License-Identifier: BSD-2-Clause
# sc-cat on a recording that is being made: --follow sees calls while the command runs and ends with it; a pipe
# from the recorder prints the same events as the file; a recorder's own filter is the reader's default.
. tests/lib.sh
need_record

# the command waits until the reader has shown its first open
mkfifo "$T/go"
sc-record -o "$T/live.sct" -- sh -c "cat /etc/hostname; read x <$T/go; cat /etc/passwd" >/dev/null 2>"$T/rec.err" &
rec=$!
CLEANUP="kill $rec 2>/dev/null"
until [ -s "$T/live.sct" ]; do
	kill -0 $rec 2>/dev/null || die "sc-record ended: $(cat "$T/rec.err")"
	sleep 0.1
done
timeout 60 sc-cat --follow --path '/etc/hostname,/etc/passwd' --syscall openat "$T/live.sct" >"$T/out" 2>"$T/err" &
cat=$!
for _ in $(seq 100); do
	grep -q hostname "$T/out" && break
	sleep 0.1
done
has "$T/out" 'openat.*hostname'
hasnt "$T/out" passwd
echo go >"$T/go"
wait $cat
is "status of sc-cat --follow" $? 0
wait $rec
is "status of sc-record" $? 0
has "$T/out" 'openat.*passwd'
is "messages" "$(cat "$T/err")" ""

# through a pipe: the events of a file, as many and of the same kinds
sc-record -o - -- sh -c 'cat /etc/hostname; true' 2>/dev/null | tee "$T/pipe.sct" | sc-cat - >"$T/pipe.out" || fail "status $? through a pipe"
sc-cat "$T/pipe.sct" >"$T/file.out"
cmp -s "$T/pipe.out" "$T/file.out" || fail "the pipe and the file of it differ: $(diff "$T/pipe.out" "$T/file.out" | head -n 4)"
[ "$(wc -l <"$T/file.out")" -gt 50 ] || fail "only $(wc -l <"$T/file.out") events"

# only what the recorder was asked for, though it kept more; and all of it with --kept
REC_OPTS='-e fstat,newfstatat,getppid' rec "$T/some.sct" sh -c 'cat /etc/hostname >/dev/null; true'
sc-cat --kind syscall --time=none "$T/some.sct" | sed 's/^[^]]*\] \([a-z0-9_]*\).*/\1/' | sort -u >"$T/names"
hasnt "$T/names" '^(openat|close|execve|read)$'
has "$T/names" 'fstat'
sc-cat --kept --kind syscall --time=none "$T/some.sct" | sed 's/^[^]]*\] \([a-z0-9_]*\).*/\1/' | sort -u >"$T/kept"
has "$T/kept" '^openat$'
hasnt "$T/kept" '^read$'
finish
