r"""Cross-references of Word to headings and captions: what their fields show follows the new numbers.

A field shows the text that its bookmark holds (`REF _Ref1 \\\h`), or the number that Word gave to its paragraph
(`REF _Ref1 \\\r`). Headings have typed numbers here, which Word does not know of, so a field of the second kind
becomes plain text.

Source: ISO/IEC 29500-1, 17.16.5.51 (REF), 17.16.18 (complex fields), 17.13.6 (bookmarks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ....narrate.hanzi import heading_number
from ....ooxml.stories import W
from .outline import Heading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RUN, _TEXT, _CODE, _MARK = f"{W}r", f"{W}t", f"{W}instrText", f"{W}fldChar"
_START, _END, _NAME, _ID = f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}name", f"{W}id"
_REFERENCE = re.compile(r"\s*REF\s+(\S+)\s*(.*)", re.IGNORECASE | re.DOTALL)
_BY_NUMBER = re.compile(r"\\[rnw](?![a-z])", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\\[pfdt](?![a-z])", re.IGNORECASE)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class _Field(NamedTuple):
    """A complex field: the runs of its marks and its code, its code, and the texts that it shows."""

    frame: list[Element]
    code: str
    shown: list[Element]


Target = tuple[Heading | None, str]
"""What a bookmark stands in, None for a caption, and the text that it holds."""


def targets_of(headings: Mapping[Element, Heading], captions: Iterable[Element]) -> dict[str, Target]:
    """The bookmarks in headings and captions by name."""
    found: dict[str, Target] = {}
    for paragraph, heading in (*headings.items(), *((caption, None) for caption in captions)):
        texts: list[str] = []
        open_ones: dict[str, tuple[str, int]] = {}
        for item in paragraph.iter():
            if item.tag == _START:
                open_ones[item.get(_ID, "")] = item.get(_NAME, ""), len(texts)
            elif item.tag == _TEXT:
                texts.append(item.text or "")
            elif item.tag == _END and item.get(_ID, "") in open_ones:
                name, begin = open_ones.pop(item.get(_ID, ""))
                found.setdefault(name, (heading, "".join(texts[begin:])))
    return found


def follow_fields(paragraph: Element, targets: Mapping[str, Target]) -> set[Element]:
    """Let the fields of a paragraph show what they lead to reads now; the texts that they show."""
    done: set[Element] = set()
    for field in list(_fields(paragraph)) if targets else ():
        found = _REFERENCE.fullmatch(field.code)
        if found is None or found[1] not in targets or _ELSEWHERE.search(found[2]) or not field.shown:
            continue
        heading, text = targets[found[1]]
        if _BY_NUMBER.search(found[2]) and heading is not None:
            _show(field.shown, heading_number(heading.level, heading.new).rstrip("、."))
            _unlink(paragraph, field.frame)
        elif text.strip():
            _show(field.shown, text)
            done.update(field.shown)
    return done


def _fields(paragraph: Element) -> Iterator[_Field]:
    """The complex fields of a paragraph that hold no other field."""
    frame: list[Element] = []
    codes: list[str] = []
    shown: list[Element] = []
    in_code = is_open = False
    for run in paragraph.iter(_RUN):
        for item in run:
            kind = item.get(f"{W}fldCharType") if item.tag == _MARK else None
            if kind == "begin":
                frame, codes, shown, in_code, is_open = [], [], [], True, True
            elif kind == "separate":
                in_code = False
            elif item.tag == _CODE and in_code:
                codes.append(item.text or "")
            elif item.tag == _TEXT and is_open and not in_code:
                shown.append(item)
            if is_open and (kind is not None or item.tag == _CODE) and run not in frame[-1:]:
                frame.append(run)
            if kind == "end" and is_open:
                yield _Field(frame, "".join(codes), shown)
                is_open = False


def _show(texts: Iterable[Element], new: str) -> None:
    for text in texts:
        text.text, new = new, ""
        text.set(_SPACE, "preserve")


def _unlink(paragraph: Element, frame: Sequence[Element]) -> None:
    """Take marks and code of a field away; what it showed stays."""
    for run in frame:
        for item in [item for item in run if item.tag in (_MARK, _CODE)]:
            run.remove(item)
    empty = {run for run in frame if all(item.tag == f"{W}rPr" for item in run)}
    for around in list(paragraph.iter()):
        for run in [child for child in around if child in empty]:
            around.remove(run)
