"""The workbook as a package: whole, the same each time, readable whatever the tables hold."""

import posixpath
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.model.dataset import Value
from reportgen.model.document import Appendix, Computed, DataTable, Document, TableColumn, Text
from reportgen.model.figure import Operation
from reportgen.model.quantity import parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.ooxml.fingerprint import is_untouched
from reportgen.ooxml.package import PackageReader
from reportgen.write.to_xlsx import to_xlsx

Book = Callable[..., Any]


def faults(data: bytes) -> list[str]:
    """What would make Excel call the package damaged though each part is well-formed."""
    package = PackageReader(data, "附件.xlsx")
    roots = {name: ET.fromstring(package.read(name)) for name in package.names}  # noqa: S314 - our own parts
    types = {node.get("PartName", "").lstrip("/") for node in roots["[Content_Types].xml"]}
    found = [f"{name} has no type" for name in package.names if name not in types and not name.endswith(".rels")]
    found = [fault for fault in found if not fault.startswith("[Content_Types]")]
    for name, root in roots.items():
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            targets = [posixpath.normpath(posixpath.join(base, node.get("Target", ""))) for node in root]
            found += [f"{name} leads to {target}" for target in targets if target not in package.names]
            identities = [node.get("Id") for node in root]
            found += [f"{name} repeats an id"] if len(set(identities)) != len(identities) else []
        if name.startswith("xl/worksheets/sheet"):
            found += [f"{name}: {fault}" for fault in _sheet_faults(root, roots["xl/styles.xml"])]
    return found


def _sheet_faults(root: ET.Element, styles: ET.Element) -> list[str]:
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    formats = len(styles.findall(f"{main}cellXfs/{main}xf"))
    found, last_row = [], 0
    for row in root.iter(f"{main}row"):
        number = int(row.get("r", "0"))
        found += [f"row {number} after {last_row}"] if number <= last_row else []
        last_row = number
        for cell in row:
            reference, style = cell.get("r", ""), int(cell.get("s", "0"))
            found += [f"{reference} in row {number}"] if not re.fullmatch(rf"[A-Z]+{number}", reference) else []
            found += [f"{reference} has style {style} of {formats}"] if style >= formats else []
            number_ = cell.findtext(f"{main}v")
            if cell.get("t", "n") == "n" and number_ is not None:
                found += [f"{reference} holds {number_}"] if not re.fullmatch(r"-?\d+(\.\d+)?", number_) else []
    return found


def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert to_xlsx(document, year=2015)[0] == to_xlsx(document, year=2015)[0]


def test_the_bytes_do_not_depend_on_the_process() -> None:
    script = (
        "import hashlib\n"
        "from reportgen.model.document import Document, Text\n"
        "from reportgen.write.to_xlsx import to_xlsx\n"
        "document = Document(title=(Text('总结'),), sections=())\n"
        "print(hash('a'), hashlib.sha256(to_xlsx(document, year=2015)[0]).hexdigest())"
    )
    seeds = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
        for _ in range(2)
    ]
    assert seeds[0][0] != seeds[1][0], "the seeds of hashes differ"
    assert seeds[0][1] == seeds[1][1]


def test_the_file_carries_its_fingerprint(document: Document) -> None:
    assert is_untouched(to_xlsx(document, year=2015)[0]) is True


def test_the_package_is_whole(document: Document) -> None:
    assert faults(to_xlsx(document, year=2015)[0]) == []


def test_properties_are_those_of_the_report_without_a_clock(book: Book, document: Document) -> None:
    package = PackageReader(to_xlsx(document, year=2015)[0], "附件.xlsx")
    assert b"dcterms" not in package.read("docProps/core.xml")
    properties = book(document).properties
    assert (properties.title, properties.creator, properties.subject) == ("2015年工作总结附件", "办公室", "2015年")


def test_the_first_sheet_is_the_one_that_opens(book: Book, document: Document) -> None:
    opened = book(document)
    assert opened.active.title == "附件1 主导产业"
    assert [sheet.sheet_view.tabSelected for sheet in opened.worksheets] == [True, None, None]


def test_importing_the_writer_loads_no_heavy_library() -> None:
    heavy = ("openpyxl", "matplotlib", "jinja2", "xml.etree.ElementTree")
    script = f"import sys, reportgen.write.to_xlsx; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14) | st.sampled_from(
    [Decimal("1E+30"), Decimal("-1E-30"), Decimal("0.1"), Decimal("-0")]
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
VALUES: st.SearchStrategy[Value] = st.one_of(st.none(), NUMBERS, TEXTS, DAYS)
UNITS = st.sampled_from(["", "亿元", "万元", "%", "家", "年", "元/吨", "个百分点"]).map(parse_unit)


@st.composite
def tables(draw: st.DrawFn) -> DataTable:
    """Tables that no kit would ask for: any value in any column, any unit, formulas over anything."""
    rows, width = draw(st.integers(0, 4)), draw(st.integers(1, 5))
    columns = []
    for index in range(width):
        kind = draw(st.sampled_from(list(ColumnKind)))
        one: st.SearchStrategy[Any] = {ColumnKind.NUMBER: NUMBERS, ColumnKind.DATE: DAYS}.get(kind, TEXTS)
        values: list[Value] = draw(st.lists(draw(st.sampled_from([VALUES, one])), min_size=rows, max_size=rows))
        computed = None
        if index > 1 and kind is ColumnKind.NUMBER and draw(st.booleans()):
            operation = draw(st.sampled_from([Operation.GROWTH, Operation.OVER, Operation.MINUS, Operation.PLUS]))
            operands = (draw(st.integers(0, index - 1)), draw(st.integers(0, index - 1)))
            computed = Computed(operation, operands, of_total=draw(st.booleans()))
        columns.append(
            TableColumn(
                header=draw(TEXTS),
                kind=kind,
                values=values,
                unit=draw(st.none() | UNITS),
                decimals=draw(st.none() | st.integers(0, 4)),
                totalled=draw(st.booleans()),
                computed=computed,
                texts=draw(st.none() | st.lists(TEXTS, min_size=rows, max_size=rows)) if not computed else None,
            )
        )
    label = draw(st.sampled_from(["", "合计"]))
    return DataTable(columns=tuple(columns), row_count=rows, total_label=label, announced=draw(st.none() | st.just(9)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), TEXTS, TEXTS)
def test_any_table_gives_a_whole_file_that_opens(table: DataTable, title: str, note: str) -> None:
    appendix = Appendix(number=1, title=title, table=table, note=note)
    document = Document(title=(Text(title),), sections=(), appendices=(appendix,))
    data, _ = to_xlsx(document, year=2015)
    assert faults(data) == []
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert 1 <= sheet.max_column <= len(table.columns)
