"""Slips of the pen in a kit: found where they stand, before they blame a workbook or lose a chart without a word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.kit import kit_folders, read_kit
from reportgen.model.diagnostic import Diagnostic, ReportError, Severity
from reportgen.report import read_report

Write = Callable[[str, str | bytes], Path]

CHART = "# 基本情况\n\n::: 图 重点项目投资\n类型: 条形\n:::\n"


def findings(folder: Path) -> list[Diagnostic]:
    """Everything that reading the report finds, whether it stops or not."""
    try:
        return read_report(folder)[1]
    except ReportError as problem:
        return list(problem.diagnostics)


def only(folder: Path) -> Diagnostic:
    found = findings(folder)
    assert len(found) == 1, found
    return found[0]


def append(folder: Path, name: str, text: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_kits_that_come_with_reportgen_have_no_finding() -> None:
    assert kit_folders()
    for kit in kit_folders().values():
        assert not read_kit(kit)[1]


def test_a_chart_of_an_appendix_that_no_section_draws_is_named(folder: Path, write: Write) -> None:
    write("kit/sections/1-基本情况.md", CHART)
    append(folder, "kit/kit.toml", 'charts = ["重点项目投资", "重点项目头资"]\n')
    found = only(folder)
    assert (found.code, found.severity) == ("unknown-chart", Severity.WARNING)
    assert (str(found.place), found.suggestion) == ("kit.toml › appendices[1].charts", "重点项目投资")


@pytest.mark.parametrize("name", ["kit/macros/图.md", "sections/2-图.md", "sections/1-基本情况.md"])
def test_a_chart_may_stand_in_a_macro_or_in_a_section_of_the_report(folder: Path, write: Write, name: str) -> None:
    write(name, CHART)
    append(folder, "kit/kit.toml", 'charts = ["重点项目投资"]\n')
    assert not findings(folder)


def test_a_chart_whose_name_is_worked_out_may_be_any(folder: Path, write: Write) -> None:
    write("kit/sections/1-基本情况.md", CHART.replace("重点项目", "{{ 产业.名称 }}"))
    append(folder, "kit/kit.toml", 'charts = ["铝加工投资"]\n')
    assert not findings(folder)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[sheets]]\nname = "企业"\n', "schema.toml › sheets[2].name"),
        ('[[sheets.columns]]\nname = "产值"\n', "schema.toml › sheets[1].columns[3].name"),
        (
            '[[indicators]]\nname = "增加值"\nunit = "亿元"\n[[indicators]]\nname = "增加值"\nunit = "万元"\n',
            "schema.toml › indicators[2].name",
        ),
    ],
    ids=["sheet", "column", "indicator"],
)
def test_what_is_declared_twice_in_the_schema_is_named(folder: Path, text: str, place: str) -> None:
    append(folder, "kit/schema.toml", text)
    assert (only(folder).code, str(only(folder).place)) == ("declared-twice", place)


def test_an_appendix_declared_twice_is_named(folder: Path) -> None:
    append(folder, "kit/kit.toml", '[[appendices]]\ntitle = "企业名单"\nsheet = "企业"\n')
    assert (only(folder).code, str(only(folder).place)) == ("declared-twice", "kit.toml › appendices[2].title")


@pytest.mark.parametrize(
    ("wrong", "right"), [("亿圆", "亿元"), ("万噸", "万吨"), ("平米", "平方米"), ("元/噸", "元/吨")]
)
def test_a_unit_that_is_a_slip_is_found_in_the_schema(folder: Path, wrong: str, right: str) -> None:
    path = folder / "kit/schema.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("亿元", wrong), encoding="utf-8")
    found = only(folder)
    assert (found.code, found.suggestion) == ("misspelt-unit", right)
    assert str(found.place) == "schema.toml › sheets[1].columns[2].unit"
    append(folder, "kit/schema.toml", f'[[indicators]]\nname = "增加值"\nunit = "{wrong}"\n')
    assert str(findings(folder)[1].place) == "schema.toml › indicators[1].unit"


def test_a_column_and_that_of_the_year_before_have_units_of_one_kind(folder: Path) -> None:
    append(folder, "kit/schema.toml", 'previous = "上年产值"\n[[sheets.columns]]\nname = "上年产值"\nunit = "万元"\n')
    assert not findings(folder)
    path = folder / "kit/schema.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("万元", "万吨"), encoding="utf-8")
    found = only(folder)
    assert (found.code, str(found.place)) == ("unlike-units", "schema.toml › sheets[1].columns[2].previous")


@pytest.mark.parametrize(
    "name", ["CON.docx", "nul.docx", "Com1.x.docx", " {year}.docx", ".docx", "a .docx", "~${year}.docx"]
)
def test_a_name_that_windows_keeps_for_itself_is_no_output(folder: Path, name: str) -> None:
    path = folder / "kit/kit.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("{year}年总结.docx", name), encoding="utf-8")
    assert (only(folder).code, str(only(folder).place)) == ("bad-output-name", "kit.toml › outputs.document")
