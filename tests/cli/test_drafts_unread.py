"""`reportgen drafts` where a cell cannot be read, or a section not be rendered: who needs it fails, nobody else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Fingerprints = Callable[[Path], dict[str, str]]

SOUND = "# {title}\n\n{title}有{{{{ 家数 }}}}。\n\n::: 表 {title}表\n数据: 项目\n列: 名称\n:::\n"
AREAS = (("名称", "乡镇", "投资（亿元）", "面积（亩）"), ("甲厂", "青龙镇", 1.5, 10), ("乙厂", "站街镇", 2, 20))
INDICATORS = (("指标名称", "计量单位", "数值", "上年数"), ("家数", "家", 76, 70), ("总产值", "亿元", 64.4, 60))
TOWNS = (("乡镇", "人口（万人）", "产值（亿元）"), ("青龙镇", 3.2, 12.5), ("站街镇", 5, 7), ("卫城镇", 1, 2))


def book(path: Path, **sheets: tuple[tuple[object, ...], ...]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def set_cell(path: Path, sheet: str, cell: str, value: object) -> object:
    """Set a cell; back comes what it held."""
    found = load_workbook(path)
    before: object = found[sheet][cell].value
    found[sheet][cell] = value  # type: ignore[assignment]
    found.save(path)
    return before


PROJECTS_SCHEMA = """[[sheets]]
name = "项目"
key = "名称"
[[sheets.columns]]
name = "名称"
[[sheets.columns]]
name = "乡镇"
[[sheets.columns]]
name = "投资"
kind = "number"
unit = "亿元"
[[sheets.columns]]
name = "面积"
kind = "number"
unit = "亩"
"""


@pytest.fixture
def three(tmp_path: Path, small_report: Callable[..., Path]) -> Path:
    """A report of three sections with a table each; the one in the middle is to be written anew."""
    return small_report(
        tmp_path / "report",
        sections={f"{at}-{title}.md": SOUND.format(title=title) for at, title in enumerate("甲乙丙", 1)},
        sheets={"指标": INDICATORS, "主导产业": (("名称", "产值（亿元）"), ("铝", 1)), "项目": AREAS},
        more_schema=PROJECTS_SCHEMA,
    )


def middle(report: Path, text: str) -> None:
    (report / "kit/sections/2-乙.md").write_text(f"# 乙\n\n{text}\n", encoding="utf-8")


def drafts_of(report: Path, fingerprints: Fingerprints) -> dict[str, str]:
    return {name: mark for name, mark in fingerprints(report / "out/草稿").items() if name.endswith(".docx")}


NEEDS = {
    "printed": "产值{{ 总产值 }}。",
    "asked whether it is there": "{% if 总产值 %}有。{% endif %}正文。",
    "tested for a value": "{{ '有' if 总产值 is 有值 else '无' }}。",
    "with another word for an empty one": '{{ 总产值 | default("无") }}。',
    "compared": "{% if 总产值 > 3 %}有。{% endif %}正文。",
    "by its growth": "产值{{ 总产值 | 同比 }}。",
    "by its list": '产值{{ 指标["总产值"] }}。',
    "in a list": "共{{ 合计([总产值, 总产值]) }}。",
    "kept for later": "{% set 数 = 总产值 %}产值{{ 数 }}。",
    "in a chart": "正文。\n\n::: 图 乙图\n类型: 柱形\n数据: 总产值\n数值: 上年、本年\n:::",
}


@pytest.mark.parametrize("text", NEEDS.values(), ids=NEEDS)
@pytest.mark.parametrize(("cell", "bad"), [("C3", "3,4"), ("D3", "=1+2")])
def test_an_unreadable_indicator_fails_the_section_that_needs_it_until_it_is_mended(
    three: Path, run_json: Json, fingerprints: Fingerprints, text: str, cell: str, bad: str
) -> None:
    middle(three, text)
    before = set_cell(three / "2015.xlsx", "指标", cell, bad)
    made = run_json("drafts", three)
    assert (made["written"], made["failed"]) == (["01-甲.docx", "03-丙.docx"], ["02-乙.docx"])
    found = [item for item in made["findings"] if item["place"]["text"] == f"2015.xlsx › 指标 › {cell}"]
    assert len(found) == 1
    assert "2-乙.md" in found[0]["related"][0]["text"]
    kept = drafts_of(three, fingerprints)
    set_cell(three / "2015.xlsx", "指标", cell, before)
    assert run_json("drafts", three)["written"] == ["02-乙.docx"]
    assert {name: mark for name, mark in drafts_of(three, fingerprints).items() if name != "02-乙.docx"} == kept


LISTS = {
    "a row": "投资{{ 项目[0].投资 }}。",
    "a loop": "{% for 项 in 项目 %}{{ 项.投资 }}；{% endfor %}",
    "a total": "共{{ 合计(项目.投资) }}。",
    "a choice": '{% for 项 in 项目 | 排序("投资") %}{{ 项.名称 }}；{% endfor %}',
    "a table": "正文。\n\n::: 表 乙表\n数据: 项目\n列: 名称、投资\n:::",
    "the rows of a table": "正文。\n\n::: 表 乙表\n数据: 项目\n列: 名称\n筛选: 投资 > 1\n:::",
    "the order of a table": "正文。\n\n::: 表 乙表\n数据: 项目\n列: 名称\n排序: 投资\n:::",
    "a chart": "正文。\n\n::: 图 乙图\n类型: 柱形\n数据: 项目\n类别: 名称\n数值: 投资\n:::",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_an_unreadable_cell_of_a_list_fails_the_section_that_needs_its_column(
    three: Path, run_json: Json, text: str
) -> None:
    middle(three, text)
    set_cell(three / "2015.xlsx", "项目", "C2", "3,4")
    made = run_json("drafts", three)
    assert (made["written"], made["failed"]) == (["01-甲.docx", "03-丙.docx"], ["02-乙.docx"])


@pytest.mark.parametrize("text", ["共{{ 合计(项目.面积) }}。", "{{ 项目[1].投资 }}。", "{{ 项目 | 计数 }}。"])
def test_an_unreadable_cell_that_no_section_needs_fails_none_and_is_still_said(
    three: Path, run_json: Json, text: str
) -> None:
    middle(three, text)
    set_cell(three / "2015.xlsx", "项目", "C2", "3,4")
    made = run_json("drafts", three)
    assert (len(made["written"]), made["failed"]) == (3, [])
    assert [item["code"] for item in made["findings"] if item["severity"] == "error"] == ["ambiguous-number"]


def test_a_column_with_very_many_unreadable_cells_fails_whoever_needs_any_of_it(three: Path, run_json: Json) -> None:
    middle(three, "{{ 项目[29].投资 }}。")
    rows = tuple((f"{at}厂", "青龙镇", "3,4" if at < 25 else 2, 1) for at in range(30))
    found = load_workbook(three / "2015.xlsx")
    for row in rows:
        found["项目"].append(list(row))
    found.save(three / "2015.xlsx")
    made = run_json("drafts", three)
    assert (made["written"], made["failed"]) == (["01-甲.docx", "03-丙.docx"], ["02-乙.docx"])


def test_where_nobody_can_read_how_long_a_list_is_sections_that_print_it_fail(
    tmp_path: Path, small_report: Callable[..., Path], run_json: Json
) -> None:
    report = small_report(
        tmp_path / "counted",
        sections={"1-甲.md": "# 甲\n\n正文。\n\n::: 表 甲表\n数据: 项目\n:::\n", "2-乙.md": "# 乙\n\n正文。\n"},
        sheets={"指标": INDICATORS, "主导产业": (("名称", "产值（亿元）"), ("铝", 1)), "项目": AREAS},
        more_schema=PROJECTS_SCHEMA.replace('key = "名称"', 'key = "名称"\ntotal_indicator = "家数"'),
    )
    set_cell(report / "2015.xlsx", "指标", "C2", "3,4")
    made = run_json("drafts", report)
    assert (made["written"], made["failed"]) == (["02-乙.docx"], ["01-甲.docx"])


def test_words_merged_over_rows_that_cannot_be_read_are_those_of_all_of_them(three: Path, run_json: Json) -> None:
    middle(three, "{{ 项目[1].乡镇 }}。")
    found = load_workbook(three / "2015.xlsx")
    found["项目"]["B2"], found["项目"]["B3"] = "=1+2", None
    found["项目"].merge_cells("B2:B3")
    found.save(three / "2015.xlsx")
    assert run_json("drafts", three)["failed"] == ["02-乙.docx"]


def test_an_unreadable_cell_in_what_tells_rows_apart_stops_all_drafts(three: Path, run_json: Json) -> None:
    set_cell(three / "2015.xlsx", "项目", "A2", "=1+2")
    made = run_json("drafts", three)
    assert made["written"] == []
    assert [item["code"] for item in made["findings"]] == ["formula-without-value"]


def test_build_stops_at_an_unreadable_cell_as_ever(three: Path, run: Run) -> None:
    set_cell(three / "2015.xlsx", "项目", "D2", "3,4")
    assert run("build", three).exit_code == 1


BROKEN = (
    "{{ 家数 | }}",
    "{% for 项 in 项目 %}没有结束",
    "{{ 没有的数 }}",
    "{{ 家数 | 没有的词 }}",
    "{% include '没有.md' %}",
)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_section_with_a_mistake_leaves_all_others_their_numbers(
    three: Path, run_json: Json, fingerprints: Fingerprints, broken: str
) -> None:
    (three / "kit/sections/3-丙.md").write_text(
        SOUND.format(title="丙") + '\n见{{ 表("乙表") }}、{{ 表("丙表") }}。\n', encoding="utf-8"
    )
    run_json("drafts", three, "-o", three / "sound")
    sound = fingerprints(three / "sound")
    section = three / "kit/sections/2-乙.md"
    text = section.read_text(encoding="utf-8")
    section.write_text(f"{text}\n{broken}\n", encoding="utf-8")
    made = run_json("drafts", three)
    assert (made["written"], made["failed"]) == (["01-甲.docx", "03-丙.docx"], ["02-乙.docx"])
    for name, mark in drafts_of(three, fingerprints).items():
        assert mark == sound[name], name
    section.write_text(text, encoding="utf-8")
    assert run_json("drafts", three)["written"] == ["02-乙.docx"]


def test_a_section_without_its_title_leaves_all_others_their_numbers(
    three: Path, run_json: Json, fingerprints: Fingerprints
) -> None:
    run_json("drafts", three, "-o", three / "sound")
    (three / "kit/sections/2-乙.md").write_text("正文。\n\n::: 表 乙表\n数据: 项目\n:::\n", encoding="utf-8")
    assert run_json("drafts", three)["failed"] == ["02-乙.docx"]
    sound = fingerprints(three / "sound")
    for name, mark in drafts_of(three, fingerprints).items():
        assert mark == sound[name], name


UNIT_SECTIONS = ("{{ 单位 }}有人口{{ 单位资料.人口 }}。", "{{ 单位 }}产值{{ 单位资料.产值 }}。")


@pytest.fixture
def towns(three: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two sections for towns, of which one needs 人口 and one 产值; and the table of the towns."""
    (three / "kit/sections/3-丙.md").write_text(f"# 丙\n\n{UNIT_SECTIONS[1]}\n", encoding="utf-8")
    (three / "kit/sections/1-甲.md").write_text("# 甲\n\n正文。\n", encoding="utf-8")
    middle(three, UNIT_SECTIONS[0])
    return three, book(tmp_path / "乡镇表.xlsx", 乡镇表=TOWNS)


