# SPDX-License-Identifier: EUPL-1.2
"""A server of the future, which cannot be built today: the same address and certificate, other answers. It stands in for the
real one only where no other test can."""
import hashlib
import http.server
import json
import os
import ssl
import threading


class Future:
    """In the place of a server that is stopped meanwhile. `answers`: method and path → (status, type, body)."""

    def __init__(self, server, answers):
        self.server, self.answers, self.asked = server, answers, []

    def __enter__(self):
        self.server.stop()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*(os.path.join(self.server.data, f"certificate.{end}") for end in ("pem", "key")))
        self.web = http.server.ThreadingHTTPServer(("127.0.0.1", self.server.port), self.handler())
        self.web.socket = context.wrap_socket(self.web.socket, server_side=True)
        threading.Thread(target=self.web.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *reason):
        self.web.shutdown()
        self.web.server_close()
        self.server.start()

    def handler(self):
        future = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = f"{self.command} {self.path.split('&cursor')[0]}"
                future.asked.append(asked)
                status, kind, body = future.answers.get(asked, (404, *problem("not-found")))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Schoolzicht-Coding", "identity")
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer

            def log_message(self, *words):
                pass

        return Handler


def written(value):
    return json.dumps(value, separators=(",", ":")).encode()


def problem(name):
    return "application/problem+json", written({"type": f"urn:schoolzicht:problem:{name}", "title": name})


def document(value):
    return 200, "application/json", written(value)


def stream(scope, epoch, seq, declarations, rows):
    """A pull's answer with one mark."""
    lines = [written(each) + b"\n" for each in (*declarations, *rows)]
    digest = hashlib.blake2b(b"".join(lines), digest_size=16).hexdigest()
    head = {"v": 1, "scope": scope, "epoch": epoch, "from": 0, "to": seq, "rows": len(rows)}
    mark = {"mark": seq, "n": len(rows), "h": digest, "cursor": "future"}
    end = {"end": seq, "n": len(rows), "cursor": "future"}
    control = [written(head) + b"\n"]
    last = [written(each) + b"\n" for each in ([mark] if rows else []) + [end]]
    return 200, "application/x-ndjson", b"".join(control + lines + last)
