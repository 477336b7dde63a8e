#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Power cuts at every step of what happens seldom at a desk, and at every step of the server on its network: each time from the same
profile, and each time with a second power cut while the desk comes back. README.md says which point is met where."""
import os
import shutil
import unittest

from centre import PASSWORD, Centre
from faults import Steps, full_from, killed_at
from programs import Desk, run_both
from proxy import Proxy

DISK, NETWORK = "/cache.db", "socket:"
PAGE = 4096
FULL = "De schijf is vol."
# Steps of a desk that does no more than open its cache.
OPENING = 13
# What a desk does by itself is alike whatever the server's database is.
desk_alone = unittest.skipIf(
    "SCHOOLZICHT_POSTGRESQL" in os.environ and "SCHOOLZICHT_EVERY_STEP" not in os.environ, "nothing of the server in it"
)


class Points(Centre):
    def setUp(self):
        self.own = self.desk("an")
        self.other = self.pupil(self.own)
        self.own.sync()

    def work(self):
        """What waits to be sent: somebody new, and an edit."""
        self.made = self.own.add("pupil", first_name="Wacht", last_name="Maes", birth_date="2010-03-04")
        self.own.set("pupil", self.other, phone="014 00 00 00")

    def keep(self):
        """The profile as it is now is what every power cut begins with."""
        self.kept = self.own.profile + ".kept"
        shutil.copytree(self.own.profile, self.kept)

    def put_back(self):
        shutil.rmtree(self.own.profile)
        shutil.copytree(self.kept, self.own.profile)

    def each_cut(self, file, words, check, every=1):
        """`check` after each of them, and after another one when the desk was opened again."""
        steps = Steps(every)
        for n in steps:
            self.put_back()
            killed = self.own.killed(killed_at(n, file), words)[0]
            self.own.killed(killed_at(1 + n // steps.every % OPENING, DISK), "status")
            with self.subTest(n):
                check()
            steps.lived = not killed
        self.assertGreater(steps.n, 5 * steps.every)

    def shows(self, *pupils):
        """The desk shows these, with the edit."""
        shown = self.own.list("pupil")
        self.assertLessEqual({self.other, *pupils}, set(shown))
        self.assertEqual(shown[self.other]["phone"], "014 00 00 00")

    def arrives(self, *pupils):
        """All of it is with the server, once, and with a colleague."""
        self.own.sync(expect=0)
        self.shows(*pupils)
        status = self.own.status()
        self.assertEqual((status["waiting"], status["reviews"]), (0, 0))
        revisions = {each["id"]: each["rev"] for each in self.own.run("list", "pupil")}
        self.assertEqual([revisions[each] for each in (*pupils, self.other)], [1] * len(pupils) + [2])

    def shown_and_sent(self):
        self.shows(self.made)
        self.arrives(self.made)

    def same_at_a_colleague(self):
        self.bert.sync(expect=0)
        self.assertEqual(self.bert.run("list", "pupil"), self.own.run("list", "pupil"))
        self.assertIn("whole", self.server.command("check"))

    def test_on_the_network(self):
        """Half sent, sent, the first receipt read, the receipts kept, half a page read."""
        self.work()
        self.keep()
        self.each_cut(NETWORK, "sync", self.shown_and_sent, every=17)
        self.same_at_a_colleague()

    @desk_alone
    def test_on_the_disk(self):
        """Receipts kept, pages applied with their cursor, overlay and journal, the log put into the file."""
        self.work()
        self.keep()
        self.each_cut(DISK, "sync", self.shown_and_sent, every=9)
        self.same_at_a_colleague()

    def test_new_history(self):
        """The server was put back: marks, the journal into the outbox, sweeps."""
        self.server.take_copy()
        lost = self.pupil(self.own)
        self.own.sync()
        self.work()
        gone = self.bert.add("pupil", first_name="Weg", last_name="Maes", birth_date="2010-03-04")
        self.bert.sync()
        self.own.sync()
        self.work()
        self.keep()
        self.server.put_back()

        def comes_back():
            self.shows(self.made, lost)
            self.own.sync(expect=0)
            self.shows(self.made, lost)
            self.assertEqual(self.own.status()["waiting"], 0)

        self.each_cut(DISK, "sync", comes_back, every=101)
        self.bert.sync(expect=0)
        self.own.sync(expect=0)
        self.assertIn(gone, self.own.list("pupil"))
        self.same_at_a_colleague()

    def full(self, n, *words):
        """What the desk said where its disk is full from the n-th write on; nothing when it came to its end."""
        said, told = run_both(self.own.command(*words), (0, 1), env={**full_from(n, DISK), "LANGUAGE": "nl"})
        if told:
            self.assert_told(told, FULL)
        return said, told

    @desk_alone
    def test_full_exchange(self):
        """No room for what comes: everything is still there, and goes on when there is."""
        self.work()
        self.keep()
        steps = Steps(5)
        for n in steps:
            self.put_back()
            steps.lived = not self.full(n, "sync")[1]
            with self.subTest(n):
                self.shown_and_sent()
        self.assertGreater(steps.n, 20)
        self.same_at_a_colleague()

    @desk_alone
    def test_full_save(self):
        """A save is told to be there or not to be, and that is so."""
        self.keep()
        steps = Steps(2)
        for n in steps:
            self.put_back()
            said, told = self.full(n, "add", "pupil", "first_name=Vol", "last_name=Maes", "birth_date=2010-03-04")
            with self.subTest(n):
                self.assertEqual(bool(said), not told)
                self.assertEqual(len(self.own.list("pupil", first_name="Vol")), int(not told))
                self.assertEqual(self.own.status()["waiting"], int(not told))
            steps.lived = not told
        self.assertGreater(steps.n, 3)

    @desk_alone
    def test_salvage(self):
        """A damaged cache: what waits goes into a new one, and the damaged one aside."""
        self.work()
        self.keep()
        self.damage()

        def is_kept():
            self.assertEqual(self.own.status()["waiting"], 2)
            self.assertIn(self.made, self.own.list("pupil"))

        self.each_cut(DISK, "status", is_kept, every=151)
        self.arrives(self.made)
        self.same_at_a_colleague()

    def damage(self):
        """A page that the list of municipalities reads, and what waits is not on it."""
        pages = os.path.getsize(self.own.cache) // PAGE
        for page in range(pages - 1, 0, -1):
            self.put_back()
            with open(self.own.cache, "r+b") as file:
                file.seek(page * PAGE)
                file.write(os.urandom(PAGE))
            if "beschadigd" in self.own.told("list", "municipality", expect=(0, 1)):
                shutil.rmtree(self.kept)
                self.keep()
                self.own.told("status", expect=0)
                if self.own.status()["waiting"] == 2:
                    return
        self.fail("no page is read by that list alone")

    @desk_alone
    def test_first_sync(self):
        """From nothing: the tables half made, the first page half applied."""
        self.own = self.stack.enter_context(Desk(self.server, "an", PASSWORD))
        self.keep()
        self.bert.sync()
        there = {kind: self.bert.run("list", kind) for kind in ("pupil", "municipality")}

        def is_whole():
            self.own.sync(expect=0)
            self.assertEqual({kind: self.own.run("list", kind) for kind in there}, there)

        self.each_cut(DISK, "sync", is_whole, every=211)

    @desk_alone
    def test_sign_in(self):
        """A profile half made is made again."""
        steps = Steps(5)
        for n in steps:
            with Desk(self.server, "an", PASSWORD, sign_in=False) as desk:
                words = desk.sign_in_words()
                steps.lived = not desk.killed(killed_at(n, desk.profile), *words, text=PASSWORD + "\n")[0]
                desk.sign_in()
                desk.sync(expect=0)
                self.assertIn(self.other, desk.list("pupil"))


class ServerPoints(Centre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proxy = cls.stack.enter_context(Proxy(cls.server))
        cls.own = cls.stack.enter_context(Desk(cls.proxy, "an", PASSWORD))
        cls.own.sync()

    def test_push(self):
        """Wherever the server ends while it takes changes in (before it counts, before it commits, before it answers) each is there
        once, and the numbers of the changes are dense."""
        armed = os.path.join(self.server.path, "armed")
        shared, made = self.pupil(self.own), []
        self.own.sync()

        def arm(exchange):
            if exchange.path.startswith("/v1/push"):
                with open(armed, "w"):
                    pass
            exchange.pass_on()

        steps = Steps(11)
        for n in steps:
            made.append(self.own.add("pupil", first_name="Server", last_name=f"Maes{n}", birth_date="2010-03-04"))
            self.own.set("pupil", shared, phone=str(n))
            self.server.stop()
            self.server.start(killed_at(n, NETWORK, armed))
            with self.proxy.break_with(arm):
                self.own.sync(expect=(0, 4))
            os.unlink(armed)
            steps.lived = not self.server.end()
            self.server.start()
            with self.subTest(n):
                self.own.sync(expect=0)
                self.assertEqual(self.own.status()["waiting"], 0)
                revisions = {each["id"]: each["rev"] for each in self.own.run("list", "pupil")}
                self.assertEqual(revisions, {shared: 1 + len(made), **{each: 1 for each in made}})
        self.bert.sync(expect=0)
        self.assertEqual(self.bert.run("list", "pupil"), self.own.run("list", "pupil"))
        self.assertIn("whole", self.server.command("check"))


if __name__ == "__main__":
    unittest.main()
