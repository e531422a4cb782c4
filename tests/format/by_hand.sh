# SPDX-License-Identifier: BSD-2-Clause
# A recording made without us, by protoc and zstd from the schema and the specification, is read as it was meant.
. tests/lib.sh

need_prog zstd protoc python3
python3 tests/format/by_hand.py "$T" || die "cannot make it"
"$BUILD/tests/format/roundtrip" dump "$T/by_hand.sct" >"$T/found" || fail "our reader refuses it"
diff "$T/by_hand.txt" "$T/found" || fail "our reader finds something else in it"
finish
