# SPDX-License-Identifier: BSD-2-Clause
"""A second reader of recordings, sharing nothing with libsct: zstd(1) decompresses, and the
protobuf wire format is taken apart here, from format/proto/sct.proto alone. Slow and simple."""

import subprocess
from collections import namedtuple

SYSCALL, UNFINISHED, SIGNAL, FORK, EXEC, EXIT, LOSS, PROCESS, NOTE = range(9)
NO_ENTER, BY_EXIT, BY_KILL, BY_END, ARGS_AT_EXIT = 1, 2, 4, 8, 16
OK, TRUNCATED, FAULTED, NULL, NOT_CAPTURED = range(5)
(PART_SELF, PART_STRINGS, PART_IOV, PART_IOV_DATA, PART_NAME, PART_CONTROL, PART_LENGTH, PART_PATH,
 PART_RESULT_PATH) = range(9)

Payload = namedtuple("Payload", "arg at_exit status part data full")
Task = namedtuple("Task", "tid tgid start comm exe ppid uid")
Event = namedtuple("Event", "kind abi number args result time duration flags task payloads")


def varint(b, i):
    v = b[i]
    i += 1
    if v < 128:
        return v, i
    v &= 127
    shift = 7
    while True:
        c = b[i]
        i += 1
        v |= (c & 127) << shift
        if c < 128:
            return v & 0xFFFFFFFFFFFFFFFF, i
        shift += 7


def fields(b):
    """(number, value) of every field of a message; value is an int or bytes."""
    i, n = 0, len(b)
    while i < n:
        key, i = varint(b, i)
        wire = key & 7
        if wire == 0:
            v, i = varint(b, i)
        elif wire == 2:
            size, i = varint(b, i)
            if i + size > n:
                raise ValueError("field runs past its message")
            v = b[i:i + size]
            i += size
        elif wire == 5:
            v = int.from_bytes(b[i:i + 4], "little")
            i += 4
        elif wire == 1:
            v = int.from_bytes(b[i:i + 8], "little")
            i += 8
        else:
            raise ValueError("wire type %d" % wire)
        yield key >> 3, v


def packed(b):
    out, i, n = [], 0, len(b)
    while i < n:
        v, i = varint(b, i)
        out.append(v)
    return out


def zigzag(v):
    return (v >> 1) ^ -(v & 1)


class Message:
    """All fields of a message by number; a packed column concatenates."""

    def __init__(self, b):
        self.f = {}
        for number, v in fields(b):
            self.f.setdefault(number, []).append(v)

    def int(self, number):
        return self.f.get(number, [0])[-1]

    def all(self, number):
        return self.f.get(number, [])

    def column(self, number, rows):
        got = []
        for v in self.all(number):
            got += packed(v) if isinstance(v, bytes) else [v]
        if not got:
            return [0] * rows
        if len(got) != rows:
            raise ValueError("column %d has %d values for %d rows" % (number, len(got), rows))
        return got


def group_rows(g, strings):
    n = g.int(5)
    argc = g.int(4)
    results = [zigzag(v) for v in g.column(6, n)]
    durations = g.column(7, n)
    args = [g.column(8 + k, n) for k in range(argc)]
    flags = g.column(14, n)
    counts = g.column(15, n)
    total = sum(counts)
    meta, string, full = g.column(16, total), g.column(17, total), g.column(18, total)
    at = 0
    for r in range(n):
        payloads = []
        for k in range(at, at + counts[r]):
            m = meta[k]
            payloads.append(Payload(m & 7, m >> 3 & 1, m >> 4 & 7, m >> 8 & 255, strings[string[k]], full[k]))
        at += counts[r]
        yield (g.int(1), g.int(2), g.int(3), [a[r] for a in args], results[r], durations[r], flags[r], payloads)


def batch_events(b):
    m = Message(b)
    n = m.int(1)
    strings = [b""] + m.all(3)
    tasks = []
    for t in m.all(4):
        t = Message(t)
        tasks.append(Task(t.int(1), t.int(2), t.int(3), strings[t.int(4)], strings[t.int(5)], t.int(6), t.int(7)))
    rows = [group_rows(Message(g), strings) for g in m.all(8)]
    time = m.int(2)
    for group, delta, task in zip(m.column(5, n), m.column(6, n), m.column(7, n)):
        time += zigzag(delta)
        kind, abi, number, args, result, duration, flags, payloads = next(rows[group])
        yield Event(kind, abi, number, args, result, time, duration, flags, tasks[task], payloads)
    for r in rows:
        if next(r, None) is not None:
            raise ValueError("a group has rows that no event uses")


def decompress(path, torn=False):
    p = subprocess.run(["zstd", "-dcq", "--", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode and not torn:
        raise ValueError("zstd: " + p.stderr.decode(errors="replace").strip())
    return p.stdout


def load(path, torn=False):
    """(header Message, list of events). torn: the end may be missing."""
    header, events = None, []
    try:
        for number, v in fields(decompress(path, torn)):
            if number == 15:
                header = Message(v)
            elif number == 2:
                events.extend(batch_events(v))
    except (ValueError, IndexError):
        if not torn:
            raise
    return header, events
