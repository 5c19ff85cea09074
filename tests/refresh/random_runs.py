"""Refreshes files of random reports and holds them against what must hold of any; by hand, many seeds:
`python tests/refresh/random_runs.py FROM TO`.

What is found wrong is made small: what can be left out of both sides without mending it is left out.
"""

from __future__ import annotations

import io
import re
import sys
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from importlib import import_module
from itertools import zip_longest
from typing import Any
from xml.etree import ElementTree as ET

from reportgen.merge.word.refreshing.charts import TodaysChart
from reportgen.merge.word.refreshing.refresh import refresh
from reportgen.merge.word.refreshing.settled import Result
from reportgen.merge.word.refreshing.today import Today
from reportgen.model.document import ChartBlock, Document
from reportgen.model.refresh import DONE, Fate, Refreshed
from reportgen.write.alt_text import alt_text
from reportgen.write.native.chart_book import chart_book
from reportgen.write.native.chart_part import chart_part

reports = import_module("random_reports")  # beside this script
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOMENT = "2026-01-02T03:04:05Z"
GONE = {"": (), "accept": (f"{W}del",), "reject": (f"{W}ins",)}
_VALUE = re.compile("[0-9]+(?:[.][0-9]+)?")
_BLOCK = re.compile("[图表][0-9]")
_SENTENCE = re.compile("[^。；]*[。；]?")
_NUMBERED = re.compile("^[一二三四五六七八九十]+、|[图表][0-9]+")


def refreshed(data: bytes, today: Document, *, tracked: bool = False) -> Result:
    """A file brought to a report."""
    blocks = (block for section in today.sections for block in section.blocks if isinstance(block, ChartBlock))
    charts = {block.tag: _chart(block) for block in blocks}
    date = MOMENT if tracked else None
    return refresh(data, "a.docx", Today(today), charts, lambda *_: reports.built(today), tracked=date)


def _chart(block: ChartBlock) -> TodaysChart:
    def native(relation: str) -> tuple[bytes, bytes]:
        book, refs = chart_book(block.spec)
        return chart_part(block.spec, refs, workbook=relation), book

    return TodaysChart(alt=lambda: alt_text(block.spec), picture=lambda: b"", native=native)


