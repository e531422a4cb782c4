# SPDX-License-Identifier: BSD-2-Clause
"""What the benchmarks share: the recorders side by side, quiet moments, medians, tables.

Every figure is a wall time from programs that run one after the other on a machine that others may use too. So
each measurement is repeated in rounds that take the subjects in turn; the best shows what the work costs, the
median of the differences within a round what one sees.
"""
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(ROOT, "build")))
PATH = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
ENV = dict(os.environ, PATH=PATH, LC_ALL="C")
TRACEFS = "/sys/kernel/tracing"
# On a machine with other work, NICE=-10 keeps that away; our recorder's threads stay above at -20.
NICE = int(os.environ.get("NICE", 0))
sys.stdout.reconfigure(line_buffering=True)


def prog(name):
    return os.path.join(BUILD, "tests", "bench", name)


def sc(name):
    return os.path.join(BUILD, "bin", name)


def which(name):
    return shutil.which(name, path=PATH)


def text_of(*argv):
    try:
        r = subprocess.run(argv, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=20)
        return r.stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def die(why):
    sys.exit("bench: " + why)


# ---- who else is tracing ----

def tracers():
    """Programs of anybody on the system call tracepoints; each makes every process slower."""
    try:
        links = json.loads(text_of("bpftool", "-j", "link", "show") or "[]")
    except ValueError:
        return 0
    return sum(link.get("tp_name") == "sys_enter" for link in links) if isinstance(links, list) else 0


def cpu_seconds():
    """CPU used by everybody, and by us and our ended children."""
    with open("/proc/stat") as f:
        v = list(map(int, f.readline().split()[1:9]))
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return (sum(v) - v[3] - v[4]) / os.sysconf("SC_CLK_TCK"), sum(u.ru_utime + u.ru_stime for u in own)


class Quiet:
    """Keeps measurements away from other people's tracers and programs, as long as that is possible: what
    others used of the CPUs meanwhile is known afterwards, and the calmest of a few attempts counts."""
    waited = 0.0
    disturbed = 0
    budget = float(os.environ.get("PATIENCE", 20))    # seconds of waiting in all

    @classmethod
    def wait(cls):
        start = time.monotonic()
        while tracers() and cls.waited + time.monotonic() - start < cls.budget:
            time.sleep(0.05)
        cls.waited += time.monotonic() - start

    @classmethod
    def once(cls, measure):
        """What measure() returns, and the share of the CPUs others took."""
        cls.wait()
        start, (all0, own0) = time.monotonic(), cpu_seconds()
        result = measure()
        all1, own1 = cpu_seconds()
        room = (time.monotonic() - start) * os.cpu_count()
        share = max(0, all1 - all0 - own1 + own0 - 0.02) / room    # the kernel counts the one in ticks
        return result, share + (1 if tracers() else 0)

    @classmethod
    def run(cls, measure):
        result, share = cls.once(measure)
        for _ in range(4):
            if share < 0.08 or cls.waited >= cls.budget:
                break
            start = time.monotonic()
            again = cls.once(measure)
            if again[1] < share:
                result, share = again
            cls.waited += time.monotonic() - start
        cls.disturbed += share >= 0.08
        return result


# ---- subjects ----

class Subject:
    """One way to run a command: bare, or under a recorder. cost: how many times fewer calls to make
    than under ours; rounds: in how many rounds at most it is worth its time."""

    def __init__(self, name, prefix, cost=1, out=None, lost=None, why=None, rounds=1000):
        self.name, self.prefix, self.cost = name, prefix, cost
        self.out, self.find_lost, self.why = out, lost, why
        self.rounds = rounds
        self.lost = 0
        self.made = 0

    def run(self, argv, count_lost=True):
        """Runs argv under this subject: the command's output lines, and wall seconds of it all."""
        start = time.monotonic_ns()
        r = subprocess.run(self.prefix + argv, env=ENV, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           text=True, errors="replace", stdin=subprocess.DEVNULL,
                           preexec_fn=(lambda: os.nice(NICE)) if NICE else None)
        wall = (time.monotonic_ns() - start) / 1e9
        if r.returncode:
            die("%s: exit status %d: %s" % (" ".join(self.prefix + argv), r.returncode, r.stderr[-500:]))
        if count_lost and self.find_lost:
            self.lost += self.find_lost(self.out, r.stderr)
        return r.stdout, wall, r.stderr


def lost_ours(_, stderr):
    m = re.search(r"(\d+) events lost", stderr)
    return int(m.group(1)) if m else 0


def lost_perf(path, _):
    # one line per tracepoint; the first, indented like them, has no number of samples but of records
    stats = text_of("perf", "report", "--stats", "-i", path)
    by_event = stats.split("raw_syscalls:", 1)
    return sum(map(int, re.findall(r"LOST_SAMPLES events: +(\d+)", by_event[1]))) if len(by_event) > 1 else 0


def why_no_perf():
    if not which("perf"):
        return "perf is not installed"
    if os.geteuid():
        return "needs root"
    if not os.path.exists(TRACEFS + "/events/raw_syscalls"):
        subprocess.run(["mount", "-t", "tracefs", "tracefs", TRACEFS], stderr=subprocess.DEVNULL, check=False)
    if not os.path.exists(TRACEFS + "/events/raw_syscalls"):
        return "no raw_syscalls tracepoints in " + TRACEFS
    return None


