"""Defined names: what they refer to, and to which sheet those of one sheet belong when sheets repeat.

Followers of the workbook part. Names that Excel itself uses (print area and titles, the filter's area)
belong to a sheet, and every copy of the sheet gets its own.

Source: ISO/IEC 29500-1, 18.2.5 (definedName).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..formulas import FormulaMover
from .elements import Element, change_list, elements
from .elements import change_text as _change_text

_BUILT_IN = "_xlnm."


def names(text: str, mover: FormulaMover, sheets: Sequence[str], places: Mapping[int, Sequence[int]]) -> str:
    """The workbook part with its names moved.

    `sheets` are the template's sheets in order; `places` gives for each, by its place, those of its sheets in
    the output: none for one that is gone.
    """

    def name(found: Element) -> str:
        local = found.number("localSheetId")
        is_built_in = (found.get("name") or "").startswith(_BUILT_IN)
        if local is None or local >= len(sheets):
            return _named(found, mover, "", 0, is_built_in=is_built_in)
        return "".join(
            _named(found, mover, sheets[local], copy, is_built_in=is_built_in, local=place)
            for copy, place in enumerate(places.get(local, (local,)))
        )

    return change_list(text, "definedNames", "definedName", name)


def _named(
    found: Element, mover: FormulaMover, sheet: str, copy: int, *, is_built_in: bool, local: int | None = None
) -> str:
    """One name; built-in names are fixed even where they have no `$`, others are distances there."""
    inner = _change_text(
        found.text,
        "definedName",
        lambda formula: mover.fixed(formula, sheet, copy, pinned_only=not is_built_in),
    )
    if local is None:
        return inner
    return elements(inner, "definedName")[0].having({"localSheetId": str(local)})