def with_bad_cell(path: Path, column: int) -> None:
    rows = [list(row) for row in TOWNS]
    rows[2][column] = "3,4"
    book(path, 乡镇表=tuple(map(tuple, rows)))


def test_an_unreadable_cell_of_a_unit_fails_only_the_sections_of_it_that_need_the_cell(
    towns: tuple[Path, Path], run_json: Json
) -> None:
    report, units = towns
    with_bad_cell(units, 2)
    made = run_json("drafts", report, "--units", units, "--name", "{{ 章节 }}{{ 单位 }}")
    assert made["failed"] == ["丙站街镇.docx"]
    assert len(made["written"]) == 8
    book(units, 乡镇表=TOWNS)
    assert run_json("drafts", report, "--units", units, "--name", "{{ 章节 }}{{ 单位 }}")["written"] == [
        "丙站街镇.docx"
    ]


def test_an_unreadable_cell_of_a_unit_fails_the_others_where_they_are_compared_with_it(
    towns: tuple[Path, Path], run_json: Json
) -> None:
    report, units = towns
    middle(report, "各镇共{{ 合计(乡镇表.产值) }}。")
    with_bad_cell(units, 2)
    made = run_json("drafts", report, "--units", units, "--name", "{{ 章节 }}{{ 单位 }}")
    assert made["failed"] == ["乙青龙镇.docx", "乙站街镇.docx", "丙站街镇.docx", "乙卫城镇.docx"]
    assert len(made["written"]) == 5


