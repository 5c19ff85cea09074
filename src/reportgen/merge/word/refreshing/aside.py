"""What a document put together from units holds of those that are no units any more.

It is set aside while the document is refreshed, and put back where it stood in the list of figures: nobody knows what
it should say today, so it stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain, pairwise

from ....model.owner import Owner
from ....ooxml.bindings import Stored


class Aside:
    """The stored figures of a file, parted: `rest` is what today's report may know.

    A unit is gone where none of its figures is among `today`, the tags of today's.
    """

    def __init__(self, stored: Iterable[Stored], owners: Iterable[Owner], today: Collection[str]) -> None:
        several = (owner.tags for owner in owners if owner.tags)
        gone = {tag for tags in several if not any(tag in today for tag in tags) for tag in tags}
        self.rest: list[Stored] = []
        self._behind: dict[str, list[Stored]] = {}
        for item in stored:
            if item.tag in gone:
                self._behind.setdefault(self.rest[-1].tag if self.rest else "", []).append(item)
            else:
                self.rest.append(item)

    def put_back(self, renewed: Sequence[Stored]) -> list[Stored]:
        """What is stored from now on: what was set aside stands behind what it stood behind, else last."""
        waiting = dict(self._behind)
        found = waiting.pop("", [])
        for item, following in pairwise((*renewed, None)):
            assert item is not None  # noqa: S101 - only the last one is none
            found.append(item)
            if following is None or following.tag != item.tag:
                found += waiting.pop(item.tag, ())
        return [*found, *chain.from_iterable(waiting.values())]
