# SPDX-License-Identifier: BSD-2-Clause
# Tools that know nothing of us take what our writer makes: zstd verifies and decompresses it, protoc reads every field
# of it, and writes back the same bytes. And file(1) knows it by format/sct.magic.
. tests/lib.sh

need_prog zstd protoc python3
"$BUILD/tests/format/roundtrip" write "$T/r.sct" || die "no sample"
proto="--proto_path=format/proto sct.proto"

for f in "$T/r.sct" "$BUILD"/fuzz/corpus/reader/good-[!f]*.sct; do
	[ -s "$f" ] || die "no corpus"
	name=${f##*/}
	zstd -tq "$f" 2>"$T/err" || { fail "$name: zstd -t"; cat "$T/err"; }
	zstd -dcq "$f" >"$T/raw" || fail "$name: zstd -dc"
	# shellcheck disable=SC2086
	protoc --decode sct.Trace $proto <"$T/raw" >"$T/text" || fail "$name: protoc --decode"
	case $name in
	*+unknown.sct | good-long-varints.sct) continue ;;
	esac
	# a field protoc does not know is printed as a number
	hasnt "$T/text" '^ *[0-9]+[:{ ]'
done

# the same bytes again, but for the length in front that is padded to keep the magic in place
zstd -dcq "$T/r.sct" >"$T/raw"
# shellcheck disable=SC2086
protoc --decode sct.Trace $proto <"$T/raw" | protoc --encode sct.Trace $proto >"$T/again" || fail "protoc --encode"
python3 - "$T/raw" "$T/again" <<'END' || fail "protoc's bytes are not ours"
import sys

def pieces(path):
    """Every top-level field: its number, and its bytes without the length."""
    b, i, out = open(path, "rb").read(), 0, []
    while i < len(b):
        tag, i, size, shift = b[i], i + 1, 0, 0
        while True:
            size |= (b[i] & 127) << shift
            shift += 7
            i += 1
            if b[i - 1] < 128:
                break
        out.append((tag >> 3, b[i:i + size]))
        i += size
    # protoc writes fields by number: the header, 15, comes last
    return sorted(out, key=lambda piece: -piece[0])

a, b = pieces(sys.argv[1]), pieces(sys.argv[2])
sys.exit(len(a) != 4 or a != b)
END

if command -v file >/dev/null 2>&1; then
	is "file(1)" "$(file -b -m format/sct.magic "$T/r.sct")" "sct system call recording, version 1"
	is "MIME type" "$(file -b --mime-type -m format/sct.magic "$T/r.sct")" "application/vnd.sct"
else
	echo "file(1) is not installed: the magic was not tried"
fi
finish
