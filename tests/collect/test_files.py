"""Files that come back: whose they are, of which year, and what happens to those that are no returns."""

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.load.read import read_data
from reportgen.model.form import MARK_SHEET
from reportgen.report import read_report


def states(collected: Any) -> dict[str, str]:
    return {line.file or line.department: line.state.value for line in collected.overview}


def mark(book: Any, label: str, value: object) -> None:
    for row in book[MARK_SHEET].iter_rows():
        if row[0].value == label:
            row[1].value = value


def marked(book: Any, **values: object) -> None:
    for label, value in values.items():
        mark(book, label, value)


@pytest.mark.parametrize(
    ("label", "value", "state", "code"),
    [
        ("年度", 2025, "other-year", "return-of-other-year"),
        ("报告", "另一份报告", "other-report", "return-of-other-report"),
        ("模板指纹", "0123456789abcdef", "other-version", "return-of-other-version"),
        ("科室", "已撤销的局", "returned", "unassigned-department"),
    ],
)
def test_a_form_says_what_it_is_of(office: Any, said: Any, label: str, value: object, state: str, code: str) -> None:
    office.answer("财政局")
    office.change(office.form("财政局"), lambda book: mark(book, label, value))
    collected = office.collect()
    assert states(collected)["2026年数据填报表-财政局.xlsx"] == state
    assert code in said.codes(collected)
    taken = state in ("returned", "other-version")
    assert office.value("指标!财政收入.数值") == (5200 if taken else None)


def test_last_years_form_of_a_report_whose_title_names_the_year_is_of_another_year(office: Any, said: Any) -> None:
    settings = office.report / "report.toml"
    settings.write_text(re.sub('title = ".*"', 'title = "2026年工作总结"', settings.read_text("utf-8")), "utf-8")
    office.answer("财政局")
    office.change(office.form("财政局"), lambda book: marked(book, 年度=2025, 报告="2025年工作总结"))
    collected = office.collect()
    assert states(collected)["2026年数据填报表-财政局.xlsx"] == "other-year"
    assert "return-of-other-year" in said.codes(collected)
    assert office.value("指标!财政收入.数值") is None


def test_a_department_that_only_another_report_asks_is_not_missing(office: Any) -> None:
    path = office.answer("财政局", name="财政局.xlsx")
    office.change(path, lambda book: marked(book, 报告="另一份报告", 科室="商务局"))
    finding = next(item for item in office.collect().diagnostics if item.code == "missing-returns")
    assert finding.facts["departments"] == "经发局、招商局、财政局"


def test_a_return_without_our_mark_is_known_by_its_name_and_rows(office: Any, said: Any) -> None:
    path = office.answer("财政局", name="财政局补报.xlsx")
    office.form("财政局").unlink()
    office.change(path, lambda book: book.remove(book[MARK_SHEET]))
    collected = office.collect()
    assert "unmarked-return" in said.codes(collected)
    line = next(line for line in collected.overview if line.file == "财政局补报.xlsx")
    assert (line.department, line.new) == ("财政局", 1)


def test_a_return_without_our_mark_and_with_another_years_values_is_refused(office: Any, said: Any) -> None:
    path = office.answer("财政局", {"指标!财政收入.数值": 5200, "指标!财政收入.上年数": 4700})
    office.change(path, lambda book: book.remove(book[MARK_SHEET]))
    collected = office.collect()
    assert "doubtful-year" in said.codes(collected)
    assert office.value("指标!财政收入.数值") is None


def test_a_csv_return_is_read(office: Any) -> None:
    office.form("招商局").unlink()
    (office.back / "招商局-招商项目.csv").write_text("项目,到位资金（亿元）\n甲项目,0.12\n", encoding="gb18030")
    collected = office.collect()
    assert states(collected)["招商局-招商项目.csv"] == "returned"
    assert office.value("招商项目!甲项目.到位资金") == 1200


