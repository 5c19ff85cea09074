"""Cross-references that a draft had to leave plain, because what they lead to stands in another file.

In the whole document 图3 and 附件1 lead to their targets again, in the shape in which the Word writer makes them.

Source: ISO/IEC 29500-1, 17.16.5.51 (REF), 17.16.22 (hyperlink), 17.5.2 (content controls).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zlib import crc32

from ....model.document import ReferenceKind
from ....model.numbering import numbering_tag
from ....ooxml.stories import W, text_in
from .ids import Ids

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .captions import Key

_PLAIN = re.compile("(图|表|附件)([0-9]{1,4})")
_RUN, _TEXT, _PROPERTIES = f"{W}r", f"{W}t", f"{W}rPr"
_MARK, _CODE = f"{W}fldChar", f"{W}instrText"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def bookmarks_of(body: Element, paragraphs: Mapping[Element, Key]) -> dict[Key, str]:
    """The bookmarks that references lead to: those of captions, and of the entries of the list of appendices."""
    found: dict[Key, str] = {}
    for paragraph in body.iter(f"{W}p"):
        key = paragraphs.get(paragraph)
        start = None if key is None else paragraph.find(f".//{W}bookmarkStart")
        if key is not None and start is not None:
            found.setdefault(key, start.get(f"{W}name", ""))
    return found


def link_plain(blocks: Iterable[Element], targets: Mapping[Key, str], ids: Ids) -> None:
    """Let runs that say nothing but 图3 or 附件1 lead there, and fields of Word that show 图3 be known as ours.

    LibreOffice leaves such a field without the control around it; a run within a field is no run to be linked.
    """
    for block in blocks:
        for paragraph in block.iter(f"{W}p"):
            field: list[Element] = []
            depth = 0
            for item in list(paragraph):
                kinds = [mark.get(f"{W}fldCharType") for mark in item.iter(_MARK)]
                opened = kinds.count("begin") - kinds.count("end")
                if depth or opened > 0:
                    field.append(item)
                    depth += opened
                    if depth <= 0:
                        _claim(paragraph, field, targets, ids)
                        field, depth = [], 0
                elif (key := _named(item)) in targets:
                    paragraph[list(paragraph).index(item)] = _linked(item, key, targets[key], ids)


def _claim(paragraph: Element, field: list[Element], targets: Mapping[Key, str], ids: Ids) -> None:
    """Put the control of a reference around a field of Word that shows one and leads to its target."""
    code = "".join(item.text or "" for run in field for item in run.iter(_CODE)).split()
    shown = _PLAIN.fullmatch("".join(text_in(run) for run in field))
    key = None if shown is None else (ReferenceKind(shown[1]), int(shown[2]))
    if key not in targets or key is None or code[:1] != ["REF"] or targets[key] not in code[1:2]:
        return
    if any(run.tag != _RUN for run in field):
        return  # a control or a change stands inside
    control, content = _control(key, ids)
    paragraph.insert(list(paragraph).index(field[0]), control)
    for run in field:
        paragraph.remove(run)
        content.append(run)


def _named(run: Element) -> Key:
    """What a run names, and number 0 where it holds anything else."""
    content = [item for item in run if item.tag != _PROPERTIES] if run.tag == _RUN else []
    found = _PLAIN.fullmatch(content[0].text or "") if len(content) == 1 and content[0].tag == _TEXT else None
    return (ReferenceKind.FIGURE, 0) if found is None else (ReferenceKind(found[1]), int(found[2]))


def _control(key: Key, ids: Ids) -> tuple[Element, Element]:
    """The control of a reference, and its content."""
    tag = numbering_tag(*key)
    control = ET.Element(f"{W}sdt")
    properties = ET.SubElement(control, f"{W}sdtPr")
    ET.SubElement(properties, f"{W}tag", {f"{W}val": tag})
    wanted = str(crc32(tag.encode()) & 0x7FFF_FFFF)
    ET.SubElement(properties, f"{W}id", {f"{W}val": ids.control(wanted)})
    ET.SubElement(properties, f"{_W15}appearance", {f"{_W15}val": "hidden"})
    return control, ET.SubElement(control, f"{W}sdtContent")


def _linked(run: Element, key: Key, bookmark: str, ids: Ids) -> Element:
    control, content = _control(key, ids)
    if key[0] is ReferenceKind.APPENDIX:
        ET.SubElement(content, f"{W}hyperlink", {f"{W}anchor": bookmark, f"{W}history": "1"}).append(run)
        return control
    _mark(content, "begin")
    code = ET.SubElement(ET.SubElement(content, _RUN), _CODE, {_SPACE: "preserve"})
    code.text = f" REF {bookmark} \\h "
    _mark(content, "separate")
    content.append(run)
    _mark(content, "end")
    return control


def _mark(content: Element, kind: str) -> None:
    ET.SubElement(ET.SubElement(content, _RUN), _MARK, {f"{W}fldCharType": kind})
