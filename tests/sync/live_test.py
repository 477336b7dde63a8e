#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A desk that follows its server: a colleague's save comes with the event, and nobody asks for it."""
import os
import subprocess
import unittest

from centre import Centre
from programs import BUILD

FOLLOW = os.path.join(BUILD, "tests", "sync", "follow")


class Live(Centre):
    def follow(self, desk):
        process = subprocess.Popen([FOLLOW, desk.profile, desk.passphrase], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.assertEqual(process.stdout.readline(), "here\n")
        return process

    def pulls(self):
        return self.server.log().count("GET /v1/pull")

    def seen(self, process, pupil, rev):
        """Reads what the desk tells until it has the pupil in this revision."""
        while line := process.stdout.readline():
            if line.split() == [pupil, str(rev)]:
                return
        self.fail("the desk ended")

    def save(self, process, pupil, rev, phone):
        """A colleague's save, until it is on the other desk; how often anybody pulled meanwhile."""
        before = self.pulls()
        self.bert.set("pupil", pupil, phone=phone)
        self.bert.run("sync")
        self.seen(process, pupil, rev)
        return self.pulls() - before

    def test_comes_with_the_event(self):
        pupil = self.pupil(self.bert)
        self.bert.sync()
        process = self.follow(self.an)
        # What came before the desk knew where it is, is fetched; from then on rows follow on each other.
        pulls = [self.save(process, pupil, rev, f"09 000 00 0{rev}") for rev in range(2, 7)]
        # bert's own exchange pulls both scopes; an's desk none.
        self.assertEqual(min(pulls), 2, pulls)
        self.assertLessEqual(sum(pulls), 2 * len(pulls) + 2)
        self.assertEqual(self.an.server.command("check").count("whole"), 1)
        process.stdin.close()
        process.wait(30)
        self.assertEqual(self.an.get("pupil", pupil), self.bert.get("pupil", pupil))


if __name__ == "__main__":
    unittest.main()
