"""Tags of bindings: the same name for the same figure of the same template line in every build.

A tag is a hash over the template's file, the expression, the cells behind the figure and the word that
worded it, so moving lines about leaves it alone; what repeats gets a number. Word allows 64 characters
for a tag (ISO/IEC 29500-1, 17.5.2.42, and Word's own limit).
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from ..model.figure import Fact, Figure
from ..model.place import CellRef
from .rendering import Expression

PREFIX = "rg-"


class Tags:
    """The tags of one document."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}
        self._sources: dict[int, str] = {}
        self._kept: list[Figure | Fact] = []

    def of(self, by: Expression, shows: Figure | Fact, wording: str) -> str | None:
        """The tag of a figure that an expression showed; None for one without any source."""
        sources = self._sources.get(id(shows))
        if sources is None:
            sources = self._sources[id(shows)] = _listed(shows)
            self._kept.append(shows)  # else another figure may get its id
        if not sources:
            return None
        return self._numbered(f"{by.place.file}\0{by.text}\0{sources}\0{wording}")

    def named(self, *parts: str) -> str:
        """The tag of anything else, by what tells it apart."""
        return self._numbered("\0".join(parts))

    def _numbered(self, text: str) -> str:
        digest = _digest(text)
        number = self._given.get(digest, 0) + 1
        self._given[digest] = number
        return f"{PREFIX}{digest}" if number == 1 else f"{PREFIX}{digest}-{number}"


@lru_cache(maxsize=16384)
def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _listed(shows: Figure | Fact) -> str:
    if shows.source is not None and (isinstance(shows, Fact) or shows.derivation is None):
        return _named(shows.source)
    return "|".join(map(_named, shows.sources))


def _named(source: object) -> str:
    if type(source) is CellRef:
        return f"{source.file}\t{source.sheet}\t{source.row}\t{source.column}"
    return str(source)
