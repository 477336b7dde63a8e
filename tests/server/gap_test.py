#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Many write while others follow: no number of a scope is ever passed over, whatever the database does with its commits.
On PostgreSQL two servers answer from one database, and somebody's transaction stays open meanwhile."""
import json
import os
import subprocess
import threading
import unittest

from http_test import PASSWORD, Person, read_stream
from programs import Server

CENTRES = ["114", "115", "116"]
WRITERS = 32
SAVES = 12
REPEATS = 25


class Follower(threading.Thread):
    """Pulls a scope on and on, and keeps what it was given."""

    def __init__(self, person, scope, done):
        super().__init__(daemon=True)
        self.person, self.scope, self.done = person, scope, done
        self.cursor, self.seqs, self.rows, self.fault = None, [], set(), None

    def follow(self):
        status, _, body = self.person.pull(self.scope, self.cursor)
        if status != 200:
            raise AssertionError(f"{status}: {body}")
        rows, end, _ = read_stream(body)
        self.seqs += [row[0] for row in rows]
        self.rows |= {row[2] for row in rows}
        self.cursor = end["cursor"]

    def run(self):
        try:
            while not self.done.is_set():
                self.follow()
            self.follow()
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = fault


class Gap(unittest.TestCase):
    def setUp(self):
        self.first = self.enterContext(Server())
        self.nodes = [self.first]
        if "SCHOOLZICHT_POSTGRESQL" in os.environ:
            self.nodes.append(self.second_node())
            self.hold_open()
        for centre in CENTRES:
            self.first.add_user(f"n{centre}", PASSWORD, centre=centre)

    def second_node(self):
        second = Server()
        with open(os.path.join(self.first.data, "database")) as file:
            place = file.read()
        with open(os.path.join(second.data, "database"), "w") as file:
            file.write(place)
        return self.enterContext(second)

    def hold_open(self):
        """A transaction of another database that has written and does not end."""
        words = os.environ["SCHOOLZICHT_POSTGRESQL"] + " dbname=postgres"
        idle = subprocess.Popen(["psql", "-qAt", words], stdin=subprocess.PIPE, text=True)
        idle.stdin.write("BEGIN; CREATE TABLE held (n int); INSERT INTO held VALUES (1);\n")
        idle.stdin.flush()
        self.addCleanup(idle.wait, 20)
        self.addCleanup(idle.stdin.close)

    def person(self, n):
        centre = CENTRES[n % len(CENTRES)]
        return Person(self.nodes[n % len(self.nodes)], f"n{centre}"), f"centre:{centre}"

    def write(self, n, person, scope, made, faults):
        try:
            for i in range(SAVES):
                operation = person.create_staff(f"W{n}.{i}")
                status, receipts = person.push(operation)
                if status != 200 or receipts[0]["outcome"] != "applied":
                    raise AssertionError(f"{status}: {receipts}")
                made.append((scope, receipts[0]["seq"]))
        except Exception as fault:  # pylint: disable=broad-except
            faults.append(fault)

    def test_dense(self):
        done, made, faults = threading.Event(), [], []
        followers = [Follower(Person(node, f"n{centre}"), f"centre:{centre}", done) for node in self.nodes for centre in CENTRES]
        # Signed in one by one: so many passwords at once are refused.
        people = [self.person(n) for n in range(WRITERS)]
        writers = [threading.Thread(target=self.write, args=(n, *people[n], made, faults)) for n in range(WRITERS)]
        for thread in followers + writers:
            thread.start()
        for writer in writers:
            writer.join(300)
        done.set()
        for follower in followers:
            follower.join(60)
        self.assertEqual(faults + [each.fault for each in followers if each.fault], [])
        self.assertEqual(len(made), WRITERS * SAVES)
        for follower in followers:
            expected = sorted(seq for scope, seq in made if scope == follower.scope)
            self.assertEqual(expected, list(range(1, len(expected) + 1)), "a number was given out twice, or not at all")
            self.assertEqual(follower.seqs, expected, "a follower was not given every change, once, in order")
        self.assertIn("whole", self.first.command("check"))

    def at_once(self, *work):
        """Runs all of it at the same moment; what each gave."""
        gate, given = threading.Barrier(len(work)), [None] * len(work)

        def run(i):
            gate.wait()
            given[i] = work[i]()

        threads = [threading.Thread(target=run, args=(i,)) for i in range(len(work))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return given

    def test_same_operation(self):
        """Sent again over another node while the first try is still under way: one save, one answer."""
        one = Person(self.nodes[0], "n114")
        again = Person(self.nodes[-1], "n114")
        for i in range(REPEATS):
            operation = one.create_staff(f"S{i}")
            answers = self.at_once(*[lambda each=each: each.push(operation) for each in (one, again, one, again)])
            self.assertEqual([status for status, _ in answers], [200] * 4, answers)
            receipts = [receipts[0] for _, receipts in answers]
            self.assertEqual(receipts, [receipts[0]] * 4)
            self.assertEqual((receipts[0]["outcome"], receipts[0]["seq"]), ("applied", i + 1))
        rows, end, _ = read_stream(one.pull("centre:114")[2])
        self.assertEqual((len(rows), end["end"]), (REPEATS, REPEATS))
        self.assertIn("whole", self.first.command("check"))

    def test_same_record(self):
        """Two colleagues change other fields of one record at the same moment: neither is lost."""
        one, other = Person(self.nodes[0], "n115"), Person(self.nodes[-1], "n115")
        for i in range(REPEATS):
            made = json.loads(one.create_staff(f"R{i}"))
            record = made["parts"][0]["id"]
            one.push(json.dumps(made))

            def edit(person, field, value, record=record):
                part = {"verb": "edit", "kind": "staff_member", "id": record, "base_rev": 1, "base": {field: None}, "set": {field: value}}
                return person.push(person.operation([part]))

            answers = self.at_once(lambda: edit(one, "email", "a@b.be"), lambda: edit(other, "user_name", "n115"))
            self.assertEqual(sorted(receipts[0]["outcome"] for _, receipts in answers), ["applied", "merged"], answers)
        rows, _, _ = read_stream(one.pull("centre:115")[2])
        self.assertEqual([row[3] for row in rows], [3] * REPEATS)
        self.assertTrue(all({"a@b.be", "n115"} < set(row[4]) for row in rows), rows)
        self.assertIn("whole", self.first.command("check"))


if __name__ == "__main__":
    unittest.main()
