#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A window is open on a desk that must wipe itself: nothing stays on the screen or on the disk, and one signs in anew."""
import os
import re
import unittest

from atdrive import wait
from driver import DemoServer, Window


class Wipe(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(DemoServer())
        self.desk = self.enterContext(self.server.desk())
        pupils = [f"{p['last_name']} {p['first_name']}" for p in self.desk.list("pupil").values()]
        self.name = next(name for name in pupils if pupils.count(name) == 1)
        self.device = self.server.command("device", "list").split("\t")[0]

    def state(self):
        rows = [line.split("\t") for line in self.server.command("device", "list").splitlines()]
        return next(row[3] for row in rows if row[0] == self.device)

    def fill(self, window, label, text):
        window.main.find("text", re.compile(label), 60, laid_out=True).text = text

    def sign_in(self, window):
        self.fill(window, "Server address", self.server.address)
        self.fill(window, "[Nn]ame", "demo")
        self.fill(window, "Password", self.server.password)
        window.press("Sign in")
        window.label("Is this your server")
        window.press("They are the same")
        window.label(r"^\d+ pupils$")

    def assert_empty(self, window):
        wait(lambda: not window.texts("pupils$"), "no pupils on the screen", 30)
        wait(lambda: os.listdir(self.desk.profile) == [], "an empty folder", 30)
        self.assertRegex(self.state(), r"^wiped \d")

    def test_while_a_pupil_is_open(self):
        with Window(self.desk) as window:
            window.open_pupil(self.name)
            self.server.command("device", "wipe", "--now", self.device)
            window.label("This device was wiped")
            self.assert_empty(window)
            self.assertEqual(window.texts("^Enrolments$"), [])
            self.sign_in(window)
        # And it can be worked on as any other.
        with Window(self.desk):
            pass

    def test_while_a_form_is_open(self):
        """What is typed and not saved goes with the rest."""
        with Window(self.desk) as window:
            window.open_pupil(self.name)
            window.key("ctrl+e")
            form = window.dialog("Edit identity")
            form.find("text", re.compile("City")).text = "Zwartbekkanarie"
            self.server.command("device", "wipe", "--after-upload", self.device)
            window.label("This device was wiped")
            self.assert_empty(window)
            wait(lambda: not any(n.name == "Edit identity" for n in window.node.children), "no form", 30)

    def test_cut_before(self):
        """The program ended in the middle of it: the next start goes on with it, without a question."""
        self.server.command("device", "wipe", "--now", self.device)
        with open(os.path.join(self.desk.profile, "wipe.json"), "w") as file:
            file.write("{")
        with Window(self.desk, filled=False) as window:
            window.label("This device was wiped")
            wait(lambda: os.listdir(self.desk.profile) == [], "an empty folder", 30)


if __name__ == "__main__":
    unittest.main(verbosity=2)
