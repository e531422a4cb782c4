# SPDX-License-Identifier: BSD-2-Clause
# Two builds of the same sources, from different places into different places, give the same bytes.
# timeout: 300
. tests/lib.sh

[ -z "${SAN:-}" ] || skip "compared in the plain build only"
mkdir "$T/a" "$T/elsewhere"
for d in "$T/a" "$T/elsewhere"; do
	copy_tree "$d"
done
make -s -C "$T/a" -j2 BPF="${BPF:-1}" CC="${CC:-gcc}" O=build all >"$T/log" 2>&1 || { tail -n 30 "$T/log"; die "no build"; }
make -s -C "$T/elsewhere" -j2 BPF="${BPF:-1}" CC="${CC:-gcc}" O="$T/out" all >"$T/log" 2>&1 || { tail -n 30 "$T/log"; die "no build"; }
n=0
for f in $(cd "$T/out" && find bin lib man completion bpf gen -type f ! -name '*.d' 2>/dev/null | sort); do
	n=$((n + 1))
	cmp "$T/a/build/$f" "$T/out/$f" >/dev/null 2>&1 || fail "$f differs"
	if grep -qaF -e "$T" "$T/out/$f"; then
		case $f in
		lib/pkgconfig/*) ;;
		*) fail "$f names the directory it was built in" ;;
		esac
	fi
done
[ "$n" -gt 5 ] || fail "only $n files were built"
echo "$n files compared"
finish
