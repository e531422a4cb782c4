#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Flag and enum values against the headers installed here: every name of every set that a cited
# header defines as a macro must have the value that the set says. Names that the headers do not
# have (they are older, or the constant is the kernel's own) are counted, not failed.
. tests/lib.sh
: "${CC:=cc}"
case $(uname -m) in x86_64|i?86) ;; *) skip "the sets have x86 values, this is $(uname -m)" ;; esac

# one C file per set: "set name value" wherever the macro exists and differs
awk -v dir="$T" '
function end() {
	if (out == "") return
	print "\tprintf(\"%d\\n\", n);\n\treturn 0;\n}" >out
	close(out)
	out = ""
}
/^# .*\.h/ { sub(/^# /, ""); gsub(/,/, ""); cited = $0; next }
/^(flags|enum) / {
	end()
	if (cited == "") next
	out = dir "/" $2 ".c"
	print "#include <stddef.h>\n#include <stdio.h>" >out
	n = split(cited, h, " ")
	for (i = 1; i <= n; i++)
		printf "#if __has_include(<%s>)\n#include <%s>\n#endif\n", h[i], h[i] >out
	print "int main(void)\n{\n\tint n = 0;" >out
	set = $2
	next
}
/^$/ { end(); cited = ""; next }
/^\t(mask|bits|octal|shift)/ { next }
/^\t/ && out != "" {
	printf "#ifdef %s\n\tn++;\n\tif ((unsigned)(%s) != (unsigned)(%sULL))\n", $1, $1, $2 >out
	printf "\t\tprintf(\"%s: %s is %%llu in the header\\n\", (unsigned long long)(%s));\n#endif\n", set, $1, $1 >out
}
END { end() }' format/syscall/flags/[a-hj-z]*.in format/syscall/flags/ipc.in || die "cannot read the sets"

sets=0 known=0
for c in "$T"/*.c; do
	if ! $CC -w -o "$T/set" "$c" 2>"$T/why"; then
		echo "$(basename "$c" .c): $(head -n 1 "$T/why")"
		continue
	fi
	"$T/set" >"$T/out"
	grep : "$T/out" && fail "$(basename "$c" .c) has another value"
	known=$((known + $(tail -n 1 "$T/out")))
	sets=$((sets + 1))
done
[ "$sets" -gt 50 ] || fail "only $sets sets could be compared"
[ "$known" -gt 500 ] || fail "only $known names are in the headers"
echo "$known names of $sets sets compared"
finish
