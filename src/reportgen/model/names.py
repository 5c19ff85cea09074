"""Names that a finding lists: kept apart until they are worded, for each language parts them by a mark of its own."""

from __future__ import annotations

from collections.abc import Iterable

_MARK = "、"


class Names(str):
    """A fact that is a list: a text in which 、 parts the names, for programs, with the names themselves.

    A finding makes one of each tuple and list among its facts. `is_cut` says that there are more than `parts`.
    """

    parts: tuple[str, ...]
    is_cut: bool

    def __new__(cls, names: Iterable[object], most: int | None = None) -> Names:
        """The first `most` of the names, all for None."""
        parts = tuple(map(str, names))
        kept = parts[:most]
        is_cut = len(kept) < len(parts)
        made = super().__new__(cls, _MARK.join(kept) + ("……" if is_cut else ""))
        made.parts, made.is_cut = kept, is_cut
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.parts, self.is_cut)

    def worded(self, mark: str, more: str) -> str:
        """The names with a mark of the language between them, and `more` behind them where there are more."""
        between = "；" if mark == _MARK and any(_MARK in part for part in self.parts) else mark
        return between.join(self.parts) + (more if self.is_cut else "")


def _again(parts: tuple[str, ...], is_cut: bool) -> Names:
    return Names((*parts, ""), most=len(parts)) if is_cut else Names(parts)
