#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The first time at a machine: server, name, password, the certificate, a passphrase of one's own; and what goes wrong."""
import os
import re
import shutil
import subprocess
import unittest

from atdrive import wait
from driver import DemoServer, Window
from programs import DESKTOP, Folder

PASSPHRASE = "vier losse woorden hier"


class NewDesk(Folder):
    """A machine where nobody has signed in."""

    def window_command(self, *words):
        return [DESKTOP, "--profile", os.path.join(self.path, "profile"), *words]


class SignIn(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(DemoServer())
        self.desk = self.enterContext(NewDesk("new-desk."))

    def fill(self, window, label, text):
        window.main.find("text", re.compile(label), 60, laid_out=True).text = text

    def sign_in(self, window, password):
        self.fill(window, "Server address", self.server.address)
        self.fill(window, "[Nn]ame", "demo")
        self.fill(window, "Password", password)
        window.press("Sign in")

    def fingerprint(self):
        """As the server says it when it starts."""
        return re.search(r"sha256 ([0-9a-f]{64})", self.server.log())[1]

    def test_from_nothing_to_the_list(self):
        with Window(self.desk, filled=False) as window:
            self.sign_in(window, "verkeerd wachtwoord")
            window.label("Is this your server")
            shown = wait(lambda: [t for t in window.texts("[0-9a-fA-F]{2}[: ]?[0-9a-fA-F]{2}") if len(t) > 60], "the fingerprint", 30)
            self.assertEqual(re.sub("[^0-9a-f]", "", shown[0].lower()), self.fingerprint())
            window.press("They are the same")
            window.label("Wrong name or password")
            self.fill(window, "Password", self.server.password)
            window.press("Sign in")
            window.label("Choose a passphrase")
            self.fill(window, "^Passphrase", PASSPHRASE)
            self.fill(window, "again", PASSPHRASE)
            window.press("Go on")
            window.label(r"^\d+ pupils$")
        # The next time the passphrase alone is asked.
        with Window(self.desk, filled=False) as window:
            window.label("Locked")
            self.fill(window, "^Passphrase", "niet deze woorden")
            window.press("Open")
            window.label("passphrase is wrong")
            self.fill(window, "^Passphrase", PASSPHRASE)
            window.press("Open")
            window.label(r"^\d+ pupils$")

    def test_a_changed_certificate_is_refused(self):
        desk = self.enterContext(self.server.desk())
        self.server.stop()
        for name in os.listdir(self.server.data):
            if name.endswith(".pem"):
                os.remove(os.path.join(self.server.data, name))
        self.server.start()
        with Window(desk) as window:
            # The data here stay usable; nothing is sent to the stranger.
            window.label("Action needed: ")


if __name__ == "__main__":
    unittest.main(verbosity=2)
