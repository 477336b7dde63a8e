#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A server that is put back from a copy: what desks know was accepted since comes back, once, and so does what they made meanwhile."""
import os
import shutil
import unittest

from centre import CENTRE, PASSWORD, Centre
from programs import run, SERVER

DESKS = 6


class Restore(Centre):
    def setUp(self):
        super().setUp()
        self.copy = os.path.join(self.server.path, "copy")

    def take_copy(self):
        self.server.stop()
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.server.data, self.copy)
        self.server.start()

    def put_back(self):
        self.server.stop()
        shutil.rmtree(self.server.data)
        shutil.copytree(self.copy, self.server.data)
        self.server.start()

    def people(self, names):
        for name in names:
            self.server.add_user(name, PASSWORD, role="worker", centre=CENTRE)
        return [self.desk(name) for name in names]

    def settle(self, desks):
        """Two rounds: the first one brings things back, the second one shows them to everybody."""
        for _ in range(3):
            for desk in desks:
                desk.sync(expect=(0, 5))
        for desk in desks:
            self.assertEqual(desk.status()["waiting"], 0)

    def same(self, desks, kind):
        lists = [desk.list(kind) for desk in desks]
        for other in lists[1:]:
            self.assertEqual(other, lists[0])
        return lists[0]

    def test_a_copy_of_yesterday(self):
        desks = self.people([f"p{i}" for i in range(DESKS)])
        shared = self.pupil(desks[0])
        self.settle(desks)
        before = {pupil: row["phone"] for pupil, row in self.same(desks, "pupil").items()}
        self.take_copy()
        accepted = {}
        for i, desk in enumerate(desks):
            accepted[self.pupil(desk)] = str(i)
        self.settle(desks)
        for pupil, phone in accepted.items():
            desks[int(phone)].set("pupil", pupil, phone=phone)
        desks[2].set("pupil", shared, street="Veldstraat")
        desks[3].run("delete", "pupil", list(accepted)[3])
        # The last ones are accepted, and their makers have not seen them come back.
        self.settle(desks)
        made_offline = {}
        self.server.stop()
        for i, desk in enumerate(desks):
            made_offline[self.pupil(desk)] = i
            desk.set("pupil", list(accepted)[(i + 1) % DESKS] if (i + 1) % DESKS != 3 else shared, email=f"{i}@voorbeeld.be")
        self.server.start()
        self.put_back()
        self.settle(desks)
        pupils = self.same(desks, "pupil")
        deleted = list(accepted)[3]
        self.assertEqual(set(pupils), set(before) | set(accepted) - {deleted} | set(made_offline))
        for pupil, phone in accepted.items():
            if pupil != deleted:
                self.assertEqual(pupils[pupil]["phone"], phone)
        self.assertEqual(pupils[shared]["street"], "Veldstraat")
        run([SERVER, "check", "--data", self.server.data])

    def test_numbers_that_were_given_out_again(self):
        """Others have gone past what a desk saw before it comes back."""
        late, early = self.people(["late", "early"])
        self.settle([late, early])
        self.take_copy()
        lost = self.pupil(late)
        self.settle([late])
        self.put_back()
        more = [self.pupil(early) for _ in range(4)]
        early.sync()
        self.settle([late, early])
        pupils = self.same([late, early], "pupil")
        self.assertLessEqual({lost, *more}, set(pupils))
        run([SERVER, "check", "--data", self.server.data])


if __name__ == "__main__":
    unittest.main()
