#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A pupil goes to a school of another centre: the file leaves the one desk without a trace and comes whole to the other, and what the
old centre saves meanwhile waits for a person at the new one."""
import datetime
import os
import shutil
import unittest

from centre import PASSWORD, Centre
from faults import Steps, killed_at

OTHER = "115"
HEADS = "insz;voornaam;naam;geslacht;geboortedatum;instellingsnummer;van;tot;leerjaar;klas"
SCHOOLS = (("111111", "Basisschool De Brug", "114"), ("222222", "Basisschool De Linde", OTHER))
CANARY = "Zwartbekkanarie"


def number_of(birth, serial):
    """A national number of the test range (month + 60)."""
    base = birth.strftime("%y") + f"{birth.month + 60:02}" + birth.strftime("%d") + f"{serial:03}"
    whole = int(("2" if birth.year >= 2000 else "") + base)
    return base + f"{97 - whole % 97:02}"


class Transfer(Centre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.stop()
        cls.import_file("schools", "schoolnummer;naam;clb\n" + "".join(f"{n};{name};{centre}\n" for n, name, centre in SCHOOLS))
        cls.server.add_user("chris", PASSWORD, centre=OTHER)
        cls.server.start()
        cls.chris = cls.desk("chris")
        cls.an.sync()

    @classmethod
    def import_file(cls, kind, text):
        path = os.path.join(cls.server.path, kind + ".csv")
        with open(path, "w") as file:
            file.write(text)
        return cls.server.command("import", kind, path, "--allow-test-numbers", expect=(0, 3))

    def enrol(self, last_name, school, day, number):
        """As the official file says it; the server stands still meanwhile."""
        self.server.stop()
        said = self.import_file("pupils", f"{HEADS}\n{number};Lotte;{last_name};V;2010-05-18;{school};{day};;L5;5A\n")
        self.server.start()
        return said

    def moved(self, last_name, serial, before=lambda pupil: None):
        """A pupil of the first school with something in the file, who goes to the second; `before` works at the first meanwhile."""
        number = number_of(datetime.date(2010, 5, 18), serial)
        self.enrol(last_name, "111111", "2020-09-01", number)
        self.an.sync()
        pupil = next(iter(self.an.list("pupil", last_name=last_name)))
        vaccine = next(iter(self.an.list("vaccine")))
        self.an.add("vaccination", pupil=pupil, vaccine=vaccine, given_on="2016-03-01", lot=last_name)
        self.an.set("pupil", pupil, street=last_name + "straat")
        self.an.sync()
        self.bert.sync()
        before(pupil)
        self.enrol(last_name, "222222", "2020-11-02", number)
        return pupil

    def test_goes_whole(self):
        pupil = self.moved(CANARY, 1)
        self.assertTrue(self.an.has_trace(CANARY))
        for desk in (self.an, self.bert, self.chris):
            desk.sync()
        self.assertNotIn(pupil, self.an.list("pupil"))
        self.assertEqual(self.an.list("vaccination", lot=CANARY), {})
        self.assertEqual(self.chris.get("pupil", pupil)["street"], CANARY + "straat")
        self.assertEqual(len(self.chris.list("vaccination", pupil=pupil)), 1)
        enrolments = self.chris.list("enrolment", pupil=pupil).values()
        self.assertEqual(sorted(each["valid_from"] for each in enrolments), ["2020-09-01", "2020-11-02"])
        for desk in (self.an, self.bert):
            self.assertFalse(desk.has_trace(CANARY))
        self.assertTrue(self.chris.has_trace(CANARY))
        self.server.command("check")

    def test_too_late(self):
        """Saved at the old centre without a connection, while the pupil had gone already."""
        def work(pupil):
            activity = self.activity(pupil)
            self.bert.set("pupil", pupil, phone="0470 11 22 33")
            self.bert.add("activity", **activity)

        pupil = self.moved("Telaatman", 2, work)
        self.assertEqual(self.bert.get("pupil", pupil)["phone"], "0470 11 22 33")
        self.bert.sync()
        self.chris.sync()
        self.assertNotIn(pupil, self.bert.list("pupil"))
        told = [each for each in self.bert.conflicts().values() if each["detail"] == "moved"]
        self.assertEqual(len(told), 2)
        self.assertIn(OTHER, told[0]["colleague"])
        self.assertIsNone(told[0]["mine"])
        waiting = [each for each in self.chris.conflicts().values() if each["detail"] == "former-centre"]
        self.assertEqual(len(waiting), 2)
        self.assertTrue(any("0470 11 22 33" in each["mine"] for each in waiting))
        self.assertEqual(self.bert.status()["waiting"], 0)
        self.assertFalse(self.bert.has_trace("0470 11 22 33"))
        # A person of the new centre takes it over with one click.
        for review in self.chris.conflicts():
            self.chris.run("resolve", review, "mine")
        self.chris.sync()
        self.assertEqual(self.chris.get("pupil", pupil)["phone"], "0470 11 22 33")
        self.server.command("check")

    def activity(self, pupil):
        staff = self.bert.add("staff_member", code="BV", first_name="Bert", last_name="Vos")
        self.bert.sync()
        return {"staff_member": staff, "performed_on": "2020-11-03", "subject": "gesprek", "minutes": 30, "pupil": pupil, "remark": "0470 11 22 33"}

    def test_twice(self):
        """The same file again changes nothing, and the old school's older file does not take the pupil back."""
        pupil = self.moved("Tweemaal", 3)
        number = number_of(datetime.date(2010, 5, 18), 3)
        self.enrol("Tweemaal", "222222", "2020-11-02", number)
        self.enrol("Tweemaal", "111111", "2020-09-01", number)
        self.an.sync()
        self.chris.sync()
        self.assertEqual(self.an.list("pupil", last_name="Tweemaal"), {})
        self.assertEqual(list(self.chris.list("pupil", last_name="Tweemaal")), [pupil])
        # And back, as pupils do.
        self.enrol("Tweemaal", "111111", "2020-12-01", number)
        self.an.sync()
        self.chris.sync()
        self.assertEqual(list(self.an.list("pupil", last_name="Tweemaal")), [pupil])
        self.assertEqual(self.chris.list("pupil", last_name="Tweemaal"), {})
        self.assertEqual(len(self.an.list("enrolment", pupil=pupil)), 3)
        self.server.command("check")

    def test_cut_while_it_goes(self):
        """Wherever the desk is cut while it forgets: when it has exchanged, there is no trace."""
        pupil = self.moved("Stroomuitval", 5)
        kept = self.an.profile + ".kept"
        shutil.copytree(self.an.profile, kept)
        self.addCleanup(shutil.rmtree, kept)
        steps = Steps(23)
        for n in steps:
            shutil.rmtree(self.an.profile)
            shutil.copytree(kept, self.an.profile)
            steps.lived = not self.an.killed(killed_at(n, "/cache.db"), "sync")[0]
            with self.subTest(n):
                self.an.sync()
                self.assertNotIn(pupil, self.an.list("pupil"))
                self.assertFalse(self.an.has_trace("Stroomuitval"))
        self.chris.sync()
        self.assertEqual(self.chris.get("pupil", pupil)["street"], "Stroomuitvalstraat")
        self.server.command("check")

    def test_put_back_before(self):
        """The server is put back from a copy of before all this: what was accepted comes back, also from who may not read it any more."""
        number = number_of(datetime.date(2010, 5, 18), 4)
        self.enrol("Terugman", "111111", "2020-09-01", number)
        self.an.sync()
        pupil = next(iter(self.an.list("pupil", last_name="Terugman")))
        self.server.take_copy()
        self.an.set("pupil", pupil, phone="0470 99 88 77")
        self.an.sync()
        self.enrol("Terugman", "222222", "2020-11-02", number)
        for desk in (self.an, self.chris):
            desk.sync()
        self.assertFalse(self.an.has_trace("0470 99 88 77"))
        self.chris.set("pupil", pupil, street="Lindelaan")
        self.chris.sync()
        self.server.put_back()
        for desk in (self.an, self.chris, self.an, self.chris):
            desk.sync()
        self.assertEqual(self.an.get("pupil", pupil)["phone"], "0470 99 88 77")
        self.assertEqual(self.chris.list("pupil", last_name="Terugman"), {})
        # The file is enrolled there once more: what the new centre had saved was waiting for it.
        self.enrol("Terugman", "222222", "2020-11-02", number)
        for desk in (self.an, self.chris):
            desk.sync()
        self.assertFalse(self.an.has_trace("0470 99 88 77"))
        fields = self.chris.get("pupil", pupil)
        self.assertEqual((fields["phone"], fields["street"]), ("0470 99 88 77", "Lindelaan"))
        self.assertEqual([each for each in self.chris.conflicts().values() if each["detail"] == "unknown-record"], [])
        self.server.command("check")


if __name__ == "__main__":
    unittest.main()
