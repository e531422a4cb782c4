# SPDX-License-Identifier: BSD-2-Clause
"""Compares what protoc --decode printed of a recording with what sc-cat printed of it, event by
event: thread, time, call name, result, duration, and the text of path arguments.

  protoc.py DECODED-TEXT SC-CAT-OUTPUT DIRECTORY-OF-.def-FILES"""

import errno
import glob
import re
import sys

RESTART = {512: "ERESTARTSYS", 513: "ERESTARTNOINTR", 514: "ERESTARTNOHAND", 516: "ERESTART_RESTARTBLOCK"}
ESCAPE = re.compile(rb'\\([0-7]{3}|x[0-9a-fA-F]{2}|.)')
problems = 0


def problem(text):
    global problems
    problems += 1
    if problems <= 20:
        print(text)


def unescape(text):
    def one(m):
        c = m.group(1)
        if len(c) == 3 and c[:1] != b"x":
            return bytes([int(c, 8)])
        if c[:1] == b"x" and len(c) == 3:
            return bytes([int(c[1:], 16)])
        return {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f", b"a": b"\a", b"b": b"\b",
                b"0": b"\0", b"e": b"\x1b"}.get(c, c)
    return ESCAPE.sub(one, text)


def parse(lines):
    """protoc's text format: nested dictionaries of lists."""
    top = {}
    stack = [top]
    for line in lines:
        line = line.strip()
        if line.endswith(b" {"):
            new = {}
            stack[-1].setdefault(line[:-2].decode(), []).append(new)
            stack.append(new)
        elif line == b"}":
            stack.pop()
        elif line:
            name, value = line.split(b": ", 1)
            if value[:1] == b'"':
                value = unescape(value[1:-1])
            elif value in (b"true", b"false"):
                value = value == b"true"
            else:
                value = int(value)
            stack[-1].setdefault(name.decode(), []).append(value)
    return top


def column(message, name, rows):
    return message.get(name) or [0] * rows


def one(message, name):
    return (message.get(name) or [0])[-1]


def events(trace):
    for batch in trace["batch"]:
        n = one(batch, "event_count")
        strings = [b""] + batch.get("string", [])
        tasks = batch["task"]
        used = {}
        time = one(batch, "base_time")
        groups = batch["groups"]
        starts = {}
        for gi, delta, ti in zip(column(batch, "group", n), column(batch, "time_delta", n), column(batch, "task_index", n)):
            g = groups[gi]
            rows = one(g, "count")
            r = used.get(gi, 0)
            used[gi] = r + 1
            time += delta
            first = starts.get(gi, 0)
            count = column(g, "payload_count", rows)[r]
            starts[gi] = first + count
            paths = []
            meta = g.get("payload_meta", [0] * (first + count))
            texts = g.get("payload_string", [0] * (first + count))
            for k in range(first, first + count):
                paths.append((meta[k], strings[texts[k]]))
            yield {"kind": one(g, "kind"), "abi": one(g, "abi"), "nr": one(g, "number"), "time": time,
                   "tid": one(tasks[ti], "tid"), "result": column(g, "result", rows)[r],
                   "duration": column(g, "duration", rows)[r], "flags": column(g, "flags", rows)[r],
                   "payloads": paths}


def names(directory):
    table = {}
    for path in glob.glob(directory + "/*.def"):
        for line in open(path):
            w = line.split()
            if len(w) > 4 and w[0][0] != "#" and re.fullmatch(r"[a-z0-9_]+", w[0]):
                for abi, number in ((1, w[1]), (2, w[2])):
                    if number.isdigit():
                        table[abi, int(number)] = w[0]
    return table


def result_matches(text, result):
    if result < 0 and result >= -4095:
        if -result in RESTART:
            return RESTART[-result] in text
        return errno.errorcode.get(-result, "?") in text
    m = re.match(r"(0x[0-9a-f]+|-?[0-9]+)", text)
    if not m:
        return False
    value = m.group(1)
    if value.startswith("0x"):
        return int(value, 16) == result & 0xFFFFFFFFFFFFFFFF
    return int(value) == result or value[0] == "0" and int(value, 8) == result


def compare(e, line, table, start):
    m = re.match(rb"\[pid +(\d+)\] +(-?[\d.]+) (.*)$", line)
    if not m:
        return "not a line: %r" % line
    if int(m.group(1)) != e["tid"]:
        return "tid %d: %r" % (e["tid"], line)
    digits = len(m.group(2).split(b".")[1])
    ns = e["time"] - start
    if m.group(2).decode() != "%d.%s" % (ns // 10**9, ("%09d" % (ns % 10**9))[:digits]):
        return "time %d ns: %r" % (ns, line)
    text = m.group(3)
    if e["kind"] not in (0, 1):
        return None
    name = table.get((e["abi"], e["nr"]), "syscall_0x%x" % e["nr"])
    if not text.startswith(name.encode() + b"("):
        return "%s (%d): %r" % (name, e["nr"], line)
    for meta, data in e["payloads"]:
        if meta >> 8 == 0 and meta & 8 == 0 and name in ("openat", "execve", "access", "readlink", "unlink", "newfstatat"):
            quoted = re.search(rb'"((?:[^"\\]|\\.)*)"', text)
            if not quoted or unescape(quoted.group(1)) != data:
                return "path %r: %r" % (data, line)
    duration = re.search(rb" <([\d.]+)>$", text)
    if duration:
        text = text[:duration.start()]
        value = duration.group(1).decode()
        digits = len(value.split(".")[1])
        if value != "%d.%s" % (e["duration"] // 10**9, ("%09d" % (e["duration"] % 10**9))[:digits]):
            return "duration %d ns: %r" % (e["duration"], line)
    elif e["kind"] == 0 and not e["flags"] & 1:
        return "no duration: %r" % line
    result = text.rsplit(b") = " if b") = " in text else b" = ", 1)[-1].decode().strip()
    if e["kind"] == 1:
        return None if result.startswith("?") else "unfinished: %r" % line
    if not result_matches(result, e["result"]):
        return "result %d: %r" % (e["result"], line)
    return None


def main():
    trace = parse(open(sys.argv[1], "rb"))
    start = one(trace["header"][0]["start"][0], "monotonic")
    want = list(events(trace))
    lines = open(sys.argv[2], "rb").read().splitlines()
    table = names(sys.argv[3])
    if len(want) != len(lines):
        problem("protoc shows %d events, sc-cat %d" % (len(want), len(lines)))
    for e, line in zip(want, lines):
        wrong = compare(e, line, table, start)
        if wrong:
            problem(wrong)
    print("%d events compared, %d problems" % (len(want), problems))
    if not want:
        return 1
    return 1 if problems else 0


sys.exit(main())
