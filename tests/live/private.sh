# SPDX-License-Identifier: BSD-2-Clause
# A recording is the user's alone, and holds no value of the environment unless asked; nor does
# it hold more of what was read and written than -s says.
. tests/lib.sh

need_prog zstd
need_record
holds() { zstd -dcq "$T/r.sct" | grep -aqF "$1"; }
export SCT_TEST_TOKEN=value-nobody-may-see
umask 000
sc-record -o "$T/r.sct" -- sh -c '/bin/true; exec /bin/true' || fail "recording"
is "mode of the file" "$(stat -c %a "$T/r.sct")" 600
holds value-nobody-may-see && fail "the recording holds a value of the environment"
sc-record -o "$T/r.sct" --env -- /bin/true || fail "recording with --env"
holds SCT_TEST_TOKEN=value-nobody-may-see || fail "--env does not record values"
# What is written: the first 32 bytes, all of it, none of it.
text=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ
sc-record -o "$T/r.sct" -- sh -c "printf %s $text" >"$T/out" || fail "recording"
zstd -dcq "$T/r.sct" >"$T/raw"
n=$(grep -aoF abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ "$T/raw" | wc -l)
sc-record -o "$T/s.sct" -s 100 -- sh -c "printf %s $text" >"$T/out" || fail "recording with -s 100"
zstd -dcq "$T/s.sct" >"$T/raw"
m=$(grep -aoF abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ "$T/raw" | wc -l)
[ "$m" -gt "$n" ] || fail "-s 100 records no more of what is written than the default ($m against $n times)"
sc-record -o "$T/s.sct" -s 0 -- sh -c 'echo seven-words-not-to-be-kept | cat' >"$T/out" || fail "recording with -s 0"
sc-cat "$T/s.sct" --syscall read,write >"$T/cat"
hasnt "$T/cat" '(read|write)\(1?,? ?.*seven-words'
finish
