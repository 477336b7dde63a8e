#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs one check over the source tree, or shows that it finds what it is meant to find.

usage: lint.py ROOT CHECK              prints path:line: reason for each fault; status 1 when there is one
       lint.py ROOT CHECK --self-test  the same over samples/CHECK, whose file `expected` lists the faults planted there
"""
import os
import sys

sys.dont_write_bytecode = True

import checks_code
import checks_files
import checks_words
from tree import Tree

CHECKS = {**checks_code.CHECKS, **checks_words.CHECKS, **checks_files.CHECKS}


def self_test(name):
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples", name)
    tree = Tree(folder)
    wanted = set(tree.text("expected").splitlines())
    found = {f"{path}:{line}" for path, line, _ in CHECKS[name](tree)}
    for fault in sorted(wanted - found):
        print(f"planted but not found: {fault}")
    for fault in sorted(found - wanted):
        print(f"found but not planted: {fault}")
    return wanted != found or not wanted


def main():
    root, name = sys.argv[1], sys.argv[2]
    if "--self-test" in sys.argv:
        return self_test(name)
    faults = sorted(set(CHECKS[name](Tree(root))))
    for path, line, reason in faults:
        print(f"{path}:{line}: {reason}")
    return bool(faults)


sys.exit(main())
