#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A server that is put back from a copy: what desks know was accepted since comes back, once, and so does what they made meanwhile."""
import concurrent.futures
import unittest

from centre import CENTRE, PASSWORD, Centre

DESKS = 20


class Restore(Centre):
    def people(self, names):
        for name in names:
            self.server.add_user(name, PASSWORD, role="worker", centre=CENTRE)
        return [self.desk(name) for name in names]

    def settle(self, desks):
        """The first round brings things back, the others show them to everybody; some at once, as in the morning."""
        with concurrent.futures.ThreadPoolExecutor(4) as together:
            for _ in range(3):
                list(together.map(lambda desk: desk.sync(), desks))
        for desk in desks:
            self.assertEqual(desk.status()["waiting"], 0)

    def same(self, desks, kind):
        with concurrent.futures.ThreadPoolExecutor(4) as together:
            lists = list(together.map(lambda desk: desk.list(kind), desks))
        for other in lists[1:]:
            self.assertEqual(other, lists[0])
        return lists[0]

    def test_a_copy_of_yesterday(self):
        desks = self.people([f"p{i}" for i in range(DESKS)])
        shared = self.pupil(desks[0])
        self.settle(desks)
        before = {pupil: row["phone"] for pupil, row in self.same(desks, "pupil").items()}
        self.server.take_copy()
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
        self.server.put_back()
        self.settle(desks)
        pupils = self.same(desks, "pupil")
        deleted = list(accepted)[3]
        self.assertEqual(set(pupils), set(before) | set(accepted) - {deleted} | set(made_offline))
        for pupil, phone in accepted.items():
            if pupil != deleted:
                self.assertEqual(pupils[pupil]["phone"], phone)
        self.assertEqual(pupils[shared]["street"], "Veldstraat")
        self.server.command("check")

    def test_numbers_that_were_given_out_again(self):
        """Others have gone past what a desk saw before it comes back."""
        late, early = self.people(["late", "early"])
        self.settle([late, early])
        self.server.take_copy()
        lost = self.pupil(late)
        self.settle([late])
        self.server.put_back()
        more = [self.pupil(early) for _ in range(4)]
        early.sync()
        self.settle([late, early])
        pupils = self.same([late, early], "pupil")
        self.assertLessEqual({lost, *more}, set(pupils))
        self.server.command("check")


if __name__ == "__main__":
    unittest.main()
