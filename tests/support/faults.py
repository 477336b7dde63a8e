# SPDX-License-Identifier: EUPL-1.2
"""Power cuts: programs that end as kill -9 does, in the middle of a write they are told (fault.c)."""
import os

from programs import BUILD

LIBRARY = os.path.join(BUILD, "tests", "sync", "libfault.so")


def killed_at(n, file, armed=None):
    """The environment of a program that ends in its n-th write to a file whose path contains `file`, counted from when the
    file `armed` is there."""
    sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return {
        "LD_PRELOAD": LIBRARY,
        "ASAN_OPTIONS": sanitizer,
        "SCHOOLZICHT_FAULT_FILE": file,
        "SCHOOLZICHT_FAULT_AT": str(n),
        **({"SCHOOLZICHT_FAULT_ARMED": armed} if armed else {}),
    }
