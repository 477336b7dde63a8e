#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A desk that follows its server over a proxy that will not have it: events that are held back, a stream that is closed again and
again, and a server that asks to be left alone for a while. What has to pass in a minute or more goes with SCHOOLZICHT_EVERY_STEP."""
import os
import subprocess
import threading
import time
import unittest

from centre import PASSWORD, Centre
from programs import BUILD, Desk
from proxy import PATIENCE, Proxy

FOLLOW = os.path.join(BUILD, "tests", "sync", "follow")
STREAM = {"Content-Type": "text/event-stream"}
SECONDS = 3  # that a busy server asks for; a desk by itself waits one at most, the first time
whole_run = unittest.skipUnless("SCHOOLZICHT_EVERY_STEP" in os.environ, "takes minutes")


class Stream(Centre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proxy = cls.stack.enter_context(Proxy(cls.server))
        cls.own = cls.stack.enter_context(Desk(cls.proxy, "an", PASSWORD))
        cls.own.sync()

    def setUp(self):
        self.opened, self.closed = threading.Event(), threading.Event()
        self.refused = []
        self.addCleanup(self.closed.set)
        self.addCleanup(setattr, self.proxy, "fault", None)

    def follow(self, fault):
        self.proxy.fault = fault
        process = subprocess.Popen(
            [FOLLOW, self.own.profile, self.own.passphrase], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.assertEqual(process.stdout.readline(), "here\n")
        self.assertTrue(self.opened.wait(PATIENCE))
        return process

    def colleague_saves(self):
        pupil = self.pupil(self.bert)
        self.bert.sync()
        return pupil

    def seen(self, process, pupil):
        while line := process.stdout.readline():
            if line.split()[0] == pupil:
                return
        self.fail("the desk ended")

    def closes(self, exchange):
        """The stream begins and ends, from when the test says so; nothing ever comes over it."""
        if not exchange.path.startswith("/v1/events"):
            exchange.pass_on()
            return
        exchange.begin(200, STREAM)
        self.opened.set()
        self.closed.wait(10 * PATIENCE)
        exchange.end()

    def holds(self, exchange):
        """Not even the beginning passes, and the desk gives up by itself."""
        if not exchange.path.startswith("/v1/events"):
            exchange.pass_on()
            return
        self.opened.set()
        self.closed.wait(10 * PATIENCE)

    def busy(self, exchange):
        """When the stream has ended the server asks for time, once."""
        if exchange.path.startswith("/v1/session") and self.closed.is_set() and len(self.refused) < 2:
            self.refused.append(time.monotonic())
            if len(self.refused) == 1:
                exchange.answer(503, {"Retry-After": str(SECONDS)})
                return
        self.closes(exchange)

    def test_closed(self):
        """What came meanwhile is fetched when the stream ends."""
        process = self.follow(self.closes)
        pupil = self.colleague_saves()
        self.closed.set()
        self.seen(process, pupil)

    def test_busy(self):
        """The desk comes back when it was asked to, not before."""
        process = self.follow(self.busy)
        pupil = self.colleague_saves()
        self.closed.set()
        self.seen(process, pupil)
        self.assertEqual(len(self.refused), 2)
        self.assertGreaterEqual(self.refused[1] - self.refused[0], SECONDS)

    @whole_run
    def test_closed_for_ever(self):
        """After some tries the desk asks by itself, every minute."""
        process = self.follow(self.closes)
        self.closed.set()
        for _ in range(2):
            self.seen(process, self.colleague_saves())

    @whole_run
    def test_held_back(self):
        """Silence is no news from nobody: the desk asks."""
        process = self.follow(self.holds)
        for _ in range(2):
            self.seen(process, self.colleague_saves())


if __name__ == "__main__":
    unittest.main()
