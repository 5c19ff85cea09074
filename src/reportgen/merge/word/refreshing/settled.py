"""A refresh goes on until nothing is left to do: what one pass brings is what the next one stands on.

A sentence can be put in once the paragraph beside it has come; a sum is known again once its rows are. So the file
that a pass made is gone through again, until a pass changes nothing. What that last one lists is what any later run
lists, for it is that run.
"""

from __future__ import annotations

from collections.abc import Callable

from ....model.refresh import DONE, Fate, Refreshed
from ....model.values import dataclass, replace

_MOST = 6
"""Passes behind the first; two settle what has been seen so far."""
_LASTING = frozenset((Fate.KEPT, Fate.DELETED))
"""What a person decided: another pass sees it the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a pass came to, or all of them.

    `data` are the new bytes, the old ones where nothing changed. `found_again` were without their control.
    `is_plain` tells that nothing was done but to set figures in their places, which no later pass can see otherwise.
    """

    data: bytes
    entries: tuple[Refreshed, ...]
    found_again: int
    is_plain: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether another pass would find nothing to do, and list the same."""
        return self.is_plain and all(entry.fate in DONE or entry.fate in _LASTING for entry in self.entries)


def until_settled(refreshed: Callable[[bytes], Result], data: bytes) -> Result:
    """All passes over a file: what they did, and what the last one leaves."""
    result = refreshed(data)
    for _ in range(_MOST):
        if result.data is data or result.is_settled:
            break
        data = result.data
        result = _then(result, refreshed(data))
    return result


def _then(before: Result, after: Result) -> Result:
    """Two passes, one behind the other, as one; what both changed is told once."""
    done = [entry for entry in before.entries if entry.fate in DONE]
    more = []
    for entry in after.entries:
        same = (at for at, other in enumerate(done) if _goes_on(other, entry))
        at = next(same, None)
        if at is None:
            more.append(entry)
        else:
            done[at] = replace(done[at], today=entry.today, cells=entry.cells)
    return replace(after, entries=(*done, *more), found_again=before.found_again)


def _goes_on(before: Refreshed, after: Refreshed) -> bool:
    """Whether an entry changes what another one has changed."""
    return before.fate is after.fate is Fate.CHANGED and (before.place, before.today) == (after.place, after.now)
