# SPDX-License-Identifier: BSD-2-Clause
# Ctrl-C, Ctrl-Z, fg, bg, hang-up and a shell inside the recorder, in pseudo-terminals.
. tests/lib.sh

need_prog python3 bash
need_record
python3 tests/live/terminal.py "$BUILD" "$T" || exit 1
