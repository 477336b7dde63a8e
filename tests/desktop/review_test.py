#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What waits for a person: said in words, decided with one key, adjusted by hand, taken back."""
import re
import unittest

from atdrive import wait
from driver import DemoServer, Window
from programs import Desk

PASSWORD = "geheim123456"
CENTRE = "99001"  # of the demonstration


class Reviews(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(DemoServer())
        self.desk = self.enterContext(self.server.desk())
        self.server.add_user("an", PASSWORD, centre=CENTRE, display_name="An Claes")
        self.an = self.enterContext(Desk(self.server, "an", PASSWORD))
        self.an.sync()
        pupils = self.desk.list("pupil")
        self.pupil, self.second, *_ = pupils
        self.name = f"{pupils[self.pupil]['last_name']} {pupils[self.pupil]['first_name']}"
        self.number = pupils[self.pupil]["national_number"]

    def disagree(self):
        """An was first with another telephone."""
        self.an.set("pupil", self.pupil, phone="09 111 11 11")
        self.desk.set("pupil", self.pupil, phone="02 222 22 22")
        self.an.sync()
        self.desk.sync()
        self.desk.sync()

    def phone(self):
        """As the server has it."""
        self.an.sync()
        return self.an.get("pupil", self.pupil)["phone"]

    def reviews(self, window):
        window.main.do("win.reviews")
        return window.dialog("To review")

    def decided(self, window, dialog):
        self.emptied(dialog)
        window.label("Everything saved and sent")

    def emptied(self, dialog):
        """No card is left."""
        wait(lambda: not dialog.find_all("label", re.compile("both changed|could not be taken")), "an empty list", 30)
        dialog.find("label", re.compile("Nothing to review"), 30)

    def agreed(self):
        self.an.sync()
        return self.an.conflicts() == {}

    def test_two_versions(self):
        self.disagree()
        with Window(self.desk) as window:
            window.press("1 item to review")
            dialog = window.dialog("To review")
            dialog.find("label", re.compile("^" + self.name))
            dialog.find("label", re.compile("You and An Claes both changed this .today at"))
            for text in ("Was", "An Claes", "You", "Telephone", "09 111 11 11", "02 222 22 22"):
                dialog.find("label", re.compile(f"^{text}$"))
            spoken = " ".join(node.name for node in dialog.walk())
            self.assertNotRegex(spoken.lower(), r"conflict|sync|[{}]|null")
            window.focus()
            window.press("Take my version", dialog)
            self.decided(window, dialog)
            wait(lambda: self.phone() == "02 222 22 22", "my version at the server", 30)
            window.press("Undo", dialog)
            dialog.find("label", re.compile("09 111 11 11"), 30)
            wait(lambda: self.phone() == "09 111 11 11", "that of An at the server", 30)
            window.press("Keep that of An Claes", dialog)
            self.decided(window, dialog)
            wait(self.agreed, "nothing open at the other desk", 30)
        self.assertEqual(self.phone(), "09 111 11 11")

    def test_adjusted_with_the_keyboard(self):
        self.disagree()
        with Window(self.desk) as window:
            dialog = self.reviews(window)
            window.key("Tab", "Tab")
            window.key("Return")
            entry = dialog.find("text", re.compile("Telephone"))
            self.assertEqual(entry.text, "02 222 22 22")
            window.key("ctrl+a")
            window.type("03 333 33 33")
            window.key("Escape")
            question = wait(lambda: next((n for n in window.node.children
                                          if n.name == "Discard the changes?"), None), "the question", 15)
            window.press("Keep editing", question)
            window.press("^_?Save", dialog)
            self.decided(window, dialog)
            wait(lambda: self.phone() == "03 333 33 33", "the adjusted one at the server", 30)
        states = [each["state"] for each in self.an.list("review", about_id=self.pupil).values()]
        self.assertEqual(states, ["adjusted"])

    def test_a_save_that_was_not_taken_over(self):
        mine = self.desk.get("pupil", self.second)["national_number"]
        self.desk.set("pupil", self.second, national_number=self.number)
        self.desk.sync()
        self.desk.sync()
        with Window(self.desk) as window:
            dialog = self.reviews(window)
            dialog.find("label", re.compile("What you saved could not be taken over"))
            dialog.find("label", re.compile("same national number"))
            # As it is it comes back, and once.
            window.press("Try again", dialog)
            self.emptied(dialog)
            dialog.find("label", re.compile("What you saved could not be taken over"), 60)
            self.assertEqual(len(dialog.find_all("push button", re.compile("Try again"))), 1)
            window.press("Adjust", dialog)
            dialog.find("text", re.compile("National number")).text = mine
            window.press("Save and try again", dialog)
            self.decided(window, dialog)
        self.assertEqual(self.desk.conflicts(), {})

    def test_left_out(self):
        self.desk.set("pupil", self.second, national_number=self.number)
        self.desk.sync()
        self.desk.sync()
        with Window(self.desk) as window:
            dialog = self.reviews(window)
            window.press("Leave out", dialog)
            self.decided(window, dialog)
        self.assertNotEqual(self.desk.get("pupil", self.second)["national_number"], self.number)


if __name__ == "__main__":
    unittest.main(verbosity=2)
