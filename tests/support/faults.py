# SPDX-License-Identifier: EUPL-1.2
"""Power cuts and wrong clocks: programs that end as kill -9 does, in the middle of a write they are told, or that have another
time of day (fault.c)."""
import os

from programs import BUILD

LIBRARY = os.path.join(BUILD, "tests", "sync", "libfault.so")


def killed_at(n, file, armed=None):
    """The environment of a program that ends in its n-th write to a file whose path contains `file`, counted from when the
    file `armed` is there."""
    return preloaded(armed, SCHOOLZICHT_FAULT_FILE=file, SCHOOLZICHT_FAULT_AT=str(n))


def clock_ahead(seconds, armed=None):
    """The environment of a program whose clock is ahead, or behind, from when the file `armed` is there."""
    return preloaded(armed, SCHOOLZICHT_FAULT_CLOCK=str(seconds))


def preloaded(armed, **settings):
    sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return {
        "LD_PRELOAD": LIBRARY,
        "ASAN_OPTIONS": sanitizer,
        **settings,
        **({"SCHOOLZICHT_FAULT_ARMED": armed} if armed else {}),
    }
