"""Cross-references that a draft had to leave plain, because what they lead to stands in another file.

In the whole document 图3 and 附件1 lead to their targets again, in the shape in which the Word writer makes them.
Programs merge a reference with the words around it into one run, or part 图 from its number; it gets a run of its own
again, and everything looks as it did.

Source: ISO/IEC 29500-1, 17.16.5.51 (REF), 17.16.22 (hyperlink), 17.5.2 (content controls).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zlib import crc32

from ....model.document import ReferenceKind
from ....model.numbering import numbering_tag
from ....ooxml.stories import W, text_in
from .ids import Ids
from .references import named_in
from .spans import Spans

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


def link_plain(
    blocks: Iterable[Element],
    targets: Mapping[Key, str],
    ids: Ids,
    *,
    captions: Container[Element] = (),
    lost: Container[str] = (),
) -> None:
    """Let 图3 and 附件1 lead there wherever they are referred to, and fields of Word that show 图3 be known as ours.

    LibreOffice leaves such a field without the control around it; a run within a field is no run to be linked. A
    caption refers to nothing by its number. `lost` are the references of these blocks that nobody knows the target of.
    """
    targets = {key: bookmark for key, bookmark in targets.items() if f"{key[0]}{key[1]}" not in lost}
    for block in blocks:
        for paragraph in block.iter(f"{W}p"):
            if paragraph not in captions:
                _set_apart(paragraph, targets)
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


def _set_apart(paragraph: Element, targets: Mapping[Key, str]) -> None:
    """Cut and join the runs of a paragraph so that each reference to one of the targets has a run of its own."""
    spans = Spans(paragraph)
    runs = _Runs(paragraph)
    for start, end in reversed(list(named_in(spans.whole))):
        found = _PLAIN.fullmatch(spans.whole, start, end)
        if found is not None and (ReferenceKind(found[1]), int(found[2])) in targets:
            runs.part(spans.pieces(start, end))
    runs.put_in()


class _Runs:
    """The runs of a paragraph while stretches of its texts get runs of their own, from the last to the first.

    What stands before a stretch stays in the elements that it stands in.
    """

    def __init__(self, paragraph: Element) -> None:
        self._paragraph = paragraph
        self._order = {child: at for at, child in enumerate(paragraph)}
        self._home = {text: run for run in paragraph if run.tag == _RUN for text in run}
        self._behind: dict[Element, list[Element]] = {}
        self._gone: set[Element] = set()

    def part(self, pieces: Sequence[tuple[Element, int, int]]) -> None:
        """Give a stretch a run, where its pieces stand one behind the other in the paragraph and look alike."""
        texts = [text for text, _, _ in pieces]
        if any(text not in self._home for text in texts):
            return
        runs = list(dict.fromkeys(self._home[text] for text in texts))
        places = [self._order[run] for run in runs]
        contents = [item for run in runs for item in run if item.tag != _PROPERTIES]
        at = contents.index(texts[0])
        is_whole = contents[at : at + len(texts)] == texts
        is_whole = is_whole and places == list(range(places[0], places[0] + len(places)))
        if not is_whole or len({_look(run) for run in runs}) > 1 or any(run in self._behind for run in runs[:-1]):
            return
        (first, start, _), (last, _, end) = pieces[0], pieces[-1]
        shown = _run(runs[0], _texts("".join((text.text or "")[here:there] for text, here, there in pieces)))
        behind = [*_texts((last.text or "")[end:]), *contents[at + len(texts) :]]
        first.text = (first.text or "")[:start]
        made = [shown, *([_run(runs[0], behind)] if behind else [])]
        self._behind[runs[0]] = made + [run for old in runs for run in self._behind.pop(old, ())]
        for item in contents[at + (1 if start else 0) :]:
            self._home[item].remove(item)
        self._gone.update(runs[1:])
        if not start and not at:
            self._gone.add(runs[0])

    def put_in(self) -> None:
        """Write the runs into the paragraph."""
        if self._behind:
            staying = [[] if child in self._gone else [child] for child in self._order]
            behind = [self._behind.get(child, []) for child in self._order]
            self._paragraph[:] = [item for pair in zip(staying, behind, strict=True) for both in pair for item in both]


def _look(run: Element) -> str:
    """The properties of a run as text, the same for none and empty ones."""
    look = run.find(_PROPERTIES)
    return "" if look is None or not len(look) else ET.tostring(look, encoding="unicode")


def _run(like: Element, content: Sequence[Element]) -> Element:
    """A run that looks like another one."""
    made, look = ET.Element(_RUN, like.attrib), like.find(_PROPERTIES)
    made.extend([*([] if look is None else [deepcopy(look)]), *content])
    return made


def _texts(text: str) -> list[Element]:
    """A text as the content of a run; none for nothing."""
    if not text:
        return []
    made = ET.Element(_TEXT, {_SPACE: "preserve"})
    made.text = text
    return [made]


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
