#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The test of the gap (gap_test.py) while PostgreSQL fails over to a standby: no number is passed over or given twice, and what was
accepted is there. Two servers, two PostgreSQL, the second waited for at each commit."""
import http.client
import os
import subprocess
import threading
import time
import unittest

from cluster import USER, Cluster
from gap_test import CENTRES, WRITERS, Follower
from http_test import PASSWORD, Person
from programs import PATIENCE

SAVES = 24
BEFORE = 200  # saves until it happens


def until_answered(ask):
    """As a desk does: nothing said, or "not now", is asked again; the answer with its status."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer = ask()
            if answer[0] != 503:
                return answer
            fault = answer
        except (OSError, http.client.HTTPException, AssertionError) as cut:
            fault = cut
        if time.monotonic() > end:
            raise AssertionError(f"no answer: {fault}")
        time.sleep(0.1)


class Patient(Follower):
    def follow(self):
        seen = len(self.seqs)
        try:
            super().follow()
        except (OSError, http.client.HTTPException):
            self.again(seen)
        except AssertionError as fault:
            if not any(words in str(fault) for words in ("503", "no end line")):
                raise
            self.again(seen)

    def again(self, seen):
        """A broken answer gave nothing."""
        self.seqs = self.seqs[:seen]
        time.sleep(0.1)

    def catch_up(self, last):
        end = time.monotonic() + PATIENCE
        while (not self.seqs or self.seqs[-1] < last) and time.monotonic() < end:
            self.follow()


class Failover(unittest.TestCase):
    def setUp(self):
        self.cluster = self.enterContext(Cluster())
        self.first = self.enterContext(self.cluster.server())
        second = self.cluster.server()
        second.join(self.first)
        self.nodes = [self.first, self.enterContext(second)]
        for centre in CENTRES:
            self.first.add_user(f"n{centre}", PASSWORD, centre=centre)
        self.cluster.wait_for_standby()

    def hold_open(self):
        """A transaction of another database that has written and does not end; it ends with its server."""
        words = ["psql", "-qAt", f"host={self.cluster.first.folder} user={USER} dbname=postgres"]
        idle = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(idle.communicate)
        idle.stdin.write("BEGIN; CREATE TEMP TABLE held (n int); INSERT INTO held VALUES (1) RETURNING n;\n")
        idle.stdin.flush()
        self.assertEqual(idle.stdout.readline(), "1\n")

    def write(self, person, scope, made, faults):
        try:
            for _ in range(SAVES):
                operation = person.create_staff(f"W{os.urandom(4).hex()}")
                status, receipts = until_answered(lambda operation=operation: person.push(operation))
                if status != 200 or receipts[0]["outcome"] != "applied":
                    raise AssertionError(f"{status}: {receipts}")
                made.append((scope, receipts[0]["seq"]))
        except Exception as fault:  # pylint: disable=broad-except
            faults.append(fault)

    def person(self, n):
        centre = CENTRES[n % len(CENTRES)]
        return Person(self.nodes[n % len(self.nodes)], f"n{centre}"), f"centre:{centre}"

    def test_dense(self):
        done, made, faults = threading.Event(), [], []
        followers = [Patient(Person(node, f"n{centre}"), f"centre:{centre}", done) for node in self.nodes for centre in CENTRES]
        people = [self.person(n) for n in range(WRITERS)]
        epoch = people[0][0].session["epoch"]
        writers = [threading.Thread(target=self.write, args=(*each, made, faults)) for each in people]
        self.hold_open()
        for thread in followers + writers:
            thread.start()
        while len(made) < BEFORE and not faults:
            time.sleep(0.01)
        before = len(made)
        self.cluster.fail_over()
        self.hold_open()
        for writer in writers:
            writer.join(300)
        done.set()
        for follower in followers:
            follower.join(60)
        self.assertEqual(faults + [each.fault for each in followers if each.fault], [])
        self.assertLess(before, len(made), "it was over too soon")
        self.assertEqual(len(made), WRITERS * SAVES)
        for follower in followers:
            expected = sorted(seq for scope, seq in made if scope == follower.scope)
            follower.catch_up(len(expected))
            self.assertEqual(expected, list(range(1, len(expected) + 1)), "a number was given out twice, or not at all")
            self.assertEqual(follower.seqs, expected, "a follower was not given every change, once, in order")
        # Nothing was lost, so that nobody had to fetch everything anew.
        self.assertEqual(until_answered(lambda: (200, people[0][0].open_session()))[1]["epoch"], epoch)
        self.assertIn("whole", self.first.command("check"))
        for node in self.nodes:
            self.assertIsNone(node.process.poll(), node.log()[-2000:])


if __name__ == "__main__":
    unittest.main()
