#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Measures the programs at one size, each figure beside a limit or a peer of the same run, as a line of a table in Markdown.

usage: bench.py PUPILS      (SCHOOLZICHT_BUILD: the build folder)
"""
import csv
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time

from programs import BUILD, DESKTOP, SERVER, Desk, Folder, Server, run

STARTS = 5
XRUN = os.path.join(os.environ.get("SCHOOLZICHT_SOURCE", "."), "tests", "support", "xrun.sh")


def seconds(work):
    start = time.monotonic()
    work()
    return time.monotonic() - start


def received():
    """Bytes that went over the loopback until now."""
    with open("/sys/class/net/lo/statistics/rx_bytes") as file:
        return int(file.read())


def private_kib(process):
    """What a process has for itself (private pages) and its share (PSS), in KiB."""
    found = {}
    with open(f"/proc/{process}/smaps_rollup") as file:
        for line in file:
            words = line.split()
            found[words[0]] = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    return found["Private_Clean:"] + found["Private_Dirty:"], found["Pss:"]


def insert_limit(folder, desk, rows):
    """Rows a second of the same rows into plain SQLite (insert_limit.c), once the desk has them."""
    return rows / float(run([os.path.join(BUILD, "tests", "bench", "insert-limit"), desk.profile, desk.passphrase, folder]))


def number(day, sequence):
    """A national number of the test range: the day counted from 2005-01-01."""
    stamp = time.gmtime(1104537600 + 86400 * day)
    body = f"{stamp.tm_year % 100:02}{stamp.tm_mon + 60:02}{stamp.tm_mday:02}{sequence:03}"
    return f"{body}{97 - int('2' + body) % 97:02}", time.strftime("%Y-%m-%d", stamp)


def pupils_file(path, n):
    with open(path, "w") as file:
        file.write("insz;voornaam;naam;geslacht;geboortedatum;straat;huisnummer;bus;postcode;gemeente;instellingsnummer;vestigingsplaats;"
                   "leerjaar;klas;administratieve_groep;van;tot;reden_uitschrijving\n")
        for i in range(n):
            insz, birth = number(i % 4000, 2 * (i // 4000) + 2)
            file.write(f"{insz};Voornaam{i % 997};Naam{i % 7919};V;{birth};Dorp;{i % 200};;9000;Gent;34165;1;L3;3A;;2020-09-01;;\n")


def import_rates(folder, n):
    """Rows a second of schoolzichtd import, and of the peer: the same file, split and inserted unchecked by Python's sqlite3."""
    data = os.path.join(folder, "import")
    school, path = os.path.join(folder, "school.csv"), os.path.join(folder, "pupils.csv")
    with open(school, "w") as file:
        file.write("schoolnummer;intern_vplnummer;naam;niscode;onderwijsniveau;clb\n34165;1;Sint-Jan;44021;Basisonderwijs;CLB Gent\n")
    pupils_file(path, n)
    words = ["--data", data, "--allow-test-numbers"]
    run([SERVER, "import", "schools", school, *words])
    ours = n / seconds(lambda: run([SERVER, "import", "pupils", path, *words]))
    db = sqlite3.connect(os.path.join(folder, "peer.db"))

    def peer():
        with open(path) as file, db:
            columns = file.readline().count(";") + 1
            db.execute(f"CREATE TABLE t ({', '.join(f'c{i} TEXT' for i in range(columns))})")
            db.executemany(f"INSERT INTO t VALUES ({', '.join('?' * columns)})", (line.rstrip("\n").split(";") for line in file))

    return ours, n / seconds(peer)


# What somebody who knows the data writes by hand for "MMR of every school on a day": the peer of the coverage report, which
# knows nothing of schedules, corrections or rights.
COVERAGE_BY_HAND = """
WITH need (grade, doses) AS (VALUES ('L5', 2), ('L6', 2), ('SO1', 2), ('SO2', 2), ('SO3', 2), ('SO4', 2), ('SO5', 2), ('SO6', 2), ('SO7', 2)),
given (pupil, doses) AS (
    SELECT pupil, count(DISTINCT given_on) FROM vaccination
    WHERE vaccine = (SELECT id FROM vaccine WHERE code = '871831003') AND given_on <= '2020-11-06' GROUP BY pupil)
SELECT c.school, sum(COALESCE (g.doses, 0) >= n.doses), count(*)
FROM class_group c JOIN need n ON n.grade = c.grade JOIN enrolment e ON e.class_group = c.id LEFT JOIN given g ON g.pupil = e.pupil
WHERE c.school_year = 2020 AND e.valid_from <= '2020-11-06' AND COALESCE (e.valid_until, '9999') >= '2020-11-06' GROUP BY c.school"""