def lines(data: bytes, how: str = "") -> list[str]:
    """What a file says, a line a paragraph, a row, or a note; its tracked changes accepted or rejected."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body, *others = (ET.fromstring(package.read(name)) for name in _STORIES if name in package.namelist())  # noqa: S314
    said = {note.get(f"{W}id"): _text(note, how).strip() for root in others for note in root}
    found = [line for line in _lines(body[0], how) if line]
    noted = [said[mark] for mark in _MARK.findall("".join(found))]
    return [*(_MARK.sub("〔〕", line) for line in found), *noted]


_STORIES = ("word/document.xml", "word/footnotes.xml")
_MARK = re.compile("〔([0-9]+)〕")


def _lines(element: ET.Element, how: str) -> Iterator[str]:
    before = ""
    for child in element:
        if child.tag == f"{W}p":
            before += _text(child, how)
            if not _is_gone(child.find(f"{W}pPr/{W}rPr"), how):
                yield before
                before = ""
        elif child.tag == f"{W}tbl":
            rows = [row for row in child.iter(f"{W}tr") if not _is_gone(row.find(f"{W}trPr"), how)]
            yield from (" | ".join(_text(cell, how) for cell in row.iter(f"{W}tc")) for row in rows)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _lines(child, how)
    yield before


def _is_gone(properties: ET.Element | None, how: str) -> bool:
    """Whether what has these properties is not there."""
    return properties is not None and any(properties.find(tag) is not None for tag in GONE[how])


def _text(element: ET.Element, how: str) -> str:
    if element.tag in GONE[how]:
        return ""
    if element.tag == f"{W}t" or (how == "reject" and element.tag == f"{W}delText"):
        return element.text or ""
    if element.tag == f"{W}footnoteReference":
        return f"〔{element.get(f'{W}id')}〕"
    return "〔图〕" if element.tag == f"{W}drawing" else "".join(_text(child, how) for child in element)


@dataclass
class Found:
    """What is wrong with one case, by its kind; each with lines that show it."""

    faults: dict[str, list[str]]

    def add(self, kind: str, shown: Sequence[str]) -> None:
        if shown:
            self.faults.setdefault(kind, list(shown))


def faults_of(case: Any) -> dict[str, list[str]]:
    """What is wrong when an untouched file is refreshed, directly and as tracked changes."""
    found = Found({})
    before, today = reports.document(case.before), reports.document(case.after)
    old, new = reports.built(before), reports.built(today)
    direct, tracked = refreshed(old, today), refreshed(old, today, tracked=True)
    found.add("not listed", _untold(lines(direct.data), lines(new), direct.entries))
    found.add("not listed (tracked)", _untold(lines(tracked.data, "accept"), lines(new), tracked.entries))
    by_hand = [entry for entry in (*direct.entries, *tracked.entries) if entry.fate in (Fate.KEPT, Fate.DELETED)]
    found.add("nobody changed it", [f"{entry.fate} {entry.place} {entry.now} → {entry.today}" for entry in by_hand])
    if all(entry.fate in DONE for entry in tracked.entries):
        found.add("accepted", _differences(lines(direct.data), lines(tracked.data, "accept")))
    found.add("rejected", _differences(lines(old), lines(tracked.data, "reject")))
    for kind, result in (("", direct), (" (tracked)", tracked)):
        again = refreshed(result.data, today, tracked=bool(kind))
        found.add(f"second run works{kind}", _second(result, again))
    found.add("nobody's value", _nobodys(lines(direct.data), (*lines(old), *lines(new))))
    return found.faults


def edit_faults_of(case: Any, seed: int) -> dict[str, list[str]]:
    """What is wrong when a file that a person edited is refreshed."""
    found = Found({})
    today = reports.document(case.after)
    old, typed = reports.edited(reports.built(reports.document(case.before)), seed)
    direct, tracked = refreshed(old, today), refreshed(old, today, tracked=True)
    for kind, text in (("", "".join(lines(direct.data))), (" (tracked)", "".join(lines(tracked.data, "accept")))):
        found.add(f"lost{kind}", [word for word in typed if word not in text])
    found.add("rejected", _differences(lines(old), lines(tracked.data, "reject")))
    new = lines(reports.built(today))
    for kind, result in (("", direct), (" (tracked)", tracked)):
        found.add(f"second run works{kind}", _second(result, refreshed(result.data, today, tracked=bool(kind))))
        untold = _untold(lines(result.data, "accept" if kind else ""), new, result.entries)
        found.add(f"not listed{kind}", [part for part in untold if part[0] == "+" and _is_ours(part, typed)])
    found.add("nobody's value", _nobodys(lines(direct.data), (*lines(old), *new)))
    return found.faults


def _is_ours(part: str, typed: Sequence[str]) -> bool:
    """Whether a part of a file shows a figure, and nothing that a person typed; whose other words are nobody knows."""
    return _VALUE.search(part) is not None and not any(word in part for word in typed)


def _differences(one: Sequence[str], other: Sequence[str]) -> list[str]:
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [
        f"{now} ≠ {wanted}"
        for kind, *(a, b, c, d) in codes
        if kind != "equal"
        for now, wanted in zip_longest(one[a:b], other[c:d], fillvalue="")
    ]


def _untold(found: Sequence[str], wanted: Sequence[str], entries: Sequence[Refreshed]) -> list[str]:
    """What of a file does not read as in a build, sentence by sentence, and is told by no entry."""
    rest = [entry for entry in entries if entry.fate not in DONE]
    if not rest:
        return _differences(found, wanted)
    told = {_bare(text.rstrip("…")) for entry in rest for text in (entry.written, entry.now, entry.today) if text}
    has_block = any(_BLOCK.search(entry.place) for entry in rest)

    def is_told(part: str) -> bool:
        if " | " in part or "〔图〕" in part:
            return has_block
        return any(part in text or text in part for text in told)

    one, other = (Counter(part for line in lines for part in _parts(line)) for lines in (found, wanted))
    untold = [f"- {part}" for part in other - one if not is_told(part)]
    return untold + [f"+ {part}" for part in one - other if not is_told(part)]


def _parts(line: str) -> list[str]:
    """The sentences of a line, each without the numbers that follow from what stands before it; a row as it is."""
    return [line] if " | " in line else [part for part in _SENTENCE.findall(_bare(line)) if part]


def _bare(line: str) -> str:
    """A line without the numbers that follow from what stands before it."""
    return _NUMBERED.sub("", line.replace("〔〕", ""))


def _second(first: Result, again: Result) -> list[str]:
    rest = [entry for entry in first.entries if entry.fate not in DONE]
    more = [f"{entry.fate} {entry.place} {entry.now} → {entry.today}" for entry in again.entries if entry not in rest]
    gone = [
        f"no more: {entry.fate} {entry.place} {entry.now} {entry.today}" for entry in rest if entry not in again.entries
    ]
    return [*more, *gone, *(["the file changes"] if again.data != first.data else [])]


def _nobodys(found: Sequence[str], known: Sequence[str]) -> list[str]:
    """The values that stand in a file, and in none of these lines."""
    ours = {value for line in known for value in _VALUE.findall(line)}
    return [line for line in found if not ours.issuperset(_VALUE.findall(line))]


def smallest(case: Any, is_wrong: Callable[[Any], bool]) -> Any:
    """What is left of a case when nothing more can be left out without mending it."""
    again = True
    while again:
        again = False
        for smaller in _smaller(case):
            if is_wrong(smaller):
                case, again = smaller, True
                break
    return case


def _smaller(case: Any) -> Iterator[Any]:
    """The case without one of its blocks, rows or changes."""
    before, after = case.before, case.after
    for block in dict.fromkeys(block for world in (before, after) for blocks in world.sections for block in blocks[1:]):
        yield replace(case, before=_without(before, block), after=_without(after, block))
    for at in range(len(before.sections)):
        if len(before.sections) == len(after.sections) > 1:
            sides = [replace(it, sections=it.sections[:at] + it.sections[at + 1 :]) for it in (before, after)]
            yield reports.Case(*sides)
    for name in before.indicators:
        if before.indicators[name] != after.indicators[name]:
            same = {**after.indicators, name: before.indicators[name]}
            yield replace(case, after=replace(after, indicators=same))
    if before.rows != after.rows:
        yield replace(case, after=replace(after, rows=before.rows))
        for name in {row.name for row in (*before.rows, *after.rows)}:
            sides = [replace(it, rows=tuple(row for row in it.rows if row.name != name)) for it in (before, after)]
            if all(side.rows for side in sides):
                yield reports.Case(*sides)


def _without(world: Any, block: str) -> Any:
    return replace(world, sections=tuple(tuple(it for it in blocks if it != block) for blocks in world.sections))


def shown(case: Any) -> Iterator[str]:
    """A case to be read: its template, and what is another today."""
    before, after = case.before, case.after
    texts = ["\n".join("\n".join(blocks) for blocks in world.sections) for world in (before, after)]
    yield texts[0]
    if texts[1] != texts[0]:
        yield f"--- today ---\n{texts[1]}"
    for name, numbers in before.indicators.items():
        if after.indicators[name] != numbers:
            yield f"{name}: {' '.join(map(str, numbers))} → {' '.join(map(str, after.indicators[name]))}"
    for title, rows in (("rows", before.rows), *([("today", after.rows)] if after.rows != before.rows else [])):
        yield f"{title}: " + "、".join(f"{row.name} {row.kind} {row.value} ({row.previous})" for row in rows)


def told(seed: int, look: Callable[[Any], dict[str, list[str]]]) -> str:
    """What is wrong with the case of a seed, each kind in its smallest case; empty where nothing is."""
    case = reports.case(seed)
    pieces = []
    for kind in look(case):
        small = smallest(case, lambda other, kind=kind: kind in look(other))  # type: ignore[misc]
        pieces.append("\n".join([f"## {seed}: {kind}", *shown(small), *(f"    {line}" for line in look(small)[kind])]))
    return "\n".join(pieces)


def looks(seed: int) -> Iterator[Callable[[Any], dict[str, list[str]]]]:
    """What is looked at for a seed; what ends in an error is wrong too."""

    def guarded(look: Callable[[Any], dict[str, list[str]]], case: Any) -> dict[str, list[str]]:
        try:
            return look(case)
        except Exception as error:
            return {f"{type(error).__name__}: {error}": traceback.format_exc().splitlines()[-6:]}

    yield partial(guarded, faults_of)
    yield partial(guarded, lambda case: edit_faults_of(case, seed))


def main(first: int, last: int) -> None:
    count: Counter[str] = Counter()
    for seed in range(first, last):
        for look in looks(seed):
            kinds = look(reports.case(seed))
            count.update(list(kinds))
            if any(count[kind] <= _SHOWN for kind in kinds):
                print(told(seed, look), flush=True)  # noqa: T201 - a script
    print(dict(count))  # noqa: T201


_SHOWN = 3
"""So many cases of each kind are shown."""

if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
