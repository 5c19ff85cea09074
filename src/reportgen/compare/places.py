"""Where the blocks of a document stand: the trail of headings, and the number of a paragraph below the last one.

As `model.collect` counts them, so that a place in a comparison reads like one in `trace`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..model.comparison import PICTURE
from ..model.place import ARROW
from ..ooxml.stories import W
from .blocks import Block, Paragraph, atoms
from .styles import Styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RUN_IN = "RunInText"
"""Character styles of headings that run into their paragraph begin like this (the kits' style documents)."""

_LONGEST_HEADING = 40
_ENDS = "。：:."


def places(blocks: Sequence[Block], styles: Styles) -> Iterator[str]:
    """The place of each block."""
    trail: list[tuple[int, str]] = []
    paragraph = table = 0
    for block in blocks:
        if not isinstance(block, Paragraph):
            table += 1
            yield ARROW.join((*(text for _, text in trail), f"表{table}"))
            continue
        style = _style(block.element)
        level = styles.levels.get(style)
        is_counted = bool(block.text.strip(f" \t\n{PICTURE}")) and style not in styles.captions
        if level is not None and block.text.strip():
            heading = _heading(block)
            trail = [item for item in trail if item[0] < level]
            trail.append((level, heading))
            paragraph = 0
            is_counted = len(block.text.strip()) > len(heading) + 1
        paragraph += is_counted
        headings = [text for _, text in trail]
        yield ARROW.join([*headings, f"¶{paragraph}"] if is_counted else headings or ["¶"])


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _heading(block: Paragraph) -> str:
    """The heading's text; of one that runs into its paragraph, what stands in the style of such headings."""
    run_in = []
    for atom in atoms(block.element):
        style = atom.run.find(f"{W}rPr/{W}rStyle")
        if style is None or not style.get(f"{W}val", "").startswith(_RUN_IN):
            break
        run_in.append(atom.text)
    text = ("".join(run_in) or block.text).strip()
    sentence, end, behind = text.partition("。")
    text = sentence if end and behind else text  # other programs rename the style
    cut = text if len(text) <= _LONGEST_HEADING else f"{text[:_LONGEST_HEADING]}…"
    return cut.rstrip(_ENDS) or cut
