# SPDX-License-Identifier: BSD-2-Clause
"""The recorder at a terminal: each case runs in a pseudo-terminal of its own, types keys and looks
at what comes out. terminal.py BUILD SCRATCH"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

build, scratch = sys.argv[1], sys.argv[2]
REC = build + "/bin/sc-record"
CAT = build + "/bin/sc-cat"
bad = 0


class Terminal:
    """A command with a terminal: type() into it, expect() from it, end() of it."""

    def __init__(self, *argv):
        self.seen, self.where = b"", 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["PS1"] = "prompt> "
            os.environ["ENV"] = ""
            os.execvp(argv[0], argv)

    def pump(self, seconds):
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                got = os.read(self.fd, 65536)
            except OSError:
                return False
            self.seen += got
            return bool(got)
        return True

    def expect(self, pattern, seconds=15):
        """Waits for a pattern in what came since the last one found."""
        limit = time.monotonic() + seconds
        while True:
            m = re.search(pattern, self.seen[self.where:])
            if m:
                self.where += m.end()
                return True
            if time.monotonic() > limit or not self.pump(0.2):
                m = re.search(pattern, self.seen[self.where:])
                if m:
                    self.where += m.end()
                    return True
                fail("waited for %r, got %r" % (pattern, self.seen[self.where:]))
                return False

    def type(self, text):
        os.write(self.fd, text)

    def end(self, seconds=20):
        """Exit status as a shell gives it."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
            self.pump(0.05)
        fail("still running; it said %r" % self.seen)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return -1


def fail(text):
    global bad
    bad += 1
    print("FAILED: %s: %s" % (case, text))


def same(what, got, want):
    if got != want:
        fail("%s: %r, wanted %r" % (what, got, want))


