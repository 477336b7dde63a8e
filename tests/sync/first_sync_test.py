#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A first sync that is cut, wherever it had come: the next one ends as if nothing had happened."""
import os
import signal
import time
import unittest

from programs import Desk, Server


class FirstSync(unittest.TestCase):
    """A centre of a size that a desk fetches piece by piece, indexes at the end (more than 50,000 rows)."""

    KINDS = ("pupil", "enrolment", "vaccination", "activity", "municipality")

    @classmethod
    def setUpClass(cls):
        cls.server = Server(demo=(3000, 1))
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.start()
        with open(os.path.join(cls.server.data, "demo-password")) as file:
            cls.password = file.read().strip()

    def desk(self):
        desk = Desk(self.server, "demo", self.password)
        self.addCleanup(desk.__exit__)
        return desk

    def everything(self, desk):
        """What a desk shows, and what it finds with the lists made at the end."""
        kinds = [desk.list(kind) for kind in self.KINDS]
        return kinds, sorted(desk.text("search", "jan").splitlines())

    def size(self, desk):
        return sum(os.path.getsize(name) for name in (desk.cache, desk.cache + "-wal") if os.path.exists(name))

    def kill_at_size(self, desk, size):
        """Ends a sync from outside when so much of it is on the disk; whether it was in time."""
        process = desk.start("sync")
        while process.poll() is None and self.size(desk) < size:
            time.sleep(0.001)
        process.kill()
        return process.wait() == -signal.SIGKILL

    def test_fresh(self):
        """Ten desks, each cut at another point: all end up alike."""
        whole = self.desk()
        whole.sync()
        size, wanted = self.size(whole), self.everything(whole)
        self.assertGreater(sum(map(len, wanted[0])), 50000)
        for part in range(10):
            desk = self.desk()
            self.assertTrue(self.kill_at_size(desk, size * part // 10), part)
            self.assertEqual(desk.status()["waiting"], 0)
            desk.sync()
            self.assertEqual(self.everything(desk), wanted, part)

    def test_again_and_again(self):
        """One desk, cut ten times before it comes to its end."""
        whole, desk = self.desk(), self.desk()
        whole.sync()
        for part in range(10):
            self.assertTrue(self.kill_at_size(desk, self.size(whole) * part // 10), part)
        desk.sync()
        self.assertEqual(self.everything(desk), self.everything(whole))


if __name__ == "__main__":
    unittest.main()
