"""Headers and footers of drafts, which stay behind: what of them the kit's do not say is a finding.

The whole document has the headers, footers and page numbers of the kit. A draft whose own are those of the kit, as
every draft was made, loses nothing; a text that somebody put there, or another way of writing page numbers, does.

Source: ISO/IEC 29500-1, 17.10 (headers and footers), 17.6.12 (pgNumType), 17.16.5.46 (PAGE).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ....model.diagnostic import Diagnostic, info, warning
from ....model.place import FileRef
from ....ooxml.stories import W, text_in
from .source import R, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SECTION, _RELATION = f"{W}sectPr", f"{{{R}}}id"
_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
_TEXT, _CODE, _MARK, _SIMPLE = f"{W}t", f"{W}instrText", f"{W}fldChar", f"{W}fldSimple"
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_PICTURES = ("}blip", "}imagedata")
_PICTURE = "〔图〕"
_FIELD = re.compile(r"\{[^{}]*\}")
_NUMBERS = re.compile(r"\{(?:PAGE|NUMPAGES|SECTIONPAGES)\b[^{}]*\}")
_AROUND_NUMBERS = re.compile("[\\s第页共/—–―－\\-~～·.|（）()【】]+")
_DEFAULT_FORMATS = ("", "decimal")
_MOST, _LONGEST = 3, 40


class _Margin(NamedTuple):
    """A header or footer: what it says with {PAGE} in the place of fields, and as it is read."""

    shape: str
    text: str

    @property
    def is_number(self) -> bool:
        """Whether it says nothing but the number of the page."""
        rest, count = _NUMBERS.subn("", self.shape)
        return count > 0 and not _AROUND_NUMBERS.sub("", rest)


def dropped_margins(source: Source, frame: Source) -> Iterator[Diagnostic]:
    """`header-dropped` and `page-number-dropped` for what a draft says in its margins and the frame does not."""
    kept = {margin.shape for margin in _margins(frame)}
    lost = [margin for margin in _margins(source) if margin.shape and margin.shape not in kept]
    texts = [margin.text for margin in lost if not margin.is_number]
    if texts:
        yield warning("header-dropped", FileRef(source.file), text=_listed(texts))
    numbers = [margin.text for margin in lost if margin.is_number]
    numbers += [shown for shown in _formats(source) if shown not in _formats(frame)]
    if numbers:
        yield info("page-number-dropped", FileRef(source.file), text=_listed(numbers))


def _listed(texts: Iterable[str]) -> list[str]:
    return [text[:_LONGEST] for text in dict.fromkeys(texts)][:_MOST]


def _margins(source: Source) -> list[_Margin]:
    """The headers and footers that are shown on some page."""
    settings = source.root("settings")
    shows_even = settings is not None and _is_on(settings.find(f"{W}evenAndOddHeaders"))
    parts: dict[str, None] = {}
    for section in source.body.iter(_SECTION):
        shows_first = _is_on(section.find(f"{W}titlePg"))
        for reference in (found for tag in _REFERENCES for found in section.findall(tag)):
            kind = reference.get(f"{W}type", "")
            relation = source.relations(source.main).get(reference.get(_RELATION, ""))
            is_shown = {"first": shows_first, "even": shows_even}.get(kind, True)
            if is_shown and relation is not None and relation.target in source.package:
                parts[relation.target] = None
    return [_margin(source.tree(part)) for part in parts]


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def _margin(root: Element) -> _Margin:
    beside = [item.get("string", "") for item in root.iter(_WATERMARK)]
    if any(item.tag.endswith(_PICTURES) for item in root.iter()):
        beside.append(_PICTURE)
    shape = "".join("".join((*_shape(root), *beside)).split())
    return _Margin(shape, " ".join((text_in(root).strip(), *beside)).strip() or _FIELD.sub("", shape))


def _shape(root: Element) -> Iterator[str]:
    """The texts of a part with the codes of fields in the place of what they show."""
    depth = 0
    codes: list[str] = []
    inside = {text for simple in root.iter(_SIMPLE) for text in simple.iter(_TEXT)}
    for item in root.iter():
        if item.tag == _SIMPLE:
            yield _code(item.get(f"{W}instr", ""))
        elif item.tag == _MARK:
            kind = item.get(f"{W}fldCharType")
            depth = max(depth + {"begin": 1, "end": -1}.get(kind or "", 0), 0)
            if kind == "end" and codes and not depth:
                yield _code("".join(codes))
                codes = []
        elif item.tag == _CODE:
            codes.append(item.text or "")
        elif item.tag == _TEXT and not depth and item not in inside:
            yield item.text or ""


def _code(instruction: str) -> str:
    """A field's code without what only says how its result is formatted."""
    words = re.sub(r"\\\*\s*(?:MERGEFORMAT|CHARFORMAT|Arabic)\b", "", instruction, flags=re.IGNORECASE).split()
    return f"{{{' '.join([word.upper() if at == 0 else word for at, word in enumerate(words)])}}}"


def _formats(source: Source) -> list[str]:
    """The formats of page numbers that sections ask for, without the one that every document has."""
    found = (section.find(f"{W}pgNumType") for section in source.body.iter(_SECTION))
    formats = (item.get(f"{W}fmt", "") for item in found if item is not None)
    return [shown for shown in formats if shown not in _DEFAULT_FORMATS]
