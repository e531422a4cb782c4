# SPDX-License-Identifier: BSD-2-Clause
# Input that is missing, foreign, damaged or from the future; output that cannot be written.
. tests/cli/golden
mkrec small.sct <"$ROOT/tests/cli/small.txt"
{ cat "$ROOT/tests/cli/small.txt"; echo unfinished-file; } >open.txt
mkrec open.sct <open.txt
echo 'header require "time-travel"' | mkrec future.sct
: >empty
mkdir dir
echo "just a text, longer than a header would be" >text
echo hi >short
size=$(wc -c <small.sct)

# patch FROM TO OFFSET HEX
patch() {
	cp "$1" "$2"
	printf "$(echo "$4" | sed 's/../\\x&/g')" | dd of="$2" bs=1 seek="$3" conv=notrunc 2>/dev/null
}

t 'sc-cat missing.sct'
t 'sc-cat dir'
t 'sc-cat empty'
t 'sc-cat short'
t 'sc-cat text'
t 'sc-cat - <text'
t 'sc-cat future.sct'
t 'sc-cat --info future.sct'
cp "$BUILD/fuzz/corpus/reader/unsupported-major.sct" major.sct
t 'sc-cat major.sct'
t 'sc-cat missing.sct small.sct -n 1'
t 'sc-cat open.sct | tail -n 1'
t 'sc-cat open.sct >/dev/null'
t 'sc-cat --info open.sct >/dev/null'

# cut in the second chunk: the first is whole
head -c $((size - 700)) small.sct >cut.sct
t 'sc-cat cut.sct'
t 'sc-cat - <cut.sct | wc -l'
t 'cat cut.sct | sc-cat - | wc -l'
head -c 20 small.sct >head.sct
t 'sc-cat head.sct'

# standard input, output
t 'sc-cat - <small.sct | wc -l'
t 'cat small.sct | sc-cat - | wc -l'
t 'sc-cat small.sct >/dev/full'
t 'sc-cat --info small.sct >/dev/full'
t 'sc-cat --count small.sct >/dev/full'
t 'sc-cat --help >/dev/full'
t 'sc-cat small.sct >&-'
t '(trap "" PIPE; sleep 0.5; sc-cat small.sct; echo $? >pipe.status) | true; cat pipe.status'
golden_finish
