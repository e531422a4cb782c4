# SPDX-License-Identifier: BSD-2-Clause
"""Compares a recording with somebody else's account of the same run. Exit 1 and a list of
differences when they disagree.

  truth.py log RECORDING LOG        the program's own log (tests/progs/truth.h)
  truth.py perf RECORDING COUNTS    `perf stat -x,` counting inside the recorded command
  truth.py count RECORDING WHAT...  prints a number for each; WHAT: events syscalls unfinished signals forks execs
                                    exits lost tasks, nr=N[,abi=N], flag=N
  truth.py payload RECORDING nr=N   prints arg, part, status, captured, full, text of each payload
  truth.py twice RECORDING          prints thread ids that stand for more than one task
  truth.py dump RECORDING           prints every event
"""

import os
import signal
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sctpy as s  # noqa: E402

MARK, BEGIN, END = 9999, 0xBE91, 0xE0D
problems = []


def problem(text):
    problems.append(text)


def show(e):
    if isinstance(e, s.Event):
        return "abi %d nr %d %s = %d flags %d payloads %s" % (
            e.abi, e.number, [hex(a) for a in e.args], e.result, e.flags,
            [(p.arg, p.part, p.status, p.full, p.data[:40]) for p in e.payloads])
    return "abi %d nr %d %s = %s %s" % (e["abi"], e["nr"], e["args"], e["result"], e["notes"])


def read_log(path):
    with open(path, "rb") as f:
        used, = struct.unpack("Q", f.read(8))
        text = f.read(used).decode()
    by_tid = {}
    for line in text.splitlines():
        call, _, notes = line.partition(" | ")
        w = call.split()
        by_tid.setdefault(int(w[0]), []).append(
            {"abi": int(w[1]), "nr": int(w[2]), "result": w[3], "args": w[4:], "notes": notes.split()})
    return by_tid


def check_string(e, arg, want, what):
    got = [p for p in e.payloads if p.arg == arg and p.part == s.PART_SELF]
    if not got:
        return problem("%s: no payload for argument %d in %s" % (what, arg, show(e)))
    p = got[0]
    if len(want) < 4096:
        if p.status != s.OK or p.data != want:
            problem("%s: argument %d is status %d %r, wanted %r" % (what, arg, p.status, p.data[:60], want[:60]))
    elif p.status != s.TRUNCATED or len(p.data) < 4000 or not want.startswith(p.data):
        problem("%s: argument %d, %d bytes, is status %d with %d" % (what, arg, len(want), p.status, len(p.data)))


def check_buffer(e, arg, size, want, what):
    got = [p for p in e.payloads if p.arg == arg and p.part == s.PART_SELF]
    if not got:
        return problem("%s: no payload for argument %d in %s" % (what, arg, show(e)))
    p = got[0]
    keep = min(size, 32)
    status = s.OK if size <= 32 else s.TRUNCATED
    full = 0 if size <= 32 else size
    if p.data != want[:keep] or p.status != status or p.full != full:
        problem("%s: buffer %d is status %d full %d %r, wanted status %d full %d %r" % (
            what, arg, p.status, p.full, p.data, status, full, want[:keep]))


cold = {"read": 0, "marked": 0}


def check_cold(e, arg, want, what):
    """A buffer that the kernel never looked at, on a page that was not there: its bytes, or the
    mark that they could not be read."""
    got = [p for p in e.payloads if p.arg == arg and p.part == s.PART_SELF]
    if len(got) == 1 and got[0].status == s.OK and got[0].data == want:
        cold["read"] += 1
    elif len(got) == 1 and got[0].status == s.FAULTED and not got[0].data:
        cold["marked"] += 1
    else:
        problem("%s: cold buffer %d: %s" % (what, arg, show(e)))