def subjects(tmp, names=None):
    """The ones that run here; the others are named with the reason."""
    sct, st, perf = (os.path.join(tmp, n) for n in ("x.sct", "x.strace", "x.perf"))
    no_strace = None if which("strace") else "strace is not installed"
    no_perf = why_no_perf()
    every = [
        Subject("untraced", [], 1),
        Subject("empty BPF", [prog("empty")], 1, why=None if os.geteuid() == 0 else "needs root"),
        Subject("sc-record", [sc("sc-record"), "-o", sct], 1, sct, lost_ours),
        Subject("strace, 1 CPU", ["taskset", "-c", "0", "strace", "-f", "-o", st], 100, st, why=no_strace, rounds=2),
        Subject("strace", ["strace", "-f", "-o", st], 400, st, why=no_strace, rounds=2),
        Subject("perf trace", ["perf", "trace", "record", "-o", perf], 1, perf, lost_perf, why=no_perf, rounds=3),
        Subject("perf record", ["perf", "record", "-q", "-e", "raw_syscalls:*", "-o", perf], 1, perf, lost_perf, why=no_perf, rounds=3),
    ]
    for s in every:
        if s.why and (not names or s.name in names):
            print("cannot run here: %s: %s" % (s.name, s.why))
    return [s for s in every if not s.why and (not names or s.name in names)]


def recorded(stderr):
    """Events, bytes, user and system seconds, resident KiB, from sc-record -v."""
    m = re.search(r"(\d+) events, (\d+) bytes, recorder CPU ([\d.]+) s user ([\d.]+) s system, (\d+) KiB", stderr)
    if not m:
        die("sc-record -v said: " + stderr[-300:])
    return int(m.group(1)), int(m.group(2)), float(m.group(3)), float(m.group(4)), int(m.group(5))


def calls_lines(out):
    """{kind: (min ns, median ns, calls, start, end)} as tests/bench/calls prints them."""
    rows = {}
    for line in out.splitlines():
        f = line.split()
        rows[f[0]] = (float(f[1]), float(f[2]), int(f[3]), int(f[4]), int(f[5]))
    return rows


def recode(path, level, chunk):
    """Events, those of them that tell of losses, bytes, ns an event: the recording written again."""
    out = text_of(prog("recode"), path, str(level), str(chunk))
    m = re.match(r"(\d+) events (\d+) losses (\d+) bytes (\d+) ns$", out)
    return tuple(map(int, m.groups())) if m else die("recode: " + out)


# ---- a project to build ----

class Project:
    """BENCH_PROJECT=DIR BENCH_MAKE='make -j2 posix' builds another one than this project's library."""

    def __init__(self, tmp):
        self.dir = os.path.join(tmp, "project")
        given = os.environ.get("BENCH_PROJECT")
        self.name = os.path.basename(given.rstrip("/")) if given else "libsct"
        if given:
            shutil.copytree(given, self.dir, symlinks=True)
            self.command = os.environ.get("BENCH_MAKE", "make -j2").split()
        else:
            os.mkdir(self.dir)
            for part in ("Makefile", "format", ".ci"):
                (shutil.copytree if part != "Makefile" else shutil.copy)(
                    os.path.join(ROOT, part), os.path.join(self.dir, part))
            self.command = ["make", "-s", "BPF=0", "CFLAGS=-O0", "O=out", "-j2", "out/lib/libsct.a"]
        self.clean()

    def clean(self):
        if os.environ.get("BENCH_PROJECT"):
            subprocess.run(["make", "clean"], cwd=self.dir, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        else:
            shutil.rmtree(os.path.join(self.dir, "out"), ignore_errors=True)

    def argv(self):
        self.clean()
        return ["env", "-C", self.dir] + self.command


# ---- printing ----

def machine():
    with open("/proc/cpuinfo") as f:
        model = re.search(r"model name\s*: (.*)", f.read())
    with open("/proc/loadavg") as f:
        load = f.read().split()[0]
    u = os.uname()
    print("%s %s, %d CPUs (%s), load %s" % (u.sysname, u.release, os.cpu_count(), model.group(1) if model else u.machine, load))
    print("%s; %s; %s; zstd %s%s" % (
        text_of(sc("sc-record"), "--version").split("\n")[0] or "sc-record",
        (text_of("strace", "-V").split("\n")[0] or "no strace").replace(" -- version", ""),
        text_of("perf", "--version").replace("version ", "") or "no perf",
        (re.findall(r"v([\d.]+)", text_of("zstd", "-V")) or ["?"])[0],
        "; everything measured at nice %d" % NICE if NICE else ""))


def begin(name, what):
    print("\n== %s: %s" % (name, what))
    for need in ("sc-record",):
        if not os.path.exists(sc(need)):
            die("%s is not built (run: make bench-build)" % sc(need))
    if os.geteuid():
        print("skipped: needs root, to record")
        sys.exit(0)
    machine()
    return tempfile.TemporaryDirectory(prefix="sct-bench.")


def end(start):
    notes = []
    if Quiet.waited > 1:
        notes.append("spent %.0f s on waiting and on measuring again" % Quiet.waited)
    if Quiet.disturbed:
        notes.append("%d measurements were not alone on the machine" % Quiet.disturbed)
    print("(%.0f s%s)" % (time.monotonic() - start, "".join("; " + n for n in notes)))


def table(head, rows):
    """Left column left, the others right."""
    rows = [head] + rows
    width = [max(len(r[i]) for r in rows if i < len(r)) for i in range(len(head))]
    for r in rows:
        print("  ".join(c.ljust(width[i]) if i == 0 else c.rjust(width[i]) for i, c in enumerate(r)).rstrip())


def median(values):
    return statistics.median(values)
