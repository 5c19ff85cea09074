"""Where the reason for a large change goes: into the workbook's column for it, else behind the row's remark.

What a department says when it is asked about a cell goes the same way, under a word of its own. Of each kind a
row keeps the last that was said.
"""

from __future__ import annotations

import re

from ..model.form import REASON, Role
from ..model.origins import value_text
from ..model.place import CellRef
from .answer import REMARKS
from .book import Aim
from .taking import Taking

CHECKED = "核实说明"
"""What stands before the answer to a question that is not about a large change."""

_BEHIND = "；"
_LABELLED = re.compile(f"({REASON}|{CHECKED})：")


def reason_cell(label: str, row: Aim) -> Aim | None:
    """The cell that takes a reason, None where the workbook's list has none; `row` is any cell of the row."""
    names = (REASON, *REMARKS) if label == REASON else REMARKS
    return next(filter(None, map(row.beside, names)), None)


def put_reason(taking: Taking, label: str, reason: str, place: CellRef, aim: Aim, written: str) -> bool:
    """Take a reason into its cell, behind what the return itself has `written` there; whether it says anything new."""
    is_remark = aim.column.name != REASON
    text = noted(written or value_text(aim.before), label, reason) if is_remark else reason
    cell = aim.cell
    taking.reply.answers = [answer for answer in taking.reply.answers if answer.cell != cell]
    return taking.answer(text, place, aim, Role.CARRIED)


def noted(written: str, label: str, reason: str) -> str:
    """A remark with a reason behind it, in the place of what was said there before under the same label."""
    base, *rest = _LABELLED.split(written)
    notes = dict(zip(rest[::2], (text.rstrip(_BEHIND) for text in rest[1::2]), strict=True))
    notes[label] = reason
    base = base.rstrip(_BEHIND)
    return _BEHIND.join((*([base] if base else ()), *(f"{name}：{text}" for name, text in notes.items())))
