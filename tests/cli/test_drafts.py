"""`reportgen drafts`: which drafts come out, which are left alone, and what keeps one from being made."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook

from reportgen.drafts.ledger import LEDGER, Ledger, read_ledger

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Edit = Callable[[Mapping[str, object]], None]
Fingerprints = Callable[[Path], dict[str, str]]

UNITS = (("单位", "人口（万人）", "产值（亿元）"), ("青龙镇", 3.2, 12.5), ("红枫湖镇", 4.1, 30.25), ("站街镇", 5, 7))
SECTION = """# {{ 单位 }}的工作

全镇{{ 单位资料.人口 }}，产值{{ 单位资料.产值 | 金额 }}，全区{{ 规上企业数 }}。

{% for 项 in 项目 %}
{{ 项.项目名称 }}投资{{ 项.总投资 | 金额 }}。
{% endfor %}
"""
PROJECTS = (
    ("项目名称", "单位", "总投资（亿元）"),
    ("甲厂", "青龙镇", 1.5),
    ("乙厂", "站街镇", 2),
    ("丙厂", "青龙镇", 3),
)


def table(path: Path, rows: tuple[tuple[object, ...], ...], title: str = "乡镇") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def texts(path: Path) -> list[str]:
    """The paragraphs as they are read, content controls included."""
    document = Document(str(path))
    paragraphs = (node for node in document.element.body.iter() if node.tag == qn("w:p"))
    found = ["".join(node.text or "" for node in paragraph.iter() if node.tag == qn("w:t")) for paragraph in paragraphs]
    return [text for text in found if text.strip()]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def codes(document: dict[str, Any]) -> list[str]:
    return [item["code"] for item in document["findings"]]


@pytest.fixture
def sections(report: Path) -> Path:
    """The report with a second section of another department."""
    kit = report / "kit" / "kit.toml"
    text = kit.read_text(encoding="utf-8").replace("required = true\n", 'required = true\ndepartment = "办公室"\n', 1)
    text = text.replace(
        "[[appendices]]", '[[sections]]\nfile = "sections/2-打算.md"\ndepartment = "经发局"\n[[appendices]]'
    )
    kit.write_text(text, encoding="utf-8")
    (report / "kit/sections/2-打算.md").write_text("# 打算\n\n{{ 规上企业数 }}再上台阶。\n", encoding="utf-8")
    return report


@pytest.fixture
def towns(report: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The report with one section for towns, and their table."""
    (report / "kit/sections/1-基本情况.md").write_text(SECTION, encoding="utf-8")
    from openpyxl import load_workbook

    book = load_workbook(report / "2015.xlsx")
    sheet = book.create_sheet("项目")
    for row in PROJECTS:
        sheet.append(list(row))
    book.save(report / "2015.xlsx")
    return report, table(tmp_path / "乡镇.xlsx", UNITS)


def test_each_section_is_a_draft_with_the_numbers_of_the_whole_report(sections: Path, run: Run) -> None:
    done = run("drafts", sections)
    assert done.exit_code == 0, done.output
    folder = sections / "out" / "草稿"
    assert names(folder) == ["01-基本情况.docx", "02-打算.docx"]
    assert texts(folder / "02-打算.docx") == ["二、打算", "76家再上台阶。"]
    assert "附件1" in "".join(texts(folder / "01-基本情况.docx"))
    assert "2 drafts written" in done.stdout


def test_the_sections_of_a_department_stand_in_one_draft(sections: Path, run: Run, tmp_path: Path) -> None:
    assert run("drafts", sections, "--by", "department", "-o", tmp_path / "out").exit_code == 0
    assert names(tmp_path / "out") == ["01-办公室.docx", "02-经发局.docx"]


def test_a_draft_of_a_unit_has_its_row_and_its_rows_of_the_lists(towns: tuple[Path, Path], run: Run) -> None:
    report, units = towns
    done = run("drafts", report, "--units", units)
    assert done.exit_code == 0, done.output
    folder = report / "out" / "草稿"
    assert names(folder) == ["01-基本情况-青龙镇.docx", "02-基本情况-红枫湖镇.docx", "03-基本情况-站街镇.docx"]
    assert texts(folder / "01-基本情况-青龙镇.docx") == [
        "一、青龙镇的工作",
        "全镇3.2万人，产值12.5亿元，全区76家。",
        "甲厂投资1.5亿元。丙厂投资3亿元。",
    ]
    assert len(texts(folder / "02-基本情况-红枫湖镇.docx")) == 2


