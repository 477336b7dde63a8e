#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a person types wrong, too long or by halves: said where it stands, asked about before it is lost, and no wider than the
screen. What the server refused is shown with the reason."""
import os
import re
import subprocess
import unittest

from atdrive import wait
from driver import DemoServer, Window

SCREEN = 1280


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(DemoServer())
        cls.desk = cls.enterClassContext(cls.server.desk())
        pupils = cls.desk.list("pupil")
        names = [f"{p['last_name']} {p['first_name']}" for p in pupils.values()]
        alone = [(key, name) for key, name in zip(pupils, names) if names.count(name) == 1]
        (cls.pupil, cls.name), (cls.second, cls.second_name) = alone[:2]

    def test_a_wrong_date_is_said_on_its_row(self):
        with Window(self.desk) as window:
            window.open_pupil(self.name)
            window.key("ctrl+e")
            dialog = window.dialog("Edit identity")
            # The keyboard is at the end of the first field, and nothing is selected that one key would wipe.
            number = dialog.find("text", re.compile("National number")).text
            window.key("Left")
            self.assertEqual(dialog.find("text", re.compile("National number")).text, number)
            dialog.find("text", re.compile("Date of birth")).text = "31/02/2020"
            window.press("Save", dialog)
            dialog.find("label", re.compile("31/02/2020 is not a day; write"))
            window.key("Escape")
            window.press("Discard", self.question(window))
            wait(lambda: not [n for n in window.node.children if n.name == "Edit identity"], "the form to go", 15)

    def test_a_telephone_is_no_word(self):
        """What looks wrong is said at its row; what stood there before is left alone."""
        self.desk.set("pupil", self.second, email="from another system")
        with Window(self.desk) as window:
            window.open_pupil(self.second_name)
            window.key("ctrl+e")
            dialog = window.dialog("Edit identity")
            for field, wrong, sentence, right in (("Telephone", "none", "has digits and", "09 123 45 67"),
                                                  ("Postal code", "90", "has four digits", "9000")):
                entry = dialog.find("text", re.compile(field))
                entry.text = wrong
                window.press("Save", dialog)
                dialog.find("label", re.compile(sentence))
                entry.text = right
            city = dialog.find("text", re.compile("City"))
            city.text = "x" * 600
            self.assertEqual(len(city.text), 500)
            city.text = "Gent"
            window.press("Save", dialog)
            wait(lambda: not [n for n in window.node.children if n.name == "Edit identity"], "the form to go", 15)
        pupil = self.desk.get("pupil", self.second)
        self.assertEqual((pupil["phone"], pupil["email"]), ("09 123 45 67", "from another system"))

    def question(self, window):
        """The window that asks before something is thrown away."""
        return wait(lambda: next((n for n in window.node.children
                                  if n.find_all("label", re.compile("Discard the changes")) and n.name != "Edit identity"), None),
                    "the question", 15)

    def test_a_long_word_does_not_widen_the_window(self):
        self.desk.set("pupil", self.pupil, city="x" * 500)
        self.desk.sync()
        with Window(self.desk) as window:
            window.open_pupil(self.name)
            self.assertLessEqual(window.main.extents[2], SCREEN)

    def test_a_refused_change_is_shown_with_its_reason(self):
        number = self.desk.get("pupil", self.pupil)["national_number"]
        with self.server.desk() as other:
            other.set("pupil", self.second, national_number=number)
            other.sync()
            other.sync()
            with Window(other) as window:
                window.main.do("win.reviews")
                dialog = window.dialog("To review")
                dialog.find("label", re.compile("There is already another one with the same key"))
                dialog.find("label", re.compile("National number"))
                window.press("Open pupil", dialog)
                window.label("^Enrolments$")

    def test_a_view_that_is_not_there_is_refused(self):
        done = subprocess.run(self.desk.window_command("--view", "nonsense"), capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("pupils, infections, vaccination, workload", done.stderr)
        nowhere = {**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": ""}
        done = subprocess.run(self.desk.window_command(), capture_output=True, text=True, timeout=60, check=False, env=nowhere)
        self.assertEqual(done.returncode, 2)
        self.assertIn("graphical session", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
