# SPDX-License-Identifier: BSD-2-Clause
# However many threads read it, a recording prints the same, from a file and from a stream, also when it is damaged, also
# when only its beginning or its end is wanted.
. tests/lib.sh
MKREC=$BUILD/tests/bin/mkrec
cd "$T" || exit 1

# 300 chunks of unequal size
awk 'BEGIN {
	print "header command many"; print "task a tid=1 comm=a uid=0 start=1"; print "task b tid=2 comm=b uid=0 start=2"
	for (c = 0; c < 300; c++) {
		for (i = 0; i <= c % 7 * 9; i++)
			printf "syscall at=%dus task=%s call=%s args=%d ret=%s dur=%dns\n", ++n, c % 5 ? "a" : "b",
				i % 4 ? "getppid" : "close", n, i % 3 ? "0" : "EBADF", n % 1000
		print "chunk"
	}
}' | "$MKREC" >many.sct || die "mkrec"
sc-cat -j 1 many.sct >want || die "sc-cat -j 1"
lines=$(wc -l <want)
[ "$lines" -gt 5000 ] || die "only $lines lines"

for j in 2 3 16; do
	for how in "" "-e close" "--failed --comm b" "--time=delta" "--count" "--first 777" "--first 0" "--tail 1" "--tail 777" "--tail 999999" \
		"--tail 5 --comm b -e close"; do
		# shellcheck disable=SC2086 # options are words
		sc-cat -j 1 $how many.sct >one 2>&1
		# shellcheck disable=SC2086
		sc-cat -j $j $how many.sct >got 2>&1
		cmp one got || fail "-j $j $how: another output"
		case $how in *tail*) continue ;; esac
		# shellcheck disable=SC2086
		cat many.sct | sc-cat -j $j $how - >got 2>&1
		cmp one got || fail "-j $j $how from a pipe: another output"
	done
done
sc-cat many.sct --first 777 | cmp - "$(head -n 777 want >head; echo head)" || fail "--first 777 is not the first 777 lines"
sc-cat many.sct --tail 777 | cmp - "$(tail -n 777 want >tail; echo tail)" || fail "--tail 777 is not the last 777 lines"
sc-cat --comm b -e close many.sct | tail -n 5 >tail
sc-cat --tail 5 --comm b -e close many.sct | cmp - tail || fail "--tail with filters is not the end of what passes"
sc-cat --tail 0 many.sct | cmp - /dev/null || fail "--tail 0 prints something"
sc-cat --tail 1 - <many.sct >got || fail "--tail of a redirected file: $?"
tail -n 1 want | cmp - got || fail "--tail 1 of a redirected file"
cat many.sct | sc-cat --tail 1 - 2>err && fail "--tail of a pipe succeeds"
has err 'sc-cat: standard input: --tail needs a file'

# a chunk whose lines take more room than is kept of one: 400 times the same 60000 bytes
awk 'BEGIN {
	for (s = "/"; length(s) < 60000;) s = s s
	s = substr(s, 1, 60000)
	print "header command long"; print "task a tid=1 comm=a uid=0 start=1"
	for (i = 0; i < 400; i++)
		printf "syscall at=%dus task=a call=openat args=3,7,%d,0 ret=0 dur=1ns p1=\"%s\"\n", i, i, s
}' | "$MKREC" >long.sct || die "mkrec"
for j in 1 4; do
	sc-cat -j $j long.sct >got
	is "-j $j of long lines" "$(wc -l <got)" 400
	is "-j $j of long lines, in order" "$(cut -c1-30 got | sort -c 2>&1)" ""
	[ "$(wc -c <got)" -gt 24000000 ] || fail "-j $j of long lines: only $(wc -c <got) bytes"
	head -n 333 got >head
	sc-cat -j $j --first 333 long.sct | cmp - head || fail "-j $j --first 333 of long lines"
	tail -n 3 got >tail
	sc-cat -j $j --tail 3 long.sct | cmp - tail || fail "-j $j --tail 3 of long lines"
	cat long.sct | sc-cat -j $j --first 333 - | cmp - head || fail "-j $j --first 333 of long lines from a pipe"
done

# damage is told where it is: the same text before it, behind it
size=$(wc -c <many.sct)
for at in $((size / 3)) $((size / 2)); do
	{ head -c $((at - 1)) many.sct; printf 'X'; tail -c +$((at + 1)) many.sct; } >bad.sct
	sc-cat -j 1 bad.sct >one 2>&1
	sc-cat -j 4 bad.sct >got 2>&1
	cmp one got || fail "byte $at changed: another output"
	has one 'bad.sct'
done
head -c $((size / 2)) many.sct >cut.sct
sc-cat -j 1 cut.sct >one 2>&1
sc-cat -j 4 cut.sct >got 2>&1
cmp one got || fail "cut: another output"

# grep's exit status
status() {
	sc-cat "$@" >out 2>err
	st=$?
	[ -s out ] && fail "sc-cat $*: prints"
}
status -q -e close many.sct
is "-q with a match" $st 0
status -q -e openat many.sct
is "-q without" $st 1
status -q -e openat none.sct
is "-q without a file" $st 2
status -q -e openat cut.sct
is "-q of half a file" $st 2
status -q -e close none.sct many.sct
is "-q with a match behind a missing file" $st 0
sed 's/^losses.*//' "$OLDPWD/tests/cli/small.txt" | "$MKREC" >small.sct || die "mkrec"
status -q -e openat --since 2 --until 2.1 small.sct
is "-q: a loss is no match" $st 1

# a reader that goes away
(sc-cat many.sct; echo $? >st) | head -n 1 >out
cmp out "$(head -n 1 want >head; echo head)" || fail "head -n 1"
is "status when nobody reads" "$(cat st)" 141
finish
