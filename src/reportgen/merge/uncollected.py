"""Work that makes many values and hardly any cyclic garbage, done without searching for it: trees, rounds of a loop."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cyclic garbage in the `with` block; what there is is found afterwards.

    The collector would walk over all values again and again: a sixth of the time of a refresh of 40 pages, a
    quarter of the time of a loop of 100,000 rounds.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
