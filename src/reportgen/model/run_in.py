"""Headings that run into the paragraph behind them: which do, and how they end there.

The Word writer joins them so, and `refresh` finds them so in a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .document import Block, Heading, Paragraph, text_of

_ENDS = ("。", "！", "？", "；", "：", "…", "”")


def with_headings(blocks: Sequence[Block]) -> Iterator[tuple[Block, Heading | None]]:
    """The blocks, each paragraph with the heading that runs into it, which does not stand alone then.

    A heading of level 1 never does (GB/T 9704-2012, 7.3.3).
    """
    waiting: Heading | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block, waiting
            waiting = None
            continue
        if waiting is not None:
            yield waiting, None
        waiting = block if isinstance(block, Heading) and block.run_in and block.level > 1 else None
        if waiting is None:
            yield block, None
    if waiting is not None:
        yield waiting, None


def stop_behind(heading: Heading) -> str:
    """The full stop that a heading is closed with where it runs into a paragraph; empty where it has an end."""
    return "" if text_of(heading.content).endswith(_ENDS) else "。"
