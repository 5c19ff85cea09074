"""The units that bring a workbook each: which files of a folder they are, and what else lies there.

Every workbook is a unit, also one that cannot be read: its drafts then fail with the reason, and the others
keep their numbers when it is there in a better format. What is no workbook is named.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..load.workbook_files import READ, SPREADSHEETS, is_workbook
from ..model.diagnostic import Diagnostic, Fault, ReportError, error, info, warning
from ..model.names import Names
from ..model.place import FileRef

_NUMBER = re.compile(r"([0-9]+)[-_. 、]*(?=\D)")
_ENDING = re.compile(rf"(?:{'|'.join(map(re.escape, SPREADSHEETS))})(?=\.|$)", re.IGNORECASE)
_IGNORED = ("~$", ".")
_OF_SYSTEMS = frozenset(("thumbs.db", "desktop.ini"))
_SHOWN = 20


def units_in(folder: Path) -> tuple[dict[str, Path], list[Diagnostic]]:
    """The workbook of each unit by the unit's name, which is the file's without a number in front.

    Raises ReportError: `unreadable-file`, `no-units`, and `unit-files-twice` where two files that can be read
    are one unit's.
    """
    place = FileRef(folder.name)
    try:
        items = sorted(folder.iterdir(), key=_order)
    except OSError as problem:
        raise ReportError(
            Fault("unreadable-file", file=folder.name, problem=problem.strerror or "").at(place)
        ) from None
    items = [item for item in items if not item.name.startswith(_IGNORED) and item.name.lower() not in _OF_SYSTEMS]
    books, folders, others = _sorted_out(items)
    found = [warning("folders-among-units", place, count=len(folders), names=_names(folders))] if folders else []
    found += [info("no-unit-files", place, count=len(others), names=_names(others))] if others else []
    if not books:
        raise ReportError(*found, error("no-units", place, file=folder.name))
    counting, more = _one_each(books)
    named, still_more = _named(counting, place)
    return named, [*found, *more, *still_more]


def _sorted_out(items: Iterable[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """Workbooks, folders, and what else there is."""
    books: list[Path] = []
    folders: list[Path] = []
    others: list[Path] = []
    for item in items:
        kind = folders if item.is_dir() else books if is_workbook(item) else others
        kind.append(item)
    return books, folders, others


def _order(path: Path) -> tuple[bool, int, str]:
    """By the number in front, 2 before 10; files without one stand behind."""
    number = _NUMBER.match(path.name)
    return (number is None, int(number[1]) if number else 0, path.name)


def _stem(path: Path) -> str:
    """The name without its ending: `站街镇` also for `站街镇.xlsx.bak`, and `1.站街镇` for `1.站街镇`."""
    ending = _ENDING.search(path.name)
    return (path.name[: ending.start()] if ending else path.name).strip() or path.name


def _one_each(books: Iterable[Path]) -> tuple[list[Path], list[Diagnostic]]:
    """The files that count: of those with one name, the one that can be read."""
    by_stem: dict[str, list[Path]] = defaultdict(list)
    for book in books:
        by_stem[_stem(book)].append(book)
    found: list[Diagnostic] = []
    twice: list[Diagnostic] = []
    counting: list[Path] = []
    for stem, files in by_stem.items():
        read = [file for file in files if file.suffix.lower() in READ]
        first = (read or files)[0]
        counting.append(first)
        if len(read) > 1:
            twice.append(error("unit-files-twice", FileRef(first.name), name=stem, files=_names(read)))
        elif len(files) > 1:
            others = _names([file for file in files if file is not first])
            found.append(warning("unit-file-passed-over", FileRef(first.name), file=first.name, others=others))
    if twice:
        raise ReportError(*found, *twice)
    return counting, found


def _named(books: Sequence[Path], place: FileRef) -> tuple[dict[str, Path], list[Diagnostic]]:
    """The files by the name of their unit; a number in front is part of it where nothing else tells two apart."""
    short = {book: _NUMBER.sub("", _stem(book), count=1) for book in books}
    often = Counter(short.values())
    alike = [book for book in books if often[short[book]] > 1]
    named = {_stem(book) if often[name] > 1 else name: book for book, name in short.items()}
    if len(named) < len(books):
        named = {_stem(book): book for book in books}
    return named, [info("unit-number-kept", place, names=_names(alike))] if alike else []


def _names(paths: Iterable[Path]) -> Names:
    return Names((path.name for path in paths), most=_SHOWN)
