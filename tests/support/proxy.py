# SPDX-License-Identifier: EUPL-1.2
"""A bad line: stands between desks and their server, and does to what passes what networks and other people's proxies do.

    with Proxy(server) as proxy:
        desk = Desk(proxy, "an", "geheim123456")
        proxy.fault = Wire(down=600)                     # every answer is cut, TLS and all
        proxy.fault = lambda exchange: exchange.answer(502)

Without a fault, and with a Wire, bytes pass as they are. With a function it shows the server's own certificate, reads
the request and leaves it to the function what becomes of it."""
import contextlib
import http.client
import os
import select
import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass

from programs import UNVERIFIED, free_port

PATIENCE = 60
CHUNK = 512


@dataclass
class Wire:
    """What happens to the bytes of a connection."""

    skip: int = 0  # connections that pass before the first that is met
    up: int = None  # ends it after so many bytes from the desk
    down: int = None  # ends it after so many bytes from the server
    reset: bool = False  # ends it with a reset, not in order
    piece: int = 65536  # bytes that pass at once
    pause: float = 0  # seconds before each piece
    flip: int = None  # the byte from the server of which a bit is turned


class Proxy:
    """Address and port to give to a desk in the place of the server's."""

    def __init__(self, server):
        self.server, self.fault = server, None
        self.port = free_port()
        self.address = f"https://127.0.0.1:{self.port}"
        self.met = 0  # connections since `break_with`

    def __enter__(self):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*(os.path.join(self.server.data, f"certificate.{end}") for end in ("pem", "key")))
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *reason):
        self.fault = None
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    @contextlib.contextmanager
    def break_with(self, fault):
        self.fault, self.met = fault, 0
        try:
            yield
        finally:
            self.fault = None

    def accept(self):
        while True:
            try:
                desk = self.listener.accept()[0]
            except OSError:
                return
            self.met += 1
            desk.settimeout(PATIENCE)
            threading.Thread(target=self.serve, args=(desk, self.fault, self.met), daemon=True).start()

    def serve(self, desk, fault, number):
        # Desks and servers go away in the middle: that is what these tests are about.
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            if callable(fault):
                with self.context.wrap_socket(desk, server_side=True) as tls:
                    fault(Exchange(self.server, tls))
            else:
                self.carry(desk, fault if fault and number > fault.skip else Wire())

    def carry(self, desk, wire):
        with desk, socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as server:
            pump(desk, server, wire)
            for end in (desk, server) if wire.reset else ():
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def pump(desk, server, wire):
    """Carries what comes until both have said their last or a limit is reached."""
    others, limits, seen = {desk: server, server: desk}, {desk: wire.up, server: wire.down}, {desk: 0, server: 0}
    while others:
        for source in select.select(list(others), [], [], PATIENCE)[0]:
            left = wire.piece if limits[source] is None else min(wire.piece, limits[source] - seen[source])
            if left == 0:
                return
            data = source.recv(left)
            if not data:
                others.pop(source).shutdown(socket.SHUT_WR)
                continue
            if source is server and wire.flip is not None and 0 <= wire.flip - seen[server] < len(data):
                data = turned(data, wire.flip - seen[server])
            time.sleep(wire.pause)
            others[source].sendall(data)
            seen[source] += len(data)


def turned(data, at):
    """With one bit turned."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def without_framing(headers):
    return {name: value for name, value in headers.items() if name not in ("Content-Length", "Transfer-Encoding")}


class Exchange:
    """One request of a desk, read; what the fault does not answer the desk never gets an answer to."""

    def __init__(self, server, tls):
        self.server, self.tls = server, tls
        with tls.makefile("rb") as file:
            self.method, self.path, _ = file.readline().decode().split()
            self.headers = http.client.parse_headers(file)
            self.body = file.read(int(self.headers.get("Content-Length") or 0))

    def ask(self, plain=False):
        """What the server answers: status, headers and body. `plain`: not compressed."""
        with self.asked(plain) as answer:
            return answer.status, dict(answer.headers), answer.read()

    @contextlib.contextmanager
    def asked(self, plain=False):
        headers = {name: value for name, value in self.headers.items() if not plain or name != "Schoolzicht-Accept"}
        server = http.client.HTTPSConnection("127.0.0.1", self.server.port, timeout=PATIENCE, context=UNVERIFIED)
        try:
            server.request(self.method, self.path, self.body or None, headers)
            yield server.getresponse()
        finally:
            server.close()

    def pass_on(self):
        """As if nobody stood between, an endless answer too."""
        with self.asked() as answer:
            self.begin(answer.status, without_framing(answer.headers))
            while data := answer.read1(65536):
                self.tls.sendall(data)
        self.end()

    def answer(self, status, headers=None, body=b"", framing="length", kept=None):
        """`framing`: how the desk is to know the end of the body: by its length, by chunks, or by the end of the
        connection. `kept`: so many bytes of the body are sent, the rest never."""
        headers = without_framing(headers or {})
        sent = body if kept is None else body[:kept]
        if framing == "length":
            headers["Content-Length"] = len(body)
        if framing == "chunked":
            headers["Transfer-Encoding"] = "chunked"
            chunks = [sent[at : at + CHUNK] for at in range(0, len(sent), CHUNK)] + ([b""] if sent == body else [])
            sent = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
        self.begin(status, headers)
        self.tls.sendall(sent)
        self.end()

    def begin(self, status, headers):
        lines = [f"HTTP/1.1 {status} {http.client.responses[status]}"]
        lines += [f"{name}: {value}" for name, value in headers.items() if name != "Connection"]
        self.tls.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())

    def end(self):
        """In order: TLS says that nothing more comes."""
        self.tls.unwrap()
