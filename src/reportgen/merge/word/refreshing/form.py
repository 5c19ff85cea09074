"""The form of what stands in a file, for new rows and paragraphs to take: properties without anybody's tracked changes.

Source: ISO/IEC 29500-1, 17.3.1.26 (pPr), 17.3.2.28 (rPr), 17.13.5 (revisions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ....ooxml.stories import W
from ..markup import Names, names_at
from ..story import Story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PARAGRAPH_PROPERTIES, RUN_PROPERTIES = f"{W}pPr", f"{W}rPr"
_RUN, _TEXT, _BREAK = f"{W}r", f"{W}t", f"{W}sectPr"
_CHANGES = frozenset(
    f"{W}{name}" for name in ("ins", "del", "trPrChange", "tcPrChange", "pPrChange", "rPrChange", "cellIns", "cellDel")
)
_BEFORE_BOLD = frozenset((f"{W}rStyle", f"{W}rFonts"))


class Form:
    """Reads the forms of one story's elements."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def wrapped(self, name: str, content: str, names: Names) -> str:
        """Content in an element."""
        tag = names.tag(name)
        return f"<{tag}{names.declared}>{content}</{tag}>"

    def source(self, element: Element) -> str:
        """The element as it stands."""
        return self.story.source(element).decode()

    def children(self, element: Element, without: Collection[str] = ()) -> list[str]:
        """What stands in an element, without tracked changes, and without elements of these names."""
        return [self.source(child) for child in self.unchanged(element) if child.tag not in without]

    def unchanged(self, element: Element) -> Iterator[Element]:
        """What stands in an element, without tracked changes."""
        return (child for child in element if not any(item.tag in _CHANGES for item in child.iter()))

    def properties(self, properties: Element | None) -> str:
        """Properties as they stand, without the changes that somebody tracked in them; nothing for none."""
        if properties is None:
            return ""
        if not any(item.tag in _CHANGES for item in properties.iter()):
            return self.source(properties)
        name = properties.tag.rpartition("}")[2]
        return self.wrapped(name, "".join(self.children(properties)), names_at(self.story, properties))

    def of_run(self, run: Element) -> str:
        """The properties of a run."""
        return self.properties(run.find(RUN_PROPERTIES))

    def of_paragraph(self, paragraph: Element, mark: str = "") -> str:
        """The properties of a paragraph; a break of sections in them ends what stands above and is left out.

        `mark` is the tracked change of the paragraph's end.
        """
        found = paragraph.find(PARAGRAPH_PROPERTIES)
        names = names_at(self.story, paragraph)
        content = [] if found is None else self.children(found, (RUN_PROPERTIES, _BREAK))
        of_mark = None if found is None else found.find(RUN_PROPERTIES)
        look = mark + ("" if of_mark is None else "".join(self.children(of_mark)))
        inner = "".join(content) + (self.wrapped("rPr", look, names) if look else "")
        return self.wrapped("pPr", inner, names) if inner else ""

    def look(self, paragraph: Element) -> str:
        """The properties of the runs that most of a paragraph's text stands in."""
        weights: Counter[str] = Counter()
        for run in paragraph.iter(_RUN):
            length = sum(len(text.text or "") for text in run.iter(_TEXT))
            if length:
                weights[self.of_run(run)] += length
        return weights.most_common(1)[0][0] if weights else ""

    def look_of(self, paragraph: Element, texts: Collection[str]) -> str | None:
        """The properties of most runs that read as one of these texts; None where no run does."""
        looks = Counter(
            self.of_run(run)
            for run in paragraph.iter(_RUN)
            if "".join(text.text or "" for text in run.iter(_TEXT)) in texts
        )
        return looks.most_common(1)[0][0] if looks else None

    def bold(self, look: str, beside: Element) -> str:
        """Properties of runs made bold."""
        names = names_at(self.story, beside)
        mark = f"<{names.tag('b')}/>"
        if not look:
            return self.wrapped("rPr", mark, names)
        run = next(run for run in beside.iter(_RUN) if self.of_run(run) == look)
        found = run.find(RUN_PROPERTIES)
        children = [] if found is None else [child for child in found if child.tag not in _CHANGES]
        first = [self.source(child) for child in children if child.tag in _BEFORE_BOLD]
        rest = [self.source(child) for child in children if child.tag not in _BEFORE_BOLD and child.tag != f"{W}b"]
        return self.wrapped("rPr", "".join((*first, mark, *rest)), names)