def strict(data: bytes) -> bytes:
    """The workbook as a strict one (ISO/IEC 29500-1)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in (
                (
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                ),
                (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            ):
                text = text.replace(before, after)
            new.writestr(name, text)
    return out.getvalue()


def test_a_strict_return_is_read_like_any_other(office: Any, said: Any) -> None:
    path = office.answer("财政局")
    path.write_bytes(strict(path.read_bytes()))
    collected = office.collect()
    assert "strict-return" in said.codes(collected)
    assert office.value("指标!财政收入.数值") == 5200


ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("损坏.xlsx", b"PK\3\4 this is no zip", "unreadable"),
        ("空.xlsx", b"", "unreadable"),
        ("加密.xlsx", ENCRYPTED, "unreadable"),
        ("旧表.xls", b"\xd0\xcf\x11\xe0", "not-recognised"),
        ("说明.docx", b"PK\3\4", "not-recognised"),
        ("传真.pdf", b"%PDF", "not-recognised"),
    ],
)
def test_files_that_cannot_be_read_are_listed_and_the_rest_is_collected(
    answered: Any, name: str, data: bytes, state: str
) -> None:
    (answered.back / name).write_bytes(data)
    collected = answered.collect()
    assert states(collected)[name] == state
    assert any(name in str(item.place) for item in collected.diagnostics if item.severity == "error")
    assert answered.value("指标!财政收入.数值") == 5200


def test_files_of_other_programs_are_named(answered: Any, said: Any) -> None:
    (answered.back / "旧表.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert said.places(answered.collect(), "unrecognised-return") == ["旧表.xls"]


def test_a_list_that_the_workbook_does_not_have_is_named(answered: Any, said: Any) -> None:
    answered.change(answered.workbook, lambda book: book.remove(book["招商项目"]))
    collected = answered.collect()
    assert said.places(collected, "no-such-sheet") == ["2026年数据填报表-招商局.xlsx › 招商项目"]
    assert answered.value("指标!财政收入.数值") == 5200


def test_cells_that_were_left_empty_are_counted(office: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.产值": 42.86})
    collected = office.collect()
    counts = {
        item.facts["department"]: item.facts["count"] for item in collected.diagnostics if item.code == "empty-answers"
    }
    assert counts == {"经发局": "8"}


def test_a_form_that_nobody_has_filled_in_is_no_return(office: Any, said: Any) -> None:
    office.answer("财政局")
    collected = office.collect()
    assert {line.department: line.state.value for line in collected.overview} == {
        "经发局": "blank",
        "招商局": "blank",
        "财政局": "returned",
    }
    finding = next(item for item in collected.diagnostics if item.code == "missing-returns")
    assert finding.facts["departments"] == "经发局、招商局"


def test_values_of_two_workbooks_go_where_their_sheets_are(answered: Any) -> None:
    other = answered.report / "招商.xlsx"
    other.write_bytes(answered.workbook.read_bytes())

    def keep(*names: str) -> Any:
        return lambda book: [book.remove(sheet) for sheet in book.worksheets if sheet.title not in names]

    answered.change(other, keep("招商项目"))
    answered.change(answered.workbook, keep("指标", "主导产业"))
    settings = answered.report / "report.toml"
    text = settings.read_text(encoding="utf-8").replace('["2026.xlsx"]', '["2026.xlsx", "招商.xlsx"]')
    settings.write_text(text, encoding="utf-8")
    collected = answered.collect()
    assert len(collected.written) == 4
    book = load_workbook(other)
    assert answered.find(book, "招商项目!甲项目.到位资金").value == 1200
    assert [row[0].value for row in book["汇总来源"].iter_rows(min_row=2)] == ["招商项目"] * 3
    assert answered.collect().written == ()


def test_a_strict_workbook_of_the_report_is_left_alone(answered: Any, said: Any) -> None:
    answered.workbook.write_bytes(strict(answered.workbook.read_bytes()))
    old = answered.workbook.read_bytes()
    collected = answered.collect()
    assert "strict-workbook" in said.codes(collected)
    assert collected.written == ()
    assert answered.workbook.read_bytes() == old


def test_a_workbook_of_another_job_is_not_recognised(answered: Any, said: Any) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["姓名", "电话"])
    book.save(answered.back / "通讯录.xlsx")
    collected = answered.collect()
    assert states(collected)["通讯录.xlsx"] == "not-recognised"
    assert said.places(collected, "no-form-in-return") == ["通讯录.xlsx"]


def test_lock_files_and_folders_are_no_returns(answered: Any, said: Any) -> None:
    (answered.back / "~$2026年数据填报表-财政局.xlsx").write_bytes(b"\5user")
    (answered.back / "去年").mkdir()
    (answered.back / "Thumbs.db").write_bytes(b"x")
    collected = answered.collect()
    assert {"open-return", "folder-among-returns"} <= set(said.codes(collected))
    assert len(collected.overview) == 3


def test_the_table_of_doubts_in_the_folder_is_no_return(answered: Any) -> None:
    doubts = answered.back / "存疑数据表.xlsx"
    answered.collect(doubts=doubts)
    again = answered.collect(doubts=doubts)
    assert len(again.overview) == 3


def test_departments_without_a_return_are_missing(office: Any, said: Any) -> None:
    office.answer("财政局")
    for department in ("经发局", "招商局"):
        office.form(department).unlink()
    collected = office.collect()
    assert states(collected)["经发局"] == "missing"
    finding = next(item for item in collected.diagnostics if item.code == "missing-returns")
    assert finding.facts["departments"] == "经发局、招商局"


def test_a_return_of_fifty_thousand_rows_is_collected(office: Any, said: Any) -> None:
    office.form("招商局").unlink()
    lines = "".join(f"项目{number},{number}\n" for number in range(50_000))
    (office.back / "招商局-招商项目.csv").write_text(f"项目,到位资金\n{lines}", encoding="utf-8")
    collected = office.collect()
    line = next(line for line in collected.overview if line.department == "招商局")
    assert line.new == 100_000
    assert len(collected.diagnostics) < 10
    report, _ = read_report(office.report)
    dataset, _ = read_data(report.data, report.kit.schema, report.year)
    assert len(dataset.tables["招商项目"]) == 50_002
