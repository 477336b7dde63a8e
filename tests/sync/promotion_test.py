#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL fails over to a standby that had not everything: what desks know was accepted comes back, once. The server runs on."""
import concurrent.futures
import contextlib
import time
import unittest

from centre import CENTRE, PASSWORD
from cluster import Cluster
from programs import PATIENCE, Desk, Failed
from window import Window

SAVES = 8


class Promotion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.addClassCleanup(cls.stack.close)
        cls.cluster = cls.stack.enter_context(Cluster())
        cls.server = cls.stack.enter_context(cls.cluster.server())
        for name in ("an", "bert", "chris"):
            cls.server.add_user(name, PASSWORD, centre=CENTRE)

    def setUp(self):
        if not self.cluster.second.is_running():
            self.cluster.join()
        self.desks = [self.enterContext(Desk(self.server, name, PASSWORD)) for name in ("an", "bert", "chris")]
        self.settle()

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), self.server.log()[-2000:])

    def pupil(self, desk, **values):
        return desk.add("pupil", **{"first_name": "Lotte", "last_name": self.id()[-20:], "birth_date": "2010-03-04", **values})

    def sync(self, desk):
        """As the window does: until the server is there again."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                desk.sync()
                return
            except Failed as failed:
                if "status 4" not in str(failed) or time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def settle(self, *desks):
        """Until all have everything: the first round brings back what was lost, the next ones show it to everybody."""
        for _ in range(3):
            for desk in desks or self.desks:
                self.sync(desk)

    def epoch(self):
        return self.cluster.first.ask("SELECT value FROM meta WHERE name = 'epoch'", self.server.database())

    def assert_same(self):
        pupils = [desk.list("pupil") for desk in self.desks]
        for desk, other in zip(self.desks, pupils):
            self.assertEqual(desk.status()["waiting"], 0)
            self.assertEqual(other, pupils[0])
        self.assertIn("whole", self.server.command("check"))
        return pupils[0]

    def test_what_was_not_copied(self):
        an, bert, chris = self.desks
        shared = self.pupil(an)
        self.settle()
        before, epoch = set(an.list("pupil")), self.epoch()
        self.cluster.catch_up()
        self.cluster.cut()
        # Accepted, and seen by a colleague; accepted, and not even seen come back; changed; deleted; not sent.
        seen, gone = self.pupil(an, phone="1"), self.pupil(an)
        self.settle()
        bert.set("pupil", shared, street="Veldstraat")
        chris.set("pupil", seen, phone="2")
        an.run("delete", "pupil", gone)
        self.settle(bert, chris, an)
        alone = self.pupil(chris)
        self.sync(chris)
        unsent = self.pupil(bert)
        self.cluster.fail_over()
        # The other way round: who has lost nothing comes first.
        self.settle(bert, an, chris)
        pupils = self.assert_same()
        self.assertEqual(set(pupils), before | {seen, alone, unsent})
        self.assertEqual((pupils[shared]["street"], pupils[seen]["phone"]), ("Veldstraat", "2"))
        self.assertNotEqual(self.epoch(), epoch)

    def test_numbers_that_were_given_out_again(self):
        """Others have gone past what a desk saw before it comes back, and nothing but the run tells."""
        late, early, _ = self.desks
        epoch = self.epoch()
        self.cluster.catch_up()
        self.cluster.cut()
        lost = self.pupil(late)
        self.sync(late)
        self.cluster.fail_over()
        more = {self.pupil(early) for _ in range(4)}
        self.sync(early)
        self.assertEqual(self.epoch(), epoch)
        self.settle()
        self.assertLessEqual({lost, *more}, set(self.assert_same()))
        self.assertNotEqual(self.epoch(), epoch)

    def test_nothing_was_lost(self):
        """Nobody needs to fetch everything anew."""
        an, bert, _ = self.desks
        pupil, epoch = self.pupil(an), self.epoch()
        self.settle()
        self.cluster.catch_up()
        self.cluster.fail_over()
        bert.set("pupil", pupil, phone="3")
        self.settle()
        self.assertEqual(self.assert_same()[pupil]["phone"], "3")
        self.assertEqual(self.epoch(), epoch)

    def test_at_work(self):
        """It happens while all save and send, and a window stands open that nobody touches."""
        an, bert, chris = self.desks
        follower = self.enterContext(Desk(self.server, "an", PASSWORD))
        self.sync(follower)
        before = set(an.list("pupil"))
        window = Window(self, follower)
        self.cluster.catch_up()

        def work(desk):
            made = []
            for _ in range(SAVES):
                made.append(self.pupil(desk))
                self.sync(desk)
            return made

        with concurrent.futures.ThreadPoolExecutor(3) as together:
            made = [together.submit(work, desk) for desk in self.desks]
            window.next()
            self.cluster.cut()
            for _ in range(3):
                window.next()
            self.cluster.fail_over()
            made = {pupil for each in made for pupil in each.result()}
        self.settle()
        self.assertEqual(set(self.assert_same()), before | made)
        for pupil in made:
            window.wait_for(f"{pupil} 1")
        window.close()
        self.assertEqual(set(follower.list("pupil")), before | made)

    def test_started_anew(self):
        """It was away for a moment, or for longer."""
        an, bert, _ = self.desks
        pupil = self.pupil(an)
        self.cluster.first.control("restart", "-m", "fast")
        self.sync(an)
        self.cluster.first.control("stop", "-m", "fast")
        bert.sync(expect=(0, 3, 4, 5, 6))
        an.set("pupil", pupil, phone="4")
        self.cluster.first.control("start", "-l", "/dev/null")
        self.settle()
        self.assertEqual(self.assert_same()[pupil]["phone"], "4")


if __name__ == "__main__":
    unittest.main()
