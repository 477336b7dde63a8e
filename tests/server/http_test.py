#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The server over real TLS, asked by another process: sessions, pull, push, events, and what no honest desk sends."""
import gzip
import hashlib
import http.client
import json
import os
import socket
import ssl
import subprocess
import time
import unittest
import uuid

from programs import UNVERIFIED, Server, run

PASSWORD = "een lang woord"
REPLY_MAX = 8


def new_id():
    return str(uuid.uuid4())


class Person:
    """Somebody with a token and a device."""

    def __init__(self, server, name):
        self.server, self.name, self.device, self.n = server, name, new_id(), 0
        status, _, body = self.ask("POST", "/v1/sign-in", {"name": name, "password": PASSWORD, "device": self.device})
        assert status == 200, body
        self.token = json.loads(body)["token"]
        self.session = self.open_session()

    def ask(self, method, path, body=None, headers=None, token=None):
        connection = http.client.HTTPSConnection(self.server.host, self.server.port, timeout=20, context=UNVERIFIED)
        sent = dict(headers or {})
        token = token or getattr(self, "token", None)
        if token:
            sent["Authorization"] = f"Bearer {token}"
        text = json.dumps(body) if isinstance(body, dict) else body
        connection.request(method, path, text, sent)
        answer = connection.getresponse()
        result = answer.status, answer, answer.read()
        connection.close()
        return result

    def open_session(self):
        status, _, body = self.ask("POST", "/v1/session", {"device": self.device, "protocol": 1, "generation": 1})
        assert status == 200, body
        return json.loads(body)

    def operation(self, parts, epoch=None):
        self.n += 1
        return json.dumps(
            {"op": new_id(), "device": self.device, "n": self.n, "epoch": epoch or self.session["epoch"],
             "generation": 1, "at": 0, "reason": None, "parts": parts}
        )

    def create_staff(self, code, name="Peeters"):
        part = {"verb": "create", "kind": "staff_member", "id": new_id(), "set": {"code": code, "last_name": name}}
        return self.operation([part])

    def push(self, *operations):
        status, answer, body = self.ask("POST", "/v1/push", "\n".join(operations) + "\n")
        return status, [json.loads(line) for line in body.splitlines()] if status == 200 else json.loads(body)

    def pull(self, scope, cursor=None, accept=None):
        headers = {"Schoolzicht-Accept": accept} if accept else {}
        query = f"&cursor={cursor}" if cursor else ""
        status, answer, body = self.ask("GET", f"/v1/pull?scope={scope}{query}", headers=headers)
        return status, answer, body


def read_stream(text):
    """Rows and end line of a stream whose counts and hashes fit."""
    rows, since, end, marks = [], [], None, []
    for line in text.splitlines(keepends=True):
        assert end is None, "something after the end line"
        if line.startswith(b"["):
            rows.append(json.loads(line))
            since.append(line)
            continue
        control = json.loads(line)
        if "kind" in control:
            since.append(line)
        elif "mark" in control:
            assert control["n"] == sum(each.startswith(b"[") for each in since)
            assert control["h"] == hashlib.blake2b(b"".join(since), digest_size=16).hexdigest()
            marks.append(control)
            since = []
        elif "end" in control:
            assert not since and control["n"] == len(rows)
            end = control
    assert end is not None, "no end line"
    return rows, end, marks


def problem(body):
    return json.loads(body)["type"].rsplit(":", 1)[1]


