# SPDX-License-Identifier: EUPL-1.2
"""Power cuts, full disks and wrong clocks: programs that end as kill -9 does, in the middle of a write they are told, that find no
room, or that have another time of day (fault.c)."""
import os

from programs import BUILD

LIBRARY = os.path.join(BUILD, "tests", "sync", "libfault.so")
# Steps past which everything has long come to its end.
ENOUGH = 2000


def killed_at(n, file, armed=None):
    """The environment of a program that ends in its n-th write to a file whose path contains `file`, counted from when the
    file `armed` is there."""
    return preloaded(armed, SCHOOLZICHT_FAULT_FILE=file, SCHOOLZICHT_FAULT_AT=str(n))


def full_from(n, file):
    """The environment of a program that finds no room from its n-th write to such a file on."""
    return preloaded(None, SCHOOLZICHT_FAULT_FILE=file, SCHOOLZICHT_FAULT_FULL=str(n))


def clock_ahead(seconds, armed=None):
    """The environment of a program whose clock is ahead, or behind, from when the file `armed` is there."""
    return preloaded(armed, SCHOOLZICHT_FAULT_CLOCK=str(seconds))


def asleep(seconds, clock=0, armed=None):
    """The environment of a program on a machine that has slept so long, and of which the time of day is ahead or behind, from when
    the file `armed` is there."""
    return preloaded(armed, SCHOOLZICHT_FAULT_SLEEP=str(seconds), SCHOOLZICHT_FAULT_CLOCK=str(clock))


def preloaded(armed, **settings):
    sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return {
        "LD_PRELOAD": LIBRARY,
        "ASAN_OPTIONS": sanitizer,
        **settings,
        **({"SCHOOLZICHT_FAULT_ARMED": armed} if armed else {}),
    }


class Steps:
    """The numbers of the steps at which a program is to be killed, from the first until it came to its end before: `lived` says so.

    `every`: a quick run takes one of so many; with SCHOOLZICHT_EVERY_STEP in the environment none is left out."""

    def __init__(self, every=1):
        self.every = 1 if "SCHOOLZICHT_EVERY_STEP" in os.environ else every
        self.n, self.lived = 1 - self.every, False

    def __iter__(self):
        return self

    def __next__(self):
        if self.lived:
            raise StopIteration
        self.n += self.every
        assert self.n < ENOUGH, "it is killed at every step, and never comes to its end"
        return self.n
