# SPDX-License-Identifier: BSD-2-Clause
# What is installed can be used: the header stands alone, pkg-config finds it, programs link with
# the shared and the static library, and uninstalling leaves nothing.
. tests/lib.sh

[ -z "${SAN:-}" ] || skip "the plain build is the one that is installed"
need_prog pkg-config
# With the flags of the build that is being checked, or it would be made again.
m() { eval "make -s ${MAKE_VARS:-} DESTDIR=$T/root PREFIX=/opt/sct $1"; }
m install >"$T/log" 2>&1 || { cat "$T/log"; die "make install"; }
root=$T/root/opt/sct
for f in include/sct.h lib/libsct.a lib/libsct.so lib/pkgconfig/libsct.pc bin/sc-cat; do
	[ -e "$root/$f" ] || fail "$f was not installed"
done
export PKG_CONFIG_PATH="$root/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$T/root"
is "pkg-config's version" "$(pkg-config --modversion libsct)" "${VERSION:-$(pkg-config --modversion libsct)}"

cat >"$T/use.c" <<'END'
#include <sct.h>
int main(void)
{
	struct sct_batch *b = sct_batch_new();
	int bad = !b || sct_batch_string(b, "x", 1) != 1;

	sct_batch_free(b);
	puts(sct_status_text(SCT_E_CHECKSUM));
	return bad;
}
END
# shellcheck disable=SC2046
${CC:-gcc} -std=c11 -Wall -Wextra -Werror -pedantic -o "$T/shared" "$T/use.c" $(pkg-config --cflags --libs libsct) || fail "no shared link"
LD_LIBRARY_PATH=$root/lib "$T/shared" >"$T/said" || fail "the program with the shared library fails"
[ -s "$T/said" ] || fail "the library has no text for a status"
# shellcheck disable=SC2046
${CC:-gcc} -std=c11 -Wall -Werror $(pkg-config --cflags libsct) -o "$T/static" "$T/use.c" "$root/lib/libsct.a" -lzstd -lprotobuf-c -pthread ||
	fail "no static link"
"$T/static" >"$T/said2" || fail "the program with the static library fails"
cmp "$T/said" "$T/said2" || fail "the two say different things"
if command -v g++ >/dev/null 2>&1; then
	# shellcheck disable=SC2046
	g++ -x c++ -Wall -Werror -fsyntax-only $(pkg-config --cflags libsct) "$T/use.c" || fail "the header is no C++"
fi
for p in "$root"/bin/*; do
	"$p" --version >"$T/version" 2>&1 || fail "$p --version fails"
	has "$T/version" "$(basename "$p").*[0-9]+\.[0-9]+"
done
m uninstall >"$T/log" 2>&1 || { cat "$T/log"; fail "make uninstall"; }
left=$(find "$T/root" ! -type d)
is "left after uninstall" "$left" ""
finish