def test_figures_of_a_draft_can_be_followed_to_the_table_of_units(
    towns: tuple[Path, Path], run: Run, run_json: Json
) -> None:
    report, units = towns
    run("drafts", report, "--units", units)
    traced = run_json("trace", report / "out/草稿/02-基本情况-红枫湖镇.docx", "--figure", "30.25")
    assert traced["figures"][0]["cells"] == ["乡镇.xlsx › 乡镇 › C3"]


def test_a_unit_may_bring_a_workbook_of_its_own(report: Path, run: Run, tmp_path: Path) -> None:
    books = tmp_path / "各镇"
    books.mkdir()
    for name in ("1-青龙镇", "2-站街镇"):
        (books / f"{name}.xlsx").write_bytes((report / "2015.xlsx").read_bytes())
    (books / "3-坏的.xlsx").write_bytes(b"PK\3\4 no zip")
    (books / "~$1-青龙镇.xlsx").write_bytes(b"lock")
    done = run("drafts", report, "--units", books, "--name", "{{ 序号 }}{{ 单位 }}")
    assert done.exit_code == 1
    folder = report / "out" / "草稿"
    assert names(folder) == ["01青龙镇.docx", "02站街镇.docx"]
    assert "3-坏的.xlsx" in done.stderr
    assert "03坏的.docx" in done.stderr