def coverage_by_hand(folder, desk):
    """Milliseconds of that question on a plain SQLite file with the desk's records; the rows it gave."""
    db = sqlite3.connect(os.path.join(folder, "hand.db"))
    for kind, fields in (("class_group", "school grade school_year"), ("enrolment", "pupil class_group valid_from valid_until"),
                         ("vaccine", "code"), ("vaccination", "pupil vaccine given_on")):
        names = fields.split()
        db.execute(f"CREATE TABLE {kind} (id TEXT PRIMARY KEY, {', '.join(names)}) WITHOUT ROWID")
        with subprocess.Popen(desk.command("list", kind), stdout=subprocess.PIPE, text=True) as listed, db:
            read = (json.loads(line) for line in listed.stdout)
            db.executemany(f"INSERT INTO {kind} VALUES (?{', ?' * len(names)})",
                           ([row["id"], *(row["fields"].get(name) or None for name in names)] for row in read))
    db.execute("CREATE INDEX vaccination_pupil ON vaccination (pupil, vaccine, given_on)")
    db.execute("CREATE INDEX enrolment_class ON enrolment (class_group)")
    db.execute("ANALYZE")
    times = [seconds(lambda: db.execute(COVERAGE_BY_HAND).fetchall()) for _ in range(5)]
    rows = db.execute(COVERAGE_BY_HAND).fetchall()
    db.close()
    return statistics.median(times) * 1000, sum(row[1] for row in rows), sum(row[2] for row in rows)


def start_times(command):
    return [seconds(lambda: run([XRUN, *command], env={"A11Y": "0"})) for _ in range(STARTS)]


def window_memory(desk):
    """Of the application with its list on screen."""
    window = subprocess.Popen([XRUN, *desk.window_command()], env={**os.environ, "A11Y": "0"})
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = subprocess.run(["pgrep", "-f", f"^{DESKTOP}.*{desk.profile}"], capture_output=True, text=True).stdout.split()
            if found:
                time.sleep(5)
                return private_kib(found[0])
            time.sleep(0.1)
        raise RuntimeError("the window did not open")
    finally:
        window.terminate()
        window.wait(30)


def line(what, ours, unit, beside, limit, ratio):
    print(f"| {what} | {ours:,.1f} {unit} | {beside} | {limit:,.1f} {unit} | {ratio:.2f} |", flush=True)


def main():
    pupils = int(sys.argv[1])
    print(f"\n### {pupils:,} pupils\n\n| measure | ours | beside | limit or peer | ratio |\n|---|---|---|---|---|")
    with Folder("bench.") as folder:
        ours, peer = import_rates(folder.path, min(pupils, 100_000))
        line("import of a pupils file", ours, "rows/s", "Python csv and sqlite3, nothing checked", peer, ours / peer)
        with Server(demo=(pupils, 1)) as server:
            with open(os.path.join(server.data, "demo-password")) as file:
                password = file.read().strip()
            desk = Desk(server, "demo", password)
            with desk:
                before = received()
                took = seconds(desk.sync)
                rows = sum(int(row.split(",")[-1]) for row in server.command("report", "counts", "--format", "csv").splitlines()[1:])
                limit = insert_limit(folder.path, desk, rows)
                line("first sync, rows", rows / took, "rows/s", "the same rows into plain SQLite", limit, rows / took / limit)
                line("first sync, bytes a row", (received() - before) / rows, "B", "goal", 40, (received() - before) / rows / 40)
                measured = json.loads(run([os.path.join(BUILD, "tests", "bench", "desk-bench"), desk.profile, desk.passphrase]))
                for key, what, goal in (
                    ("search_p50", "search, a key, p50", 8), ("search_p99", "search, a key, p99", 8),
                    ("workload_p50", "workload by source", 250), ("workload_week_p50", "workload by week and person", 250),
                    ("empty_exchange_p50", "exchange with nothing to say, p50", 50), ("edit_exchange_p50", "save, send, fetch, p50", 300),
                    ("edit_exchange_p99", "save, send, fetch, p99", 1500),
                ):
                    line(what, measured[key], "ms", "goal", goal, measured[key] / goal)
                by_hand, complete, asked = coverage_by_hand(folder.path, desk)
                totals = server.command("report", "coverage_school", "--set", "vaccine=871831003", "--set", "school_year=2020", "--set",
                                        "on=2020-11-06", "--format", "csv")
                totals = list(csv.DictReader(totals.splitlines()))
                ours = [sum(int(row[name]) for row in totals) for name in ("numerator", "denominator")]
                if ours != [complete, asked]:
                    raise RuntimeError(f"two questions: {ours} and {complete, asked}")
                for key, what in (("coverage_school_p50", "coverage of all schools"), ("coverage_class_p50", "coverage of all classes")):
                    line(what, measured[key], "ms", "SQL by hand for the schools, plain SQLite", by_hand, measured[key] / by_hand)
                bare = statistics.median(start_times([os.path.join(BUILD, "tests", "bench", "bare-window")]))
                picture = os.path.join(folder.path, "picture.png")
                filled = statistics.median(start_times(desk.window_command("--view", "pupils", "--screenshot", picture)))
                line("cold start to a filled window", filled * 1000, "ms", "an empty window", bare * 1000, filled / bare)
                private, pss = window_memory(desk)
                line("memory of the desk, private", private / 1024, "MiB", "goal", 70, private / 1024 / 70)
                line("memory of the desk, PSS", pss / 1024, "MiB", "goal", 145, pss / 1024 / 145)
            private, pss = private_kib(server.process.pid)
            line("memory of the server, private", private / 1024, "MiB", "goal", 200, private / 1024 / 200)


if __name__ == "__main__":
    main()
