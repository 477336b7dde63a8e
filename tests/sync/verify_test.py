#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a desk has stored is compared with the server, and only what differs is fetched again and put right."""
import os
import re
import unittest

from programs import Desk, Server


def buckets(server):
    """How many buckets the server was asked for so far."""
    return len(re.findall(r"GET /v1/bucket 200", server.log()))


def blob(record):
    return f"x'{record.replace('-', '')}'"


class Verify(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server(demo=(120, 7)))
        self.desk = self.new_desk()
        self.pupils = self.desk.list("pupil")
        self.pupil = next(iter(self.pupils))

    def new_desk(self):
        with open(os.path.join(self.server.data, "demo-password")) as file:
            desk = self.enterContext(Desk(self.server, "demo", file.read().strip()))
        desk.sync()
        return desk

    def search(self):
        """What the lists have, which are made from the records."""
        found = self.desk.text("search", self.pupils[self.pupil]["last_name"])
        self.assertNotEqual(found, "")
        return found

    def verify(self):
        return self.desk.run("verify")[0]

    def check(self, expect_buckets, expect_mended):
        """Finds and mends that much and no more, and then nothing."""
        before = buckets(self.server)
        found = self.verify()
        self.assertEqual((found["buckets"], found["mended"], found["anew"]), (expect_buckets, expect_mended, False))
        self.assertEqual(buckets(self.server) - before, expect_buckets)
        again = self.verify()
        self.assertEqual((again["buckets"], again["mended"]), (0, 0))
        self.assertEqual(again["rows"], found["rows"])

    def test_nothing_is_wrong(self):
        self.assertGreater(self.verify()["rows"], 1000)
        self.check(0, 0)
        self.assertIn("records are as the server has them", self.desk.text("verify"))

    def test_changed(self):
        found = self.search()
        self.desk.tamper(f"UPDATE pupil SET last_name = 'Anders' WHERE id = {blob(self.pupil)}")
        self.assertEqual(self.desk.get("pupil", self.pupil)["last_name"], "Anders")
        self.check(1, 1)
        self.assertEqual(self.desk.list("pupil"), self.pupils)
        self.assertEqual(self.search(), found)

    def test_removed(self):
        found = self.search()
        self.desk.tamper(f"DELETE FROM pupil WHERE id = {blob(self.pupil)}")
        self.check(1, 1)
        self.assertEqual(self.desk.list("pupil"), self.pupils)
        self.assertEqual(self.search(), found)

    def test_added(self):
        extra = self.pupil[:-12] + "00000000" + self.pupil[-4:]
        fields = "scope, seq, rev, first_name, last_name, birth_date"
        self.desk.tamper(f"INSERT INTO pupil (id, {fields}) SELECT {blob(extra)}, {fields} FROM pupil WHERE id = {blob(self.pupil)}")
        self.assertIn(extra, self.desk.list("pupil"))
        self.check(1, 1)
        self.assertEqual(self.desk.list("pupil"), self.pupils)

    def test_elsewhere(self):
        """In the reference data, and of a revision of its own."""
        schools = self.desk.list("school")
        one, two = list(schools)[:2]
        self.desk.tamper(f"UPDATE school SET name = 'Nergens' WHERE id = {blob(one)}; UPDATE school SET rev = rev + 1 WHERE id = {blob(two)};")
        self.check(1 if one[-2:] == two[-2:] else 2, 2)
        self.assertEqual(self.desk.list("school"), schools)

    def test_unsent_saves_stay(self):
        """They go first, and what the server had below them is put right."""
        other = list(self.pupils)[1]
        self.server.stop()
        self.desk.set("pupil", self.pupil, phone="03 123")
        self.desk.set("pupil", other, phone="03 456")
        self.desk.tamper(
            f"UPDATE pupil SET last_name = 'Anders' WHERE id = {blob(self.pupil)};"
            f"UPDATE base_record SET body = replace(body, 'last_name', 'first_name') WHERE id = {blob(other)};"
        )
        self.desk.run("verify", expect=4)
        self.assertEqual(self.desk.status()["waiting"], 2)
        self.server.start()
        self.assertFalse(self.verify()["anew"])
        self.assertEqual(self.desk.status()["waiting"], 0)
        for record, phone in (self.pupil, "03 123"), (other, "03 456"):
            self.assertEqual(self.desk.get("pupil", record), {**self.pupils[record], "phone": phone})
        self.assertEqual(self.new_desk().list("pupil"), self.desk.list("pupil"))

    def test_moves_meanwhile(self):
        """A colleague saves: it is fetched first."""
        colleague = self.new_desk()
        colleague.set("pupil", self.pupil, phone="03 999")
        colleague.sync()
        self.check(0, 0)
        self.assertEqual(self.desk.get("pupil", self.pupil)["phone"], "03 999")

    def test_too_much(self):
        """What is wrong everywhere is fetched anew."""
        self.desk.tamper("UPDATE pupil SET last_name = 'Anders'")
        found = self.verify()
        self.assertTrue(found["anew"])
        self.assertEqual(found["buckets"], 0)
        self.assertEqual(self.desk.list("pupil"), self.pupils)
        self.check(0, 0)

    def test_rights(self):
        """The sums are those of what may be seen."""
        self.server.command("user", "assign", "demo", "--role", "worker", "--centre", "115")
        self.desk.sync()
        self.assertEqual(self.desk.list("pupil"), {})
        self.check(0, 0)


if __name__ == "__main__":
    unittest.main()