def test_an_unreadable_cell_that_file_names_are_made_of_stops_all_drafts(
    towns: tuple[Path, Path], run_json: Json
) -> None:
    report, units = towns
    with_bad_cell(units, 1)
    made = run_json("drafts", report, "--units", units, "--name", "{{ 章节 }}{{ 单位 }}{{ 单位资料.人口 }}")
    assert made["written"] == []
    assert [item["code"] for item in made["findings"]] == ["ambiguous-number"]


def test_an_unreadable_cell_of_the_data_fails_the_units_whose_rows_it_is_in(
    towns: tuple[Path, Path], run_json: Json
) -> None:
    report, units = towns
    middle(report, "{% for 项 in 项目 %}{{ 项.名称 }}投资{{ 项.投资 }}；{% endfor %}正文。")
    set_cell(report / "2015.xlsx", "项目", "C2", "3,4")
    made = run_json("drafts", report, "--units", units, "--name", "{{ 章节 }}{{ 单位 }}")
    assert made["failed"] == ["乙青龙镇.docx"]
    assert len(made["written"]) == 8


def test_an_unreadable_cell_of_a_units_own_workbook_fails_only_the_sections_that_need_it(
    three: Path, run_json: Json, tmp_path: Path
) -> None:
    middle(three, "产值{{ 总产值 }}。")
    books = tmp_path / "各镇"
    books.mkdir()
    for name in ("1-青龙镇", "2-站街镇"):
        (books / f"{name}.xlsx").write_bytes((three / "2015.xlsx").read_bytes())
    set_cell(books / "2-站街镇.xlsx", "指标", "C3", "3,4")
    made = run_json("drafts", three, "--units", books, "--name", "{{ 章节 }}{{ 单位 }}")
    assert made["failed"] == ["乙站街镇.docx"]
    assert len(made["written"]) == 5


