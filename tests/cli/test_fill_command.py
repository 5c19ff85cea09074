"""`reportgen fill`: from a report or a bare file, what it writes and what it refuses; and a kit's own appendices."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]


def write_template(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附表"
    sheet.append(["{{ 单位 }}{{ 年度 }}年", "{{ 规上企业数 }}"])
    sheet.append(["{% for 产业 in 主导产业 %}{{ 产业.名称 }}", "{{ 产业.产值 | 万元 }}{% endfor %}", "=B2*2"])
    sheet.append(["合计", "=SUM(B2:B2)", "=SUM(C2:C2)"])
    book.save(path)


FILLED = [
    ["某开发区2015年", 76, None],
    ["铝加工", 428600, 857200],
    ["医药食品", 215430, 430860],
    ["合计", 644030, 1288060],
]


def values(path: Path, sheet: str = "附表") -> list[list[Any]]:
    return [list(row) for row in load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "附表模板.xlsx"
    write_template(path)
    return path


def test_a_template_is_filled_from_a_report(run: Run, report: Path, template: Path, tmp_path: Path) -> None:
    done = run("fill", template, "--report", report, "-o", tmp_path / "out.xlsx")
    assert (done.exit_code, "out.xlsx" in done.output) == (0, True), done.output
    assert values(tmp_path / "out.xlsx") == FILLED


def test_without_a_report_the_current_folder_is_it(
    run: Run, report: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(report)
    assert run("fill", template, "-o", "out.xlsx").exit_code == 0
    assert values(report / "out.xlsx") == FILLED


def test_a_bare_data_file_fills_as_well(run: Run, template: Path, tmp_path: Path) -> None:
    (tmp_path / "产业.csv").write_text("名称,产值（万元）\n甲,1\n乙,2.5\n", encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["{% for 行 in 产业 %}{{ 行.名称 }}", "{{ 行.产值 }}{% endfor %}"])
    book.save(template)
    done = run("fill", template, "--data", tmp_path / "产业.csv", "-o", tmp_path / "out.xlsx")
    assert done.exit_code == 0, done.output
    assert values(tmp_path / "out.xlsx", "Sheet") == [["甲", 1], ["乙", 2.5]]


def test_a_filled_file_is_filled_anew_until_somebody_saves_it(
    run: Run, report: Path, template: Path, edit: Callable[[Mapping[str, object]], None], tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    assert run("fill", template, "--report", report, "-o", out).exit_code == 0
    edit({"主导产业!B2": 50})
    assert run("fill", template, "--report", report, "-o", out).exit_code == 0
    assert values(out) != FILLED
    load_workbook(out).save(out)
    saved = out.read_bytes()
    assert "output-edited" in run("fill", template, "--report", report, "-o", out).output
    assert out.read_bytes() == saved


def test_what_is_there_is_overwritten_only_by_force(run: Run, report: Path, template: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"mine")
    assert run("fill", template, "--report", report, "-o", out).exit_code == 1
    assert out.read_bytes() == b"mine"
    assert run("fill", template, "--report", report, "-o", out, "--force").exit_code == 0
    assert values(out) == FILLED


def test_a_template_never_overwrites_itself(run_json: Json, report: Path, template: Path) -> None:
    before = template.read_bytes()
    found = run_json("fill", template, "--report", report, "-o", template, "--force")["findings"]
    assert [item["code"] for item in found] == ["fills-itself"]
    assert template.read_bytes() == before


def test_the_data_is_never_overwritten(run_json: Json, report: Path, template: Path) -> None:
    data = report / "2015.xlsx"
    before = data.read_bytes()
    for source in (("--report", report), ("--data", data)):
        found = run_json("fill", template, *source, "-o", data, "--force")["findings"]
        assert [item["code"] for item in found] == ["overwrites-data"], source
    assert data.read_bytes() == before


def test_a_file_of_another_kind_is_refused(run_json: Json, report: Path, template: Path, tmp_path: Path) -> None:
    found = run_json("fill", template, "--report", report, "-o", tmp_path / "out.xlsm")["findings"]
    assert [item["code"] for item in found] == ["other-kind-of-file"]


def test_macros_are_kept(run: Run, report: Path, template: Path, tmp_path: Path) -> None:
    with_macros = tmp_path / "模板.xlsm"
    plain, macro = b"spreadsheetml.sheet.main+xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with ZipFile(template) as source, ZipFile(with_macros, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(b"application/vnd.openxmlformats-officedocument." + plain, macro)
            made.writestr(name, part)
        made.writestr("xl/vbaProject.bin", b"\0macros\1")
    assert run("fill", with_macros, "--report", report, "-o", tmp_path / "out.xlsm").exit_code == 0
    with ZipFile(tmp_path / "out.xlsm") as made:
        assert made.read("xl/vbaProject.bin") == b"\0macros\1"
        assert macro in made.read("[Content_Types].xml")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty-file"), (b"text", "not-a-zip"), (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old-office-file")],
)
def test_what_is_no_workbook_is_said_to_be_none(
    run_json: Json, report: Path, template: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    template.write_bytes(content)
    found = run_json("fill", template, "--report", report, "-o", tmp_path / "out.xlsx")["findings"]
    assert [(item["code"], item["place"]["text"]) for item in found] == [(code, "附表模板.xlsx")]
    assert not (tmp_path / "out.xlsx").exists()


def test_a_missing_template_and_two_sources_are_refused(run: Run, report: Path, template: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert run("fill", tmp_path / "不在.xlsx", "--report", report, "-o", out).exit_code == 1
    assert run("fill", template, "--report", report, "--data", template, "-o", out).exit_code == 2


def test_findings_name_the_cell_in_both_languages(run: Run, report: Path, tmp_path: Path) -> None:
    template = tmp_path / "模板.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B3"] = "{{ 规上企业树 }}"
    book.save(template)
    for language, help_word in (("en", "did you mean"), ("zh", "规上企业数")):
        done = run("fill", template, "--report", report, "-o", tmp_path / "out.xlsx", language=language)
        assert done.exit_code == 1
        assert "模板.xlsx › Sheet › B3" in done.output
        assert help_word in done.output


def test_a_kit_may_bring_a_template_for_its_appendices(run: Run, report: Path) -> None:
    write_template(report / "kit/附件.xlsx")
    settings = report / "kit/kit.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '[templates]\nappendix = "附件.xlsx"\n', encoding="utf-8"
    )
    assert run("build", report).exit_code == 0
    assert values(report / "out/2015年总结附件.xlsx") == FILLED
    assert run("build", report).exit_code == 0, "the file is known as ours"


def test_a_template_of_the_kit_that_is_not_there_or_wrong_stops_the_build(run_json: Json, report: Path) -> None:
    settings = report / "kit/kit.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '[templates]\nappendix = "附件.xlsx"\n', encoding="utf-8"
    )
    assert "file-not-found" in [item["code"] for item in run_json("build", report)["findings"]]
    (report / "kit/附件.xlsx").write_bytes(b"no workbook")
    found = run_json("build", report)["findings"]
    assert ("not-a-zip", "附件.xlsx") in [(item["code"], item["place"]["text"]) for item in found]
    assert not (report / "out").exists()


def test_a_template_of_excels_own_kind_becomes_a_workbook(
    run: Run, report: Path, template: Path, tmp_path: Path
) -> None:
    own = tmp_path / "模板.xltx"
    with ZipFile(template) as source, ZipFile(own, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"sheet.main+xml", b"template.main+xml"))
    assert run("fill", own, "--report", report, "-o", tmp_path / "out.xlsx").exit_code == 0
    assert values(tmp_path / "out.xlsx") == FILLED
    with ZipFile(tmp_path / "out.xlsx") as made:
        assert b"template.main+xml" not in made.read("[Content_Types].xml")


def test_with_bindings_the_filled_cells_are_traced_to_the_data(
    run: Run, run_json: Json, report: Path, template: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    assert run("fill", template, "--report", report, "-o", out, "--bindings").exit_code == 0
    assert values(out) == FILLED
    figures = run_json("trace", out)["figures"]
    found = {(tuple(item["where"])): (item["text"], tuple(item["cells"])) for item in figures}
    assert found["附表", "B1"] == ("76家", ("2015.xlsx › 指标 › C2",))
    assert found["附表", "B3"] == ("215430万元", ("2015.xlsx › 主导产业 › B3",))
    assert found["附表", "A1"][0] == "2015"
    assert run_json("trace", out, "--figure", "215430")["figures"][0]["now"] is None


def test_without_bindings_there_is_nothing_to_trace(run: Run, run_json: Json, report: Path, template: Path) -> None:
    out = template.with_name("out.xlsx")
    assert run("fill", template, "--report", report, "-o", out).exit_code == 0
    assert [item["code"] for item in run_json("trace", out)["findings"]] == ["no-bindings"]
