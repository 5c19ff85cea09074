"""Compiled templates as bytes, so that a process need not compile again what an earlier one did.

Compiling takes a third of a build whose pictures are drawn (100 of 340 ms for the kit of work summaries),
and templates change seldom. `environment` hands a store what it compiled and asks it before it compiles;
where the bytes lie, and whether they can be trusted, is the store's part.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from types import CodeType
from typing import Any, Protocol

from ..model.digest import blake2b
from ..model.place import TextRef
from ..model.values import dataclass
from .rendering import Expression

_DIGEST_SIZE = 16


class Store(Protocol):
    """Keeps bytes under a key; either may fail, which is the store's secret.

    What `get` gives is run. A store must therefore give nothing that another user could have written,
    and nothing that another version of Python, jinja or reportgen made.
    """

    def get(self, key: str) -> bytes | None:
        """What was put under the key, None where it is not there."""

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes under the key."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Parts:
    """What compiling a template gives: its code, and what the code and the findings refer to.

    `tags` are the offsets of its tags; `expressions` what its code calls `spots`. `loaded` are the names
    that it asks for and does not set itself, `asked` all names, `indicators` those after `指标.`.
    """

    code: CodeType
    tags: list[tuple[int, int]]
    expressions: tuple[Expression, ...]
    loaded: Mapping[str, list[TextRef]]
    asked: frozenset[str]
    indicators: frozenset[str]


def key_of(file: str, text: str, words: Iterable[str]) -> str:
    """The key of a template's text in a file; `words` are the filters and tests that it may name."""
    return _digest("\0".join((file, text, *sorted(words))).encode("utf-8", "surrogatepass")).hex()


def to_bytes(parts: Parts) -> bytes:
    """The parts as bytes, in the format of Python's own compiled modules."""
    plain = (
        parts.code,
        parts.tags,
        [(_spot(item.place), item.text, _spots(item.names)) for item in parts.expressions],
        {name: list(map(_spot, places)) for name, places in parts.loaded.items()},
        parts.asked,
        parts.indicators,
    )
    data = marshal.dumps(plain)
    return _digest(data) + data


def from_bytes(data: bytes, file: str) -> Parts | None:
    """The parts again; None for bytes that are damaged or none of ours. `file` is the template's."""
    digest, data = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
    if digest != _digest(data):
        return None

    def place(spot: tuple[int, int]) -> TextRef:
        return TextRef(file, *spot)

    def places(spots: dict[str, Any]) -> dict[str, TextRef]:
        return {name: place(spot) for name, spot in spots.items()}

    code, tags, expressions, loaded, asked, indicators = marshal.loads(data)  # noqa: S302 - see `Store`
    return Parts(
        code=code,
        tags=tags,
        expressions=tuple(Expression(place(spot), text, places(names)) for spot, text, names in expressions),
        loaded={name: list(map(place, spots)) for name, spots in loaded.items()},
        asked=asked,
        indicators=indicators,
    )


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST_SIZE).digest()


def _spot(place: TextRef) -> tuple[int, int]:
    return place.line, place.column


def _spots(places: Mapping[str, TextRef]) -> dict[str, tuple[int, int]]:
    return {name: _spot(place) for name, place in places.items()}
