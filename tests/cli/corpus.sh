# SPDX-License-Identifier: BSD-2-Clause
# sc-cat on every recording of the conformance corpus: good ones without a word, bad and unsupported ones with
# status 1 and a message that says where and why, whatever options; never a control byte.
# timeout: 240
. tests/lib.sh
corpus=$BUILD/fuzz/corpus/reader
[ -d "$corpus" ] || die "there is no $corpus"
ln -s "$corpus" "$T/corpus"
cd "$T" || exit 1

n=0
for file in corpus/*.sct; do
	name=${file#corpus/}
	sc-cat --first 2000 "$file" >out 2>err
	rc=$?
	case $name in
	good-*) [ "$rc" = 0 ] || fail "$name: status $rc: $(cat err)" ;;
	*)
		[ "$rc" = 1 ] || fail "$name: status $rc"
		grep -q "^sc-cat: $file: " err || fail "$name: no message" ;;
	esac
	for opts in --info "--raw --first 2000" "-Y -v -tt --first 2000" "--count --first 9" "--path * --failed"; do
		set -f
		# shellcheck disable=SC2086
		timeout 10 sc-cat $opts "$file" >out.more 2>err.more
		more=$?
		set +f
		[ "$more" -le 1 ] || fail "$name: sc-cat $opts: status $more: $(cat err.more)"
		LC_ALL=C tr -d '\n -~' <out.more >bytes
		LC_ALL=C tr -d '\n -~' <err.more >>bytes
		[ -s bytes ] && fail "$name: sc-cat $opts: control bytes in the output"
	done
	n=$((n + 1))
done
[ "$n" -ge 100 ] || fail "the corpus has only $n recordings"
finish
