#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Each view fills, says in words what its chart shows, and leads on; a case is registered with its contacts."""
import os
import re
import unittest

from atdrive import wait
from driver import DemoServer, Window
from programs import run


class Views(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(DemoServer())
        cls.desk = cls.enterClassContext(cls.server.desk())

    def test_every_view_fills_and_tells_its_figures(self):
        with Window(self.desk) as window:
            window.focus()
            window.key("ctrl+2")
            window.label(r"\d+ cases? in (1 class|\d+ classes), ")
            curve = window.main.find("image", "Epidemic curve")
            self.assertRegex(curve.description, r"Reported cases \d+ cases")
            window.key("ctrl+3")
            window.label(r"% vaccinated in full: \d+ of \d+ pupils")
            window.key("ctrl+4")
            window.label(r"hours registered of")
            window.label("To be confirmed: a full-timer works 2,080 hours a year")
            load = window.main.find("image", re.compile("Hours worked"))
            self.assertRegex(load.description, r"wk \d+: .*Available")

    def test_a_bar_leads_to_the_class_and_to_the_pupil(self):
        with Window(self.desk) as window:
            window.focus()
            window.key("ctrl+3")
            whole = window.label("vaccinated in full").name
            bar = window.main.find("list item", re.compile(r"%"))
            window.click(bar)
            classes = wait(lambda: next((t for t in window.texts("vaccinated in full:") if t != whole), None), "the classes", 30)
            window.click(window.main.find("list item", re.compile(r"%")))
            window.label("Open a pupil")
            window.key("alt+Left")
            window.label(re.escape(classes))
            window.key("alt+Left")
            window.label(re.escape(whole))

    def test_a_case_is_registered_with_its_contacts(self):
        before = len(self.desk.list("contact"))
        with Window(self.desk) as window:
            window.focus()
            window.key("ctrl+2")
            window.label("cases? in")
            window.key("ctrl+n")
            dialog = window.dialog("Register a case")
            for label in ("School", "Class", "Pupil", "Disease"):
                window.choose_second(dialog.find("combo box", re.compile(f"^{label}")))
            everyone = dialog.find("combo box", re.compile("The same for everyone"))
            window.choose_second(everyone)
            window.press("Save", dialog)
            window.label("^Saved$")
        self.desk.sync()
        self.assertGreater(len(self.desk.list("contact")), before)

    def test_a_photograph_is_written(self):
        for view in ("pupils", "infections", "vaccination", "workload"):
            path = os.path.join(self.desk.path, view + ".png")
            run(self.desk.window_command("--view", view, "--screenshot", path))
            with open(path, "rb") as file:
                self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n", view)


if __name__ == "__main__":
    unittest.main(verbosity=2)
