"""Tags outside cells: in text boxes and shapes, titles of charts, notes, headers and footers.

Found when a template is opened, filled before its sheets are laid out. A text there stands in no round of a loop: it
sees what the whole report knows. Each run keeps its look; a value takes that of the run in which its tag begins.

Source: ISO/IEC 29500-1, 21.1.2 (text of drawings), 18.7 (notes), 18.3.1.46 (headers and footers: `&` begins a code).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..model.diagnostic import Diagnostic, Fault, error, warning
from ..model.marks import MARK
from ..model.place import ARROW, CellRef, Place, SheetRef, TextRef
from ..model.values import dataclass, field, replace
from ..narrate.environment import rendered
from ..narrate.names import undefined_names
from ..narrate.rendering import current
from ..ooxml.xml import text as escaped
from .contents import not_worded, worded
from .excel.book import Book
from .excel.followers.elements import Element, change, elements
from .excel.followers.grid import area_of
from .excel.followers.relations import related
from .excel.markup import unescape
from .excel.strings import TextRun
from .expressions import fill_environment
from .rendered import LINES
from .tags import Control, TaggedCell, has_tags, read_cell, run_pieces

_HEADERS = "oddHeader|oddFooter|evenHeader|evenFooter|firstHeader|firstFooter"
_LONGEST_HEADER = 255
"""Characters of a header or footer (Excel specifications and limits)."""

_SIZE = re.compile(r"&[0-9]{1,3}\Z")
"""A code for the size of letters: digits behind it would be read as part of it."""

_DRAWN = frozenset(("drawing", "chart", "chartEx", "chartUserShapes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseText:
    """A text with tags: `what` it is of (the part, or headerFooter), and its runs as one template."""

    place: Place
    what: str
    key: tuple[str, ...]
    cell: TaggedCell


@dataclass(slots=True, kw_only=True)
class LooseTexts:
    """The texts of a workbook as they are filled: by the texts of their runs, what these become."""

    made: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    headers: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def put(self, book: Book) -> None:
        """Write the texts into the book's parts; sheets that are written anew take theirs from `tail`."""
        for entry in book.sheets if self.made or self.headers else ():
            if not entry.part:
                continue
            self._put(book, entry.part, self.tail)
            for _, part in _parts(book, entry.part):
                self._put(book, part, lambda text: _followed(text, self.made.get))

    def tail(self, text: str) -> str:
        """What stands behind the rows of a sheet, with its headers and footers filled."""
        return _with_headers(text, self.headers.get) if self.headers else text

    @staticmethod
    def _put(book: Book, part: str, follow: Callable[[str], str]) -> None:
        before = book.text(part)
        after = follow(before)
        if after != before:
            book.put(part, after)


def loose_texts(book: Book) -> Iterator[LooseText]:
    """The texts with tags outside the cells of a workbook."""
    for entry in book.sheets:
        if not entry.part:
            continue
        sheet = SheetRef(book.file, entry.name)
        if "headerFooter" in book.text(entry.part) and has_tags(book.text(entry.part)):
            yield from _found(_headers(book.text(entry.part)), sheet, "headerFooter")
        for kind, part in _parts(book, entry.part):
            if has_tags("".join(unescape(item.content or "") for item in elements(book.text(part), "t|text"))):
                for place, key in _texts(book.text(part), sheet):
                    is_loop = kind == "comments" and any("{%" in text for text in key)
                    yield from () if is_loop else _found([key], place, part)


def _found(keys: Sequence[tuple[str, ...]], place: Place, what: str) -> Iterator[LooseText]:
    for key in keys:
        if has_tags("".join(key)):
            cell = CellRef(getattr(place, "file", ""), getattr(place, "sheet", ""), 1, 1)
            runs = tuple(TextRun(str(number), text) for number, text in enumerate(key))
            yield LooseText(place=place, what=what, key=key, cell=read_cell(cell, runs))


def loop_words(controls: Iterable[Control]) -> frozenset[str]:
    """The names that the loops among structural tags make."""
    heads = (control.rest.partition(" in ")[0] for control in controls if control.word == "for")
    return frozenset(word.strip() for head in heads for word in head.split(",")) | {"序号", "loop"}


def fill_loose(
    texts: Sequence[LooseText], names: Mapping[str, Any], loops: Mapping[str, frozenset[str]], values: Sequence[Any]
) -> LooseTexts:
    """Fill the texts with what `names` stand for; within a rendering, whose marks give their `values`.

    `loops` are the words that the loops of each sheet make: a text that uses one stays as it is, which is said. So
    are structural tags. Other faults are those of cells.
    """
    result = LooseTexts()
    for item in texts:
        words = loops.get(getattr(item.place, "sheet", ""), frozenset()) - names.keys()
        if item.cell.controls:
            result.findings.append(error("loop-outside-cells", item.place, part=item.what))
        elif any(re.search(rf"\b{re.escape(word)}\b", item.cell.source) for word in words):
            result.findings.append(warning("tag-not-filled", item.place, part=item.what))
        else:
            _fill(item, names, values, result)
    return result


