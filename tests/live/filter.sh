# SPDX-License-Identifier: BSD-2-Clause
# The filter in the kernel: excluded calls are not there, the kept ones all are, lifecycle and
# what names descriptors always is; and a name no table has is refused with the nearest one.
. tests/lib.sh

need_prog python3 zstd
need_record
truth="python3 $PWD/tests/truth/truth.py"
cd "$T" || exit 1
p="$PROGS/files"
sc-record -o all.sct -- "$p" log >out 2>&1 || { cat out; fail "recording everything"; }
count() { $truth count "$1" "$2"; }
# kept NAME NUMBER: as many as without a filter; gone: none.
kept() { is "$set: $1 kept" "$(count f.sct "nr=$2")" "$(count all.sct "nr=$2")"; }
gone() { is "$set: $1 left out" "$(count f.sct "nr=$2")" 0; }
with() {
	set=$1
	rm -rf log d
	sc-record -o f.sct -e "$set" -- "$p" log >out 2>&1 || { cat out; fail "-e $set"; }
	is "$set: execs" "$(count f.sct execs)" 1
	is "$set: exits" "$(count f.sct exits)" 1
}
with read,write
kept read 0; kept write 1; gone fstat 5; gone getdents64 217; gone access 21
kept openat 257; kept close 3; kept dup2 33; kept chdir 80
with '!read'
gone read 0; kept write 1; kept fstat 5; kept access 21
with '!read,write'
gone read 0; gone write 1; kept fstat 5
with %file
kept access 21; kept lstat 6; kept rename 82; gone lseek 8; gone fsync 74
with '!%file'
gone access 21; gone lstat 6; kept lseek 8; kept fsync 74; kept openat 257
with getdents64
kept getdents64 217; gone read 0
# Hidden when excluded: sc-cat shows what was asked for.
sc-record -o f.sct -e fsync -- "$p" log >out 2>&1
sc-cat f.sct >cat
has cat ' fsync\('
hasnt cat ' openat\('
# Excluded and cheap: a lot of it leaves next to nothing in the file.
sc-record -o f.sct -e openat -- "$PROGS/spin" 300000 >out 2>&1
[ "$(wc -c <f.sct)" -lt 20000 ] || fail "300000 excluded calls left $(wc -c <f.sct) bytes"
for bad in opennat 'read,opennat' '!opennat'; do
	sc-record -o f.sct -e "$bad" -- true >out 2>&1
	is "-e $bad: exit status" $? 125
	has out "sc-record: .*opennat.*openat"
done
sc-record -o f.sct -e %nonsense -- true >out 2>&1
is "-e %nonsense: exit status" $? 125
has out "sc-record: .*nonsense"
finish