def test_drafts_that_stand_there_are_not_made_again(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    first = run_json("drafts", report, "--units", units)
    assert (len(first["written"]), first["unchanged"]) == (3, 0)
    folder = report / "out" / "草稿"
    times = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.docx")}
    again = run_json("drafts", report, "--units", units)
    assert (again["written"], again["unchanged"]) == ([], 3)
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.docx")} == times


def test_a_changed_row_makes_one_draft_new(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    run_json("drafts", report, "--units", units)
    table(units, (*UNITS[:2], ("红枫湖镇", 4.1, 31), UNITS[3]))
    again = run_json("drafts", report, "--units", units)
    assert (again["written"], again["unchanged"]) == (["02-基本情况-红枫湖镇.docx"], 2)
    assert "产值31亿元" in "".join(texts(report / "out/草稿/02-基本情况-红枫湖镇.docx"))


def test_drafts_that_come_out_the_same_are_not_written_again(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    run_json("drafts", report, "--units", units)
    section = report / "kit/sections/1-基本情况.md"
    section.write_text(section.read_text(encoding="utf-8") + "\n\n\n", encoding="utf-8")
    again = run_json("drafts", report, "--units", units)
    assert (again["written"], again["unchanged"]) == ([], 3)


def edited(path: Path) -> bytes:
    document = Document(str(path))
    document.add_paragraph("手写的一句。")
    document.save(str(path))
    return path.read_bytes()


def test_a_draft_that_a_person_edited_is_kept_and_listed(towns: tuple[Path, Path], run: Run, run_json: Json) -> None:
    report, units = towns
    run("drafts", report, "--units", units)
    path = report / "out/草稿/01-基本情况-青龙镇.docx"
    data = edited(path)
    again = run_json("drafts", report, "--units", units)
    assert (again["edited"], again["behind"], codes(again).count("drafts-behind")) == ([path.name], [], 0)
    table(units, (UNITS[0], ("青龙镇", 3.2, 13), *UNITS[2:]))
    for _ in range(2):
        behind = run_json("drafts", report, "--units", units)
        assert (behind["behind"], codes(behind).count("drafts-behind")) == ([path.name], 1)
    assert path.read_bytes() == data
    assert "refresh" in run("drafts", report, "--units", units).stderr
    forced = run_json("drafts", report, "--units", units, "--force")
    assert forced["written"] == [path.name]
    assert "手写" not in "".join(texts(path))


def test_a_file_of_somebody_else_in_the_place_of_a_draft_is_kept(sections: Path, run_json: Json) -> None:
    folder = sections / "out" / "草稿"
    folder.mkdir(parents=True)
    (folder / "01-基本情况.docx").write_bytes(b"notes")
    made = run_json("drafts", sections)
    assert (made["written"], made["edited"]) == (["02-打算.docx"], ["01-基本情况.docx"])
    assert (folder / "01-基本情况.docx").read_bytes() == b"notes"


@pytest.mark.parametrize("content", [b"", b"\0" * 5000])
def test_a_draft_that_a_power_cut_emptied_is_made_again(sections: Path, run_json: Json, content: bytes) -> None:
    run_json("drafts", sections)
    path = sections / "out/草稿/02-打算.docx"
    whole = path.read_bytes()
    path.write_bytes(content)
    assert run_json("drafts", sections)["written"] == [path.name]
    assert path.read_bytes() == whole


def test_a_draft_that_was_deleted_is_made_again(sections: Path, run_json: Json) -> None:
    run_json("drafts", sections)
    (sections / "out/草稿/02-打算.docx").unlink()
    assert run_json("drafts", sections)["written"] == ["02-打算.docx"]


def test_without_the_ledger_nothing_is_written_twice(sections: Path, run_json: Json) -> None:
    run_json("drafts", sections)
    (sections / "out/草稿" / LEDGER).unlink()
    again = run_json("drafts", sections)
    assert (again["written"], again["unchanged"]) == ([], 2)


def test_an_error_in_one_section_does_not_stop_the_others_and_is_retried_alone(sections: Path, run_json: Json) -> None:
    broken = sections / "kit/sections/2-打算.md"
    sound = broken.read_text(encoding="utf-8")
    broken.write_text("# 打算\n\n{{ 没有的数 }}。\n", encoding="utf-8")
    made = run_json("drafts", sections)
    assert (made["written"], made["failed"]) == (["01-基本情况.docx"], ["02-打算.docx"])
    assert "undefined-name" in codes(made)
    ledger = read_ledger(sections / "out/草稿")
    assert ledger["02-打算.docx"].state == "failed"
    assert "undefined-name" in ledger["02-打算.docx"].findings[0]
    broken.write_text(sound, encoding="utf-8")
    assert run_json("drafts", sections)["written"] == ["02-打算.docx"]


def test_an_empty_cell_of_one_unit_does_not_stop_the_others(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    table(units, (*UNITS[:2], ("红枫湖镇", 4.1, None), UNITS[3]))
    made = run_json("drafts", report, "--units", units)
    assert (len(made["written"]), made["failed"]) == (2, ["02-基本情况-红枫湖镇.docx"])
    found = next(item for item in made["findings"] if item["code"] == "missing-value")
    assert found["place"]["text"] == "乡镇.xlsx › 乡镇 › C3"


@pytest.mark.parametrize(
    ("cell", "code"), [("3,4", "ambiguous-number"), ("很多", "text-for-number"), ("=1+2", "formula-without-value")]
)
def test_an_unreadable_cell_of_one_unit_fails_its_drafts_alone_until_it_is_mended(
    towns: tuple[Path, Path], run_json: Json, cell: str, code: str
) -> None:
    report, units = towns
    table(units, (*UNITS[:2], ("红枫湖镇", 4.1, cell), UNITS[3], ("卫城镇", 1, 2), ("犁倭镇", 2, 3)))
    made = run_json("drafts", report, "--units", units)
    assert (len(made["written"]), made["failed"]) == (4, ["02-基本情况-红枫湖镇.docx"])
    assert [item["place"]["text"] for item in made["findings"] if item["code"] == code] == ["乡镇.xlsx › 乡镇 › C3"]
    table(units, (*UNITS, ("卫城镇", 1, 2), ("犁倭镇", 2, 3)))
    again = run_json("drafts", report, "--units", units)
    assert (again["written"], again["unchanged"]) == (["02-基本情况-红枫湖镇.docx"], 4)


def test_a_draft_whose_unit_has_an_unreadable_cell_since_is_no_longer_called_unchanged(
    towns: tuple[Path, Path], run_json: Json
) -> None:
    report, units = towns
    section = report / "kit/sections/1-基本情况.md"
    text = "# {{ 单位 }}的工作\n\n全镇{{ 单位资料.人口 }}{% if 单位资料.产值 %}，产值{{ 单位资料.产值 }}{% endif %}。\n"
    section.write_text(text, encoding="utf-8")
    rows = (*UNITS[1:], ("卫城镇", 1, 2), ("犁倭镇", 2, 3))
    table(units, (UNITS[0], (*rows[0][:2], None), *rows[1:]))
    assert len(run_json("drafts", report, "--units", units)["written"]) == 5
    table(units, (UNITS[0], (*rows[0][:2], "3,4"), *rows[1:]))
    assert run_json("drafts", report, "--units", units)["failed"] == ["01-基本情况-青龙镇.docx"]


def test_a_draft_of_a_unit_that_is_gone_is_named_and_stays(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    run_json("drafts", report, "--units", units)
    table(units, UNITS[:3])
    again = run_json("drafts", report, "--units", units)
    assert "drafts-left-over" in codes(again)
    assert len(names(report / "out/草稿")) == 3


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (UNITS[:1], "no-units"),
        ((*UNITS[:2], (None, 1, 2)), "unit-without-name"),
        ((*UNITS[:2], ("青龙镇", 1, 2)), "unit-twice"),
    ],
)
def test_units_that_cannot_be_used_stop_the_run(
    towns: tuple[Path, Path], run_json: Json, rows: tuple[tuple[object, ...], ...], code: str
) -> None:
    report, units = towns
    table(units, rows)
    assert code in codes(run_json("drafts", report, "--units", units))
    assert not (report / "out/草稿").exists()


def test_a_table_of_units_may_be_called_as_a_word_is(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    made = run_json("drafts", report, "--units", table(units, UNITS, "单位"))
    assert (len(made["written"]), "name-taken" in codes(made)) == (3, False)


def test_a_finding_of_the_text_of_one_unit_names_its_draft(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    body = "# {{ 单位 }}\n\n{{ 规上企业数 }}。\n\n## 小结\n\n{% if 单位资料.产值 > 20 %}\n产值居前。\n{% endif %}\n"
    (report / "kit/sections/1-基本情况.md").write_text(body, encoding="utf-8")
    table(units, (UNITS[0], UNITS[2], UNITS[1]))
    made = run_json("drafts", report, "--units", units)
    found = next(item for item in made["findings"] if item["code"] == "empty-heading")
    assert [place["text"] for place in found["related"]] == ["02-基本情况-青龙镇.docx"]


def test_an_option_alone_is_a_place_without_an_arrow(sections: Path, run: Run) -> None:
    assert "--> --units\n" in run("drafts", sections, "--by", "unit").stderr


def test_a_second_sheet_of_the_units_is_not_read_in_silence(towns: tuple[Path, Path], run_json: Json) -> None:
    report, units = towns
    from openpyxl import load_workbook

    book = load_workbook(units)
    sheet = book.create_sheet("别的")
    for row in UNITS:
        sheet.append(list(row))
    book.save(units)
    made = run_json("drafts", report, "--units", units)
    assert "other-sheets-of-units" in codes(made)
    assert len(made["written"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--by", "unit"), "units-needed"),
        (("--by", "section", "--units", "乡镇.xlsx"), "units-not-needed"),
        (("--units", "没有.xlsx"), "file-not-found"),
        (("--units", "kit"), "no-units"),
        (("--name", "{{ 名字 }}"), "unknown-name-in-pattern"),
        (("--name", "{{ 序号"), "wrong-name-pattern"),
        (("--profile", "没有"), "unknown-profile"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_is_written(
    sections: Path, run_json: Json, arguments: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sections)
    assert code in codes(run_json("drafts", *arguments))
    assert not (sections / "out").exists()


def test_names_that_collide_stop_the_run(sections: Path, run_json: Json) -> None:
    assert codes(run_json("drafts", sections, "--name", "{{ 年度 }}")).count("colliding-drafts") == 1
    assert not (sections / "out").exists()


def test_a_second_run_in_the_folder_is_refused(sections: Path, run_json: Json) -> None:
    run_json("drafts", sections)
    with Ledger(sections / "out/草稿"):
        assert codes(run_json("drafts", sections))[-1] == "drafts-in-use"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="for root, every folder can be written")
def test_a_folder_that_cannot_be_written_is_said(sections: Path, run_json: Json, tmp_path: Path) -> None:
    folder = tmp_path / "readonly"
    folder.mkdir()
    folder.chmod(0o500)
    assert "draft-folder-not-writable" in codes(run_json("drafts", sections, "-o", folder))


def test_a_file_in_the_place_of_the_folder_is_said(sections: Path, run_json: Json, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "draft-folder-not-writable" in codes(run_json("drafts", sections, "-o", tmp_path / "file"))


def test_a_folder_in_the_place_of_a_draft_fails_that_draft_alone(sections: Path, run_json: Json) -> None:
    (sections / "out/草稿/02-打算.docx").mkdir(parents=True)
    made = run_json("drafts", sections)
    assert (made["written"], made["failed"]) == (["01-基本情况.docx"], ["02-打算.docx"])
    assert "folder-for-draft" in codes(made)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files")
def test_a_pipe_in_the_place_of_a_draft_is_not_waited_for(sections: Path, run_json: Json) -> None:
    (sections / "out/草稿").mkdir(parents=True)
    os.mkfifo(sections / "out/草稿/02-打算.docx")
    made = run_json("drafts", sections)
    assert (made["written"], made["failed"]) == (["01-基本情况.docx"], ["02-打算.docx"])
    assert "no-regular-file" in codes(made)


def test_a_draft_that_word_has_open_is_not_written(sections: Path, run_json: Json, edit: Edit) -> None:
    run_json("drafts", sections)
    edit({"指标!C2": 77})
    (sections / "out/草稿/.~lock.02-打算.docx#").write_text("x", encoding="utf-8")
    made = run_json("drafts", sections)
    assert (made["written"], made["failed"]) == (["01-基本情况.docx"], ["02-打算.docx"])
    assert "draft-in-use" in codes(made)


def test_a_draft_that_cannot_be_replaced_is_said_and_the_others_are_made(
    sections: Path, run_json: Json, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_json("drafts", sections)
    edit({"指标!C2": 77})
    replace = os.replace

    def refuse(source: str | Path, target: str | Path) -> None:
        if str(target).endswith("01-基本情况.docx"):
            raise PermissionError(1, "Operation not permitted")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    made = run_json("drafts", sections)
    assert (made["written"], made["failed"]) == (["02-打算.docx"], ["01-基本情况.docx"])
    assert set(codes(made)) & {"draft-not-written", "draft-in-use"}
    assert sorted(path.name for path in (sections / "out/草稿").iterdir() if path.suffix == ".tmp") == []


def test_the_same_drafts_come_from_any_number_of_processes(
    towns: tuple[Path, Path], process: Callable[..., Any], fingerprints: Fingerprints, tmp_path: Path
) -> None:
    report, units = towns
    for jobs in ("1", "2"):
        done = process("drafts", report, "--units", units, "--jobs", jobs, "-o", tmp_path / jobs)
        assert done.returncode == 0, done.stderr
    left, right = (fingerprints(tmp_path / jobs) for jobs in ("1", "2"))
    assert {name: left[name] for name in names(tmp_path / "1")} == {name: right[name] for name in names(tmp_path / "2")}


def test_charts_are_pictures_or_charts_of_word_as_asked(report: Path, run: Run, tmp_path: Path) -> None:
    section = report / "kit/sections/1-基本情况.md"
    chart = "\n见{{ 图('产值') }}。\n\n::: 图 产值\n类型: 柱形\n数据: 主导产业\n类别: 名称\n数值: 产值\n:::\n"
    section.write_text(section.read_text(encoding="utf-8") + chart, encoding="utf-8")
    for charts, part in (("native", "word/charts/reportgen1.xml"), ("picture", "word/media/reportgen1.png")):
        assert run("drafts", report, "--charts", charts, "-o", tmp_path / charts).exit_code == 0
        from zipfile import ZipFile

        with ZipFile(tmp_path / charts / "01-基本情况.docx") as package:
            assert part in package.namelist()


def test_the_text_says_what_became_of_the_drafts_in_both_languages(sections: Path, run: Run) -> None:
    assert "2 drafts written to" in run("drafts", sections).stdout
    assert "2 份草稿已经在那里" in run("drafts", sections, language="zh").stdout
    edited(sections / "out/草稿/02-打算.docx")
    assert "02-打算.docx" in run("drafts", sections).stdout


def test_each_line_of_the_ledger_says_what_the_draft_holds(towns: tuple[Path, Path], run: Run) -> None:
    report, units = towns
    run("drafts", report, "--units", units)
    lines = (report / "out/草稿" / LEDGER).read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert (first["file"], first["unit"], first["sections"]) == (
        "01-基本情况-青龙镇.docx",
        "青龙镇",
        ["sections/1-基本情况.md"],
    )


def test_an_edited_draft_of_a_unit_is_refreshed_to_that_unit_and_no_longer_behind(
    towns: tuple[Path, Path], run: Run, run_json: Json
) -> None:
    report, units = towns
    run("drafts", report, "--units", units)
    path = report / "out/草稿/02-基本情况-红枫湖镇.docx"
    edited(path)
    table(units, (*UNITS[:2], ("红枫湖镇", 4.1, 31), UNITS[3]))
    assert run_json("drafts", report, "--units", units)["behind"] == [path.name]
    done = run("refresh", path)
    assert done.exit_code == 0, done.output
    said = "".join(texts(path))
    assert "产值31亿元" in said
    assert "手写的一句。" in said
    again = run_json("drafts", report, "--units", units)
    assert (again["edited"], again["behind"]) == ([path.name], [])


def test_an_edited_draft_of_a_unit_with_a_workbook_is_refreshed_from_it(
    report: Path, run: Run, tmp_path: Path, edit: Edit
) -> None:
    books = tmp_path / "各镇"
    books.mkdir()
    (books / "青龙镇.xlsx").write_bytes((report / "2015.xlsx").read_bytes())
    run("drafts", report, "--units", books)
    path = report / "out/草稿/01-基本情况-青龙镇.docx"
    edited(path)
    edit({"指标!C2": 77})
    (books / "青龙镇.xlsx").write_bytes((report / "2015.xlsx").read_bytes())
    assert run("refresh", path).exit_code == 0
    assert "77家" in "".join(texts(path))


def test_a_draft_of_a_unit_that_is_gone_is_not_refreshed_to_another(
    towns: tuple[Path, Path], run: Run, run_json: Json
) -> None:
    report, units = towns
    run("drafts", report, "--units", units)
    path = report / "out/草稿/02-基本情况-红枫湖镇.docx"
    data = edited(path)
    table(units, (*UNITS[:2], UNITS[3]))
    assert codes(run_json("refresh", path)) == ["unit-gone"]
    assert path.read_bytes() == data


def test_a_draft_of_a_unit_that_came_back_into_another_folder_is_refreshed_to_that_unit(
    towns: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    report, units = towns
    run("drafts", report, "--units", units)
    path = report / "out/草稿/02-基本情况-红枫湖镇.docx"
    edited(path)
    (tmp_path / "收回").mkdir()
    path = path.rename(tmp_path / "收回" / path.name)
    table(units, (*UNITS[:2], ("红枫湖镇", 4.1, 31), UNITS[3]))
    done = run("refresh", path, "--report", report)
    assert done.exit_code == 0, done.output
    assert "产值31亿元" in "".join(texts(path))


def test_drafts_of_units_that_came_back_into_another_folder_are_put_together_in_the_order_of_the_units(
    towns: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    report, units = towns
    run("drafts", report, "--units", units, "--name", "{{ 单位 }}")
    (tmp_path / "收回").mkdir()
    for path in (report / "out/草稿").glob("*.docx"):
        path.rename(tmp_path / "收回" / path.name)
    done = run("assemble", tmp_path / "收回", "--report", report, "-o", tmp_path / "all.docx")
    assert done.exit_code == 0, done.output
    said = "".join(texts(tmp_path / "all.docx"))
    assert said.index("青龙镇的工作") < said.index("红枫湖镇的工作") < said.index("站街镇的工作")


def test_a_draft_of_which_nobody_knows_the_unit_is_refused_by_its_own_name(
    towns: tuple[Path, Path], run: Run, run_json: Json, forget_unit: Callable[[Path], None]
) -> None:
    report, units = towns
    run("drafts", report, "--units", units)
    path = report / "out/草稿/02-基本情况-红枫湖镇.docx"
    path = path.rename(path.with_name("修改稿.docx"))
    forget_unit(path)
    data = path.read_bytes()
    refused = run_json("refresh", path)
    assert [(item["code"], item["place"]["file"]) for item in refused["findings"]] == [("unit-unknown", "修改稿.docx")]
    assert path.read_bytes() == data