def cat(path, *options):
    p = subprocess.run([CAT, path, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    same("sc-cat's exit status", p.returncode, 0)
    same("sc-cat's complaints", p.stderr, b"")
    return p.stdout


def wait_for(path, text, seconds=10):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if os.path.exists(path) and text in open(path).read():
            return
        time.sleep(0.05)
    fail("%s never said %s" % (path, text))


def interrupted():
    t = Terminal(REC, "-o", rec, "--", "sh", "-c", "echo ready; sleep 30; echo not reached")
    t.expect(rb"ready")
    time.sleep(0.2)
    t.type(b"\x03")
    same("exit status after Ctrl-C", t.end(), 130)
    if b"SIGINT" not in cat(rec):
        fail("no SIGINT in the recording")
    if b"not reached" in t.seen:
        fail("went on after Ctrl-C")


def handled():
    t = Terminal(REC, "-o", rec, "--", "sh", "-c", "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.1; done")
    t.expect(rb"ready")
    t.type(b"\x03")
    t.expect(rb"caught")
    same("exit status", t.end(), 3)
    if b"+++ exited with 3 +++" not in cat(rec):
        fail("no exit with 3 in the recording")


def ignored():
    t = Terminal(REC, "-o", rec, "--", "sh", "-c", "trap '' INT; echo ready; sleep 1; echo survived")
    t.expect(rb"ready")
    t.type(b"\x03")
    t.expect(rb"survived")
    same("exit status", t.end(), 0)
    cat(rec)


def quit_key():
    t = Terminal(REC, "-o", rec, "--", "sh", "-c", "ulimit -c 0; echo ready; exec sleep 30")
    t.expect(rb"ready")
    time.sleep(0.2)
    t.type(b"\x1c")
    same("exit status after Ctrl-\\", t.end(), 131)
    cat(rec)


def typed():
    t = Terminal(REC, "-o", rec, "--", "cat")
    t.type(b"some words\n")
    t.expect(rb"some words\r\nsome words\r\n")
    t.type(b"\x04")
    same("exit status", t.end(), 0)
    if b"some words" not in cat(rec, "--syscall", "read"):
        fail("what was typed is not in the recording")


def stopped():
    """Ctrl-Z, the shell gets the terminal back; fg, and the command goes on to its end."""
    flag = scratch + "/flag"
    if os.path.exists(flag):
        os.unlink(flag)
    t = Terminal("bash", "--norc", "--noprofile", "-i")
    t.expect(rb"prompt> ")
    t.type(b"%s -o %s -- sh -c 'echo be''gun; while [ ! -e %s ]; do sleep 0.1; done; echo finish''ed; exit 6'\n" %
           (REC.encode(), rec.encode(), flag.encode()))
    t.expect(rb"begun")
    time.sleep(0.3)
    t.type(b"\x1a")
    t.expect(rb"Stopped")
    t.expect(rb"prompt> ")
    open(flag, "w").close()
    time.sleep(0.5)
    if b"finished" in t.seen:
        fail("went on while stopped")
    t.type(b"echo shell is $((40 + 2))\n")
    t.expect(rb"shell is 42")
    t.type(b"fg\n")
    t.expect(rb"finished")
    t.expect(rb"prompt> ")
    t.type(b"echo status is $?\n")
    t.expect(rb"status is 6")
    t.type(b"exit 0\n")
    same("exit status of the shell", t.end(), 0)
    out = cat(rec)
    # (A SIGCONT that nobody handles is not delivered to anyone.)
    if b"--- SIGTSTP" not in out:
        fail("no SIGTSTP in the recording")


def background():
    """In the background it runs; reading the terminal there stops it; fg lets it read."""
    t = Terminal("bash", "--norc", "--noprofile", "-i")
    t.expect(rb"prompt> ")
    t.type(b"%s -o %s -- sh -c 'echo be''gun; read x; echo \"re\"\"ad $x\"' &\n" % (REC.encode(), rec.encode()))
    t.expect(rb"begun")
    time.sleep(0.5)
    t.type(b"jobs\n")
    t.expect(rb"Stopped")
    t.expect(rb"prompt> ")
    t.type(b"fg\n")
    time.sleep(0.5)
    t.type(b"a line\n")
    t.expect(rb"read a line")
    t.expect(rb"prompt> ")
    t.type(b"exit 0\n")
    same("exit status of the shell", t.end(), 0)
    cat(rec)


def shell_inside():
    """A shell with job control inside the recorder: its jobs stop and go on, it does not."""
    t = Terminal(REC, "-o", rec, "--", "bash", "--norc", "--noprofile", "-i")
    t.expect(rb"prompt> ")
    if b"no job control" in t.seen:
        fail("the shell inside has no job control")
    t.type(b"sleep 0.5; echo one''two\n")
    t.expect(rb"onetwo")
    t.expect(rb"prompt> ")
    t.type(b"cat\n")
    time.sleep(0.5)
    t.type(b"\x1a")
    t.expect(rb"Stopped")
    t.type(b"kill %1; wait; echo st''ill here\n")
    t.expect(rb"still here")
    t.type(b"sleep 20\n")
    time.sleep(0.5)
    t.type(b"\x03")
    t.expect(rb"prompt> ")
    t.type(b"exit 4\n")
    same("exit status", t.end(), 4)
    cat(rec)


def terminated():
    """kill of the recorder: the command gets the signal, the file is closed properly."""
    out = scratch + "/said"
    for sig in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        p = subprocess.Popen([REC, "-o", rec, "--", "sh", "-c", "echo ready; exec sleep 30"],
                             stdout=open(out, "w"), stderr=subprocess.PIPE, start_new_session=True)
        wait_for(out, "ready")
        time.sleep(0.2)
        p.send_signal(sig)
        try:
            p.wait(10)
        except subprocess.TimeoutExpired:
            fail("signal %d does not end it" % sig)
            os.killpg(p.pid, signal.SIGKILL)
            p.wait()
            continue
        same("exit status after signal %d" % sig, p.returncode, 128 + sig)
        if b"killed by " + signal.Signals(sig).name.encode() not in cat(rec):
            fail("no end by signal %d in the recording" % sig)


def hung_up():
    """The terminal goes away: the command gets SIGHUP, the recording is whole."""
    t = Terminal(REC, "-o", rec, "--", "sh", "-c", "echo ready; exec sleep 30")
    t.expect(rb"ready")
    time.sleep(0.2)
    os.close(t.fd)
    limit = time.monotonic() + 10
    pid = 0
    while not pid and time.monotonic() < limit:
        pid, status = os.waitpid(t.pid, os.WNOHANG)
        time.sleep(0.05)
    if not pid:
        fail("still running after the hang-up")
        os.kill(t.pid, signal.SIGKILL)
        os.waitpid(t.pid, 0)
        return
    if b"SIGHUP" not in cat(rec):
        fail("no SIGHUP in the recording")


for case_function in (interrupted, handled, ignored, quit_key, typed, stopped, background, shell_inside, terminated, hung_up):
    case = case_function.__name__
    rec = "%s/%s.sct" % (scratch, case)
    case_function()
    print("%s: done" % case)
sys.exit(1 if bad else 0)
