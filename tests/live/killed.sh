# SPDX-License-Identifier: BSD-2-Clause
# kill -9 to the recorder in the middle of a run, 100 times at random moments: every file opens,
# at most the last second is missing, and the command finishes with its right result.
# timeout: 500
. tests/lib.sh

need_prog python3 zstd
need_record
runs=${KILL_RUNS:-100}
python3 - "$BUILD" "$T" "$runs" "$PROGS" <<'END'
import os, random, re, signal, subprocess, sys, time

build, T, runs, progs = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
seed = int(os.environ.get("SEED", time.time_ns() & 0xFFFF))
random.seed(seed)
bad, worst, shortest = 0, 0.0, None


def fail(text):
    global bad
    bad += 1
    print("FAILED: run %d of seed %d: %s" % (run, seed, text))


def begin(run):
    out = open("%s/out.%d" % (T, run), "w+b")
    path = "%s/%d.sct" % (T, run)
    p = subprocess.Popen([build + "/bin/sc-record", "-o", path, "--", progs + "/ticker", "2500"],
                         stdout=out, stderr=subprocess.PIPE, start_new_session=True)
    return p, out, path


def running(p):
    """Whether the recorder has started the command."""
    try:
        children = open("/proc/%d/task/%d/children" % (p.pid, p.pid)).read().split()
        return any(open("/proc/%s/comm" % c).read() == "ticker\n" for c in children)
    except OSError:
        return False


for first in range(0, runs, 10):
    batch = [begin(first + k) for k in range(min(10, runs - first))]
    limit = time.monotonic() + 20
    while not all(running(p) for p, out, path in batch) and time.monotonic() < limit:
        time.sleep(0.01)
    # Mid-run: the command takes 2.6 s, or more when ten at a time want the machine.
    deaths = sorted((random.uniform(0, 2.2), k) for k in range(len(batch)))
    start, killed = time.monotonic(), {}
    for when, k in deaths:
        time.sleep(max(0, start + when - time.monotonic()))
        os.kill(batch[k][0].pid, signal.SIGKILL)
        killed[k] = time.monotonic()        # CLOCK_MONOTONIC, as in the recording
        batch[k][0].wait()
    # The commands go on by themselves; their output ends with what they counted to.
    limit = time.monotonic() + 30
    for k, (p, out, path) in enumerate(batch):
        run = first + k
        while True:
            out.seek(0)
            said = out.read()
            if said or time.monotonic() > limit:
                break
            time.sleep(0.05)
        if said != b"done 2500\n":
            fail("the command said %r" % said)
        c = subprocess.run([build + "/bin/sc-cat", path, "--syscall", "write"], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, errors="replace")
        if c.returncode not in (0, 1) or c.returncode == 1 and "did not finish" not in c.stderr:
            fail("sc-cat: exit status %d: %s" % (c.returncode, c.stderr.strip()))
            continue
        # The ticks carry CLOCK_MONOTONIC, the clock of ours above.
        ticks = [int(t) for t in re.findall(r'write\(.*?"\d+ (\d+)\\n"', c.stdout)]
        if not ticks:
            # Killed within the first second of recording: nothing needs to be there yet.
            if killed[k] - start > 1.1:
                fail("no tick in the recording, killed after %.2f s: %s" % (killed[k] - start, c.stderr))
            continue
        missing = killed[k] - ticks[-1] / 1e9
        worst = max(worst, missing)
        if missing > 1.1:
            fail("%.2f s are missing at the end" % missing)
        gaps = [b - a for a, b in zip(ticks, ticks[1:])]
        if gaps and max(gaps) > 1e9:
            fail("%.2f s are missing in the middle" % (max(gaps) / 1e9))
    for p, out, path in batch:
        out.close()
        os.unlink(path)
print("%d recorders killed, at most %.2f s missing" % (runs, worst))
sys.exit(1 if bad else 0)
END
rc=$?
[ $rc = 0 ] || exit 1
# Nothing of the dead recorders is left attached to the kernel.
if command -v bpftool >/dev/null 2>&1 && bpftool prog show >"$T/progs" 2>/dev/null; then
	hasnt "$T/progs" 'name (sct_|on_sys_)'
fi
finish
