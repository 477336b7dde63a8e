# SPDX-License-Identifier: EUPL-1.2
"""A desk that stays open, as a window does, and that nobody tells to ask (follow.c)."""
import os
import select
import subprocess

from programs import BUILD, PATIENCE

FOLLOW = os.path.join(BUILD, "tests", "sync", "follow")
# A desk that hears nothing asks every 48 to 72 seconds: what comes sooner came with an event.
SOON = 40


class Window:
    def __init__(self, test, desk):
        self.test, self.said = test, []
        self.process = subprocess.Popen(
            [FOLLOW, desk.profile, desk.passphrase], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        test.addCleanup(self.process.stdout.close)
        test.addCleanup(self.close)
        self.wait_for("here")

    def close(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.wait(PATIENCE)

    def next(self):
        line = b""
        while not line.endswith(b"\n"):
            self.test.assertTrue(select.select([self.process.stdout], [], [], SOON)[0], f"nothing came after {self.said}")
            byte = self.process.stdout.read(1)
            self.test.assertTrue(byte, "the desk ended")
            line += byte
        self.said.append(line.decode().strip())

    def wait_for(self, line):
        """What the desk tells: "here", or a pupil and its revision."""
        while line not in self.said:
            self.next()
