# SPDX-License-Identifier: BSD-2-Clause
# --help, --version, man pages and completions of every tool know the same options; letters mean one thing.
. tests/lib.sh
version=${VERSION:-$(sed -n 's/^VERSION := //p' Makefile)}

for tool in "$BUILD"/bin/sc-*; do
	name=${tool##*/}
	page=$BUILD/man/$name.1
	"$tool" --help >"$T/help" || fail "$name --help: status $?"
	is "$name --version" "$("$tool" --version)" "$name $version"
	"$tool" --help --version | cmp -s - "$T/help" || fail "$name: the first of --help and --version must win"
	[ -s "$page" ] || { fail "no $page"; continue; }
	grep -q '@[A-Z]*@' "$page" && fail "$page: a place was not filled"
	if command -v mandoc >/dev/null; then
		mandoc -T lint -W warning "$page" || fail "mandoc has warnings"
		mandoc -T utf8 "$page" | col -b >"$T/page"
	else
		cp "$page" "$T/page"
	fi
	names=$(sed -n 's/^  \(-.,\|   \) --\([a-z-]*\).*/\2/p' "$T/help")
	[ "$(echo "$names" | wc -l)" -ge 4 ] || fail "$name --help lists no options"
	for o in $names; do
		grep -Eq -- "(--|Fl Fl )$o([= ,]|\$)" "$T/page" || fail "$name.1 does not know --$o"
		grep -q -- "--$o[=[]" "$BUILD/completion/zsh/_$name" || fail "zsh does not know $name --$o"
		grep -q -- " -l $o " "$BUILD/completion/fish/$name.fish" || fail "fish does not know $name --$o"
		grep -Eq -- " --$o[= \"]" "$BUILD/completion/bash/$name" || fail "bash does not know $name --$o"
	done
	awk 'length > 79' "$T/help" | grep . && fail "$name --help: lines wider than 79"
	sed -n "s/^  -\(.\), --\([a-z-]*\).*/\1 \2/p" "$T/help" >>"$T/letters"
	sed -n "s/^  -\(.\), --\([a-z-]*\).*/\1/p" "$T/help" | sort | uniq -d | grep . && fail "$name: a letter twice"
done

# -e is --trace where calls are recorded and --syscall where they are shown: the same list of calls
sed 's/^e trace$/e syscall/' "$T/letters" | sort -u | awk '{ print $1 }' | uniq -d | grep . &&
	fail "a letter has several meanings: $(sort -u "$T/letters" | tr '\n' ';')"

# the completions run
complete_bash() { # WORDS...: the last one is to be completed
	bash -c '. "$BUILD/completion/bash/sc-cat"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }
		_sc_cat; printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
export BUILD
if command -v bash >/dev/null; then
	is "--min" "$(complete_bash sc-cat --min)" "--min-duration="
	is "--syscall opena" "$(complete_bash sc-cat --syscall opena | sort | tr '\n' ' ')" "openat openat2 "
	is "-e in a list" "$(complete_bash sc-cat -e '!read,openat2')" '!read,openat2'
	is "--time=w" "$(complete_bash sc-cat --time = w)" wall
	: >"$T/some.sct"
	is "a file" "$(complete_bash sc-cat "$T/some")" "$T/some.sct"
fi
for shell in zsh fish; do
	command -v $shell >/dev/null || continue
	for f in "$BUILD"/completion/$shell/*; do
		$shell -n "$f" || fail "$shell -n $f"
	done
done
if command -v fish >/dev/null; then
	is "fish: -e read,opena" "$(fish -c "source $BUILD/completion/fish/sc-cat.fish; complete -C 'sc-cat -e read,opena'" |
		cut -f 1 | sort | tr '\n' ' ')" "read,openat read,openat2 "
	is "fish: --time=w" "$(fish -c "source $BUILD/completion/fish/sc-cat.fish; complete -C 'sc-cat --time=w'" | cut -f 1)" --time=wall
fi
finish
