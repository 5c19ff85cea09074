"""What a draft is made of, as one hash: where it is the same as in the ledger, the draft need not be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ..drafts.plan import Draft
from ..model.dataset import Table
from ..model.report import Report
from ..model.unread import Cells
from ..model.values import replace
from .draft_units import Units

_DIGEST_SIZE = 16
_PACKAGE = Path(__file__).resolve().parent.parent


def digest(*parts: bytes) -> bytes:
    """A hash over parts, which cannot run into one another."""
    hashed = blake2b(digest_size=_DIGEST_SIZE)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "little"))
        hashed.update(part)
    return hashed.digest()


def common_digest(report: Report, data: Iterable[bytes], style: bytes, options: str) -> bytes:
    """What all drafts of a run have in common: program, report, kit, data, style document, options.

    Sections and the rest of the kit count by their text, so a folder that was copied elsewhere is the same.
    """
    kit = replace(report.kit, folder=Path(), styles={})
    described = repr(replace(report, folder=Path(), data=(), kit=kit))
    names = "\0".join(path.name for path in report.data)
    return digest(
        _program().encode(), described.encode("utf-8", "surrogatepass"), names.encode(), *data, style, options.encode()
    )


def inputs_of_drafts(
    common: bytes, report: Report, units: Units | None, *, whole_table: bool
) -> Callable[[Draft, bytes], str]:
    """A function from a draft, and the bytes of its unit's workbook, to the hash of all its inputs."""
    table = units.table if units is not None else None
    unread = units.unread.cells.get(table.place, {}) if units is not None and table is not None else {}
    heads = b"" if table is None else _heads(table)
    if table is not None and whole_table:
        heads = digest(heads, *(_row(table, index, unread) for index in range(len(table))))

    def inputs(draft: Draft, book: bytes) -> str:
        sections = "\0".join(report.sections[position].file for position in draft.sections)
        own = book if table is None or draft.unit is None else _row(table, draft.unit, unread)
        return digest(common, heads, sections.encode(), draft.unit_name.encode("utf-8", "surrogatepass"), own).hex()

    return inputs


def _heads(table: Table) -> bytes:
    columns = [
        (item.name, item.kind, item.position, item.previous, item.target, item.hedge, item.split)
        for item in table.columns.values()
    ]
    return repr((table.file, table.sheet, table.name, table.key, columns)).encode("utf-8", "surrogatepass")


def _row(table: Table, index: int, unread: Cells) -> bytes:
    cells = [
        (
            column.values[index],
            column.unit_at(index).symbol,
            index in column.approximate,
            column.hedges.get(index),
            column.reasons.get(index),
        )
        for column in table.columns.values()
    ]
    found = [(name, rows[index].code) for name, rows in unread.items() if index in rows]
    return repr((table.rows[index], cells, found)).encode("utf-8", "surrogatepass")


@cache
def _program() -> str:
    """Tells one state of this program from another, as `__pycache__` does: size and time of its modules."""
    files = sorted(_PACKAGE.rglob("*.py"))
    states = [(str(path.relative_to(_PACKAGE)), path.stat()) for path in files]
    return "\n".join(f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states)
