# SPDX-License-Identifier: BSD-2-Clause
# A missing tool is one clear message that names its Debian package, and BPF=0 needs none of the
# kernel tools.
. tests/lib.sh

# A PATH with everything but clang, protoc-c and bpftool.
mkdir "$T/bin" "$T/empty"
for d in $(echo "$PATH" | tr : ' ') /bin; do
	for f in "$d"/*; do
		b=${f##*/}
		case $b in
		clang | bpftool | protoc-c | "$(printf '*')") ;;
		*) [ -x "$f" ] && [ ! -e "$T/bin/$b" ] && ln -s "$f" "$T/bin/$b" ;;
		esac
	done
done
sed 's,^PATH=.*,,' .ci/deps >"$T/deps"
PATH=$T/bin sh "$T/deps" check build >"$T/out" 2>&1 && fail "protoc-c is not missed"
is "lines" "$(wc -l <"$T/out")" 1
has "$T/out" 'not installed: protobuf-c-compiler \(run: make deps\)'
PATH=$T/bin sh "$T/deps" check bpf >"$T/out" 2>&1 && fail "clang is not missed"
has "$T/out" 'clang bpftool \(run: make deps\)'
# Elsewhere than on Debian the packages are named.
rm -f "$T/bin/apt-get"
PATH=$T/bin sh "$T/deps" install build bpf >"$T/out" 2>&1 && fail "installed without a package manager"
has "$T/out" 'protobuf-c-compiler clang bpftool'
.ci/deps check build || fail "the build's own needs are not met"
finish