def _fill(item: LooseText, names: Mapping[str, Any], values: Sequence[Any], result: LooseTexts) -> None:
    file = ARROW.join((str(item.place), item.what))
    compiled = fill_environment().compiled(file, item.cell.source)
    found = list(compiled.findings)
    text = None
    if compiled.template is not None:
        found += undefined_names(compiled, names)
        active = current()
        before = len(active.findings)
        text = rendered(compiled, names, "".join)
        found += active.findings[before:]
        del active.findings[before:]
    result.findings += [_placed(finding, file, item.place) for finding in found]
    if text is not None:
        is_header = item.what == "headerFooter"
        made = [""] * len(item.key)
        for number, piece in run_pieces(LINES.sub("", text)):
            made[number or 0] += _worded(piece, values, item.place, result.findings, is_header=is_header)
        if is_header and len(made[0]) > _LONGEST_HEADER:
            result.findings.append(error("header-too-long", item.place, length=len(made[0]), limit=_LONGEST_HEADER))
        (result.headers if is_header else result.made)[item.key] = tuple(made)


def _placed(finding: Diagnostic, file: str, place: Place) -> Diagnostic:
    is_ours = isinstance(finding.place, TextRef) and finding.place.file == file
    return replace(finding, place=place, related=()) if is_ours else finding


def _worded(text: str, values: Sequence[Any], place: Place, findings: list[Diagnostic], *, is_header: bool) -> str:
    """A stretch of text with its values worded; in a header `&` and digits must not make codes."""
    pieces: list[str] = []
    at = 0
    for mark in MARK.finditer(text):
        pieces.append(text[at : mark.start()])
        at = mark.end()
        value = _value(values[int(mark[1])][0], place, findings)
        if is_header:
            apart = " " if value[:1].isdecimal() and _SIZE.search("".join(pieces)) else ""
            value = apart + value.replace("&", "&&")
        pieces.append(value)
    return "".join((*pieces, text[at:]))


def _value(value: object, place: Place, findings: list[Diagnostic]) -> str:
    try:
        return worded(value)
    except Fault as fault:
        findings.append(not_worded(fault, place))
    return ""


def _parts(book: Book, part: str) -> Iterator[tuple[str, str]]:
    """The parts with texts that belong to a sheet: its drawings and their charts, its notes."""
    for kind, name in related(book, part):
        if not book.has(name):
            continue
        if kind in _DRAWN:
            yield kind, name
            yield from _parts(book, name)
        elif kind in ("comments", "threadedComment"):
            yield kind, name


_Become = Callable[[tuple[str, ...]], "tuple[str, ...] | None"]


def _texts(text: str, sheet: SheetRef) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The texts of a part, each by its runs, with its place: a note's is its cell."""
    for found in elements(text, "p|comment|threadedComment"):
        place: Place = sheet
        area = area_of(found.get("ref") or "")
        if area is not None:
            place = CellRef(sheet.file, sheet.sheet, area.top, area.left)
        yield place, tuple(_runs(found))


def _runs(found: Element) -> Iterator[str]:
    for item in elements(_without_fields(found.content or ""), _inner(found)):
        yield unescape(item.content or "")


def _inner(found: Element) -> str:
    """What holds the words: `t` in runs, `text` of a threaded comment."""
    return "text" if found.name.endswith("threadedComment") else "t"


def _without_fields(content: str) -> str:
    """The content without what shows a cell or a number of its own."""
    return change(content, "fld", lambda _: "")


def _followed(text: str, become: _Become) -> str:
    """The part with its texts as they become."""

    def follow(found: Element) -> str:
        made = become(tuple(_runs(found)))
        if made is None:
            return found.text
        words = iter(made)

        def run(item: Element) -> str:
            if item.name.rpartition(":")[2] == "fld" or item.content is None:
                return item.text
            word = next(words)
            return item.having({"xml:space": "preserve"} if _is_of_note(found, word) else {}, escaped(word))

        return found.having(content=change(found.content or "", f"fld|{_inner(found)}", run))

    return change(text, "p|comment|threadedComment", follow)


def _is_of_note(found: Element, word: str) -> bool:
    """Whether a run needs to say that its blanks count; text of drawings keeps them by itself."""
    return found.name.endswith("comment") and word != word.strip()


def _headers(text: str) -> list[tuple[str, ...]]:
    return [
        (unescape(item.content or ""),)
        for outer in elements(text, "headerFooter")
        for item in elements(outer.content or "", _HEADERS)
    ]


def _with_headers(text: str, become: _Become) -> str:
    def follow(item: Element) -> str:
        made = become((unescape(item.content or ""),))
        return item.text if made is None else item.having(content=escaped(made[0]))

    return change(
        text, "headerFooter", lambda outer: outer.having(content=change(outer.content or "", _HEADERS, follow))
    )
