"""Cell notes, their shapes, threaded comments, and what else old drawings (VML) hold: buttons, check boxes.

A note inside a loop stands once a round. Notes that held tags of the template go, with their shapes.

Source: ISO/IEC 29500-1, 18.7 (comments); ISO/IEC 29500-4, 19.4 (x:ClientData); MS-XLSX 2.6.205 (threadedComment).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial
from itertools import islice

from ..markup import attribute_of, with_attributes
from ..moves import Spot
from .anchors import shifted, shown
from .elements import Element, change, change_text, elements
from .grid import area_of
from .place import SheetPlace

Cells = Collection[tuple[int, int]]
"""Cells of the template, row and column."""

_MOST_ROUNDS = 1000
"""Rounds that show a note again; Excel draws each as a shape of its own and takes minutes over many thousands."""

_SHAPE = re.compile(r"_s(\d{1,9})\b")
_BLOCK = 1024
"""Numbers of shapes come in blocks of so many, each named by `o:idmap`."""


def notes(text: str, place: SheetPlace, removed: Cells = (), threaded: Cells = ()) -> str:
    """The part of notes moved; those of the cells `removed` go, those of `threaded` stand in the first round only."""

    def note(found: Element) -> str:
        area = area_of(found.get("ref") or "")
        if area is None:
            return found.text
        cell = area.top, area.left
        if cell in removed:
            return ""
        spots = _spots(place, cell, is_single=cell in threaded)
        return "".join(
            found.having({"ref": str(at), **({"xr:uid": None} if number else {})})
            for number, spot in enumerate(spots)
            if (at := place.cell(spot))
        )

    return text if place.grid.is_still and not removed else change(text, "comment", note)


def threads(text: str, place: SheetPlace) -> str:
    """The part of threaded comments moved; each has an identity and stands in the first round only."""

    def thread(found: Element) -> str:
        area = area_of(found.get("ref") or "")
        at = area and place.cell(place.spot(area.top, area.left))
        return found.having({"ref": str(at)}) if at else "" if area else found.text

    return text if place.grid.is_still else change(text, "threadedComment", thread)


def threaded_cells(text: str) -> set[tuple[int, int]]:
    """The template cells that have threaded comments."""
    areas = (area_of(found.get("ref") or "") for found in elements(text, "threadedComment"))
    return {(area.top, area.left) for area in areas if area}


def _spots(place: SheetPlace, cell: tuple[int, int], *, is_single: bool) -> list[Spot]:
    if is_single:
        return [place.spot(*cell)]
    spots = list(islice(place.spots(*cell), _MOST_ROUNDS + 1))
    return spots if len(spots) <= _MOST_ROUNDS else spots[:1]


def shapes(text: str, place: SheetPlace, removed: Cells = (), threaded: Cells = ()) -> str:
    """The old drawing with its shapes moved: of notes as `notes` moves them, others as their cells move."""
    text = change_text(text, "FmlaLink", partial(shown, place=place, is_range=False))
    text = change_text(text, "FmlaRange", partial(shown, place=place, is_range=True))
    if place.grid.is_still and not removed:
        return text
    numbers = [int(number) for number in _SHAPE.findall(text)]
    last = max(numbers, default=0)

    def number() -> int:
        nonlocal last
        last += 1
        return last

    text = change(text, "shape", partial(_shape, place=place, removed=removed, threaded=threaded, number=number))
    if last // _BLOCK > max(numbers, default=0) // _BLOCK:
        blocks = ",".join(str(block) for block in sorted({found // _BLOCK for found in range(min(numbers), last + 1)}))
        text = change(text, "idmap", lambda found: found.having({"data": blocks}))
    return text


def _shape(found: Element, place: SheetPlace, removed: Cells, threaded: Cells, number: Callable[[], int]) -> str:
    data = elements(found.content or "", "ClientData")
    if not data:
        return found.text
    if data[0].get("ObjectType") != "Note":
        return _moved(found, lambda numbers: _as_cells_move(numbers, data[0], place), None)
    row, column = (_number(data[0], name) for name in ("Row", "Column"))
    if row is None or column is None:
        return found.text
    cell = row + 1, column + 1
    if cell in removed:
        return ""
    pieces: list[str] = []
    for spot in _spots(place, cell, is_single=cell in threaded):
        at = place.cell(spot)
        if at is None:
            continue
        follow = partial(_by, across=at.left - cell[1], down=at.top - cell[0])
        moved = _moved(found, follow, (at.top - 1, at.left - 1))
        pieces.append(_renamed(moved, number()) if pieces else moved)
    return "".join(pieces)


def _moved(found: Element, follow: Callable[[list[int]], list[int]], cell: tuple[int, int] | None) -> str:
    """The shape with another anchor and, for a note, another cell."""

    def anchor(text: str) -> str:
        numbers = [word.strip() for word in text.split(",")]
        if len(numbers) != 8 or not all(word.isdigit() for word in numbers):
            return text
        before = list(map(int, numbers))
        after = follow(before)
        return text if before == after else ", ".join(map(str, after))

    content = change_text(found.content or "", "Anchor", anchor)
    if cell:
        content = change_text(content, "Row", lambda _: str(cell[0]))
        content = change_text(content, "Column", lambda _: str(cell[1]))
    return found.having(content=content)


def _as_cells_move(numbers: list[int], data: Element, place: SheetPlace) -> list[int]:
    """A control's anchor; the elements say that it does *not* move, or not grow, with its cells."""
    content = data.content or ""
    stays, keeps = (bool(elements(content, name)) for name in ("MoveWithCells", "SizeWithCells"))
    return shifted(numbers, place.grid, moves=not stays, grows=not keeps)


def _by(numbers: list[int], across: int, down: int) -> list[int]:
    """An anchor moved, its size kept."""
    left, at, top, over, right, until, bottom, under = numbers
    return [left + across, at, top + down, over, right + across, until, bottom + down, under]


def _number(data: Element, name: str) -> int | None:
    found = elements(data.content or "", name)
    text = (found[0].content or "").strip() if found else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _renamed(shape: str, number: int) -> str:
    """A repeated shape under a number of its own."""
    stop = shape.find(">")
    tag = shape[:stop]
    changes = {
        name: _SHAPE.sub(f"_s{number}", value) for name in ("id", "o:spid") if (value := attribute_of(tag, name))
    }
    return with_attributes(tag, changes) + shape[stop:]
