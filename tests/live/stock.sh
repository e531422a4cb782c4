# SPDX-License-Identifier: BSD-2-Clause
# Tools that know nothing of us: zstd verifies and decompresses a recording, protoc prints it, and
# what protoc prints is, event by event, what sc-cat prints.
. tests/lib.sh

need_prog python3 zstd protoc
need_record
mkdir "$T/project"
sh tests/live/project "$T/project"
rec "$T/r.sct" make -C "$T/project" one >/dev/null 2>&1
zstd -t "$T/r.sct" 2>"$T/err" || { fail "zstd -t"; cat "$T/err"; }
zstd -dcq "$T/r.sct" >"$T/raw" || fail "zstd -dc"
protoc --decode sct.Trace --proto_path=format/proto sct.proto <"$T/raw" >"$T/text" || fail "protoc --decode"
sc-cat --kind=syscall,unfinished,signal,fork,exec,exit "$T/r.sct" >"$T/cat" 2>"$T/err" || fail "sc-cat"
[ ! -s "$T/err" ] || { fail "sc-cat complains"; cat "$T/err"; }
python3 tests/truth/protoc.py "$T/text" "$T/cat" format/syscall || fail "protoc and sc-cat disagree"
finish
