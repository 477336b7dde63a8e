#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Where the time of a first sync goes: the same centre pulled by somebody who throws every byte away, and by a desk that keeps it,
with the seconds of processor of each process. On SQLite, and within postgres.sh on PostgreSQL.

usage: [tests/support/postgres.sh] first_sync.py PUPILS      (SCHOOLZICHT_BUILD: the build folder)
"""
import http.client
import json
import os
import resource
import sys
import time
import uuid

from programs import UNVERIFIED, Desk, Server


def processor(pid):
    """Seconds of processor of a process until now."""
    with open(f"/proc/{pid}/stat") as file:
        words = file.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def postgres_processes():
    """Of the cluster that postgres.sh has started, by its socket's folder."""
    words = dict(word.split("=", 1) for word in os.environ.get("SCHOOLZICHT_POSTGRESQL", "").split())
    if "host" not in words:
        return []
    with open(os.path.join(words["host"], "data", "postmaster.pid")) as file:
        postmaster = int(file.readline())
    with open(f"/proc/{postmaster}/task/{postmaster}/children") as file:
        return [int(word) for word in file.read().split()]


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Watch:
    """Seconds on the clock, and of processor: of the server, of PostgreSQL, and of what was run meanwhile."""

    def __init__(self, server):
        self.server = server
        self.start = self.now()

    def now(self):
        return (time.monotonic(), processor(self.server.process.pid), sum(map(processor, postgres_processes())), children())

    def taken(self):
        return [after - before for before, after in zip(self.start, self.now())]


def pull(server, token, scope):
    """Reads a whole scope and keeps nothing; the rows it is said to have."""
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=600, context=UNVERIFIED)
    connection.request("GET", f"/v1/pull?scope={scope}", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    rows = json.loads(answer.readline())["rows"]
    while answer.read(1 << 20):
        pass
    connection.close()
    return rows


def sign_in(server, name, password):
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=20, context=UNVERIFIED)
    connection.request("POST", "/v1/sign-in", json.dumps({"name": name, "password": password, "device": str(uuid.uuid4())}))
    return json.loads(connection.getresponse().read())


def line(what, rows, taken):
    took, server, postgres, ours = taken
    print(f"| {what} | {rows:,} | {rows / took:,.0f} rows/s | {took:.1f} s | {server:.1f} s | {postgres:.1f} s | {ours:.1f} s |", flush=True)


def main():
    engine = "PostgreSQL" if postgres_processes() else "SQLite"
    with Server(demo=(int(sys.argv[1]), 1)) as server:
        with open(os.path.join(server.data, "demo-password")) as file:
            password = file.read().strip()
        session = sign_in(server, "demo", password)
        scopes = ["reference", f"centre:{session['user']['centre']}"]
        print(f"\n| {engine} | rows | rate | clock | server | PostgreSQL | desk |\n|---|---|---|---|---|---|---|")
        for _ in range(2):
            watch = Watch(server)
            rows = sum(pull(server, session["token"], scope) for scope in scopes)
            line("pull, thrown away", rows, watch.taken())
        with Desk(server, "demo", password) as desk:
            watch = Watch(server)
            desk.sync()
            line("first sync", rows, watch.taken())


if __name__ == "__main__":
    main()
