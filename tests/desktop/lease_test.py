#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A window that is open on a desk without its server, for too long: it closes what it shows and says how to go on."""
import os
import unittest

from atdrive import wait
from driver import DemoServer, Window
from faults import asleep

DAY = 24 * 3600


class Lease(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(DemoServer())
        self.desk = self.enterContext(self.server.desk())

    def test_two_weeks_pass(self):
        pupils = self.desk.list("pupil")
        first = next(iter(pupils))
        armed = os.path.join(self.desk.path, "armed")
        self.desk.set("pupil", first, phone="0470 99 88 77")
        self.server.stop()
        with Window(self.desk, env=asleep(15 * DAY, armed=armed)) as window:
            window.label("waits? for a connection")
            with open(armed, "w"):
                pass
            # It tries again every now and then.
            window.label("without the server for too long", timeout=120)
            wait(lambda: not window.texts("pupils$"), "no pupils on the screen", 30)
            window.press("Try again")
            window.label("without the server for too long")
            self.server.start()
            window.press("Try again")
            window.label(r"^\d+ pupils$")
            wait(lambda: self.server_has("0470 99 88 77"), "the save to come in", 60)

    def server_has(self, phone):
        with self.server.desk() as other:
            return any(each["phone"] == phone for each in other.list("pupil").values())


if __name__ == "__main__":
    unittest.main(verbosity=2)
