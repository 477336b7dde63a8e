#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A server that is away, refuses, is somebody else's or comes from the future: a sentence says so, and no change is lost."""
import os
import socketserver
import threading
import unittest
import uuid

from centre import CENTRE, PASSWORD, Centre
from future import Future, document, problem, stream
from programs import Desk, Server

OFFLINE = "De server is nu niet bereikbaar."
KEPT = "is bewaard"


class Mumbler(socketserver.BaseRequestHandler):
    """Answers without TLS."""

    def handle(self):
        self.request.recv(1000)
        self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


class Plain(socketserver.TCPServer):
    allow_reuse_address = True


class Refused(Centre):
    def waits(self, desk):
        """A change that is still to be sent, and can be made whatever the server says."""
        return self.pupil(desk)

    def arrives(self, desk, pupil):
        """What waited is sent when the server is there again, and seen by a colleague."""
        desk.sync()
        self.assertEqual(desk.status()["waiting"], 0)
        self.bert.sync()
        self.assertIn(pupil, self.bert.list("pupil"))

    def test_stopped(self):
        """Without a server both go on; everything is sent, by each in the order it was made."""
        mine, theirs = self.waits(self.an), self.waits(self.bert)
        self.server.stop()
        self.assert_told(self.an.told("sync", expect=4), OFFLINE, KEPT)
        for n in range(3):
            self.an.set("pupil", mine, phone=n)
        self.an.run("--sync", "set", "pupil", mine, "street=Veldstraat", expect=4)
        self.bert.set("pupil", theirs, phone="9")
        self.assertEqual((self.an.status()["waiting"], self.bert.status()["waiting"]), (5, 2))
        self.assertEqual(self.an.get("pupil", mine)["phone"], "2")
        self.server.start()
        self.arrives(self.an, mine)
        self.an.sync()
        for desk in (self.an, self.bert):
            self.assertEqual((desk.get("pupil", mine)["phone"], desk.get("pupil", mine)["street"]), ("2", "Veldstraat"))
            self.assertEqual(desk.get("pupil", theirs)["phone"], "9")
            self.assertEqual(desk.conflicts(), {})

    def test_sign_in_stopped(self):
        new = self.stack.enter_context(Desk(self.server, "an", PASSWORD, sign_in=False))
        self.server.stop()
        self.assert_told(new.told(*new.sign_in_words(), expect=4, text=PASSWORD + "\n"), OFFLINE)
        self.assert_told(new.told("sync"), "nog niet aangemeld")

    def test_wrong_password(self):
        """Says so and changes nothing: who was signed in stays so."""
        self.assert_told(self.an.told(*self.an.sign_in_words(), text="iets anders\n"), "Verkeerde naam of verkeerd wachtwoord")
        self.arrives(self.an, self.waits(self.an))
        new = self.stack.enter_context(Desk(self.server, "bestaat niet", PASSWORD, sign_in=False))
        self.assert_told(new.told(*new.sign_in_words(), text=PASSWORD + "\n"), "Verkeerde naam of verkeerd wachtwoord")
        self.assertFalse(os.path.exists(new.cache))

    def test_unknown_certificate(self):
        """Nothing is sent to a server nobody has vouched for; its fingerprint is shown to be compared."""
        new = self.stack.enter_context(Desk(self.server, "an", PASSWORD, sign_in=False))
        words = [word for word in new.sign_in_words() if word != "--accept-certificate"]
        said = new.told(*words, text=PASSWORD + "\n").splitlines()
        self.assertRegex(said[0], r"^([0-9a-f]{4} ){15}[0-9a-f]{4}$")
        self.assertIn("nog niet bekend", said[1])
        self.assertIn(said[0].replace(" ", ""), self.server.log())
        new.told(*words, "--certificate", "0" * 64, text=PASSWORD + "\n")
        new.told(*words, "--certificate", said[0].replace(" ", ""), expect=0, text=PASSWORD + "\n")
        new.sync()

    def test_other_certificate(self):
        """Another server at the same address gets nothing, not even from somebody who says yes to everything."""
        pupil = self.waits(self.an)
        self.server.stop()
        other = Server()
        self.addCleanup(other.__exit__)
        other.port, other.address = self.server.port, self.server.address
        other.add_user("an", PASSWORD, centre=CENTRE)
        other.start()
        for words in (["sync"], self.an.sign_in_words()):
            said = self.an.told(*words, text=PASSWORD + "\n")
            self.assert_told(said, "een ander certificaat dan voorheen", "niets verzonden", "beheerder")
        self.assertEqual(self.an.status()["waiting"], 1)
        self.an.set("pupil", pupil, phone="7")
        for line in other.log().splitlines()[1:]:
            self.assertRegex(line, r"GET /v1/health|^$")
        other.stop()
        self.server.start()
        self.arrives(self.an, pupil)

    def test_disabled(self):
        """Who may no longer sign in is told; what was written stays until somebody lets them in again."""
        self.server.add_user("chris", PASSWORD, centre=CENTRE)
        chris = self.desk("chris")
        pupil = self.waits(chris)
        self.server.command("user", "disable", "chris")
        self.assert_told(chris.told("sync"), "niet aangemeld", KEPT)
        self.assert_told(chris.told(*chris.sign_in_words(), text=PASSWORD + "\n"), "Verkeerde naam of verkeerd wachtwoord")
        self.assertEqual(chris.status()["waiting"], 1)
        self.assertIn(pupil, chris.list("pupil"))

    def test_revoked(self):
        """A session that was ended from elsewhere asks for the password; then everything goes on."""
        self.server.add_user("els", PASSWORD, centre=CENTRE)
        els = self.desk("els")
        pupil = self.waits(els)
        self.server.command("session", "revoke", "els")
        self.assert_told(els.told("sync"), "niet aangemeld", KEPT)
        els.sign_in()
        self.arrives(els, pupil)

    def test_not_a_server(self):
        """Something else that answers at the address."""
        pupil = self.waits(self.an)
        answers = {
            "a page": (200, "text/html", b"<html>Welkom</html>"),
            "a page that is missing": (404, "text/html", b"<html>Niet gevonden</html>"),
        }
        for name, answer in answers.items():
            with self.subTest(name), Future(self.server, {"POST /v1/session": answer}):
                self.assert_told(self.an.told("sync"), "geen server van Schoolzicht", "adres")
        with self.subTest("no JSON"), Future(self.server, {"POST /v1/session": (200, "application/json", b"{,}")}):
            self.assert_told(self.an.told("sync"), "niet te begrijpen")
        with self.subTest("failing"), Future(self.server, {"POST /v1/session": (500, *problem("failed"))}):
            self.assert_told(self.an.told("sync", expect=4), OFFLINE)
        with self.subTest("no TLS"):
            self.server.stop()
            with Plain(("127.0.0.1", self.server.port), Mumbler) as plain:
                threading.Thread(target=plain.serve_forever, args=(0.05,), daemon=True).start()
                self.assert_told(self.an.told("sync", expect=(1, 4)))
                plain.shutdown()
            self.server.start()
        self.arrives(self.an, pupil)

    def test_future_protocol(self):
        """A server that speaks another protocol gets nothing; reading and writing go on until the program is updated."""
        pupil = self.waits(self.an)
        refuses = {"POST /v1/session": (426, *problem("version"))}
        speaks = {"POST /v1/session": document({"protocol": 2, "generation": 9, "scopes": [], "epoch": "x"})}
        for answers in (refuses, speaks):
            with Future(self.server, answers) as future:
                self.assert_told(self.an.told("sync"), "Werk Schoolzicht bij", KEPT)
                self.assertEqual(set(future.asked), {"POST /v1/session"})
                self.an.set("pupil", pupil, phone=len(self.an.get("pupil", pupil)["phone"] or ""))
        self.assertEqual(self.an.status()["waiting"], 3)
        self.arrives(self.an, pupil)

    def test_future_generation(self):
        """Kinds and fields that this program does not know are passed over; the rest is taken."""
        new = self.stack.enter_context(Desk(self.server, "an", PASSWORD))
        epoch, pupil = uuid.uuid4().hex, str(uuid.uuid4())
        user = {"name": "an", "display_name": "An", "role": "coordinator", "centre": CENTRE, "zone": None, "wings": 2}
        scopes = [{"name": "reference", "seq": 0}, {"name": f"centre:{CENTRE}", "seq": 2, "colour": "green"}]
        session = {"protocol": 1, "generation": 9, "time": "2031-01-01T00:00:00Z", "epoch": epoch, "user": user, "scopes": scopes}
        declarations = [
            {"kind": 21, "name": "pupil", "fields": ["first_name", "shoe_size", "last_name", "birth_date"]},
            {"kind": 97, "name": "robot", "fields": ["serial"]},
        ]
        rows = [
            [1, 21, pupil, 1, ["Toekomst", 41, "Maes", "2020-01-01"]],
            [2, 97, str(uuid.uuid4()), 1, ["R2"]],
        ]
        answers = {
            "POST /v1/session": document({**session, "directives": []}),
            "GET /v1/pull?scope=reference": stream("reference", epoch, 0, [], []),
            f"GET /v1/pull?scope=centre%3A{CENTRE}": stream(f"centre:{CENTRE}", epoch, 2, declarations, rows),
        }
        with Future(self.server, answers):
            new.sync()
        self.assertEqual([each["first_name"] for each in new.list("pupil").values()], ["Toekomst"])

    def test_broken_stream(self):
        """A stream whose rows are not what its mark says changes nothing here; the next exchange puts it right."""
        before = self.an.list("pupil")
        pupil = self.waits(self.an)
        self.arrives(self.an, pupil)
        before = self.an.list("pupil")
        epoch = self.an.status()["epoch"]
        declarations = [{"kind": 21, "name": "pupil", "fields": ["first_name", "last_name", "birth_date"]}]
        rows = [[9999, 21, pupil, 9, ["Vervalst", "Maes", "2020-01-01"]]]
        status, kind, body = stream("reference", epoch, 9999, declarations, rows)
        user = {"name": "an", "display_name": "An", "role": "coordinator", "centre": CENTRE, "zone": None}
        scopes = [{"name": "reference", "seq": 9999}, {"name": f"centre:{CENTRE}", "seq": 9999}]
        session = {"protocol": 1, "generation": 1, "epoch": epoch, "user": user, "scopes": scopes}
        wrong = body.replace(b"Vervalst", b"Verzonnen")
        cut = body[: body.index(b'{"end"')]
        for answer, sentence, expected in ((wrong, "niet te begrijpen", 1), (cut, OFFLINE, 4)):
            pull = {"GET /v1/pull?scope=reference": (status, kind, answer)}
            with Future(self.server, {"POST /v1/session": document(session), **pull}):
                self.assert_told(self.an.told("sync", expect=expected), sentence)
            self.assertEqual(self.an.list("pupil"), before)
        self.an.sync()
        self.assertEqual(self.an.list("pupil"), before)

    def test_empty_centre(self):
        """A centre nobody has written in: lists are empty, reports say nothing, and it can be begun."""
        self.server.add_user("frank", PASSWORD, role="director", centre="118")
        frank = self.desk("frank")
        for kind in ("pupil", "vaccination", "infection", "activity", "review"):
            self.assertEqual(frank.list(kind), {})
        self.assertEqual(frank.text("search", "maes"), "")
        self.assertEqual(frank.status()["waiting"], 0)
        frank.text("report", "workload", "--set", "from=2020-09-01", "--set", "until=2021-06-30")
        self.pupil(frank)
        frank.sync()
        self.assertEqual(len(frank.list("pupil")), 1)


class TooMany(Centre):
    """With a server of its own: the address is full afterwards."""

    def test_too_many_tries(self):
        """The right password does not help either; who is signed in notices nothing."""
        new = self.stack.enter_context(Desk(self.server, "bert", PASSWORD, sign_in=False))
        for _ in range(10):
            self.assert_told(new.told(*new.sign_in_words(), text="iets anders\n"), "Verkeerde naam of verkeerd wachtwoord")
        self.assert_told(new.told(*new.sign_in_words(), text=PASSWORD + "\n"), "Te veel pogingen", "kwartier")
        self.pupil(self.bert)
        self.bert.sync()
        self.assertEqual(self.bert.status()["waiting"], 0)


if __name__ == "__main__":
    unittest.main()
