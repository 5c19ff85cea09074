"""A cell, sheet or workbook that cannot be read is the only thing that is said about it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

Json = Callable[..., dict[str, Any]]
Spoil = Callable[[Path], None]

REQUIRED = """[[indicators]]
name = "规上企业数"
unit = "家"
required = true
"""


@pytest.fixture
def strict(report: Path) -> Path:
    """The report with bounds, an indicator that the kit requires, and a section that charts it."""
    schema = report / "kit/schema.toml"
    bounded = schema.read_text(encoding="utf-8").replace('unit = "亿元"', 'unit = "亿元"\nminimum = 0')
    schema.write_text(bounded + REQUIRED, encoding="utf-8")
    section = report / "kit/sections/1-基本情况.md"
    chart = '\n占{{ 主导产业[0].产值 | 占比(合计(主导产业.产值)) }}，见{{ 图("企业") }}。\n\n'
    chart += "::: 图 企业\n类型: 条形\n数据: 规上企业数、规上企业数\n:::\n"
    section.write_text(section.read_text(encoding="utf-8") + chart, encoding="utf-8")
    return report


def cells(**values: object) -> Spoil:
    """Change cells, named as `指标_C2`."""

    def spoil(file: Path) -> None:
        book = load_workbook(file)
        for name, value in values.items():
            sheet, _, address = name.partition("_")
            book[sheet][address] = value  # type: ignore[assignment]
        book.save(file)

    return spoil


def renamed(old: str, new: str) -> Spoil:
    def spoil(file: Path) -> None:
        book = load_workbook(file)
        book[old].title = new
        book.save(file)

    return spoil


def content(data: bytes) -> Spoil:
    def spoil(file: Path) -> None:
        file.write_bytes(data)

    return spoil


CASES: list[tuple[str, Spoil, list[tuple[str, str]]]] = [
    ("text", cells(主导产业_B3="很多"), [("text-for-number", "2015.xlsx › 主导产业 › B3")]),
    ("formula", cells(主导产业_B3="=1+2"), [("formula-without-value", "2015.xlsx › 主导产业 › B3")]),
    ("error", cells(指标_C2="#REF!"), [("error-cell", "2015.xlsx › 指标 › C2")]),
    ("negative", cells(主导产业_B3=-40), [("below-minimum", "2015.xlsx › 主导产业 › B3")]),
    ("unit", cells(指标_B2=None), [("missing-unit", "2015.xlsx › 指标 › B2")]),
    ("empty", cells(指标_C2=None), [("missing-required-value", "2015.xlsx › 指标 › C2")]),
    ("absent", cells(指标_A2="别的"), [("missing-indicator", "2015.xlsx › 指标")]),
    ("header", cells(指标_C1="别的"), [("missing-column", "2015.xlsx › 指标")]),
    ("list header", cells(主导产业_B1="别的"), [("missing-column", "2015.xlsx › 主导产业")]),
    ("no indicators", renamed("指标", "指标表"), [("missing-sheet", "2015.xlsx")]),
    ("no list", renamed("主导产业", "产业"), [("missing-sheet", "2015.xlsx")]),
    ("nothing", content(b""), [("empty-workbook", "2015.xlsx")]),
    ("corrupt", content(b"PK\x03\x04" + b"\0" * 100), [("broken-package", "2015.xlsx")]),
    ("old Excel", content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), [("old-office-file", "2015.xlsx")]),
    (
        "two causes",
        cells(主导产业_B3="很多", 指标_C2="#REF!"),
        [("text-for-number", "2015.xlsx › 主导产业 › B3"), ("error-cell", "2015.xlsx › 指标 › C2")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spoil", "expected"), CASES, ids=[name for name, *_ in CASES])
def test_the_cause_is_the_only_error(
    strict: Path, run_json: Json, name: str, spoil: Spoil, expected: list[tuple[str, str]]
) -> None:
    assert run_json("check", strict)["findings"] == []
    spoil(strict / "2015.xlsx")
    findings = run_json("check", strict)["findings"]
    found = [(item["code"], item["place"]["text"]) for item in findings if item["severity"] == "error"]
    assert sorted(found) == sorted(expected)
    assert "missing-section" not in {item["code"] for item in findings}


def test_what_has_a_cause_of_its_own_is_still_said(strict: Path, run_json: Json) -> None:
    section = strict / "kit/sections/1-基本情况.md"
    section.write_text(section.read_text(encoding="utf-8") + "\n{{ 别的指标 }}\n", encoding="utf-8")
    cells(主导产业_B3="很多", 主导产业_B2=None)(strict / "2015.xlsx")
    found = {(item["code"], item["place"]["text"].split(":")[0]) for item in run_json("check", strict)["findings"]}
    assert found == {
        ("text-for-number", "2015.xlsx › 主导产业 › B3"),
        ("missing-required-value", "2015.xlsx › 主导产业 › B2"),
        ("undefined-name", "small › sections/1-基本情况.md"),
    }


def test_a_template_at_fault_is_said_beside_an_unreadable_workbook(strict: Path, run_json: Json) -> None:
    section = strict / "kit/sections/1-基本情况.md"
    section.write_text(section.read_text(encoding="utf-8") + "\n{{ 年度 | 没有的词 }}\n", encoding="utf-8")
    content(b"")(strict / "2015.xlsx")
    assert {item["code"] for item in run_json("check", strict)["findings"]} == {"empty-workbook", "unknown-word"}


def test_cells_too_many_to_list_have_no_consequences_either(strict: Path, run_json: Json) -> None:
    book = load_workbook(strict / "2015.xlsx")
    for number in range(40):
        book["主导产业"].append((f"产业{number}", "很多"))
    book.save(strict / "2015.xlsx")
    codes = [item["code"] for item in run_json("check", strict)["findings"]]
    assert set(codes) == {"text-for-number", "more-of-the-same"}
