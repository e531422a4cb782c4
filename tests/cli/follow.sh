# SPDX-License-Identifier: BSD-2-Clause
# sc-cat --follow on a file that grows byte by byte: prints each chunk when it is complete, ends with the recording.
. tests/lib.sh
MKREC=$BUILD/tests/bin/mkrec
"$MKREC" <tests/cli/small.txt >"$T/small.sct" || die "mkrec"
cd "$T" || exit 1
# all but the end of the second chunk, which is followed by index and trailer
{ cat "$OLDPWD/tests/cli/small.txt"; echo unfinished-file; } | "$MKREC" >open.sct || die "mkrec"
most=$(($(wc -c <open.sct) - 20))
sc-cat small.sct >whole 2>whole.err

: >grow.sct
timeout 60 sc-cat --follow grow.sct >out 2>err &
pid=$!
CLEANUP="kill $pid 2>/dev/null"
sleep 0.3
kill -0 $pid || fail "sc-cat --follow gave up on an empty file: $(cat err)"
# a piece that ends inside the header, one inside the first chunk, one inside the second
for part in 20 400 $most; do
	head -c "$part" small.sct | tail -c "+$(($(wc -c <grow.sct) + 1))" >>grow.sct
	sleep 0.3
	kill -0 $pid || fail "sc-cat --follow ended after $part bytes: $(cat err)"
done
# the first chunk is complete: its events are out, though the recording goes on
head -n 4 whole | cmp - out || fail "not exactly the first chunk's events are out"
tail -c "+$(($(wc -c <grow.sct) + 1))" small.sct >>grow.sct
wait $pid
is "status" $? 0
cmp whole out || fail "--follow printed something else"
sed s/grow/small/ err | cmp - whole.err || fail "--follow complained about something else"

# through a pipe, a chunk is printed when it is complete, without --follow
mkfifo fifo
sc-cat - <fifo >out 2>err &
pid=$!
exec 4>fifo
head -c $most small.sct >&4
for _ in 1 2 3 4 5 6 7 8 9 10; do
	sleep 0.2
	[ "$(wc -l <out)" = 4 ] && break
done
is "lines from a pipe that is not at its end" "$(wc -l <out)" 4
tail -c "+$((most + 1))" small.sct >&4
exec 4>&-
wait $pid
is "status" $? 0
cmp whole out || fail "the pipe gave something else"
finish
