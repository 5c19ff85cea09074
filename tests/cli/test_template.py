"""`reportgen template`: which forms are written, under which names, and what keeps them from being written."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

from reportgen.model.form import MARK_SHEET, FormMark, from_cells
from reportgen.pipeline.template import TemplateOptions, form_name, template

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Edit = Callable[[Mapping[str, object]], None]
Fingerprints = Callable[[Path], dict[str, str]]


@pytest.fixture
def assign(report: Path) -> Callable[..., None]:
    """Write `[departments]` into report.toml."""
    text = (report / "report.toml").read_text(encoding="utf-8")

    def write(**departments: str) -> None:
        lines = "".join(f'"{name}" = "{department}"\n' for name, department in departments.items())
        (report / "report.toml").write_text(f"{text}\n[departments]\n{lines}", encoding="utf-8")

    return write


@pytest.fixture
def assigned(report: Path, assign: Callable[..., None]) -> Path:
    """The report with two departments."""
    assign(指标="统计局", 主导产业="经发局")
    return report


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mark(path: Path) -> FormMark:
    found = from_cells(load_workbook(path)[MARK_SHEET].iter_rows(values_only=True))
    assert found is not None
    return found


def found(document: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(item["code"], item["suggestion"]) for item in document["findings"]]


def test_each_department_gets_one_form_with_what_it_answers_for(assigned: Path, run: Run, tmp_path: Path) -> None:
    done = run("template", assigned, "-o", tmp_path / "forms")
    assert done.exit_code == 0, done.output
    assert names(tmp_path / "forms") == ["2015年数据填报表-经发局.xlsx", "2015年数据填报表-统计局.xlsx"]
    form = mark(tmp_path / "forms" / "2015年数据填报表-经发局.xlsx")
    assert (form.department, form.year, form.organization) == ("经发局", 2015, "某开发区")
    assert [row.name for row in form.rows] == ["铝加工", "医药食品"]
    assert done.stdout.count("written: ") == 2


def test_forms_go_below_the_report_s_out_where_nothing_else_is_said(assigned: Path, run: Run) -> None:
    assert run("template", assigned, "--all").exit_code == 0
    assert names(assigned / "out" / "填报表") == ["2015年数据填报表-经发局.xlsx", "2015年数据填报表-统计局.xlsx"]


def test_the_forms_of_named_departments_are_made_alone(assigned: Path, run: Run, tmp_path: Path) -> None:
    done = run("template", assigned, "--department", "统计局", "-o", tmp_path / "forms")
    assert done.exit_code == 0
    assert names(tmp_path / "forms") == ["2015年数据填报表-统计局.xlsx"]
    run("template", assigned, "--department", "统计局", "--department", "经发局", "-o", tmp_path / "both")
    assert len(names(tmp_path / "both")) == 2


def test_an_unknown_department_is_named_with_the_nearest_and_nothing_is_written(
    assigned: Path, run_json: Json, tmp_path: Path
) -> None:
    document = run_json("template", assigned, "--department", "统计", "-o", tmp_path / "forms")
    assert found(document) == [("unknown-department", "统计局")]
    assert document["findings"][0]["facts"]["known"] == "经发局、统计局"
    assert document["written"] == []
    assert not (tmp_path / "forms").exists()


def test_a_report_that_names_no_department_says_so_once(report: Path, run: Run, run_json: Json) -> None:
    assert run("template", report).exit_code == 1
    assert found(run_json("template", report)) == [("no-departments", None)]
    assert "科室" in run("template", report, "--lang", "zh").output
    assert not (report / "out").exists()


def test_what_nobody_answers_for_is_said_and_goes_into_a_form_of_its_own(
    report: Path, assign: Callable[..., None], run_json: Json, tmp_path: Path
) -> None:
    assign(主导产业="经发局")
    document = run_json("template", report, "--all", "-o", tmp_path / "forms")
    assert found(document) == [("indicator-without-department", None)]
    assert names(tmp_path / "forms") == ["2015年数据填报表-未分工.xlsx", "2015年数据填报表-经发局.xlsx"]
    assert found(run_json("template", report, "--department", "经发局", "-o", tmp_path / "one")) == []


def test_the_kit_names_departments_too(report: Path, run_json: Json, tmp_path: Path) -> None:
    schema = report / "kit" / "schema.toml"
    text = schema.read_text(encoding="utf-8")
    schema.write_text(text.replace('key = "', 'department = "办公室"\nkey = "'), encoding="utf-8")
    document = run_json("template", report, "-o", tmp_path / "forms")
    assert found(document) == []
    assert names(tmp_path / "forms") == ["2015年数据填报表-办公室.xlsx"]


def test_a_second_run_writes_the_same_bytes(assigned: Path, run: Run, fingerprints: Fingerprints) -> None:
    run("template", assigned)
    first = fingerprints(assigned)
    assert run("template", assigned).exit_code == 0
    assert fingerprints(assigned) == first


def test_a_form_that_a_person_filled_is_not_overwritten_unless_forced(
    assigned: Path, run: Run, run_json: Json, fingerprints: Fingerprints
) -> None:
    run("template", assigned)
    made = fingerprints(assigned)
    path = assigned / "out" / "填报表" / "2015年数据填报表-经发局.xlsx"
    book = load_workbook(path)
    book["主导产业"]["B4"] = 44
    book.save(path)
    edited = fingerprints(assigned)
    document = run_json("template", assigned)
    assert found(document) == [("output-edited", None)]
    assert fingerprints(assigned) == edited, "the other form stays as well"
    assert run("template", assigned, "--force").exit_code == 0
    assert fingerprints(assigned) == made


def test_two_departments_that_come_to_one_file_name_are_refused_before_anything_is_written(
    report: Path, assign: Callable[..., None], run_json: Json, tmp_path: Path
) -> None:
    assign(指标="园区A办", 主导产业="园区a办")
    document = run_json("template", report, "-o", tmp_path / "forms")
    assert found(document) == [("colliding-forms", None)]
    assert {document["findings"][0]["facts"][name] for name in ("department", "other")} == {"园区A办", "园区a办"}
    assert not (tmp_path / "forms").exists()


@pytest.mark.parametrize(
    ("department", "name"),
    [
        ("招商局", "2015年数据填报表-招商局.xlsx"),
        ('经/发:局*?"<>|\\', "2015年数据填报表-经_发_局_______.xlsx"),
        ("办公室. ", "2015年数据填报表-办公室.xlsx"),
        ("../../x", "2015年数据填报表-.._.._x.xlsx"),
        ("a/b:c*?", "2015年数据填报表-a_b_c__.xlsx"),
        ("..", "2015年数据填报表-__.xlsx"),
        ("长" * 100, f"2015年数据填报表-{'长' * 60}.xlsx"),
    ],
)
def test_file_names_are_those_that_every_system_takes(department: str, name: str) -> None:
    assert form_name(2015, department) == name
    assert len(name.encode()) < 255


def test_an_unknown_name_below_departments_is_found_with_the_nearest(
    report: Path, assign: Callable[..., None], run_json: Json
) -> None:
    assign(指标="统计局", 主导产业="经发局", 规上企业="经发局")
    assert found(run_json("template", report)) == [("unknown-assignment", "规上企业数")]


def test_a_department_without_a_name_is_found_in_the_settings(
    report: Path, assign: Callable[..., None], run_json: Json
) -> None:
    assign(主导产业="")
    document = run_json("template", report)
    assert found(document) == [("missing-key", None)]
    assert document["findings"][0]["place"]["text"] == "report.toml › departments.主导产业"


def test_departments_of_a_wrong_type_are_found_in_the_settings(report: Path, run_json: Json) -> None:
    text = (report / "report.toml").read_text(encoding="utf-8")
    for wrong in ('[departments]\n"主导产业" = 3\n', '[departments]\n"主导产业" = ["经发局"]\n'):
        (report / "report.toml").write_text(f"{text}\n{wrong}", encoding="utf-8")
        assert found(run_json("template", report)) == [("wrong-key-type", None)]
    (report / "report.toml").write_text(f'departments = "经发局"\n{text}', encoding="utf-8")
    assert found(run_json("template", report)) == [("wrong-key-type", None)]


def test_a_workbook_that_cannot_be_read_stops_before_anything_is_written(assigned: Path, run: Run) -> None:
    (assigned / "2015.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert run("template", assigned).exit_code == 1
    assert not (assigned / "out").exists()


def test_empty_values_do_not_keep_forms_from_going_out(assigned: Path, edit: Edit, run: Run) -> None:
    edit({"主导产业!B2": None, "主导产业!B3": None, "指标!C2": None})
    assert run("check", assigned).exit_code == 1
    assert run("template", assigned).exit_code == 0


@pytest.mark.parametrize("kind", ["file", "below a file"])
def test_a_folder_that_cannot_be_made_is_a_finding(assigned: Path, run_json: Json, tmp_path: Path, kind: str) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    folder = tmp_path / "taken" if kind == "file" else tmp_path / "taken" / "forms"
    document = run_json("template", assigned, "-o", folder)
    assert [code for code, _ in found(document)] == ["not-writable"]
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_takes_no_files_is_a_finding_and_leaves_nothing(
    assigned: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = Path.open

    def refuse(path: Path, mode: str = "r", *args: Any, **rest: Any) -> Any:
        if "w" in mode:
            raise PermissionError(13, "Permission denied")
        return usual(path, mode, *args, **rest)

    monkeypatch.setattr(Path, "open", refuse)
    outcome = template(assigned, TemplateOptions(folder=tmp_path / "forms"))
    assert [item.code for item in outcome.diagnostics] == ["not-writable"]
    assert not outcome.written
    assert not (tmp_path / "forms").exists()


def test_a_folder_without_a_report_is_said_as_in_every_command(tmp_path: Path, run_json: Json) -> None:
    assert [code for code, _ in found(run_json("template", tmp_path))] == ["no-report"]


def test_progress_names_reading_and_writing(assigned: Path) -> None:
    steps: list[str] = []
    template(assigned, progress=steps.append)
    assert steps == ["step-load", "step-write"]


def test_the_2015_example_goes_out_to_seven_departments_and_all_of_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "qingzhen-2015"
    done = run("template", example, "-o", tmp_path)
    assert done.exit_code == 0
    assert not done.stderr
    marks = [mark(path) for path in sorted(tmp_path.iterdir())]
    assert len({item.department for item in marks}) == 7
    workbook = load_workbook(example.parents[1] / "data" / "qingzhen-2015.xlsx")
    assert {column.sheet for item in marks for column in item.columns} == set(workbook.sheetnames)
    asked = [row.name for item in marks for row in item.rows_of("指标")]
    assert sorted(asked) == sorted(str(row[0]) for row in workbook["指标"].iter_rows(min_row=4, values_only=True))
