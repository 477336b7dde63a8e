#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A whole site of data/server (machines.py) under load: the primary dies as by a power cut, then a server of the desks. What was
acknowledged is there, once; the desks go on by themselves."""
import os
import threading
import time
import unittest

from failover_test import until_answered
from http_test import PASSWORD, Person, read_stream
from machines import Site, missing, until
from programs import Desk, Failed
from window import Window

CENTRE = "114"
WRITERS = 6
DESKS = 4
# Nothing leaves the primary for so long before it dies: what it acknowledged meanwhile would be lost.
FROZEN = 2


class Worker(threading.Thread):
    """Saves on and on, and keeps what was acknowledged and the longest time without an answer."""

    def __init__(self, done):
        super().__init__(daemon=True)
        self.done, self.made, self.fault, self.longest = done, [], None, 0

    def run(self):
        try:
            while not self.done.is_set():
                begun = time.monotonic()
                self.made.append(self.save())
                self.longest = max(self.longest, time.monotonic() - begun)
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = fault


class Writer(Worker):
    """Has no journal to bring back what a server lost."""

    def __init__(self, done, node):
        super().__init__(done)
        self.person = Person(node, "an")

    def ask(self, operation):
        """A server that died while it worked is "not now", too."""
        status, said = self.person.push(operation)
        return (503 if status in (502, 504) else status), said

    def save(self):
        operation = self.person.create_staff(f"W{os.urandom(6).hex()}")
        status, receipts = until_answered(lambda: self.ask(operation))
        assert status == 200 and receipts[0]["outcome"] == "applied", receipts
        return receipts[0]["seq"]


class Colleague(Worker):
    """A person's desk: what is saved is kept there, and sent again until the server has it."""

    def __init__(self, done, desk):
        super().__init__(done)
        self.desk = desk

    def sync(self):
        try:
            self.desk.sync()
        except Failed as failed:
            if "status 4" not in str(failed):
                raise
            return False
        return self.desk.status()["waiting"] == 0

    def save(self):
        pupil = self.desk.add("pupil", first_name="Lotte", last_name="Peeters", birth_date="2010-03-04")
        until("the server to have it", self.sync)
        return pupil


class Machines(unittest.TestCase):
    def setUp(self):
        if reason := missing():
            self.skipTest(reason)
        self.site = self.enterContext(Site())
        self.site.add_user("an", PASSWORD, CENTRE)
        self.done, self.doors = threading.Event(), self.site.servers()
        people = [Writer(self.done, self.door(i)) for i in range(WRITERS)]
        desks = [Colleague(self.done, self.desk(i)) for i in range(DESKS)]
        self.workers = people + desks
        self.epoch = people[0].person.session["epoch"]
        self.follower = self.desk(0)
        self.follower.sync()
        self.window = Window(self, self.follower)
        self.addCleanup(self.done.set)

    def door(self, i):
        return self.doors[i % len(self.doors)]

    def desk(self, i):
        return self.enterContext(Desk(self.door(i), "an", PASSWORD))

    def step(self, what):
        """So many more saves by everybody; the longest that one took."""
        before = {worker: len(worker.made) for worker in self.workers}
        for worker in self.workers:
            worker.longest = 0
        until(f"everybody to go on after {what}", lambda: self.went_on(before))
        print(f"{what}: {max(worker.longest for worker in self.workers):.1f} s at most without an answer", flush=True)

    def went_on(self, before):
        faults = [worker.fault for worker in self.workers if worker.fault]
        self.assertEqual(faults, [])
        return all(len(worker.made) > before[worker] + 2 for worker in self.workers)

    def test_power_cut(self):
        for worker in self.workers:
            worker.start()
        self.step("the start")
        dead = self.site.primary()
        self.site.freeze(dead)
        time.sleep(FROZEN)
        self.site.power_off(dead)
        self.step("the death of the primary")
        self.assertNotEqual(self.site.primary(), dead)
        dead.start_patroni()
        self.site.settle()
        self.step("its return as a standby")
        self.doors[0].kill("schoolzichtd")
        self.step("the death of a server")
        self.doors[0].start_server()
        self.step("its return")
        self.done.set()
        for worker in self.workers:
            worker.join(60)
        self.check()

    def check(self):
        self.assertEqual([worker.fault for worker in self.workers if worker.fault], [])
        person = Person(self.doors[0], "an")
        _, _, body = person.pull(f"centre:{CENTRE}")
        rows, _, _ = read_stream(body)
        seqs = [row[0] for row in rows]
        acknowledged = [seq for worker in self.workers[:WRITERS] for seq in worker.made]
        self.assertEqual(len(set(acknowledged)), len(acknowledged), "a number was given twice")
        self.assertEqual(set(acknowledged) - set(seqs), set(), "an acknowledged save is lost")
        pupils = [pupil for worker in self.workers[WRITERS:] for pupil in worker.made]
        for worker in self.workers[WRITERS:]:
            until("the last round", worker.sync)
            self.assertEqual(set(worker.desk.list("pupil")), set(pupils))
        # Each save is one row, with a number of its own, and no number is passed over.
        self.assertEqual(sorted(seqs), list(range(1, len(acknowledged) + len(pupils) + 1)))
        # No desk has met a server that knew less than it did.
        self.assertEqual(person.session["epoch"], self.epoch)
        # The window that nobody touched.
        for pupil in pupils:
            self.window.wait_for(f"{pupil} 1")
        self.assertIn("whole", self.site.command("check"))


if __name__ == "__main__":
    unittest.main()
