"""What the figures of a comparison are called."""

from decimal import Decimal

import pytest

from reportgen.compare.indicators import name_by_cells, names_in_data, names_in_tables
from reportgen.model.binding import Binding, ColumnBinding
from reportgen.model.dataset import Column, Dataset, Indicator, Table
from reportgen.model.document import ColumnSource
from reportgen.model.figure import Figure
from reportgen.model.place import CellRef
from reportgen.model.quantity import NO_UNIT, Quantity
from reportgen.model.schema import ColumnKind

FILE = "data.xlsx"


def bound(*cells: str, derivation: str = "", wording: str = "") -> Binding:
    return Binding(tag="a", text="1", value="1", cells=cells, derivation=derivation, wording=wording)


def number(column: int, *, previous: Figure | None = None) -> Figure:
    source = CellRef(FILE, "指标", 2, column)
    return Figure(quantity=Quantity(Decimal(1), NO_UNIT), source=source, previous=previous)


def dataset() -> Dataset:
    figure = number(4, previous=number(5))
    columns = {
        "名称": Column(name="名称", kind=ColumnKind.TEXT, position=1, values=("铝加工", "白酒")),
        "产值": Column(name="产值", kind=ColumnKind.NUMBER, position=2, values=(Decimal(1), Decimal(2))),
    }
    table = Table(name="产业", file=FILE, sheet="产业", columns=columns, rows=(2, 3))
    return Dataset(
        indicators={"生产总值": Indicator(name="生产总值", figure=figure, place=CellRef(FILE, "指标", 2, 1))},
        tables={"产业": table},
    )


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("data.xlsx › 指标 › D2", "生产总值"),
        ("data.xlsx › 指标 › E2", "生产总值"),
        ("data.xlsx › 指标 › D3", ""),
        ("data.xlsx › 产业 › B3", "白酒 · 产值"),
        ("data.xlsx › 产业 › B4", ""),
        ("data.xlsx › 产业 › C3", ""),
        ("report.toml › report.year", ""),
    ],
)
def test_a_report_names_indicators_and_the_rows_and_columns_of_its_lists(cell: str, name: str) -> None:
    assert name_by_cells(bound(cell), names_in_data(dataset())) == name


def test_a_file_names_the_rows_and_columns_of_the_tables_in_it() -> None:
    names = names_in_tables(
        [
            ColumnBinding(
                tag=tag,
                texts=texts,
                values=None,
                unit=unit,
                source=ColumnSource(FILE, "产业", column, rows),
                sentence=header,
            )
            for tag, column, header, unit, texts, rows in (
                ("t", 1, "名称", "", ("铝加工",), range(2, 3)),
                ("t", 2, "产值（亿元）", "亿元", ("1",), range(2, 3)),
                ("t", 5, "牵头单位", "", ("工信局",), range(2, 3)),
                ("u", 1, "名称", "", ("白酒",), range(3, 4)),
                ("u", 1, "名称", "", ("建材",), range(4, 5)),  # a long column is stored in parts
            )
        ]
    )
    assert names("data.xlsx › 产业 › B2") == "铝加工 · 产值（亿元）"
    assert names("data.xlsx › 产业 › B3") == "白酒 · 产值（亿元）"
    assert names("data.xlsx › 产业 › B4") == "建材 · 产值（亿元）"
    assert names("data.xlsx › 产业 › B9") == names("data.xlsx › 产业 › C2") == names("data.xlsx › 指标 › B2") == ""


def test_a_rate_is_named_by_its_word_too_and_a_sum_of_rows_by_none_of_them() -> None:
    names = names_in_data(dataset())
    rate = bound("data.xlsx › 产业 › B2", "data.xlsx › 产业 › C2", derivation="B2 ÷ C2 − 1", wording="同比")
    assert name_by_cells(rate, names) == "铝加工 · 产值 · 同比"
    cells = ("data.xlsx › 产业 › B2", "data.xlsx › 产业 › B3")
    share = bound(*cells, derivation="B2 ÷ 合计(B2:B3) = 1 ÷ 3", wording="占比")
    assert name_by_cells(share, names) == "铝加工 · 产值 · 占比"
    for derivation, wording in (("合计(B2:B3) = 3", "占比"), ("B2 + B3 = 3", ""), ("", "")):
        both = bound(*cells, derivation=derivation, wording=wording)
        assert name_by_cells(both, names) == ""
