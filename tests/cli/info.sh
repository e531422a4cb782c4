# SPDX-License-Identifier: BSD-2-Clause
# sc-cat --info: from the index, and without one from a walk over the descriptors.
. tests/cli/golden
mkrec small.sct <"$ROOT/tests/cli/small.txt"
{ cat "$ROOT/tests/cli/small.txt"; echo unfinished-file; } >open.txt
mkrec open.sct <open.txt
mkrec empty.sct </dev/null

t 'sc-cat --info small.sct'
t 'sc-cat --info - <small.sct'
t 'cat small.sct | sc-cat --info - | tail -n 8'
t 'sc-cat --info open.sct | tail -n 8'
t 'head -c -40 small.sct | sc-cat --info - | tail -n 8'
t 'sc-cat --info empty.sct | tail -n 5'
t 'sc-cat --info --count small.sct'
t 'TZ=UTC-5:30 sc-cat --info small.sct | grep started'
golden_finish
