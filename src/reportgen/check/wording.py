"""Rules on how names and document numbers are written, in the data and in the narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, warning
from ..model.place import CellRef, Place
from ..model.report import Report
from ..model.values import dataclass
from .cells import is_name_column, texts

_MOST_TEXTS = 5_000
"""So many texts and names are compared; a workbook of an office has some hundred."""
_WINDOW = 4
_LONGEST_NAME = 24
_RELATED = 4

_BRACKETS = re.compile(r"[\[［【（(]((?:19|20)[0-9]{2})[\]］】）)](第?[0-9]+号)")
"""A document number whose year stands in other brackets than 〔〕 (GB/T 9704-2012, 7.2.5)."""

_CONFUSED = (
    "气器汽", "合和核", "园元圆源原", "成城程诚", "建健", "力利立丽", "宏洪鸿弘", "华花", "兴星", "新鑫欣", "金锦",
    "盛胜圣", "丰峰锋", "隆龙", "恒衡", "安按", "泰太", "型形", "份分", "至致", "帐账", "做作", "象像", "圳镇",
    "通同", "瑞锐", "佳嘉", "博搏", "卓着", "凯铠", "铭名", "贸茂", "晶精", "磁瓷", "径经", "联连", "维为",
    "黔钱", "旗旭", "腾藤", "乾钱", "坪平", "溪西", "岩盐", "矿旷",
)  # fmt: skip
"""Characters that are taken for one another in names, mostly because they sound alike."""

_LIKE = {character: group[0] for group in reversed(_CONFUSED) for character in group}
_TAKEN_FOR_OTHERS = frozenset(_LIKE)


def document_numbers(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`document-number-brackets`: the year of a document number stands in other brackets than 〔〕."""
    for text, place in texts(dataset, _MOST_TEXTS, _BRACKETS.search):
        yield from wrong_brackets(text, place)


def wrong_brackets(text: str, place: Place) -> Iterator[Diagnostic]:
    """The document numbers of a text with other brackets than 〔〕."""
    for found in _BRACKETS.finditer(text):
        yield warning(
            "document-number-brackets", place, number=found[0], expected=f"〔{found[1]}〕{found[2].removeprefix('第')}"
        )


def two_spellings(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`two-spellings`: a name differs from another text of the data only in a character that sounds alike."""
    found = texts(dataset, _MOST_TEXTS, _is_confusable, remarks=False)
    written = [Written(text, place) for text, place in found]
    yield from different_spellings(written, Spellings(names(dataset)))


@dataclass(frozen=True, slots=True)
class Written:
    """A text and where it is written."""

    text: str
    place: Place


def names(dataset: Dataset) -> list[Written]:
    """The names in the data that may be written otherwise: keys of lists, and the items of cells that list names."""
    found = []
    for table in dataset.tables.values():
        for column in table.columns.values():
            if is_name_column(table, column):
                for index, value in enumerate(column.values[:_MOST_TEXTS]):
                    if not isinstance(value, str) or not _is_confusable(value):
                        continue
                    place = CellRef(table.file, table.sheet, table.rows[index], column.position)
                    found += [Written(part, place) for part in _parts(value, column.split)]
    return [name for name in found if _WINDOW <= len(name.text) <= _LONGEST_NAME]


def _is_confusable(text: str) -> bool:
    """Whether a text has a character that is taken for another one."""
    return not _TAKEN_FOR_OTHERS.isdisjoint(text)


def _parts(value: str, marks: str) -> list[str]:
    """The names in a cell: its text, or the items that the marks part."""
    return [part.strip() for part in re.split(f"[{re.escape(marks)}]", value)] if marks else [value.strip()]


@dataclass(slots=True)
class _Pair:
    """Two spellings, the text with the first of them, and all places where one or the other stands."""

    spelling: str
    other: str
    item: Written
    places: dict[Place, None]


class Spellings:
    """The known names, by how their parts sound; what it found in a text it need not look for again."""

    def __init__(self, known: Iterable[Written]) -> None:
        self._index: dict[str, dict[str, Written]] = {}
        for name in known:
            for key, window in _windows(name.text):
                self._index.setdefault(key, {}).setdefault(window, name)
        self._met: dict[str, tuple[tuple[str, str, Written], ...]] = {}

    def others(self, text: str) -> tuple[tuple[str, str, Written], ...]:
        """The parts of a text that a name spells otherwise: as written here, as there, and the name."""
        found = self._met.get(text)
        if found is None:
            if len(self._met) >= _MOST_TEXTS:
                self._met.clear()
            found = self._met[text] = tuple(
                (window, other, name)
                for key, window in _windows(text)
                for other, name in self._index.get(key, {}).items()
                if other != window
            )
        return found


def different_spellings(written: Iterable[Written], known: Spellings) -> Iterator[Diagnostic]:
    """A finding for each two spellings of a part of a known name, with the places of both."""
    met: set[frozenset[Place]] = set()
    pairs: dict[frozenset[str], _Pair] = {}
    for item in written:
        for window, other, name in known.others(item.text):
            both = frozenset((item.place, name.place))
            spellings = frozenset((window, other))
            if both not in met or spellings in pairs:
                met.add(both)
                pair = pairs.setdefault(spellings, _Pair(window, other, item, {}))
                pair.places |= dict.fromkeys((item.place, name.place))
    for pair in pairs.values():
        related = tuple(place for place in pair.places if place != pair.item.place)[:_RELATED]
        yield warning("two-spellings", pair.item.place, related=related, spelling=pair.spelling, other=pair.other)


def _windows(text: str) -> Iterator[tuple[str, str]]:
    """The stretches of a text with a confusable character: as they sound, and as they are written."""
    spots = [at for at, character in enumerate(text) if character in _LIKE]
    if not spots:
        return
    sounds = "".join(_LIKE.get(character, character) for character in text)
    starts = {start for at in spots for start in range(max(at - _WINDOW + 1, 0), min(at, len(text) - _WINDOW) + 1)}
    for start in sorted(starts):
        window = text[start : start + _WINDOW]
        if not _PUNCTUATION.search(window):
            yield sounds[start : start + _WINDOW], window


_PUNCTUATION = re.compile(r"[^\w]|\d")
