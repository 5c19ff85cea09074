"""Work that makes many values and hardly any cyclic garbage, done without searching for it: trees, rounds of a loop."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cyclic garbage in the `with` block; the values made in it are looked through once behind it.

    The collector would walk over all values again and again: a sixth of the time of a refresh of 40 pages, a
    quarter of the time of a loop of 100,000 rounds. Left to itself it would look through those of the whole
    process as soon as it may, which takes longer than most fills.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.collect(0)
            gc.enable()


def look_through() -> None:
    """Look once for garbage among the values made since, in an `uncollected` block that goes on for long."""
    gc.collect(0)