MACROS = "{% macro 产值句() %}产值{{ 总产值 }}。{% endmacro %}\n{% macro 家数句() %}有{{ 家数 }}。{% endmacro %}\n"
IMPORT = '{% from "macros/句式.md" import 产值句, 家数句 %}\n'


@pytest.fixture
def with_macros(three: Path) -> Path:
    """The report whose second and third section use macros of one file."""
    (three / "kit/macros").mkdir()
    (three / "kit/macros/句式.md").write_text(MACROS, encoding="utf-8")
    for name, macro in (("2-乙", "产值句"), ("3-丙", "家数句")):
        text = f"{IMPORT}# {name[2:]}\n\n{{{{ {macro}() }}}}\n"
        (three / f"kit/sections/{name}.md").write_text(text, encoding="utf-8")
    return three


@pytest.mark.parametrize("value", ["3,4", None], ids=["unreadable", "empty"])
def test_a_cell_that_a_macro_needs_fails_the_sections_that_call_it(
    with_macros: Path, run_json: Json, value: object
) -> None:
    set_cell(with_macros / "2015.xlsx", "指标", "C3", value)
    made = run_json("drafts", with_macros)
    assert (made["written"], made["failed"]) == (["01-甲.docx", "03-丙.docx"], ["02-乙.docx"])
    found = next(item for item in made["findings"] if item["place"]["text"] == "2015.xlsx › 指标 › C3")
    assert [place["text"].rpartition("› ")[2] for place in found["related"]] == [
        "macros/句式.md:1:20",
        "sections/2-乙.md:1",
    ]


@pytest.mark.parametrize("mistake", ["{{ 没有的数 }}", "{% if %}"])
def test_a_mistake_in_a_file_of_macros_fails_the_sections_that_use_the_file(
    with_macros: Path, run_json: Json, mistake: str
) -> None:
    macros = with_macros / "kit/macros/句式.md"
    macros.write_text(f"{MACROS}{{% macro 错句() %}}{mistake}{{% endmacro %}}\n", encoding="utf-8")
    made = run_json("drafts", with_macros)
    assert (made["written"], made["failed"]) == (["01-甲.docx"], ["02-乙.docx", "03-丙.docx"])


def test_a_file_of_macros_that_another_one_uses_counts_for_the_section(with_macros: Path, run_json: Json) -> None:
    (with_macros / "kit/macros/里层.md").write_text("{% macro 里() %}{{ 没有的数 }}{% endmacro %}", encoding="utf-8")
    macros = with_macros / "kit/macros/句式.md"
    macros.write_text('{% from "macros/里层.md" import 里 %}\n' + MACROS, encoding="utf-8")
    assert run_json("drafts", with_macros)["failed"] == ["02-乙.docx", "03-丙.docx"]
