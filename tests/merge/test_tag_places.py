"""Findings about tags name the cell, how far into its text the tag begins, and the tag."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.console.as_json import findings_document
from reportgen.model.place import CellRef, CellTextRef

from .conftest import filled, plants_of

Make = Callable[..., bytes]


def texts(*rows: str) -> Callable[[Any], None]:
    return lambda book: book.add_worksheet("表").write_column(0, 0, rows)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("完成{{ 合计(规上企业.产值) }}，比上年{{ 产直 }}", "A1 › 第24个字 › {{ 产直 }}"),
        ("{{ 产直 }}与{{ 产直 }}", "A1 › 第1个字 › {{ 产直 }}"),
        ("第一行\n第二行{{ 产直 }}", "A1 › 第8个字 › {{ 产直 }}"),
        ("{% if 产直 %}x{% endif %}", "A1 › 第1个字 › {% if 产直 %}"),
        ("{{ 规上企业 | 没有这个词 }}", "A1 › 第1个字 › {{ 规上企业 | 没有这个词 }}"),
    ],
)
def test_a_fault_in_a_text_is_found_by_its_character(workbook: Make, text: str, place: str) -> None:
    data, found = filled(workbook(texts(text)), 规上企业=plants_of(2))
    assert data is None
    assert str(found[0].place) == f"模板.xlsx › 表 › {place}"


def test_a_loop_over_rows_is_quoted_as_it_stands_in_the_cell(workbook: Make) -> None:
    _, found = filled(workbook(texts("甲{%列 for 企业 in 没有 %}{{ 企业 }}{%列 endfor %}")))
    assert str(found[0].place) == "模板.xlsx › 表 › A1 › 第2个字 › {%列 for 企业 in 没有 %}"


def test_a_tag_over_two_looks_is_found_in_the_whole_text(workbook: Make) -> None:
    def rich(book: Any) -> None:
        bold = book.add_format({"bold": True})
        book.add_worksheet("表").write_rich_string(0, 0, "甲乙", bold, "丙{{ 产", "直 }}")

    _, found = filled(workbook(rich))
    assert [str(item.place) for item in found] == ["模板.xlsx › 表 › A1 › 第4个字 › {{ 产直 }}"]


def test_a_long_tag_is_cut(workbook: Make) -> None:
    _, found = filled(workbook(texts("{{ 产直 + " + "1 + " * 50 + "1 }}")))
    (place,) = [item.place for item in found]
    assert isinstance(place, CellTextRef)
    assert len(place.tag) == 60


def test_json_gives_the_parts_of_the_place(workbook: Make) -> None:
    _, found = filled(workbook(texts("甲{{ 产直 }}")))
    document: Any = findings_document(found, "zh")
    place = document["findings"][0]["place"]
    assert place["text"] == "模板.xlsx › 表 › A1 › 第2个字 › {{ 产直 }}"
    assert (place["file"], place["sheet"], place["cell"]) == ("模板.xlsx", "表", "A1")
    assert (place["row"], place["column"], place["character"], place["tag"]) == (1, 1, 2, "{{ 产直 }}")
    assert found[0].place == CellTextRef(CellRef("模板.xlsx", "表", 1, 1), 2, "{{ 产直 }}")
