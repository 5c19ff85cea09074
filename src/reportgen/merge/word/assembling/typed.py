"""Figures that people typed in by hand: numbers that come from no cell.

A number was typed in where it stands outside every control, in a paragraph, a note or a cell of a table that the
report does not write so. Numbers are told by the rules of templates; dates, ordinals, document numbers, roads and
other names count as little as they do there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ....model.diagnostic import Diagnostic, warning
from ....model.document import Footnote, Heading, Inline, Paragraph, Section, Text
from ....model.place import WordRef
from ....narrate.positions import source_of
from ....narrate.prose import check_prose
from ....ooxml.stories import W
from ....ooxml.word_table import Cell, table_rows
from .draft import Draft
from .hand import short
from .placing import placed
from .references import END
from .sections import Chunk
from .spans import Spans, texts_in_controls

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARAGRAPH, _TABLE, _ID = f"{W}p", f"{W}tbl", f"{W}id"
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_BLANK = "\x00"
_D, _TO = "[0-9０-９]", r"\s{0,2}[-—–－~～至到、/]\s{0,2}"
_NO_FIGURES = re.compile(
    rf"^\s*{_D}{{1,3}}[.．、）)](?!{_D})|[（(]{_D}{{1,2}}[）)]"  # numbers of lists
    rf"|[〔\[［【（(]\s{{0,2}}{_D}{{4}}\s{{0,2}}[〕\]］】）)]\s{{0,2}}第?{_D}{{1,5}}号"  # 筑委〔2013〕90号
    rf"|(?:图|表|附件)\s{{0,2}}{_D}{{1,4}}(?:[-.．]{_D}{{1,3}})?(?:[、和与及至到～~—–－-]{_D}{{1,4}}{END})*"
    rf"|第\s{{0,2}}{_D}{{1,5}}"
    rf"|(?<![A-Za-z])[A-Za-z]{{1,2}}{_D}{{1,4}}(?:\.{_D})?(?:线|高速)?"  # B4, G60, PM2.5
    rf"|(?<![0-9０-９.．])(?:"
    rf"{_D}{{4}}[-./．]{_D}{{1,2}}[-./．]{_D}{{1,2}}(?!{_D})"  # 2015-12-08
    rf"|(?:19|20){_D}{{2}}{_TO}(?:19|20){_D}{{2}}"
    rf"|{_D}{{1,4}}\s{{0,2}}年?(?:{_TO}{_D}{{1,4}}\s{{0,2}})?年"
    rf"|{_D}{{1,2}}\s{{0,2}}(?:月?{_TO}{_D}{{1,2}}\s{{0,2}})?(?:月份?|季度)"
    rf"|{_D}{{1,2}}\s{{0,2}}(?:日?{_TO}{_D}{{1,2}}\s{{0,2}})?日"
    rf"|{_D}{{1,2}}(?:[:：]{_D}{{2}}|时(?:{_D}{{1,2}}分|半|整|许)?)"
    rf"|{_D}{{3,4}}-{_D}{{7,8}}(?!{_D})|1{_D}{{10}}(?!{_D})"  # telephones
    rf"|{_D}{{3}}(?:国道|省道|县道)|{_D}{{1,3}}强|{_D}A级?|[2-6]G(?![A-Za-z])|{_D}{{2}}后|{_D}{{1,4}}\s{{0,2}}号)"
    rf"|(?<![0-9０-９.．,，])[0０]{_D}{{1,4}}(?![0-9０-９.．%％])"  # 甲01: a name, not a number
)
_NUMBER = re.compile(rf"[-−－]?{_D}+(?:[.,，．]{_D}+)*\s*[%％‰]?")
_YEAR = re.compile(rf"(?:19|20){_D}{{2}}")
_MOST = 8


class Typed:
    """Finds numbers that were typed in; `expected` are the sections as the report writes them."""

    def __init__(self, expected: Sequence[Section], fixed_terms: tuple[str, ...]) -> None:
        self._terms = fixed_terms
        self._ours = {section.title: self._literals_of(section) for section in expected}
        self._is_worded = [bool(section.blocks) for section in expected]
        self._titles = [section.title for section in expected]

    def _literals_of(self, section: Section) -> Counter[str]:
        found: Counter[str] = Counter()
        for block in section.blocks:
            if isinstance(block, (Heading, Paragraph)):
                for content in _contents(block.content):
                    found.update(self._literals(_template_text(content)))
        return found

    def _literals(self, text: str) -> list[str]:
        """The numbers of a text, by the rules of templates, without what is no figure."""
        clean = _NO_FIGURES.sub(_blanked, text.replace("\n", _BLANK))
        said = check_prose(source_of("", clean), self._terms)
        return [item.facts["text"] for item in said if item.code == "literal-number"]

    def find(self, chunk: Chunk) -> Iterator[Diagnostic]:
        """`figure-typed` for each paragraph and table of a section with numbers that nobody else wrote."""
        draft = chunk.draft
        if not draft.by_tag or (chunk.section is not None and not self._is_worded[chunk.section]):
            return
        title = None if chunk.section is None else self._titles[chunk.section]
        left = Counter(self._ours.get(title, ())) if title is not None else Counter()
        lost = "\n".join(_lost_texts(draft))
        for block, place in placed(chunk):
            if block.tag == _TABLE:
                figures = list(_in_table(block, draft))
                heads = "、".join(cell.text for cell in next(table_rows([block])).cells if cell) if figures else ""
                yield from _said(figures, heads, place)
                continue
            for paragraph in (block, *_notes_of(block, draft)):
                typed = []
                for number in self._literals(_unbound(paragraph)):
                    if left[number]:
                        left[number] -= 1
                    elif number not in lost:
                        typed.append(number)
                yield from _said(typed, Spans(paragraph).whole, place)


def _said(figures: list[str], sentence: str, place: WordRef) -> Iterator[Diagnostic]:
    if figures:
        yield warning("figure-typed", place, figures=figures[:_MOST], sentence=short(sentence.strip()))


def _contents(content: Sequence[Inline]) -> Iterator[Sequence[Inline]]:
    yield content
    for inline in content:
        if isinstance(inline, Footnote):
            yield from _contents(inline.content)


def _template_text(content: Sequence[Inline]) -> str:
    """The words of the template; figures are blanks."""
    return "".join(inline.text if isinstance(inline, Text) else _BLANK * len(inline.text) for inline in content)


def _lost_texts(draft: Draft) -> list[str]:
    """The texts of figures whose controls are gone from the draft: nobody typed what stands in them."""
    tags = set(draft.tags_in(draft.blocks))
    return [binding.text for bindings in draft.by_tag.values() for binding in bindings if binding.tag not in tags]


def _unbound(paragraph: Element) -> str:
    """A paragraph's text with blanks for what stands in controls of ours."""
    bound = texts_in_controls(paragraph)
    texts = Spans(paragraph).texts
    return "".join(_BLANK * len(text.text or "") if text in bound else text.text or "" for text in texts)


