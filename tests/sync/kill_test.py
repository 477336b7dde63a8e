#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Power cuts at a desk and at the server, at every write there is: nothing lost, nothing double."""
import os
import unittest

from centre import Centre
from faults import killed_at

# Kills a test must have seen at least.
MANY = 10
# Past which a save or an exchange has long come to its end.
ENOUGH = 400


class Kill(Centre):
    def setUp(self):
        self.own = self.desk("an")

    def names(self, desk, first_name):
        """Surnames of the pupils with that first name, each counted."""
        return sorted(each["last_name"] for each in desk.list("pupil", first_name=first_name).values())

    def same_everywhere(self, first_name):
        """What this desk shows is what the server has, once each."""
        self.own.sync()
        self.assertEqual(self.own.status()["waiting"], 0)
        shown = self.names(self.own, first_name)
        self.assertEqual(len(shown), len(set(shown)))
        self.bert.sync()
        self.assertEqual(self.names(self.bert, first_name), shown)
        self.assertIn("whole", self.server.command("check"))
        return shown

    def test_save(self):
        """A save is there as a whole or not at all; what the program said it saved is there."""
        kept, lost, n = [], [], 0
        killed = True
        while killed and n < ENOUGH:
            n += 1
            name = f"Opslag{n:03}"
            words = ["add", "pupil", "first_name=Opslag", f"last_name={name}", "birth_date=2010-03-04"]
            killed, said = self.own.killed(killed_at(n, "/cache.db"), *words)
            there = name in self.names(self.own, "Opslag")
            (kept if there else lost).append(name)
            self.assertTrue(there or not said)
            self.assertEqual(self.own.status()["waiting"], len(kept))
        self.assertFalse(killed)
        self.assertGreaterEqual(n, MANY)
        self.assertTrue(kept and lost)
        self.assertEqual(self.same_everywhere("Opslag"), kept)

    def test_edit(self):
        """An edit that was cut shows the old or the new value, and waits to be sent only with the new one."""
        pupil = self.pupil(self.own)
        self.own.sync()
        old, n, sent = None, 0, 0
        killed = True
        while killed and n < ENOUGH:
            n += 1
            killed, _ = self.own.killed(killed_at(n, "/cache.db"), "set", "pupil", pupil, f"phone={n}")
            now = self.own.get("pupil", pupil)["phone"]
            self.assertIn(now, (old, str(n)))
            sent += now != old
            self.assertEqual(self.own.status()["waiting"], sent)
            old = now
        self.assertGreaterEqual(n, MANY)
        self.own.sync()
        self.bert.sync()
        self.assertEqual(self.bert.get("pupil", pupil)["phone"], old)
        self.assertEqual(self.own.get("pupil", pupil)["phone"], old)
        self.assertNotIn(pupil, [each["about_id"] for each in self.own.conflicts().values()])

    def test_exchange(self):
        """Cut while it sends and fetches, a desk sends again; the server takes each change once."""
        names, n = [], 0
        killed = True
        while killed and n < ENOUGH:
            n += 1
            names.append(f"Zending{n:03}")
            self.own.add("pupil", first_name="Zending", last_name=names[-1], birth_date="2010-03-04")
            killed, _ = self.own.killed(killed_at(n, "/cache.db"), "sync")
            self.assertEqual(self.names(self.own, "Zending"), names)
        self.assertFalse(killed)
        self.assertGreaterEqual(n, MANY)
        self.assertEqual(self.same_everywhere("Zending"), names)

    def test_server(self):
        """Cut while it takes changes in, the server comes back with those it had answered; the desk sends the others."""
        armed = os.path.join(self.own.path, "armed")
        names, n = [], 0
        killed = True
        while killed and n < ENOUGH:
            n += 1
            for each in range(2):
                names.append(f"Server{n:03}{each}")
                self.own.add("pupil", first_name="Server", last_name=names[-1], birth_date="2010-03-04")
            self.server.stop()
            self.server.start(killed_at(n, "/schoolzicht.db", armed))
            with open(armed, "w"):
                pass
            self.own.sync(expect=(0, 4, 5))
            os.unlink(armed)
            killed = self.server.end()
            self.assertEqual(self.names(self.own, "Server"), names)
        self.assertFalse(killed)
        self.assertGreaterEqual(n, MANY)
        self.server.start()
        self.assertEqual(self.same_everywhere("Server"), names)


if __name__ == "__main__":
    unittest.main()
