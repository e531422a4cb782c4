# SPDX-License-Identifier: BSD-2-Clause
# The recording of a real build lists every file the compilers opened: the same set of files
# as `strace -f` sees in the same build.
# timeout: 300
. tests/lib.sh

need_prog strace cc make
need_record
mkdir "$T/project"
sh tests/live/project "$T/project"
export TMPDIR="$T"
# Names as given; temporary ones differ from run to run.
names() {
	grep -v -e ENOENT -e '= ?' | sed -n 's/^[^"]*openat([^"]*"\([^"]*\)".*) *= *[0-9].*/\1/p' |
		grep -v -e '/cc[A-Za-z0-9]\{6\}' -e '[-][0-9a-f]\{8\}\.o\.tmp$' -e '/GM[A-Za-z0-9]*$' -e '^/proc/' -e '^st[A-Za-z0-9]\{6\}$' | sort -u
}
strace -f -qq -e trace=openat -s 4096 -o "$T/strace" make -C "$T/project" -j2 >"$T/out" 2>&1 || { cat "$T/out"; die "no build under strace"; }
make -C "$T/project" clean >/dev/null
rec "$T/r.sct" make -C "$T/project" -j2 >"$T/out" 2>&1
make -C "$T/project" clean >/dev/null
sc-cat --syscall openat "$T/r.sct" >"$T/cat" || fail "sc-cat --syscall openat"
# Unfinished lines of strace are put together before they are read.
awk '{
	pid = $1
	if (sub(/ *<unfinished \.\.\.>$/, "")) { part[pid] = $0; next }
	if ($0 ~ /<\.\.\. openat resumed>/) { sub(/^.*resumed>/, ""); $0 = part[pid] $0 }
	print
}' "$T/strace" | names >"$T/want"
names <"$T/cat" >"$T/got"
n=$(wc -l <"$T/want")
[ "$n" -ge 30 ] || fail "strace saw only $n files"
diff "$T/want" "$T/got" || fail "files opened differ (< strace, > recording)"
has "$T/got" '^/usr/include/stdio\.h$'
has "$T/got" 'src/part0\.c$'
echo "$n files"
# This project's own build: whatever the compiler says a source depends on, it has opened.
mkdir "$T/tree"
copy_tree "$T/tree"
rec "$T/own.sct" make -C "$T/tree" -s -j2 O=build BPF=0 CFLAGS=-O0 build/lib/libsct.a >"$T/out" 2>&1 || { tail "$T/out"; finish; }
sc-cat --syscall openat "$T/own.sct" >"$T/cat" || fail "sc-cat of our own build"
names <"$T/cat" | sed "s,^\\./,," | sort -u >"$T/got"
find "$T/tree/build/obj" -name '*.d' -exec cat {} + | tr -d '\\' | tr ' ' '\n' | grep -v -e ':$' -e '^$' | sort -u >"$T/want"
n=$(wc -l <"$T/want")
[ "$n" -ge 60 ] || fail "only $n files in the compiler's own lists"
comm -23 "$T/want" "$T/got" >"$T/missing"
[ ! -s "$T/missing" ] || { fail "the compiler read these, the recording does not say so:"; cat "$T/missing"; }
echo "$n files of our own"
# What failed is there, too.
sc-cat --syscall openat --failed "$T/r.sct" >"$T/failed"
has "$T/failed" '= -?[0-9]* ?ENOENT \(No such file or directory\)'
hasnt "$T/failed" '\) += [0-9]+ '
finish
