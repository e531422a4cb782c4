# SPDX-License-Identifier: BSD-2-Clause
# Who may record: root, or whoever has CAP_BPF and CAP_PERFMON, which the command then has no
# share in; others are told what is needed, and the command is not run.
. tests/lib.sh

need_prog setpriv
need_record
# Where nobody can reach it.
chmod 755 "$T"
cp "$BUILD/bin/sc-record" "$T/rec"
mkdir -m 777 "$T/out"
as_nobody() { (cd "$T/out" && setpriv --reuid 65534 --regid 65534 --clear-groups "$@"); }

as_nobody "$T/rec" -o refused.sct -- sh -c 'echo ran' >"$T/said" 2>"$T/err"
is "exit status without privilege" $? 125
has "$T/err" 'sc-record: .*[Oo]peration not permitted.*CAP_BPF'
is "the command's output" "$(cat "$T/said")" ""
[ ! -e "$T/out/refused.sct" ] || fail "an empty recording was left"

look='id -u; grep -E "^Cap(Eff|Prm|Amb)" /proc/self/status'
as_nobody sh -c "$look" >"$T/bare"
if command -v setcap >/dev/null 2>&1 && setcap cap_bpf,cap_perfmon+ep "$T/rec" 2>/dev/null; then
	as_nobody "$T/rec" -o file.sct -- sh -c "$look" >"$T/said" 2>"$T/err"
	is "exit status with file capabilities" $? 0
	diff "$T/bare" "$T/said" || fail "the command has other privileges than without the recorder"
	sc-cat "$T/out/file.sct" >"$T/cat" || fail "sc-cat"
	has "$T/cat" 'exited with 0'
	is "owner of the recording" "$(stat -c %u "$T/out/file.sct")" 65534
	setcap -r "$T/rec"
fi
(cd "$T/out" && setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps +bpf,+perfmon --ambient-caps +bpf,+perfmon \
	"$T/rec" -o ambient.sct -- true) 2>"$T/err"
is "exit status with ambient capabilities" $? 0
sc-cat "$T/out/ambient.sct" >"$T/cat" || fail "sc-cat"
has "$T/cat" 'exited with 0'
finish
