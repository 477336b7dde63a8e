#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The file on a desk: nobody reads it without its key, and damage to it is told and repaired."""
import fcntl
import os
import shutil
import sqlite3
import unittest

from centre import PASSWORD, Centre
from programs import Desk

PAGE = 4096
DAMAGED = "De gegevens op dit toestel zijn beschadigd."
RECOVERED = "De gegevens op dit toestel waren beschadigd en zijn opzijgezet."
KEY = "De sleutel opent de gegevens op dit toestel niet."


class Secret(Centre):
    """What is on the disk."""

    def files(self, desk):
        for folder, _, names in os.walk(desk.path):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    yield os.path.join(folder, name), file.read()

    def test_nothing_in_clear(self):
        """No name, no table, no password and no token in any file; the database does not look like one."""
        desk = self.desk("an")
        pupil = self.pupil(desk, first_name="Geheimvoornaam", last_name="Geheimachternaam", street="Geheimstraat")
        seen = []
        # While the program is at work as well: the log of the database, and what a kill leaves behind.
        for words in (["list", "pupil"], ["sync"], ["search", "geheim"]):
            desk.text(*words)
            for path, data in self.files(desk):
                seen.append(os.path.basename(path))
                for word in (b"Geheim", b"geheim", b"CREATE TABLE", b"SQLite format", PASSWORD.encode(), pupil.encode()):
                    self.assertNotIn(word, data, path)
        self.assertIn("cache.db", seen)

    def test_nothing_in_clear_after_a_kill(self):
        desk = self.desk("an")
        process = desk.start("add", "pupil", "first_name=Geheimvoornaam", "last_name=Maes", "birth_date=2010-03-04")
        while process.poll() is None and not os.path.exists(desk.cache + "-wal"):
            pass
        process.kill()
        process.wait()
        for path, data in self.files(desk):
            self.assertNotIn(b"Geheim", data, path)
            self.assertNotIn(b"CREATE TABLE", data, path)

    def test_key(self):
        """Opens with its key only; another one changes nothing, and the right one opens it again."""
        desk = self.desk("an")
        self.pupil(desk)
        with self.assertRaises(sqlite3.DatabaseError):
            sqlite3.connect(desk.cache).execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with open(desk.cache, "rb") as file:
            before = file.read()
        wrap = os.path.join(desk.profile, "key.wrap")
        with open(desk.passphrase) as file:
            passphrase = file.read()
        shutil.copy(wrap, wrap + ".kept")
        shutil.copy(os.path.join(self.bert.profile, "key.wrap"), wrap)
        shutil.copy(self.bert.passphrase, desk.passphrase)
        self.assert_told(desk.told("list", "pupil"), KEY)
        os.replace(wrap + ".kept", wrap)
        self.assert_told(desk.told("list", "pupil"), "De wachtzin is verkeerd.")
        os.rename(wrap, wrap + ".kept")
        self.assert_told(desk.told("list", "pupil"), "De sleutel van de gegevens op dit toestel is niet te krijgen.")
        self.assertFalse(os.path.exists(wrap))
        os.rename(wrap + ".kept", wrap)
        with open(desk.passphrase, "w") as file:
            file.write(passphrase)
        with open(desk.cache, "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(desk.status()["waiting"], 1)

    def test_for_the_owner(self):
        desk = self.desk("an")
        for name in os.listdir(desk.profile):
            self.assertEqual(os.stat(os.path.join(desk.profile, name)).st_mode & 0o077, 0, name)
        self.assertEqual(os.stat(desk.profile).st_mode & 0o077, 0)

    def test_one_program(self):
        """A second program on the same desk is turned away, with a sentence."""
        desk = self.desk("an")
        with open(desk.cache + ".lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_told(desk.told("list", "pupil"), "is al open")
        desk.list("pupil")


class Damage(Centre):
    """Pages that the disk gives back otherwise than they were written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.desk("an")
        cls.known = cls.own.add("pupil", first_name="Lotte", last_name="Maes", birth_date="2010-03-04")
        cls.own.sync()
        cls.waiting = cls.own.add("pupil", first_name="Wacht", last_name="Maes", birth_date="2010-03-04")
        cls.kept = cls.own.profile + ".kept"
        shutil.copytree(cls.own.profile, cls.kept)
        cls.pages = os.path.getsize(cls.own.cache) // PAGE

    def setUp(self):
        """As before the damage."""
        shutil.rmtree(self.own.profile)
        shutil.copytree(self.kept, self.own.profile)

    def write(self, first, pages):
        with open(self.own.cache, "r+b") as file:
            file.seek(first * PAGE)
            file.write(os.urandom(pages * PAGE))

    def aside(self):
        return [name for name in os.listdir(self.own.profile) if ".damaged-" in name]

    def whole_again(self):
        """Everything the server has, and everything that can be done with it."""
        self.own.sync()
        self.bert.sync()
        for kind in ("municipality", "holiday"):
            self.assertEqual(self.own.list(kind), self.bert.list(kind))
        self.assertEqual(self.own.list("pupil"), self.bert.list("pupil"))
        self.assertIn(self.known, self.own.list("pupil"))
        self.assertEqual(self.own.status()["waiting"], 0)

    def test_first_page(self):
        """Nothing of the file can be read: set aside, never thrown away, and fetched again."""
        self.write(0, 1)
        self.assert_told(self.own.told("status", expect=0), RECOVERED)
        self.assertEqual(len(self.aside()), 1)
        self.whole_again()

    def test_half(self):
        """A file that ends early."""
        os.truncate(self.own.cache, self.pages // 2 * PAGE + 100)
        self.assert_told(self.own.told("status", expect=0), RECOVERED)
        self.whole_again()

    def test_something_else(self):
        """Not one page verifies: as likely another key as a damaged file, so it is not touched."""
        self.write(0, self.pages)
        self.assert_told(self.own.told("status"), KEY)
        self.assertEqual(self.aside(), [])

    def test_one_page(self):
        """Wherever it is: told by the command that meets it, repaired by the next, and what waits to be sent is still there
        unless it was on that very page."""
        met = lost = 0
        for page in range(1, self.pages, max(1, self.pages // 12)):
            self.setUp()
            self.write(page, 1)
            damaged = [self.told_of(kind) for kind in ("municipality", "holiday", "pupil")]
            if not any(damaged):
                continue
            met += 1
            self.assertEqual(sum(damaged), 1)
            self.own.told("status", expect=0)
            self.assertEqual(len(self.aside()), 1)
            lost += self.waiting not in self.own.list("pupil")
        self.assertGreater(met, 2)
        self.assertLess(lost, met)
        self.whole_again()

    def told_of(self, kind):
        """Whether the list of a kind met the damage."""
        said = self.own.told("list", kind, expect=(0, 1))
        if DAMAGED in said:
            self.assert_told(said, "open het opnieuw")
        return DAMAGED in said

    def test_salvage(self):
        """Reference data is damaged, a colleague waits for what was written here: both are served."""
        self.damage_list("municipality")
        self.assert_told(self.own.told("list", "municipality"), DAMAGED)
        self.assert_told(self.own.told("status", expect=0), RECOVERED)
        self.assertEqual(self.own.status()["waiting"], 1)
        self.assertEqual(self.own.get("pupil", self.waiting)["first_name"], "Wacht")
        self.own.sync()
        self.bert.sync()
        self.assertEqual(self.bert.get("pupil", self.waiting)["first_name"], "Wacht")
        self.whole_again()

    def damage_list(self, kind):
        """Damages one page that the list of that kind reads, and the list of pupils does not."""
        for page in range(self.pages - 1, 0, -1):
            for other, met in (("pupil", False), (kind, True)):
                self.setUp()
                self.write(page, 1)
                if self.told_of(other) != met:
                    break
            else:
                self.setUp()
                self.write(page, 1)
                return
        self.fail("no page is read by that list alone")


if __name__ == "__main__":
    unittest.main()