def check_notes(entry, e, what):
    for note in entry["notes"]:
        arg = int(note[1])
        if note[0] == "s":
            check_string(e, arg, bytes.fromhex(note[3:]), what)
        elif note[0] == "b":
            size, text = note[3:].split(":")
            check_buffer(e, arg, int(size), bytes.fromhex(text), what)
        elif note[0] == "c":
            check_cold(e, arg, bytes.fromhex(note[3:]), what)
        else:
            # A NULL pointer is told by the argument already; saying it again is optional.
            got = [p.status for p in e.payloads if p.arg == arg and p.part == s.PART_SELF]
            if got not in ([[s.FAULTED]] if note[0] == "f" else [[], [s.NULL]]):
                problem("%s: argument %d has status %s" % (what, arg, got))


def same(entry, e):
    # The log calls whatever a 64-bit program does 64-bit, numbers with the x32 bit too.
    abi = 1 if e.abi == 3 and e.number & 0x40000000 else e.abi
    if entry["abi"] != abi or entry["nr"] != e.number:
        return False
    if entry["result"] == "?":
        # Killed in it: never returned, or on the way out (then seccomp has put the number back).
        if e.kind != s.UNFINISHED and not e.flags & s.NO_ENTER:
            return False
    elif e.kind != s.SYSCALL or int(entry["result"]) != e.result:
        return False
    if entry["args"] == ["*"]:
        return True
    args = [int(a, 16) for a in entry["args"]]
    return len(e.args) >= len(args) and e.args[:len(args)] == args


def regions(items, nr, arg0):
    """What stands between begin and end marks, and the rest."""
    inside, outside, current = [], [], None
    for x in items:
        if nr(x) == MARK and arg0(x) == BEGIN:
            current = [x]
            inside.append(current)
        elif current is not None:
            current.append(x)
            if nr(x) == MARK and arg0(x) == END:
                current = None
        else:
            outside.append(x)
    return inside, outside


def compare_log(recording, log):
    header, events = s.load(recording)
    mine = {}
    for e in events:
        if e.kind in (s.SYSCALL, s.UNFINISHED):
            mine.setdefault(e.task.tid, []).append(e)
    calls = 0
    for tid, entries in sorted(read_log(log).items()):
        got = mine.get(tid, [])
        for a, b in zip(got, got[1:]):
            if b.time < a.time:
                problem("tid %d: time runs backwards: %s then %s" % (tid, show(a), show(b)))
        want_in, want_out = regions(entries, lambda x: x["nr"], lambda x: int(x["args"][0], 16) if x["args"] else 0)
        got_in, got_out = regions(got, lambda x: x.number, lambda x: x.args[0] if x.args else 0)
        if len(want_in) != len(got_in):
            problem("tid %d: %d marked regions, wanted %d" % (tid, len(got_in), len(want_in)))
        for w, g in zip(want_in, got_in):
            closed = w[-1]["nr"] == MARK and int(w[-1]["args"][0], 16) == END
            if len(w) != len(g) if closed else len(w) > len(g):
                problem("tid %d: %d calls, wanted %d" % (tid, len(g), len(w)))
            for k, (x, e) in enumerate(zip(w, g)):
                calls += 1
                if not same(x, e):
                    problem("tid %d call %d: %s\n    wanted %s" % (tid, k, show(e), show(x)))
                    break
                check_notes(x, e, "tid %d call %d" % (tid, k))
        for x in want_out:
            calls += 1
            if not any(same(x, e) for e in got_out):
                problem("tid %d: nowhere: %s" % (tid, show(x)))
    print("%d calls compared, %d events in the recording" % (calls, len(events)))
    if cold["read"] + cold["marked"]:
        print("cold buffers: %(read)d read, %(marked)d marked as faulted" % cold)
    if calls == 0:
        problem("nothing to compare")


def counted(recording):
    """Events of the command that perf(1) ran inside the recording: all tasks but perf's own,
    and of the one it forked only what came after its successful exec."""
    header, events = s.load(recording)
    perf = header.int(27)
    child, live, out = None, False, []
    for e in sorted(events, key=lambda e: e.time):
        if e.task.tgid == perf:
            if e.kind == s.FORK and e.args[1] != perf and child is None:
                child = e.args[1]
            continue
        if e.task.tgid == child and not live:
            live = e.kind == s.EXEC
            continue
        out.append(e)
    return out


