# SPDX-License-Identifier: BSD-2-Clause
# What sc-cat prints: the lines, the time forms, limits. Also: no escape sequence of a recording gets through.
. tests/cli/golden
mkrec small.sct <"$ROOT/tests/cli/small.txt"
mkrec empty.sct </dev/null

t 'sc-cat small.sct'
t 'sc-cat empty.sct'
t 'sc-cat -n 2 small.sct'
t 'sc-cat --first 1 small.sct small.sct'
t 'sc-cat -n 1 --no-durations small.sct'
t 'sc-cat -n 2 -t small.sct'
t 'sc-cat -n 2 -tt small.sct'
t 'sc-cat -n 2 -ttt small.sct'
t 'sc-cat -n 3 -r small.sct'
t 'sc-cat -n 2 --time=monotonic --digits 3 small.sct'
t 'sc-cat -n 2 --time=none -T small.sct'
t 'sc-cat -n 2 --time=wall --digits 9 small.sct'
t 'TZ=UTC-5:30 sc-cat --since 61 --time=wall --digits 0 small.sct'
t 'sc-cat --since 61 --digits 0 small.sct'
t 'sc-cat -Y --tid 102 small.sct'
t 'sc-cat -s 4 --syscall read small.sct'
t 'sc-cat --raw --syscall openat small.sct'
t 'sc-cat --count small.sct'
t 'sc-cat --count small.sct empty.sct small.sct'
t 'sc-cat --count --first 3 small.sct'

# Whatever is printed, only printable ASCII and newlines come out.
for opts in "" -Y --info --raw -v "-s 3"; do
	# shellcheck disable=SC2086
	sc-cat $opts small.sct 2>&1 | LC_ALL=C tr -d '\n -~' >bytes
	[ -s bytes ] && fail "control bytes in the output of sc-cat $opts: $(od -An -tx1 bytes)"
done
golden_finish
