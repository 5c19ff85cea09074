"""Tables keep the words that say of a number that it is not exact, unless a column beside it says so."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.model.dataset import Column, Table, Value
from reportgen.model.document import DataTable
from reportgen.model.quantity import parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.model.table_texts import cell_text, column_texts
from reportgen.narrate.selection import Selection
from reportgen.narrate.tables import WantedColumn, data_table


def texts(position: int, name: str, values: Sequence[Value]) -> Column:
    return Column(name=name, kind=ColumnKind.TEXT, position=position, values=values, unit=None)


NAMES, WORDS = ("铁路", "公路", "水厂", "电厂"), ("近", None, "余", "以上")
NUMBERS = tuple(Decimal(value) for value in ("20", "9.2", "200", "5"))
INVESTED = Column(
    name="总投资", kind=ColumnKind.NUMBER, position=2, values=NUMBERS, unit=parse_unit("亿元"), hedge="概数"
)
MIXED = replace(INVESTED, unit=None, units=tuple(map(parse_unit, ("公里", "亩", "个", "吨"))))


def table(column: Column) -> Table:
    columns = {"项目": texts(1, "项目", NAMES), "总投资": column, "概数": texts(3, "概数", WORDS)}
    return Table(name="项目", file="a.xlsx", sheet="项目", columns=columns, rows=range(4, 8), key="项目")


def printed(column: Column, *names: str, rows: Sequence[int] | None = None) -> list[str]:
    made = made_of(column, *names, rows=rows)
    shown = made.columns[names.index("总投资")]
    whole = list(column_texts(shown, 0, made.row_count))
    assert [cell_text(shown, index) for index in range(made.row_count)] == whole
    return whole


def made_of(column: Column, *names: str, rows: Sequence[int] | None = None) -> DataTable:
    return data_table(Selection(table(column), rows), [WantedColumn(of=name) for name in names])


def test_the_words_of_a_column_that_is_not_printed_stand_with_the_numbers() -> None:
    assert printed(INVESTED, "项目", "总投资") == ["近20", "9.2", "200余", "5以上"]
    assert printed(MIXED, "项目", "总投资") == ["近20公里", "9.2亩", "200余个", "5吨以上"]


def test_picked_rows_keep_their_own_words() -> None:
    assert printed(INVESTED, "项目", "总投资", rows=(2, 1)) == ["200余", "9.2"]


def test_the_words_are_not_said_twice_where_their_column_is_printed() -> None:
    assert printed(INVESTED, "项目", "总投资", "概数") == ["20", "9.2", "200", "5"]


def test_a_number_whose_cell_said_about_keeps_it() -> None:
    column = replace(INVESTED, hedge=None, approximate=frozenset((0, 1)), hedges={1: "超"})
    assert printed(column, "项目", "总投资") == ["约20", "超9.2", "200", "5"]
