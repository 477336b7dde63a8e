#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What can happen to the machine of a desk: its clock is wrong, two programs start at once, its disk gives back something else."""
import os
import shutil
import subprocess
import unittest

from centre import PASSWORD, Centre
from faults import clock_ahead
from programs import Desk, run
from proxy import Proxy

HOUR, YEAR = 3600, 366 * 24 * 3600
PAGE = 4096
DAMAGED = "De gegevens op dit toestel zijn beschadigd."
OPEN = "Schoolzicht is al open met deze gegevens."
PUPIL = ["first_name=Lotte", "last_name=Maes", "birth_date=2010-03-04"]


class Machine(Centre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proxy = cls.stack.enter_context(Proxy(cls.server))
        cls.own = cls.stack.enter_context(Desk(cls.proxy, "an", PASSWORD))
        cls.own.sync()

    def same_at_both(self):
        """The pupils, alike here and with a colleague; nothing waits, for nobody."""
        for desk in (self.own, self.bert, self.own):
            desk.sync(expect=0)
        pupils = self.own.list("pupil")
        self.assertEqual(pupils, self.bert.list("pupil"))
        status = self.own.status()
        self.assertEqual((status["waiting"], status["reviews"]), (0, 0))
        return pupils

    def test_clock_of_a_desk(self):
        """No rule looks at a clock: what was saved last, by whatever clock, is what stands."""
        pupil = self.pupil(self.own)
        self.own.sync()
        for n, seconds in enumerate((-HOUR, YEAR, -YEAR, -10 * YEAR)):
            wrong = clock_ahead(seconds)
            with self.subTest(seconds):
                self.own.set("pupil", pupil, phone=f"before {n}")
                run(self.own.command("set", "pupil", pupil, f"phone=wrong {n}"), env=wrong)
                made = run(self.own.command("add", "pupil", *PUPIL), env=wrong)
                run(self.own.command("sync"), env=wrong)
                self.assertEqual(self.same_at_both()[pupil]["phone"], f"wrong {n}")
                self.assertTrue(any(each in made for each in self.bert.list("pupil")))
                self.own.set("pupil", pupil, phone=f"after {n}")
                self.assertEqual(self.same_at_both()[pupil]["phone"], f"after {n}")

    def test_clock_that_jumps(self):
        """In the middle of an exchange."""
        armed = os.path.join(self.own.path, "armed")

        def jump(exchange):
            if exchange.path.startswith("/v1/push"):
                with open(armed, "w"):
                    pass
            exchange.pass_on()

        for seconds in (-HOUR, YEAR):
            with self.subTest(seconds), self.proxy.break_with(jump):
                pupil = self.pupil(self.own)
                run(self.own.command("sync"), env=clock_ahead(seconds, armed))
                os.unlink(armed)
                self.assertIn(pupil, self.same_at_both())

    def test_clock_of_the_server(self):
        """A year ahead, all have been away too long; when it is right again they are not."""
        before = self.pupil(self.own)
        for seconds in (-HOUR, YEAR):
            self.server.stop()
            self.server.start(clock_ahead(seconds))
            if seconds == YEAR:
                self.assert_told(self.own.told("sync"), "niet aangemeld")
                self.own.sign_in()
            self.own.sync(expect=0)
            self.server.restart()
            self.assertIn(before, self.same_at_both())
            before = self.pupil(self.own)
        self.assertIn(before, self.same_at_both())

    def test_two_programs(self):
        """Of those that start at once on one desk some get in, one after the other; the others say why not."""
        before = len(self.own.list("pupil"))
        for words in (["add", "pupil", *PUPIL], ["--sync", "add", "pupil", *PUPIL]):
            programs = [
                subprocess.Popen(self.own.command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 env={**os.environ, "LANGUAGE": "nl"})
                for _ in range(6)
            ]
            said = [program.communicate()[1] for program in programs]
            self.assertLessEqual({program.returncode for program in programs}, {0, 1})
            for program, sentence in zip(programs, said):
                if program.returncode:
                    self.assert_told(sentence, OPEN)
            before += sum(program.returncode == 0 for program in programs)
            self.assertGreater(sum(program.returncode == 0 for program in programs), 0)
            self.assertEqual(len(self.own.list("pupil")), before)
        self.assertEqual(len(self.same_at_both()), before)

    def damage(self, page):
        with open(self.own.cache, "r+b") as file:
            file.seek(page * PAGE)
            file.write(os.urandom(PAGE))

    def test_damage_in_use(self):
        """A page that changes under an exchange: told by whoever meets it, and repaired at the next start. Every time the desk
        begins with the same old profile, as from a copy of the machine: what it had sent already is not taken twice."""
        waiting = self.pupil(self.own)
        kept = self.own.profile + ".kept"
        shutil.copytree(self.own.profile, kept)
        pages = os.path.getsize(self.own.cache) // PAGE
        met = 0
        for page in range(1, pages, max(1, pages // 8)):
            shutil.rmtree(self.own.profile)
            shutil.copytree(kept, self.own.profile)
            news = self.pupil(self.bert)
            self.bert.sync()

            def change(exchange):
                if exchange.path.startswith("/v1/pull"):
                    self.damage(page)
                exchange.pass_on()

            with self.subTest(page=page), self.proxy.break_with(change):
                told = [self.own.told("sync", expect=(0, 1))]
                self.proxy.fault = None
                told += [self.own.told("list", kind, expect=(0, 1)) for kind in ("municipality", "pupil", "holiday")]
                met += any(DAMAGED in sentence for sentence in told)
                self.own.told("status", expect=0)
                pupils = self.same_at_both()
                self.assertLessEqual({waiting, news}, set(pupils))
                for kind in ("municipality", "holiday", "school"):
                    self.assertEqual(self.own.list(kind), self.bert.list(kind))
        self.assertGreater(met, 0)
        self.assertIn("whole", self.server.command("check"))


if __name__ == "__main__":
    unittest.main()
