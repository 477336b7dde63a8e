#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A device that keeps its key in the key ring of the desktop: a wipe takes it out of there, first of all."""
import os
import subprocess
import unittest

from centre import CENTRE, PASSWORD, Centre
from faults import killed_at
from programs import Desk, Failed

ACCOUNT = "be.schoolzicht.Schoolzicht.Key"


class RingDesk(Desk):
    """Without a passphrase."""

    def write_passphrase(self):
        pass

    def __init__(self, *words):
        super().__init__(*words, sign_in=False)
        self.options = ["--profile", self.profile]
        self.sign_in()


class KeyRing(Centre):
    def keys(self):
        """How many secrets of ours the key ring holds."""
        found = subprocess.run(
            ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets",
             "org.freedesktop.Secret.Service.SearchItems", f"dict:string:string:xdg:schema,{ACCOUNT}"],
            check=True, capture_output=True, text=True,
        ).stdout
        return found.count("object path")

    def device(self):
        return self.server.command("device", "list").splitlines()[-1].split("\t")[0]

    def killed(self, desk, env):
        try:
            return desk.killed(env, "sync")[0]
        except Failed:
            return False

    def test_wipe(self):
        self.server.add_user("ring", PASSWORD, centre=CENTRE)
        with RingDesk(self.server, "ring", PASSWORD) as desk:
            desk.sync()
            self.assertFalse(os.path.exists(os.path.join(desk.profile, "key.wrap")))
            self.assertEqual(self.keys(), 2)
            self.server.command("device", "wipe", "--now", self.device())
            note = os.path.join(desk.profile, "wipe.json")
            self.assertTrue(self.killed(desk, killed_at(1, "/cache.db", note)))
            # The cache was being closed; now it is the first file that would go.
            self.assertEqual(self.keys(), 2)
            self.assertTrue(self.killed(desk, killed_at(1, "/cache.db")))
            self.assertEqual(self.keys(), 0)
            self.assertIn("cache.db", os.listdir(desk.profile))
            desk.told("status", expect=1)
            self.assertEqual(os.listdir(desk.profile), [])
            desk.sign_in()
            desk.sync()
            self.assertEqual(self.keys(), 2)


if __name__ == "__main__":
    unittest.main()
