#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Bad lines between two desks and their server, one after the other: what was written stays, is told to wait, and arrives
once when the line is good again."""
import glob
import gzip
import os
import re
import unittest

from centre import PASSWORD, Centre
from programs import Desk
from proxy import Proxy, Wire, turned

OFFLINE = 4, "De server is nu niet bereikbaar."
ELSEWHERE = 1, "Op dat adres is er geen server van Schoolzicht."
GARBLED = 1, "Het antwoord van de server was niet te begrijpen."
FINE = 0, ""
REQUESTS = ("/v1/session", "/v1/push", "/v1/pull")
FIELDS = ("phone", "street")  # that an and bert write
FRAMINGS = ("length", "chunked", "close")
PAGE = {"Content-Type": "text/html"}
PORTAL = b"<html><title>Welkom op het gastnetwerk</title></html>"
BOMB = gzip.compress(b"\n" * (256 << 20), 1)
SPACES = b" " * 65536
MUCH = 16 << 20  # more than any answer may hold, and less than an endless one
STREAM = {"Content-Type": "application/x-ndjson", "Schoolzicht-Coding": "gzip"}


def kinds():
    """The names of all there is in the catalogue."""
    for path in glob.glob(os.path.join(os.environ["SCHOOLZICHT_SOURCE"], "src", "record", "catalogue*.c")):
        with open(path) as file:
            yield from re.findall(r"^const SzKind sz_kind_(\w+) =", file.read(), re.MULTILINE)


def answers(status, headers=PAGE, body=PORTAL):
    return lambda exchange: exchange.answer(status, headers, body)


def after_commit(status):
    """The server has done it; the desk is told that something failed."""

    def fault(exchange):
        exchange.ask()
        exchange.answer(status, PAGE, PORTAL)

    return fault


def loses_request(exchange):
    pass


def loses_answer(exchange):
    exchange.ask()


def twice(exchange):
    """The server gets it two times; the desk gets the second answer."""
    exchange.ask()
    exchange.pass_on()


def mistyped(exchange):
    status, headers, body = exchange.ask()
    exchange.answer(status, {**headers, "Content-Type": "text/plain"}, body)


def truncates(framing, where):
    """`where` makes of the body, in lines, how much of it arrives."""

    def fault(exchange):
        status, headers, body = exchange.ask(plain=True)
        exchange.answer(status, headers, body, framing, where(body))

    return fault


def half(body):
    return len(body) // 2


def at_a_line(body):
    return body.rindex(b"\n", 0, len(body) - 1) + 1


def before_mark(body):
    return body.index(b'{"mark"') if b'{"mark"' in body else half(body)


def flips(exchange):
    """A bit of a value that is text: of what a row says, none of what holds the rows together."""
    status, headers, body = exchange.ask(plain=True)
    at = body.find(b'"', body.find(b"\n[")) + 3 if b"\n[" in body else half(body)
    exchange.answer(status, headers, turned(body, at))


def flips_up(exchange):
    """A bit of what a desk writes, on its way to the server."""
    exchange.body = turned(exchange.body, exchange.body.index(b'"phone":"') + len(b'"phone":"'))
    exchange.pass_on()


def endless(exchange):
    """An answer without an end: it is the desk that hangs up."""
    exchange.begin(200, {"Content-Type": "application/json"})
    for _ in range(0, MUCH, len(SPACES)):
        exchange.tls.sendall(SPACES)
    endless.heard = True


def unmarked(rows, said, size):
    """So many rows, without a mark; `said`: what the header tells of them."""

    def fault(exchange):
        scope = exchange.path.split("scope=")[1].split("&")[0].replace("%3A", ":")
        header = f'{{"v":1,"scope":"{scope}","epoch":"","from":0,"to":9,"rows":{said}}}\n'
        row = b'[1,20,"01a20a9f-b824-7000-aae5-00a12d47e28b",1,["' + b" " * size + b'"]]\n'
        exchange.answer(200, {**STREAM, "Schoolzicht-Coding": "identity"}, header.encode() + row * rows)

    return fault


def on(path, fault):
    """Only requests to that path are met."""
    return lambda exchange: fault(exchange) if exchange.path.startswith(path) else exchange.pass_on()


class Faults(Centre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proxy = cls.stack.enter_context(Proxy(cls.server))
        cls.desks = [cls.stack.enter_context(Desk(cls.proxy, name, PASSWORD)) for name in ("an", "bert")]
        cls.shared = cls.desks[0].add("pupil", first_name="Lotte", last_name="Gedeeld", birth_date="2010-03-04")
        cls.made = [cls.shared]
        cls.edits = 0
        for desk in cls.desks:
            desk.sync()

    def records(self, desk, kind):
        """Revision and fields by id."""
        return {each["id"]: (each["rev"], each["fields"]) for each in desk.run("list", kind)}

    def work(self):
        """Each makes a pupil; both write in one that both have, different things."""
        Faults.edits += 1
        for desk, field in zip(self.desks, FIELDS):
            self.made.append(desk.add("pupil", first_name="Lotte", last_name=f"Maes{len(self.made)}", birth_date="2010-03-04"))
            desk.set("pupil", self.shared, **{field: self.edits})

    def meet(self, n, fault, *ends):
        """A desk exchanges over the broken line: it ends in one of those ways, and still shows what was written there."""
        with self.proxy.break_with(fault):
            told = self.desks[n].told("sync", expect=tuple(status for status, _ in ends))
            self.assertTrue(any(told.startswith(sentence) and bool(told) == bool(sentence) for _, sentence in ends), told)
            self.assertGreater(self.proxy.met, 0)
        if told:
            self.assert_told(told)
        shown = self.desks[n].list("pupil")
        self.assertIn(self.made[n - 2], shown)
        self.assertEqual(shown[self.shared][FIELDS[n]], str(self.edits))

    def heal(self):
        """Over a good line everything arrives, once, without a question to anybody."""
        for desk in (*self.desks, self.desks[0]):
            desk.sync(expect=0)
        pupils = [self.records(desk, "pupil") for desk in self.desks]
        self.assertEqual(pupils[0], pupils[1])
        self.assertEqual(set(pupils[0]), set(self.made))
        rev, fields = pupils[0][self.shared]
        self.assertEqual((rev, *(fields[name] for name in FIELDS)), (1 + 2 * self.edits, *[str(self.edits)] * 2))
        self.assertEqual({rev for pupil, (rev, _) in pupils[0].items() if pupil != self.shared}, {1})

    def each(self, faults):
        """faults: name → fault and how an exchange over it may end. Two at a time, one for each desk."""
        left = list(faults.items())
        while left:
            now, left = left[:2], left[2:]
            with self.subTest(" and ".join(name for name, _ in now)):
                self.work()
                for n, (_, fault) in enumerate(now):
                    self.meet(n, *fault)
                self.heal()
        self.same_as_server()

    def same_as_server(self):
        """Every kind, record for record, as a desk that is new gets it from the server."""
        new = self.desk("an")
        for kind in kinds():
            self.assertEqual(self.records(self.desks[0], kind), self.records(new, kind), kind)
            self.assertEqual(self.records(self.desks[1], kind), self.records(new, kind), kind)
        for desk in self.desks:
            status = desk.status()
            self.assertEqual((status["waiting"], status["reviews"]), (0, 0))
        self.assertIn("whole", self.server.command("check"))

    def test_wire(self):
        """What happens below TLS: in the handshake, in the request and in the answer of every exchange."""
        self.each({
            "late": (Wire(pause=0.05), FINE),
            "drop by drop": (Wire(piece=16, pause=0.001), FINE),
            "closed at once": (Wire(up=0), OFFLINE),
            "reset at once": (Wire(down=0, reset=True), OFFLINE),
            **{f"cut in request {skip + 1} after {up}": (Wire(skip=skip, up=up), OFFLINE)
               for skip, up in ((0, 100), (0, 700), (1, 100), (1, 700), (2, 700), (3, 700))},
            **{f"reset in answer {skip + 1} after {down}": (Wire(skip=skip, down=down, reset=True), OFFLINE)
               for skip, down in ((0, 100), (0, 1000), (1, 1000), (2, 1000), (3, 1000))},
            **{f"a bit of answer {skip + 1}": (Wire(skip=skip, flip=1000), OFFLINE) for skip in range(4)},
        })

    def test_statuses(self):
        """What servers in between say in the server's place, before and after it has done its work."""
        self.each({
            f"{name} {path}": (on(path, fault), end)
            for path in REQUESTS
            for name, fault, end in (
                ("500", answers(500), OFFLINE),
                ("503", answers(503, {**PAGE, "Retry-After": "3600"}), OFFLINE),
                ("429", answers(429, {**PAGE, "Retry-After": "3600"}), OFFLINE),
                ("portal", answers(200), ELSEWHERE),
                ("way to a portal", answers(302, {**PAGE, "Location": "http://portal.example/"}), ELSEWHERE),
                ("502 after", after_commit(502), OFFLINE),
                ("another type", mistyped, ELSEWHERE),
            )
        })

    def test_messages(self):
        """Requests and answers that are lost, doubled, cut and changed."""
        self.each({
            **{f"{fault.__name__} {path}": (on(path, fault), end)
               for path in REQUESTS
               for fault, end in ((loses_request, OFFLINE), (loses_answer, OFFLINE), (twice, FINE))},
            **{f"pull {framing} {where.__name__}": (on("/v1/pull", truncates(framing, where)), OFFLINE)
               for framing in FRAMINGS for where in (half, at_a_line, before_mark)},
            # What has come of the receipts counts, the other operations are sent again.
            **{f"push {framing} {where.__name__}": (on("/v1/push", truncates(framing, where)), FINE, OFFLINE)
               for framing in FRAMINGS for where in (half, at_a_line)},
            **{f"session {framing}": (on("/v1/session", truncates(framing, half)), OFFLINE) for framing in FRAMINGS},
            **{f"nothing from {path}": (on(path, answers(200, STREAM, b"")), OFFLINE, GARBLED) for path in REQUESTS},
            "another bit of a push": (on("/v1/push", flips_up), OFFLINE),
            "rows without end": (on("/v1/pull", unmarked(60000, 10, 10)), GARBLED),
            "bytes without end": (on("/v1/pull", unmarked(70000, 100000, 1000)), GARBLED),
            "another bit": (on("/v1/pull", flips), GARBLED),
            "a bomb": (on("/v1/pull", answers(200, STREAM, BOMB)), OFFLINE, GARBLED),
            "a bomb in HTTP": (on("/v1/session", answers(
                200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, BOMB)), GARBLED),
        })

    def test_endless(self):
        """Cut while it is read, not when it has filled the memory."""
        endless.heard = False
        self.each({f"endless {path}": (on(path, endless), GARBLED) for path in ("/v1/session", "/v1/push")})
        self.assertFalse(endless.heard)


if __name__ == "__main__":
    unittest.main()
