"""Rows of bound tables are called by their first text, totals by their label, the rest by number."""

import pytest

from reportgen.model.binding import Binding, ColumnBinding
from reportgen.model.document import ColumnSource
from reportgen.model.table_rows import row_name, row_names


def column(title: str, texts: tuple[str, ...], **more: object) -> ColumnBinding:
    source = ColumnSource("数据.xlsx", "企业", 1, range(2, 2 + len(texts)), title)
    return ColumnBinding(tag="t", texts=texts, values=None, source=source, sentence=title, table_row=2, **more)  # type: ignore[arg-type]


def test_the_first_column_of_texts_names_the_rows() -> None:
    stored = [column("产值", ("1", "2"), unit="亿元"), column("名称", ("甲", "乙")), column("地址", ("东", "西"))]
    assert row_names(stored) == {("t", 2): "甲", ("t", 3): "乙"}


@pytest.mark.parametrize(
    ("where", "names", "expected"),
    [
        (("一、概况", "表1"), {("t", 4): "甲"}, "甲"),
        (("一、概况", "表1", "合计"), {}, "合计"),
        (("一、概况", "表1"), {}, "4"),
        (("一、概况", "表1"), {("t", 4): ""}, "4"),
        ((), {}, "4"),
    ],
)
def test_a_row_without_a_name_is_called_by_its_label_or_number(
    where: tuple[str, ...], names: dict[tuple[str, int], str], expected: str
) -> None:
    binding = Binding(tag="t", text="1", value="1", where=where, table_row=4, table_column=2)
    assert row_name(binding, names) == expected
