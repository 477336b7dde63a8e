#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The facts an administrator asks for, and nothing of anybody's among them."""
import os
import re
import unittest

from atdrive import wait
from driver import DemoServer, Window


class Diagnosis(unittest.TestCase):
    def test_facts(self):
        server = self.enterContext(DemoServer())
        desk = self.enterContext(server.desk())
        pupils = desk.list("pupil").values()
        with Window(desk) as window:
            window.focus()
            window.key("ctrl+d")
            dialog = window.dialog("Diagnostics")
            texts = [node.name for node in dialog.find_all("label")]
            for label in ("Version", "Protocol", "Catalogue", "Epoch", "Last complete exchange", "Changes waiting to be sent",
                          "To review", "Free space on this disk", "SQLCipher", "libsoup", "GTK", "centre:99001", "reference"):
                self.assertIn(label, texts)
            self.assertIn(server.address, texts)
            self.assertRegex(texts[texts.index("Epoch") + 1], r"^[0-9a-f]{8}$")
            self.assertRegex(texts[texts.index("centre:99001") + 1], r"^complete, up to [\d,]+$")
            self.assertRegex(texts[texts.index("Last complete exchange") + 1], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}$")
            self.assertRegex(texts[texts.index("SQLCipher") + 1], r"^\d")
            self.assertEqual(texts[texts.index("Fault at the last exchange") + 1], "none")
            window.press("Copy", dialog)
            dialog.find("label", re.compile("^Copied$"))
            # Pasted where it can be read: in the search.
            window.press("^Close", dialog)
            wait(lambda: "Diagnostics" not in [each.name for each in window.node.children], "the window to go", 15)
            window.focus()
            window.key("ctrl+f", "ctrl+v")
            entry = window.main.find("entry", re.compile("Find a pupil"))
            pasted = wait(lambda: entry.text, "the copy", 15)
            self.assertIn("SQLCipher: ", pasted)
            self.assertIn(f"Address: {server.address}", pasted)
        told = " ".join(texts) + pasted
        for fault in [desk.path, "Demo", os.path.expanduser("~"), *(p["last_name"] for p in pupils), *(p["national_number"] for p in pupils)]:
            self.assertNotRegex(told, rf"\b{re.escape(fault)}\b")

    def test_compare(self):
        """What is not as the server has it is put right where somebody asks, and told."""
        server = self.enterContext(DemoServer())
        desk = self.enterContext(server.desk())
        pupils = desk.list("pupil")
        one = next(iter(pupils))
        desk.tamper(f"UPDATE pupil SET first_name = 'Niemand' WHERE id = x'{one.replace('-', '')}'")
        with Window(desk) as window:
            window.focus()
            window.key("ctrl+d")
            dialog = window.dialog("Diagnostics")
            dialog.find("label", re.compile("^not checked yet$"))
            window.press("Compare now$", dialog)
            dialog.find("label", re.compile(r"^last checked \d\d:\d\d · put right: 1 record \(\d\d:\d\d\)$"), 60)
            window.press("^Close", dialog)
            wait(lambda: "Diagnostics" not in [each.name for each in window.node.children], "the window to go", 15)
            window.focus()
            window.key("ctrl+d")
            texts = [node.name for node in window.dialog("Diagnostics").find_all("label")]
            self.assertRegex(texts[texts.index("Last compared with the server") + 1], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}$")
            self.assertRegex(texts[texts.index("Put right then") + 1], r"^1 record \(\d\d:\d\d\)$")
        self.assertEqual(desk.list("pupil"), pupils)


if __name__ == "__main__":
    unittest.main(verbosity=2)
