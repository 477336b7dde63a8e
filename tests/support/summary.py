#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Counts what a run of `meson test` did, from its testlog.json, and ends with one line "N passed, N failed".

A program that speaks TAP counts with each of its cases, any other as one. A program that meson calls failed (a crash, a
timeout, a leak found at its end) counts as one failure even when each case it reported was well.
usage: summary.py TESTLOG
"""
import json
import re
import sys

GOOD = {"OK", "EXPECTEDFAIL"}
CASE = re.compile(r"^(not )?ok\b[ \t]*\d*[ \t]*-?[ \t]*(.*)$", re.MULTILINE)
PLAN = re.compile(r"^1\.\.\d+", re.MULTILINE)


def count(test):
    """The numbers of passed and skipped cases, and the names of the failed ones."""
    output = test.get("stdout") or ""
    if not PLAN.search(output):
        if test["result"] in GOOD:
            return 1, 0, []
        if test["result"] == "SKIP":
            return 0, 1, []
        return 0, 0, [test["result"].lower()]
    passed, skipped, failed = 0, 0, []
    for bad, name in CASE.findall(output):
        if re.search(r"# *(SKIP|TODO)", name, re.IGNORECASE):
            skipped += 1
        elif bad:
            failed.append(name)
        else:
            passed += 1
    if test["result"] not in GOOD | {"SKIP"} and not failed:
        failed.append(f"{test['result'].lower()} after {passed} good cases")
    return passed, skipped, failed


def main():
    passed, skipped, failed = 0, 0, []
    try:
        with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
            for line in log:
                test = json.loads(line)
                good, left, bad = count(test)
                passed += good
                skipped += left
                failed += [f"{test['name']}: {name}" for name in bad]
    except FileNotFoundError:
        print("no test was run", file=sys.stderr)
        return 1
    for name in failed:
        print(f"FAILED  {name}")
    print(f"{passed} passed, {len(failed)} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