def _notes_of(paragraph: Element, draft: Draft) -> Iterator[Element]:
    """The paragraphs of the notes that a paragraph of a draft refers to."""
    for mark in paragraph.iter():
        kind = _NOTES.get(mark.tag)
        root = None if kind is None else draft.source.root(kind)
        for note in () if root is None else root:
            if note.get(_ID) == mark.get(_ID):
                yield from note.iter(_PARAGRAPH)


def _in_table(table: Element, draft: Draft) -> Iterator[str]:
    """The numbers in the body of a table that rest on no cell, running row numbers left out.

    In a table of ours whose cells nobody can tell any more, nothing is said to be typed.
    """
    bound = draft.bound_cells
    head, *rows = [row.cells for row in table_rows([table])] or [[]]
    elements = {cell.element for row in rows for cell in row if cell is not None}
    if table in draft.bound_tables and elements.isdisjoint(bound):
        return
    running = {column for column, cells in enumerate(_columns(rows)) if _is_running(cells)}
    done = {cell.element for cell in head if cell is not None and not _is_figure(cell.seen)}
    for row in (head, *rows):
        for column, cell in enumerate(row):
            if cell is None or cell.element in bound or cell.element in done or column in running:
                continue
            done.add(cell.element)
            yield from (
                found[0].strip() for found in _NUMBER.finditer(_NO_FIGURES.sub(_blanked, _unbound(cell.element)))
            )


def _is_figure(text: str) -> bool:
    """Whether a cell at the head of a table is nothing but a number, and no year that its column is for."""
    return _NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def _columns(rows: Sequence[Sequence[Cell | None]]) -> Iterator[list[str]]:
    for column in range(max(map(len, rows), default=0)):
        yield [cell.seen for row in rows if column < len(row) and (cell := row[column]) is not None]


def _is_running(texts: Sequence[str]) -> bool:
    """Whether the texts of a column count its rows; the total row has no number."""
    numbers = [text for text in texts if text.isdecimal()]
    return bool(numbers) and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _blanked(found: re.Match[str]) -> str:
    return _BLANK * len(found[0])
