#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A desk that has been without the server for too long stays shut until it has been in touch; what was saved there is kept."""
import json
import os
import shutil
import unittest

from centre import CENTRE, PASSWORD, Centre
from faults import asleep
from programs import Desk, run, run_both

DAY = 24 * 3600
TOLD = ("te lang geen verbinding",)


class Lease(Centre):
    def setUp(self):
        """A desk with a save that was not sent, and a server that cannot be reached."""
        name = self.id().rsplit("_", 1)[1]
        self.server.add_user(name, PASSWORD, centre=CENTRE)
        self.own = self.desk(name)
        self.saved = self.pupil(self.own)
        self.note = os.path.join(self.own.profile, "lease.json")

    def told(self, env, *words):
        """What a Dutch reader is told by a command that must fail in this environment."""
        return run_both(self.own.command(*words), 1, env={**env, "LANGUAGE": "nl"})[1]

    def assert_shut(self, env):
        """Nothing is shown and nothing is saved."""
        for words in (("list", "pupil"), ("add", "pupil", "first_name=An"), ("sync",)):
            self.assert_told(self.told(env, *words), *TOLD)

    def assert_open(self, env):
        self.assertIn(self.saved, run(self.own.command("list", "pupil"), env=env))

    def assert_kept(self):
        """What had not been sent reaches a colleague."""
        self.own.sync()
        self.an.sync()
        self.assertIn(self.saved, self.an.list("pupil"))

    def read(self):
        with open(self.note) as file:
            return json.load(file)

    def write(self, lease):
        with open(self.note, "w") as file:
            json.dump(lease, file)

    def test_two_weeks(self):
        """Thirteen days, and then two more: shut. A session opens it, and nothing was lost."""
        self.server.stop()
        self.assert_open(asleep(13 * DAY))
        self.assert_shut(asleep(15 * DAY))
        # What has passed has passed: the clock that was ahead is believed.
        self.assert_shut({})
        self.server.start()
        self.assert_open({})
        self.assert_kept()
        self.assert_open(asleep(15 * DAY))

    def test_clock_set_back(self):
        """Neither that, nor setting it ahead, moves anything."""
        self.server.stop()
        self.assert_open(asleep(0, 300 * DAY))
        self.assert_open(asleep(0, -300 * DAY))
        self.assert_shut(asleep(15 * DAY, -20 * DAY))
        self.assert_shut(asleep(0, -20 * DAY))
        self.server.start()
        self.assert_kept()

    def test_step_by_step(self):
        """It counts from one start to the next."""
        self.server.stop()
        for day in range(5, 14, 4):
            self.assert_open(asleep(day * DAY))
        self.assert_open(asleep(0))
        self.assert_shut(asleep(2 * DAY))
        self.server.start()
        self.assert_kept()

    def test_note_changed(self):
        """By hand, with a text editor: not believed, and no worse than too long."""
        self.server.stop()
        lease = self.read()
        self.write({**lease, "until": lease["until"] + 1000 * DAY})
        self.assert_shut({})
        self.write(lease)
        self.assert_open({})
        os.unlink(self.note)
        self.assert_shut({})
        self.server.start()
        self.assert_kept()

    def test_program_upgraded(self):
        """A cache of before there were leases: one begins. After a session with the server its absence is no beginning any more."""
        with Desk(self.server, "an", PASSWORD) as other:
            note = os.path.join(other.profile, "lease.json")
            other.list("pupil")
            os.unlink(note)
            self.server.stop()
            self.assertEqual(other.list("pupil"), {})
            self.assertTrue(os.path.exists(note))
            self.assertIn("te lang", run_both(other.command("list", "pupil"), 1, env={**asleep(15 * DAY), "LANGUAGE": "nl"})[1])
            self.server.start()
            other.sync()
            os.unlink(note)
            self.server.stop()
            self.assert_told(other.told("list", "pupil"), *TOLD)
            self.server.start()

    def test_server_says(self):
        """How long, for all of its desks."""
        self.server.command("device", "lease", "0", expect=2)
        self.server.command("device", "lease", "400", expect=2)
        self.server.command("device", "lease", "3")
        self.own.sync()
        self.server.stop()
        self.assert_open(asleep(2 * DAY))
        self.assert_shut(asleep(4 * DAY))
        self.server.start()
        self.server.command("device", "lease", "14")
        self.assert_kept()

    def test_signed_out(self):
        """Too long away, and the session has ended: signing in opens it."""
        self.server.stop()
        self.assert_shut(asleep(15 * DAY))
        self.server.start()
        self.server.command("session", "revoke", self.own.user)
        self.assert_told(self.told({}, "list", "pupil"), "niet aangemeld")
        self.own.sign_in()
        self.assert_open({})
        self.assert_kept()

    def test_device_wiped(self):
        """Too long away, and at the first contact it must wipe itself."""
        self.server.stop()
        self.assert_shut(asleep(15 * DAY))
        self.server.start()
        with open(os.path.join(self.own.profile, "profile.json")) as file:
            device = json.load(file)["device"]
        self.server.command("device", "wipe", "--now", device)
        self.assert_told(self.told({}, "list", "pupil"), "toestel is gewist")
        self.assertEqual(os.listdir(self.own.profile), [])

    def test_profile_copied(self):
        """A copy takes another device id at its first push; its lease is its own."""
        copy = self.own.profile + ".copy"
        shutil.copytree(self.own.profile, copy)
        self.own.sync()
        shutil.rmtree(self.own.profile)
        shutil.copytree(copy, self.own.profile)
        other = self.pupil(self.own)
        self.own.sync()
        self.server.stop()
        self.assert_open({})
        self.server.start()
        self.an.sync()
        self.assertIn(other, self.an.list("pupil"))


if __name__ == "__main__":
    unittest.main()
