#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Somebody gets another centre or role: what the old one had leaves the desk, what was saved for it is kept there for a person."""
import shutil
import unittest

from centre import CENTRE, PASSWORD, Centre
from faults import Steps, killed_at

OTHER = "115"
CANARY = "Zwartbekkanarie"


class Rights(Centre):
    def worker(self, name):
        self.server.add_user(name, PASSWORD, centre=CENTRE)
        return self.desk(name)

    def assign(self, name, *words):
        self.server.stop()
        self.server.command("user", "assign", name, *words)
        self.server.start()

    def test_another_centre(self):
        """Two saves made without a connection before the new centre was known: an edit and a new pupil."""
        pupil = self.pupil(self.an, street=CANARY + "straat")
        self.an.sync()
        desk = self.worker("mover")
        self.assertEqual(desk.get("pupil", pupil)["street"], CANARY + "straat")
        desk.set("pupil", pupil, phone="0470 11 22 33")
        made = self.pupil(desk, street=CANARY + "laan")
        self.assign("mover", "--role", "coordinator", "--centre", OTHER)
        desk.sync()
        self.assertEqual(desk.list("pupil"), {})
        self.assertEqual(desk.status()["waiting"], 0)
        self.assertFalse(desk.has_trace(CANARY))
        self.assertFalse(desk.has_trace("0470 11 22 33"))
        # At the old centre a person decides.
        self.an.sync()
        waiting = {key: each for key, each in self.an.conflicts().items() if each["detail"] == "left-centre"}
        self.assertEqual(len(waiting), 2)
        self.assertNotIn(made, self.an.list("pupil"))
        for review in waiting:
            self.an.run("resolve", review, "mine")
        self.an.sync()
        self.assertEqual(self.an.get("pupil", pupil)["phone"], "0470 11 22 33")
        self.assertEqual(self.an.get("pupil", made)["street"], CANARY + "laan")
        # And the new centre is there to work in.
        here = self.pupil(desk)
        desk.sync()
        self.assertEqual(list(desk.list("pupil")), [here])
        self.an.sync()
        self.assertNotIn(here, self.an.list("pupil"))
        self.server.command("check")

    def test_cut_while_it_goes(self):
        """Wherever the desk is cut while it gives up the old centre: nothing of it stays, and what was saved reaches a person once."""
        pupil = self.pupil(self.an, street=CANARY + "dreef")
        self.an.sync()
        desk = self.worker("cutter")
        desk.set("pupil", pupil, phone="0470 00 11 22")
        self.assign("cutter", "--role", "worker", "--centre", OTHER)
        kept = desk.profile + ".kept"
        shutil.copytree(desk.profile, kept)
        steps = Steps(73)
        for n in steps:
            shutil.rmtree(desk.profile)
            shutil.copytree(kept, desk.profile)
            steps.lived = not desk.killed(killed_at(n, "/cache.db"), "sync")[0]
            with self.subTest(n):
                desk.sync()
                self.assertNotIn(pupil, desk.list("pupil"))
                self.assertEqual(desk.status()["waiting"], 0)
                self.assertFalse(desk.has_trace(CANARY))
        self.an.sync()
        waiting = [each for each in self.an.conflicts().values() if "0470 00 11 22" in (each["mine"] or "")]
        self.assertEqual(len(waiting), 1)
        self.server.command("check")

    def test_no_centre(self):
        """A population manager has reference data and no files."""
        pupil = self.pupil(self.an, street=CANARY + "plein")
        self.an.sync()
        desk = self.worker("planner")
        desk.set("pupil", pupil, phone="0470 44 55 66")
        self.assign("planner", "--role", "population-manager", "--zone", "Gent")
        desk.sync()
        self.assertEqual(desk.list("pupil"), {})
        self.assertFalse(desk.has_trace(CANARY))
        self.assertGreater(len(desk.list("municipality")), 300)
        self.an.sync()
        self.assertTrue(any("0470 44 55 66" in (each["mine"] or "") for each in self.an.conflicts().values()))

    def test_another_role(self):
        """The same centre: everything is fetched anew, what was made here goes on."""
        pupil = self.pupil(self.an)
        self.an.sync()
        desk = self.worker("climber")
        desk.set("pupil", pupil, phone="0470 77 88 99")
        self.assign("climber", "--role", "director", "--centre", CENTRE)
        desk.sync()
        self.an.sync()
        self.assertEqual(self.an.get("pupil", pupil)["phone"], "0470 77 88 99")
        self.assertEqual(desk.list("pupil"), self.an.list("pupil"))


if __name__ == "__main__":
    unittest.main()