def compare_perf(recording, counts):
    """Lines "count,,event-name,..." in the order the events were asked for; the name is
    raw_syscalls:sys_enter for all, so the list of numbers comes as NR in the environment."""
    numbers = [int(n) for n in os.environ["NR"].split()]
    rows = [line.split(",") for line in open(counts) if "raw_syscalls" in line]
    if len(rows) != len(numbers) + 1:
        sys.exit("perf stat gave %d counts for %d" % (len(rows), len(numbers) + 1))
    events = [e for e in counted(recording)
              if e.kind in (s.SYSCALL, s.UNFINISHED) and not e.flags & s.NO_ENTER]
    total = int(rows[0][0])
    print("perf counted %d calls, the recording has %d" % (total, len(events)))
    if total != len(events):
        problem("perf counted %d calls, the recording has %d" % (total, len(events)))
    for nr, row in zip(numbers, rows[1:]):
        got = sum(e.number == nr for e in events)
        if int(row[0]) != got:
            problem("call number %d: perf counted %s, the recording has %d" % (nr, row[0], got))


def count(events, what):
    kinds = {"syscalls": s.SYSCALL, "unfinished": s.UNFINISHED, "signals": s.SIGNAL, "forks": s.FORK,
             "execs": s.EXEC, "exits": s.EXIT}
    if what == "events":
        return len(events)
    if what in kinds:
        return sum(e.kind == kinds[what] for e in events)
    if what == "lost":
        return sum(e.args[0] for e in events if e.kind == s.LOSS)
    if what == "tasks":
        return len({(e.task.tid, e.task.start) for e in events})
    want = dict(w.split("=") for w in what.split(","))
    n = 0
    for e in events:
        if "flag" in want and not e.flags & int(want["flag"]):
            continue
        if "kind" in want and e.kind != int(want["kind"]) or "kind" not in want and e.kind > s.UNFINISHED:
            continue
        if "nr" in want and e.number != int(want["nr"]) or "abi" in want and e.abi != int(want["abi"]):
            continue
        if "result" in want and e.result != int(want["result"]):
            continue
        n += 1
    return n


def payloads(recording, what):
    want = dict(w.split("=") for w in what.split(","))
    for e in s.load(recording)[1]:
        if e.number != int(want.get("nr", e.number)) or e.kind != int(want.get("kind", e.kind)):
            continue
        for p in e.payloads:
            print(p.arg, p.part, p.status, len(p.data), p.full, repr(p.data[:60])[2:-1])


def twice(recording):
    """Thread ids that stand for more than one task, and what happened to each."""
    seen = {}
    for i, e in enumerate(s.load(recording)[1]):
        seen.setdefault(e.task.tid, {}).setdefault(e.task[1:], []).append((i, e.kind, e.number, e.time))
    for tid, tasks in sorted(seen.items()):
        if len({t[1] for t in tasks}) > 1:
            for t, events in tasks.items():
                print("tid %d: %s: %d events, first %s, last %s" % (tid, t, len(events), events[0], events[-1]))


def dump(recording):
    for e in s.load(recording, torn=True)[1]:
        print(e.time, e.duration, e.task.tid, e.task.tgid, "kind", e.kind, show(e))


def main(argv):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    verb = argv[1] if len(argv) > 1 else ""
    if verb == "log":
        compare_log(argv[2], argv[3])
    elif verb == "perf":
        compare_perf(argv[2], argv[3])
    elif verb == "count":
        events = s.load(argv[2], torn=True)[1]
        print(*[count(events, what) for what in argv[3:]])
    elif verb == "payload":
        payloads(argv[2], argv[3])
    elif verb == "twice":
        twice(argv[2])
    elif verb == "dump":
        dump(argv[2])
    else:
        sys.exit(__doc__)
    for p in problems[:20]:
        print(p)
    if len(problems) > 20:
        print("and %d more" % (len(problems) - 20))
    return 1 if problems else 0


sys.exit(main(sys.argv))
