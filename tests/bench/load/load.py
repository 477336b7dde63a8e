#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A working day of Flanders on one server: desks that follow their centre, saves, first syncs; how long a save takes to the
colleagues, and what each process takes of processor and memory while it goes on. Within postgres.sh on PostgreSQL.

usage: load.py [--desks 3500] [--centres 61] [--saves 120] [--fetches 600] [--pupils 20000] [--seconds 60]
"""
import argparse
import json
import os
import resource
import subprocess

from first_sync import postgres_processes, processor, sign_in
from programs import BUILD, Server, run

TOOLS = os.path.join(BUILD, "tests", "bench", "load")


def memory_mib(pid):
    """Private memory of a process; PostgreSQL's shared buffers are not in it."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private")) / 1024


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def family(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [pid, *map(int, file.read().split())]


def take(server, desks):
    postgres, desks = postgres_processes(), family(desks)
    return {
        "server": processor(server), "desks": sum(map(processor, desks)), "postgres": sum(map(processor, postgres)),
        "server_mib": memory_mib(server), "desks_mib": sum(map(memory_mib, desks)), "postgres_mib": sum(map(memory_mib, postgres)),
        "descriptors": descriptors(server),
    }


def show(said, now, before):
    """One line of the table: what the desks say, and a minute's (or less) processor as a share of one core."""
    span = max(said["seconds"] - before[0], 1)
    share = {name: 100 * (now[name] - before[1][name]) / span for name in ("server", "desks", "postgres")}
    print(f"| {said['seconds']:.0f} s | {said['following']:,} | {said['saves']:,} | {said['told_p50']} ms | {said['told_p99']} ms | {said['saved_p99']} ms "
          f"| {said['fetched']} | {said['fetch_p50']} ms | {said['pulls']:,} | {said['failed']} "
          f"| {share['server']:.0f} % | {share['postgres']:.0f} % | {share['desks']:.0f} % | {now['server_mib']:.0f} | {now['postgres_mib']:.0f} "
          f"| {now['desks_mib']:.0f} | {now['descriptors']:,} | {os.getloadavg()[0]:.1f} |", flush=True)


def follow(options, server, sessions, session):
    command = [os.path.join(TOOLS, "load-desks"), server.address, sessions, os.path.join(server.data, "certificate.pem"), options.seconds, options.saves, options.fetches,
               session["token"], session["user"]["centre"]]
    before = None
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, preexec_fn=lambda: os.nice(10)) as desks:
        for line in desks.stdout:
            said = json.loads(line)
            try:
                now = take(server.process.pid, desks.pid)
            except OSError:  # its last words
                break
            if said["started"] < options.desks or said["seconds"] == 0:
                continue
            if before is None:
                before = (said["seconds"], now)
            else:
                show(said, now, before)
                before = (said["seconds"], now)
    return said


def main():
    parser = argparse.ArgumentParser()
    for name, value in (("desks", 3500), ("centres", 61), ("saves", 120), ("fetches", 600), ("pupils", 20000), ("seconds", 60)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = Server(demo=(options.pupils, 1))
    sessions = os.path.join(server.path, "sessions")
    with open(sessions, "w") as file:
        file.write(run([os.path.join(TOOLS, "load-sessions"), server.data, str(options.centres), str(options.desks)]))
    with server:
        with open(os.path.join(server.data, "demo-password")) as file:
            session = sign_in(server, "demo", file.read().strip())
        print(f"\n{'PostgreSQL' if postgres_processes() else 'SQLite'}: {options}\n", flush=True)
        print("| after | following | saves | save to colleague p50 | p99 | save to receipt p99 | first syncs | p50 | pulls | failed "
              "| server | PostgreSQL | desks | server MiB | PostgreSQL MiB | desks MiB | descriptors | load |")
        print("|" + "---|" * 18, flush=True)
        said = follow(options, server, sessions, session)
        print(f"\n{said}\n{server.command('check')}")


if __name__ == "__main__":
    main()