class Http(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.server.add_user("an", PASSWORD, centre="114")
        cls.server.add_user("chris", PASSWORD, centre="115")
        cls.server.add_user("els", PASSWORD, centre="116")
        cls.an = Person(cls.server, "an")
        cls.chris = Person(cls.server, "chris")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)

    def raw(self, *pieces, wait=3):
        """What comes back on one connection for these bytes, and whether it was closed."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=wait) as plain:
            with UNVERIFIED.wrap_socket(plain) as tls:
                answer, closed = b"", False
                try:
                    for piece in pieces:
                        tls.sendall(piece)
                    while True:
                        data = tls.recv(65536)
                        if not data:
                            closed = True
                            break
                        answer += data
                except (socket.timeout, TimeoutError):
                    pass
                except OSError:
                    closed = True
        return answer, closed

    def statuses(self, answer):
        return [int(line.split()[1]) for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.")]

    def test_push_and_pull(self):
        _, before, _ = read_stream(self.an.pull("centre:114")[2])
        status, receipts = self.an.push(self.an.create_staff("P1"), self.an.create_staff("P2"))
        self.assertEqual(status, 200)
        self.assertEqual([r.get("outcome") for r in receipts], ["applied", "applied", None])
        self.assertEqual(receipts[-1], {"end": 2})
        rows, end, marks = read_stream(self.an.pull("centre:114", before["cursor"])[2])
        self.assertEqual(len(rows), 2)
        self.assertEqual(end["end"], receipts[1]["seq"])
        rows, again, _ = read_stream(self.an.pull("centre:114", end["cursor"])[2])
        self.assertEqual((rows, again["cursor"]), ([], end["cursor"]))

    def test_codings(self):
        self.an.push(self.an.create_staff("C1", "Çelik"))
        status, answer, plain = self.an.pull("centre:114")
        self.assertEqual(answer.getheader("Schoolzicht-Coding"), "identity")
        status, answer, body = self.an.pull("centre:114", accept="gzip")
        self.assertEqual(answer.getheader("Schoolzicht-Coding"), "gzip")
        self.assertEqual(gzip.decompress(body), plain)
        status, answer, body = self.an.pull("centre:114", accept="zstd, gzip")
        self.assertEqual(answer.getheader("Schoolzicht-Coding"), "zstd")
        self.assertEqual(subprocess.run(["zstd", "-dc"], input=body, capture_output=True, check=True).stdout, plain)
        self.assertIn("Çelik".encode(), plain)

    def test_small_answers(self):
        """Every answer closes its connection; an empty pull stays small."""
        _, end, _ = read_stream(self.an.pull("centre:114")[2])
        status, answer, body = self.an.pull("centre:114", end["cursor"], "zstd, gzip")
        self.assertEqual(answer.getheader("Connection"), "close")
        size = len(body) + sum(len(k) + len(v) + 4 for k, v in answer.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
        self.assertLessEqual(size, 400)

    def test_other_history(self):
        status, answer = self.an.push(self.an.operation([], epoch="0" * 32))
        self.assertEqual((status, answer["type"]), (409, "urn:schoolzicht:problem:epoch"))
        # After a receipt has been sent, no end line says that it is not all.
        good = self.an.create_staff("H1")
        status, receipts = self.an.push(good, self.an.operation([], epoch="0" * 32))
        self.assertEqual((status, len(receipts)), (200, 1))

    def test_fork(self):
        first, second = self.an.create_staff("F1"), json.loads(self.an.create_staff("F2"))
        second["n"] = json.loads(first)["n"]
        self.an.push(first)
        status, answer = self.an.push(json.dumps(second))
        self.assertEqual((status, answer["type"]), (412, "urn:schoolzicht:problem:device-fork"))

    def test_scopes(self):
        status, _, body = self.chris.pull("centre:114")
        self.assertEqual((status, problem(body)), (403, "forbidden"))
        _, end, _ = read_stream(self.an.pull("centre:114")[2])
        status, _, body = self.chris.pull("centre:115", end["cursor"])
        self.assertEqual((status, problem(body)), (409, "resync"))
        self.assertEqual([s["name"] for s in self.chris.session["scopes"]], ["reference", "centre:115"])
        status, _, body = self.an.ask("GET", "/v1/pull")
        self.assertEqual(status, 400)

    def test_sums(self):
        """As much as a pull, to whom may pull; and one bucket of it is its own rows."""
        self.an.push(self.an.create_staff("SU", "Sommers"))
        rows = [json.loads(line) for line in self.an.pull("centre:114")[2].decode().splitlines() if line.startswith("[")]
        for coding in ("identity", "gzip"):
            status, _, body = self.an.ask("GET", "/v1/sums?scope=centre:114", headers={"Schoolzicht-Accept": coding})
            self.assertEqual(status, 200)
            lines = [json.loads(line) for line in (gzip.decompress(body) if coding == "gzip" else body).decode().splitlines()]
            self.assertEqual((lines[0]["to"], lines[-1]["n"]), (lines[-1]["end"], len(lines) - 2))
            self.assertEqual(sum(line["rows"] for line in lines[1:-1]), len(rows))
        row = next(row for row in rows if "Sommers" in row[4])
        bucket = f"kind=staff_member&b={int(row[2][-2:], 16)}"
        status, _, body = self.an.ask("GET", f"/v1/bucket?scope=centre:114&{bucket}")
        found = [json.loads(line) for line in body.decode().splitlines() if line.startswith("[")]
        self.assertEqual(found, [other for other in rows if other[1] == row[1] and other[2][-2:] == row[2][-2:]])
        for path in ("/v1/sums?scope=centre:114", f"/v1/bucket?scope=centre:114&{bucket}"):
            self.assertEqual(self.chris.ask("GET", path)[0], 403)
        for path in ("/v1/sums", f"/v1/bucket?{bucket}", "/v1/bucket?scope=centre:114&kind=nonsense&b=1", "/v1/bucket?scope=centre:114&kind=pupil&b=256"):
            self.assertEqual(self.an.ask("GET", path)[0], 400)

    def test_tokens(self):
        for path, method in (("/v1/pull?scope=reference", "GET"), ("/v1/sums?scope=reference", "GET"), ("/v1/session", "POST"), ("/v1/push", "POST"),
                             ("/v1/events", "GET"), ("/v1/sign-out", "POST")):
            for token in ("x", "A" * 43, "' OR 1=1 --"):
                status, _, body = self.an.ask(method, path, "{}" if method == "POST" else None, token=token)
                self.assertEqual((status, problem(body)), (401, "unauthorized"))
        answer, _ = self.raw(b"GET /v1/pull?scope=reference HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertEqual(self.statuses(answer), [401])

    def test_revoked(self):
        els = Person(self.server, "els")
        self.assertEqual(els.pull("reference")[0], 200)
        self.server.command("session", "revoke", "els")
        self.assertEqual(els.pull("reference")[0], 401)
        again = Person(self.server, "els")
        self.assertEqual(again.ask("POST", "/v1/sign-out", "{}")[0], 200)
        self.assertEqual(again.pull("reference")[0], 401)

    def test_version(self):
        status, _, body = self.an.ask("POST", "/v1/session", {"device": self.an.device, "protocol": 2, "generation": 1})
        self.assertEqual((status, problem(body)), (426, "version"))

    def test_wrong_password(self):
        body = {"name": "bestaat-niet", "password": "x" * 12, "device": new_id()}
        statuses = [self.an.ask("POST", "/v1/sign-in", body)[0] for _ in range(11)]
        self.assertEqual(statuses, [401] * 10 + [429])
        # The address is full as well; what else a test needs of it was asked before.
        status, answer, _ = self.an.ask("POST", "/v1/sign-in", body)
        self.assertEqual((status, answer.getheader("Retry-After")), (429, "900"))

    def listen(self, person):
        plain = socket.create_connection(("127.0.0.1", self.server.port), timeout=5)
        tls = UNVERIFIED.wrap_socket(plain)
        tls.sendall(f"GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.token}\r\n\r\n".encode())
        return tls

    def read_until(self, tls, wanted, seconds=5):
        seen, end = b"", time.monotonic() + seconds
        while wanted not in seen:
            if time.monotonic() > end:
                self.fail(f"{wanted} did not come: {seen}")
            data = tls.recv(65536)
            if not data:
                self.fail(f"the stream ended: {seen}")
            seen += data
        return seen

    def test_events(self):
        with self.listen(self.an) as tls:
            self.read_until(tls, b": hello")
            start = time.monotonic()
            _, receipts = self.an.push(self.an.create_staff("E1"))
            seen = self.read_until(tls, b'data: {"scope":"centre:114","seq":%d' % receipts[0]["seq"])
            self.assertLess(time.monotonic() - start, 2)
            self.assertNotIn(b"centre:115", seen)
            # Many in a row are told together.
            _, receipts = self.an.push(*[self.an.create_staff(f"E{i}") for i in range(2, 52)])
            seen = self.read_until(tls, b'"seq":%d' % receipts[-2]["seq"])
            self.assertLessEqual(seen.count(b'data: {"scope"'), REPLY_MAX)

    def event(self, tls, seq, rest=b""):
        """The lines of the first event of the centre that says this number."""
        start = b'data: {"scope":"centre:114","seq":%d' % seq
        seen = rest + self.read_until(tls, start)
        after = seen[seen.index(start):]
        while b"\n\n" not in after:
            after += tls.recv(65536)
        return [line.removeprefix(b"data: ") for line in after.split(b"\n\n")[0].splitlines(keepends=True)]

    def test_events_with_rows(self):
        """Who follows is given what a pull would have answered: nobody has to come back for it."""
        self.server.add_user("an2", PASSWORD, centre="114")
        with self.listen(self.an) as tls, self.listen(Person(self.server, "an2")) as other:
            _, receipts = self.an.push(self.an.create_staff("N1"))
            for each in (tls, other):
                self.event(each, receipts[0]["seq"])
            time.sleep(0.3)
            _, receipts = self.an.push(self.an.create_staff("N2"))
            head, *lines = self.event(tls, receipts[0]["seq"])
            self.assertEqual([head, *lines], self.event(other, receipts[0]["seq"]))
            body = b"".join(lines).rstrip(b"\n") + b"\n"
            rows, end, _ = read_stream(body)
            self.assertEqual((len(rows), end["end"]), (1, receipts[0]["seq"]))
            self.assertIn("N2", rows[0][4])
            self.assertEqual(self.an.pull("centre:114", json.loads(head)["after"])[2], body)

    def test_hash_of_a_push(self):
        """A body that changed on its way is refused whole; an older desk says nothing of its own."""
        line = (self.an.create_staff("H1") + "\n").encode()
        said = {"Schoolzicht-Hash": hashlib.blake2b(line, digest_size=16).hexdigest()}
        status, _, body = self.an.ask("POST", "/v1/push", line.replace(b"H1", b"H2"), headers=said)
        self.assertEqual((status, problem(body)), (400, "garbled"))
        for headers in (said, {}):
            status, _, body = self.an.ask("POST", "/v1/push", line, headers=headers)
            self.assertEqual((status, json.loads(body.splitlines()[0])["outcome"]), (200, "applied"))

    def test_limits(self):
        line = self.an.create_staff("L1")
        status, body = self.an.push(*[line] * 201)
        self.assertEqual((status, body["type"]), (413, "urn:schoolzicht:problem:too-big"))
        head = b"POST /v1/push HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n" % self.an.token.encode()
        answer, _ = self.raw(head + b"Content-Length: 1048577\r\n\r\n", b"a" * 1048577)
        self.assertEqual(self.statuses(answer), [413])
        answer, closed = self.raw(head + b"Content-Length: 9000000\r\n\r\n", b"a" * 9000000)
        self.assertTrue(closed)
        # A chunked body without end is cut.
        answer, closed = self.raw(head + b"Transfer-Encoding: chunked\r\n\r\n", *[b"10000\r\n" + b"a" * 65536 + b"\r\n"] * 64)
        self.assertTrue(closed)
        self.assertNotIn(200, self.statuses(answer))
        answer, closed = self.raw(b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n" + b"a" * 20000)
        self.assertEqual(self.statuses(answer), [413])
        deep = b"[" * 15000
        answer, _ = self.raw(b"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 15000\r\n\r\n" + deep)
        self.assertEqual(self.statuses(answer), [400])
        self.assertTrue(self.server.answers())

    def test_what_no_desk_sends(self):
        get = b"GET /v1/health HTTP/1.1\r\n"
        host = b"Host: localhost\r\n"
        post = b"POST /v1/sign-in HTTP/1.1\r\n" + host
        smuggled = b"GET /v1/health HTTP/1.1\r\n" + host + b"\r\n"
        probes = {
            "two hosts": (get + b"Host: a\r\nHost: b\r\n\r\n", 400),
            "length and chunks": (post + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, 400),
            "chunks and length": (post + b"Transfer-Encoding: chunked\r\nContent-Length: 44\r\n\r\n0\r\n\r\n" + smuggled, 400),
            "two lengths": (post + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", 400),
            "strange coding": (post + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled, 501),
            "negative length": (post + b"Content-Length: -1\r\n\r\nabc" + smuggled, 400),
            "signed length": (post + b"Content-Length: +3\r\n\r\nabc" + smuggled, 400),
            # libsoup takes no notice of such a header; what follows is not read as a second request.
            "blank before colon": (get + host + b"Content-Length : 5\r\n\r\n" + smuggled, 200),
            "many headers": (get + host + b"".join(b"X-%d: 1\r\n" % i for i in range(70)) + b"\r\n", 400),
            "big headers": (get + host + b"X-A: " + b"a" * 17000 + b"\r\n\r\n", 400),
            "trace": (b"TRACE /v1/health HTTP/1.1\r\n" + host + b"\r\n", 405),
            "unknown": (b"GET /v1/nothing HTTP/1.1\r\n" + host + b"\r\n", 404),
            "up": (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + host + b"\r\n", 404),
            "wrong method": (b"DELETE /v1/push HTTP/1.1\r\n" + host + b"\r\n", 405),
        }
        for name, (request, status) in probes.items():
            with self.subTest(name):
                answer, closed = self.raw(request)
                self.assertEqual(self.statuses(answer), [status], answer)
                self.assertTrue(closed)
        answer, _ = self.raw(get + host + b"Range: bytes=" + b",".join([b"0-10"] * 500) + b"\r\n\r\n")
        self.assertEqual(self.statuses(answer), [200])
        self.assertLess(len(answer), 400)

    def test_old_tls(self):
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        old.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=5) as plain:
            with self.assertRaises(OSError):
                old.wrap_socket(plain)

    def test_no_names_in_the_log(self):
        Person(self.server, "chris")
        self.chris.push(self.chris.create_staff("N1", "Geheimenaam"))
        self.chris.ask("GET", "/v1/pull?scope=centre:115&cursor=geheimencursor")
        log = self.server.log()
        self.assertIn("POST /v1/push 200", log)
        for word in ("Geheimenaam", "chris", "geheimencursor", self.chris.token, PASSWORD):
            self.assertNotIn(word, log)

    def test_files(self):
        for name in os.listdir(self.server.data):
            self.assertEqual(os.stat(os.path.join(self.server.data, name)).st_mode & 0o077, 0, name)
        self.assertEqual(os.stat(self.server.data).st_mode & 0o077, 0)

    @unittest.skipIf("SCHOOLZICHT_POSTGRESQL" in os.environ, "PostgreSQL keeps the data itself")
    def test_the_database_is_encrypted(self):
        with open(os.path.join(self.server.data, "schoolzicht.db"), "rb") as file:
            self.assertNotEqual(file.read(15), b"SQLite format 3")

    def test_zz_descriptors(self):
        """Clients that come and go leave nothing behind."""
        folder = f"/proc/{self.server.process.pid}/fd"
        for _ in range(5):
            self.an.pull("reference")
        before = len(os.listdir(folder))
        for _ in range(60):
            self.an.pull("reference")
        time.sleep(0.3)
        self.assertLessEqual(len(os.listdir(folder)), before + 3)

    def test_zzz_restart(self):
        """The certificate and everything that was answered are still there."""
        def certificate():
            return ssl.get_server_certificate(("127.0.0.1", self.server.port))

        shown, before = certificate(), self.an.pull("centre:114")[2]
        self.server.restart()
        self.assertEqual(certificate(), shown)
        self.assertEqual(self.an.pull("centre:114")[2], before)
        self.assertIn("whole", self.server.command("check"))


if __name__ == "__main__":
    unittest.main()
