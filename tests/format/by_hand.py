# SPDX-License-Identifier: BSD-2-Clause
"""Writes a recording from format/proto/sct.proto and format/SPEC.md alone: protoc encodes the messages,
zstd(1) compresses them, the frames are put together here. Nothing of libsct takes part.

  by_hand.py DIRECTORY: writes by_hand.sct and by_hand.txt, what a reader must find in it"""

import os
import struct
import subprocess
import sys

ID = b"by hand, by hand"


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def encode(message, text):
    return subprocess.run(["protoc", "--encode", "sct." + message, "--proto_path=format/proto", "sct.proto"],
                          input=text.encode(), stdout=subprocess.PIPE, check=True).stdout


def zstd(directory, raw, *options):
    # from a file, not a pipe: then the frame says how much it holds
    path = os.path.join(directory, "raw")
    with open(path, "wb") as f:
        f.write(raw)
    return subprocess.run(["zstd", "-q", "-c", *options, path], stdout=subprocess.PIPE, check=True).stdout


def skippable(tag, content):
    content = tag + struct.pack("<I", crc32c(content)) + content
    return struct.pack("<II", 0x184D2A5C, len(content)) + content


HEADER = """
header { magic: "sct-rec\\n" major: 1 recording_id: "%s" command: "true" recorder: "by hand" abi: 1 }
""" % ID.decode()

# Two groups in turn, one task, a time that goes back, a result of each sign.
BATCH = """
batch {
  event_count: 3
  base_time: 5000
  string: "/etc/hosts" string: "true"
  task { tid: 42 tgid: 42 start_time: 77 comm: 2 ppid: 1 uid: 1000 }
  group: 0 group: 1 group: 0
  time_delta: 10 time_delta: -4 time_delta: 100
  groups {
    abi: 1 number: 257 arg_count: 4 count: 2
    result: 3 result: -2
    duration: 900 duration: 700
    arg0: 18446744073709551516 arg0: 18446744073709551516
    arg1: 140722308526080 arg1: 140722308526081
    payload_count: 1 payload_count: 1
    payload_meta: 1 payload_meta: 33
    payload_string: 1 payload_string: 0
  }
  groups { kind: 8 count: 1 flags: 1 }
}
"""

FOUND = """chunk 0: 5006..5910, 1 tids, 1 calls, 1 failed
task 0: 42/42 start 77 ppid 1 uid 1000 "true" ""
0 1 257 task 0 time 5010+900 = 3 flags 0: ffffffffffffff9c 7ffc77363000 0 0 0 0 1/0/0/0/0 "/etc/hosts"
8 0 0 task 0 time 5006+0 = 0 flags 1: 0 0 0 0 0 0
0 1 257 task 0 time 5106+700 = -2 flags 0: ffffffffffffff9c 7ffc77363001 0 0 0 0 1/0/2/0/0 ""
"""


def main(directory):
    raw = encode("Trace", BATCH)
    data = zstd(directory, raw, "-19", "--check")
    desc = """
        recording_id: "%s" compressed_size: %d raw_size: %d crc32c: %d event_count: 3
        min_time: 5006 max_time: 5106 max_end: 5910 stats: true tid: 42 tgid: 42
        syscall { abi: 1 number: 257 count: 2 } failed: 1 kinds: 257 max_duration: 900
        """ % (ID.decode(), len(data), len(raw), crc32c(data))
    out = zstd(directory, encode("Trace", HEADER))
    entry = "offset: %d desc { %s }" % (len(out), desc)
    out += skippable(b"SCTD", encode("ChunkDesc", desc)) + data
    index_at = len(out)
    out += skippable(b"SCTI", encode("Index", 'recording_id: "%s" final: true total_events: 3 entry { %s }'
                                     % (ID.decode(), entry)))
    out += skippable(b"SCTE", struct.pack("<Q", index_at) + ID)
    with open(os.path.join(directory, "by_hand.sct"), "wb") as f:
        f.write(out)
    with open(os.path.join(directory, "by_hand.txt"), "w", encoding="ascii") as f:
        f.write(FOUND)


main(sys.argv[1])
