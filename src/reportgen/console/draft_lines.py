"""What a run over drafts came to, in a few lines: counts, and the names of files that people edited."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.drafts import Drafted
from .catalogue import word
from .widths import visible

_NAMES_SHOWN = 20


def draft_lines(drafted: Drafted, language: str) -> Iterator[tuple[str, str]]:
    """Lines with the style that each is painted in."""
    counts = (
        ("drafts-unchanged", drafted.unchanged),
        ("drafts-empty", drafted.empty),
        ("drafts-left", drafted.left),
    )
    if drafted.written:
        said = word("drafts-written", language, count=f"{len(drafted.written):,}", path=visible(str(drafted.folder)))
        yield said, "good"
    for name, count in counts:
        if count:
            yield word(name, language, count=f"{count:,}"), "warning" if name == "drafts-left" else "faint"
    if drafted.edited:
        yield word("drafts-edited", language, count=f"{len(drafted.edited):,}"), "strong"
        for name in drafted.edited[:_NAMES_SHOWN]:
            yield f"  {visible(name)}", "place"
        if len(drafted.edited) > _NAMES_SHOWN:
            yield word("changed-more", language, count=len(drafted.edited) - _NAMES_SHOWN), "faint"
    if drafted.interrupted:
        yield word("drafts-interrupted", language), "warning"
