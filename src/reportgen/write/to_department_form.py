"""A department's form of `reportgen template`: its indicators and lists, last year's values, open cells.

The form goes out, a department fills it, `collect` reads it back. It opens in Excel, WPS and LibreOffice:
locked without a password, drop-downs and prompts in the open cells, growth as live formulas. A very hidden
sheet says whose form it is and where each cell belongs (`model.form`). Same input, same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from ..model.dataset import Table
from ..model.departments import Part, fingerprint
from ..model.form import MARK_SHEET, FormMark, to_cells
from ..model.report import Report
from ..model.schema import GUIDE_SHEET, INDICATOR_SHEET

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from .form.plan import SheetPlan


def to_department_form(part: Part, report: Report, tables: Mapping[str, Table]) -> bytes:
    """The form of one department as .xlsx bytes, sealed with our fingerprint.

    `tables` are those of the report's workbook. Raises `unusable-sheet-name` for a list that a spreadsheet
    program cannot name so.
    """
    from openpyxl import Workbook

    from .form.book import check_names, packed
    from .form.cover import put_cover
    from .form.department_sheet import put_plan
    from .form.look import clean

    plans = _plans(part, report, tables)
    check_names((plan.schema.name for plan in plans), GUIDE_SHEET, MARK_SHEET)
    mark = _mark(part, report, plans)
    heading = clean(f"{report.year}年数据填报表（{part.department}）")
    book = Workbook()
    book.remove(book.worksheets[0])
    put_cover(book.create_sheet(GUIDE_SHEET), mark, plans, heading)
    for plan in plans:
        put_plan(book.create_sheet(plan.schema.name), plan, clean(f"{report.year}年{plan.schema.name}"))
    _put_mark(book.create_sheet(MARK_SHEET), mark)
    book.properties.creator = "reportgen"
    book.properties.title = heading
    return packed(book, sealed=True)


def _plans(part: Part, report: Report, tables: Mapping[str, Table]) -> tuple[SheetPlan, ...]:
    from .form.indicators import indicator_sheet
    from .form.plan import plan_indicators, plan_list

    lists = tuple(plan_list(sheet, tables.get(sheet.name)) for sheet in part.sheets)
    if not part.indicators:
        return lists
    schema = indicator_sheet(report.kit.schema)
    return (plan_indicators(schema, tables.get(INDICATOR_SHEET), part.indicators), *lists)


def _mark(part: Part, report: Report, plans: tuple[SheetPlan, ...]) -> FormMark:
    from .form.plan import mark_of

    columns, rows = zip(*map(mark_of, plans), strict=True) if plans else ((), ())
    return FormMark(
        report=report.title,
        year=report.year,
        organization=report.organization,
        fingerprint=fingerprint(part),
        department=part.department,
        columns=tuple(chain.from_iterable(columns)),
        rows=tuple(chain.from_iterable(rows)),
    )


def _put_mark(sheet: Worksheet, mark: FormMark) -> None:
    from .form.book import put_cells
    from .form.department_sheet import protect

    put_cells(sheet, to_cells(mark))
    protect(sheet)
