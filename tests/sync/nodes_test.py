#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Several servers answer from one PostgreSQL database: a save at one reaches the desks of another as an event, and when one dies its
desks go on at the others by themselves. Runs beside a PostgreSQL (tests/support/postgres.sh)."""
import os
import unittest

from centre import CENTRE, PASSWORD
from programs import Desk, Failed, Server
from proxy import Proxy
from window import Window

FOLLOWERS = 4
SHARED = ("--allow-test-numbers", "--share-port")


class Nodes(unittest.TestCase):
    def nodes(self, options=("--allow-test-numbers",), one_port=False):
        first = self.enterContext(Server(options=options))
        second = Server(options=options)
        second.join(first)
        if one_port:
            second.port, second.address = first.port, first.address
        self.enterContext(second)
        for name in ("an", "bert"):
            first.add_user(name, PASSWORD, centre=CENTRE)
        return first, second

    def desk(self, server, name):
        desk = self.enterContext(Desk(server, name, PASSWORD))
        desk.sync()
        return desk

    def pupil(self, desk):
        pupil = desk.add("pupil", first_name="Lotte", last_name="Peeters", birth_date="2010-03-04")
        desk.sync()
        return pupil

    def test_events_of_another_node(self):
        first, second = self.nodes()
        bert, an = self.desk(first, "bert"), self.desk(second, "an")
        pupil = self.pupil(bert)
        window = Window(self, an)
        window.wait_for(f"{pupil} 1")
        pulls = []
        for rev in range(2, 6):
            before = second.log().count("GET /v1/pull")
            bert.set("pupil", pupil, phone=str(rev))
            bert.sync()
            window.wait_for(f"{pupil} {rev}")
            pulls.append(second.log().count("GET /v1/pull") - before)
        # Not even to fetch the rows; only the first time the desk may have to say where it is.
        self.assertEqual(sum(pulls[1:]), 0, pulls)
        first.command("check")

    def test_one_port(self):
        first, second = nodes = self.nodes(SHARED, one_port=True)
        bert = self.desk(first, "bert")
        following = [Window(self, self.desk(first, "an")) for _ in range(FOLLOWERS)]
        pupil = self.pupil(bert)
        for window in following:
            window.wait_for(f"{pupil} 1")
        for node in nodes:
            self.assertIn("POST /v1/session 200", node.log(), "one of the two had nothing to do")
        first.kill()
        for rev in range(2, 5):
            bert.set("pupil", pupil, phone=str(rev))
            bert.sync()
            for window in following:
                window.wait_for(f"{pupil} {rev}")
        self.assertEqual(len(bert.list("pupil")), 1)
        second.command("check")
        self.assertIsNone(second.process.poll())

    def test_no_port_for_a_file(self):
        words = os.environ.pop("SCHOOLZICHT_POSTGRESQL")
        self.addCleanup(os.environ.__setitem__, "SCHOOLZICHT_POSTGRESQL", words)
        with self.assertRaises(Failed) as failed:
            Server(options=SHARED).start()
        self.assertIn("database of its own", str(failed.exception))

    def test_one_dies_behind_a_proxy(self):
        first, second = self.nodes()
        proxy = self.enterContext(Proxy(first))
        an, bert = self.desk(proxy, "an"), self.desk(second, "bert")
        window = Window(self, an)
        pupil = self.pupil(bert)
        window.wait_for(f"{pupil} 1")
        first.kill()
        proxy.server = second
        bert.set("pupil", pupil, phone="2")
        bert.sync()
        window.wait_for(f"{pupil} 2")
        # It learns of a save at the node that came back, too.
        first.start()
        other = self.pupil(self.desk(first, "bert"))
        window.wait_for(f"{other} 1")
        second.command("check")


if __name__ == "__main__":
    unittest.main()
