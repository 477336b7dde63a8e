#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A disk that fills up, on a small file system of its own: nothing is half saved, reading goes on, and so does everything
when there is room again. Skipped (77) where no file system may be mounted."""
import os
import subprocess
import sys
import unittest

from centre import PASSWORD, Centre
from programs import Desk, run

NAMESPACE = ["unshare", "--map-root-user", "--mount"]
INSIDE = "SCHOOLZICHT_TEST_NAMESPACE"
FULL = "De schijf is vol."


class FullDisk(Centre):
    def small(self, megabytes, name="an"):
        """A desk whose files have so much room, and no more."""
        desk = Desk(self.server, name, PASSWORD, sign_in=False)
        self.addCleanup(desk.__exit__)
        run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", desk.path])
        self.addCleanup(run, ["umount", desk.path])
        desk.write_passphrase()
        self.ballast = os.path.join(desk.path, "ballast")
        return desk

    def fill(self):
        """Takes all the room there is left."""
        with open(self.ballast, "ab", buffering=0) as file:
            for size in (1 << 20, 4096):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    pass

    def test_save(self):
        """The room kept for this moment is used to go on; after that a save fails as a whole."""
        desk = self.small(64)
        desk.sign_in()
        desk.sync()
        kept = [self.pupil(desk, first_name="Voor")]
        self.fill()
        self.assertEqual(set(desk.list("pupil")), set(kept))
        kept.append(self.pupil(desk, first_name="Laatste"))
        self.fill()
        words = ["first_name=Vol", "last_name=Maes", "birth_date=2010-03-04"]
        other = self.pupil(self.bert)
        self.bert.sync()
        self.assert_told(desk.told("add", "pupil", *words), FULL, "Er is niets bewaard")
        self.assert_told(desk.told("sync"), FULL)
        os.unlink(self.ballast)
        self.assertEqual(set(desk.list("pupil")), set(kept))
        self.assertEqual(desk.status()["waiting"], 2)
        kept.append(self.pupil(desk, first_name="Na"))
        desk.sync()
        self.bert.sync()
        self.assertEqual(set(desk.list("pupil")), set(kept) | {other})
        self.assertEqual(desk.list("pupil"), self.bert.list("pupil"))
        self.assertEqual(desk.status()["waiting"], 0)

    def test_first_sync(self):
        """No room for what the server has: told, and begun again when there is."""
        desk = self.small(1)
        desk.sign_in()
        self.assert_told(desk.told("sync"), FULL)
        self.assert_told(desk.told("sync"), FULL)
        run(["mount", "-o", "remount,size=64m", desk.path])
        desk.sync()
        self.bert.sync()
        self.assertEqual(desk.list("municipality"), self.bert.list("municipality"))
        self.assertEqual(desk.list("pupil"), self.bert.list("pupil"))


if __name__ == "__main__":
    if INSIDE not in os.environ:
        if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode != 0:
            print("skipped: no file system may be mounted here")
            sys.exit(77)
        os.environ[INSIDE] = "1"
        os.execvp(NAMESPACE[0], [*NAMESPACE, sys.executable, *sys.argv])
    unittest.main()
