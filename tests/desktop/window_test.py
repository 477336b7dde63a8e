#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Two people at two desks: what one does, the other sees; without the server the work goes on."""
import re
import subprocess
import unittest

from atdrive import wait
from driver import DemoServer, Window


def first_pupil(desk):
    """Id and name of some pupil who shares it with nobody."""
    pupils = {key: f"{p['last_name']} {p['first_name']}" for key, p in desk.list("pupil").items()}
    names = list(pupils.values())
    return next((key, name) for key, name in pupils.items() if names.count(name) == 1)


class TwoDesks(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(DemoServer())
        self.one = self.enterContext(self.server.desk())
        self.two = self.enterContext(self.server.desk())
        self.pupil, self.name = first_pupil(self.one)

    def test_a_vaccination_reaches_the_other_desk(self):
        with Window(self.one) as one, Window(self.two) as two:
            two.open_pupil(self.name)
            before = len(two.texts("^Griep$"))
            one.open_pupil(self.name)
            one.key("ctrl+i")
            dialog = one.dialog("Add vaccination")
            one.choose(dialog.find("combo box", re.compile("Vaccine")), "Griep")
            one.press("Save", dialog)
            one.label("^Griep$")
            wait(lambda: len(two.texts("^Griep$")) == before + 1, "the vaccination on the other desk", 30)
            # Taken back on the first desk, it goes on both.
            one.focus()
            one.key("ctrl+z")
            wait(lambda: len(two.texts("^Griep$")) == before, "the vaccination to go", 30)

    def test_the_work_goes_on_without_the_server(self):
        with Window(self.one) as one, Window(self.two) as two:
            one.open_pupil(self.name)
            two.open_pupil(self.name)
            self.server.stop()
            one.label("No connection · as it was")
            one.focus()
            one.key("ctrl+e")
            dialog = one.dialog("Edit identity")
            dialog.find("text", re.compile("City")).text = "Zonderserverdorp"
            one.press("Save", dialog)
            one.label("Zonderserverdorp")
            one.label("1 change waits for a connection")
            self.server.start()
            one.label(r"Everything saved and sent \d\d:\d\d")
            two.label("Zonderserverdorp")

    def test_what_was_saved_outlives_a_power_cut(self):
        self.server.stop()
        with Window(self.one) as one:
            one.open_pupil(self.name)
            one.key("ctrl+e")
            dialog = one.dialog("Edit identity")
            dialog.find("text", re.compile("City")).text = "Stroomuitvaldorp"
            one.press("Save", dialog)
            one.label("Stroomuitvaldorp")
            one.kill()
        with Window(self.one) as one:
            one.open_pupil(self.name)
            one.label("Stroomuitvaldorp")
            self.server.start()
            one.label(r"Everything saved and sent \d\d:\d\d")
        self.two.sync()
        self.assertEqual(self.two.list("pupil")[self.pupil]["city"], "Stroomuitvaldorp")

    def test_a_narrow_window(self):
        """Without room for the sidebar a button leads to the views, and what waits stays in sight."""
        with Window(self.one) as one:
            subprocess.run(["xdotool", "windowsize", str(one.x_window()), "640", "700"], check=True)
            views = one.main.find("push button", re.compile("^Views"), 15)
            self.assertLess(one.main.extents[2], 720)
            one.label("Everything saved and sent")
            one.click(views)
            one.key("Down", "Return")
            one.label("cases? in")
            subprocess.run(["xdotool", "windowsize", str(one.x_window()), "1200", "700"], check=True)
            wait(lambda: not one.main.find_all("push button", re.compile("^Views")), "the sidebar", 15)


if __name__ == "__main__":
    unittest.main(verbosity=2)
