# SPDX-License-Identifier: BSD-2-Clause
# The disk fills up while recording: the command is not harmed and its exit status is passed on,
# the recorder says what happened and where, and the file opens with everything written before.
. tests/lib.sh

need_prog python3 zstd
need_record
mkdir "$T/small"
mount -t tmpfs -o size=1m none "$T/small" 2>"$T/err" || skip "cannot mount a tmpfs: $(cat "$T/err")"
CLEANUP="umount '$T/small'"
sc-record -o "$T/small/r.sct" -- "$PROGS/noise" 20000 >"$T/out" 2>"$T/err"
rc=$?
is "the command's output" "$(cat "$T/out")" "command finished"
is "exit status" $rc 0
has "$T/err" 'sc-record: .*r\.sct: .*[Nn]o space left'
is "lines printed" "$(wc -l <"$T/err")" 1
sc-cat "$T/small/r.sct" >"$T/cat" 2>"$T/cat.err"
n=$(wc -l <"$T/cat")
[ "$n" -gt 500 ] || fail "sc-cat shows only $n lines"
hasnt "$T/cat.err" 'checksum|corrupt'
zstd -tq "$T/small/r.sct" || fail "zstd -t does not accept what was written"
# No room for anything at all.
head -c 1100000 /dev/zero >"$T/small/fill" 2>/dev/null
rm -f "$T/small/r.sct"
head -c 1100000 /dev/zero >>"$T/small/fill" 2>/dev/null
sc-record -o "$T/small/none.sct" -- echo ran >"$T/out" 2>"$T/err"
is "exit status with no room" $? 125
has "$T/err" 'sc-record: .*none\.sct: .*[Nn]o space left'
# And places where no file can be.
sc-record -o "$T/nowhere/r.sct" -- echo ran >"$T/out" 2>"$T/err"
is "exit status with no directory" $? 125
has "$T/err" 'sc-record: .*nowhere/r\.sct: .*[Nn]o such file'
is "output with no directory" "$(cat "$T/out")" ""
sc-record -o "$T" -- echo ran >"$T/out" 2>"$T/err"
is "exit status with a directory as the file" $? 125
has "$T/err" 'sc-record: .*[Ii]s a directory'
finish
