"""Reports whose data are .csv files: values into the text of the file, origins beside it, all else as it stood."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from reportgen.load.read import read_data
from reportgen.load.xlsx import open_workbook
from reportgen.report import read_report

SHEETS = ("指标", "主导产业", "招商项目")


def as_text(office: Any, encoding: str = "gb18030", end: str = "\r\n", delimiter: str = ",") -> None:
    """The report's workbook as one .csv file a sheet."""
    workbook = open_workbook(office.workbook.read_bytes(), office.workbook.name)
    for entry in workbook.sheets:
        sheet = workbook.sheet(entry)
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
        for cells in sheet.top_rows(99).values():
            writer.writerow([cells[at].text if at in cells else "" for at in range(1, max(sheet.columns) + 1)])
        (office.report / f"{entry.name}.csv").write_bytes(stream.getvalue().encode(encoding))
    office.workbook.unlink()
    toml = office.report / "report.toml"
    names = ", ".join(f'"{name}.csv"' for name in SHEETS)
    toml.write_text(toml.read_text(encoding="utf-8").replace('"2026.xlsx"', names), encoding="utf-8")


def text(office: Any, name: str, encoding: str = "gb18030") -> str:
    data: bytes = (office.report / f"{name}.csv").read_bytes()
    return data.decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "end", "delimiter"),
    [("gb18030", "\r\n", ","), ("utf-8-sig", "\n", ";"), ("utf-16", "\r\n", "\t"), ("utf-8", "\n", ",")],
)
def test_values_go_into_the_text_and_the_encoding_stays(answered: Any, encoding: str, end: str, delimiter: str) -> None:
    as_text(answered, encoding, end, delimiter)
    before = text(answered, "招商项目", encoding)
    collected = answered.collect()
    assert not [item for item in collected.diagnostics if item.severity == "error"]
    expected = before.replace(f"甲项目{delimiter * 2}", delimiter.join(("甲项目", "1200", "2026-03-05")))
    expected = expected.replace(f"乙项目{delimiter * 2}", delimiter.join(("乙项目", "800", "")))
    assert text(answered, "招商项目", encoding) == expected


def test_origins_stand_beside_the_file_and_are_found_again(answered: Any) -> None:
    as_text(answered)
    answered.collect()
    report, _ = read_report(answered.report)
    dataset, found = read_data(report.data, report.kit.schema, report.year)
    table = dataset.tables["招商项目"]
    assert str(dataset.origins[table.ref("到位资金", 0)]) == "2026年数据填报表-招商局.xlsx › 招商项目 › B4"
    assert not [item for item in found if item.severity == "error"]


def test_a_dated_copy_of_each_changed_file_is_kept(answered: Any) -> None:
    as_text(answered)
    before = (answered.report / "指标.csv").read_bytes()
    collected = answered.collect()
    assert (answered.report / "指标-2026-11-21.bak.csv").read_bytes() == before
    assert {path.name for path in collected.written} >= {"指标.csv", "指标.汇总来源.csv", "招商项目.csv"}


def test_running_again_changes_no_file(answered: Any) -> None:
    as_text(answered)
    answered.collect()
    before = {path: path.read_bytes() for path in answered.report.iterdir() if path.is_file()}
    again = answered.collect()
    assert not again.written
    assert {path: path.read_bytes() for path in answered.report.iterdir() if path.is_file()} == before


def test_new_entries_stand_behind_the_old_ones(answered: Any) -> None:
    as_text(answered)

    def name(book: Any) -> None:
        sheet = book["招商项目"]
        row = answered.find(book, "招商项目!乙项目.到位资金").row + 1
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = "丙,项目", 50

    answered.change(answered.form("招商局"), name)
    answered.collect()
    assert text(answered, "招商项目").splitlines()[-1] == '"丙,项目",50,'


def test_an_empty_list_takes_its_first_entries(answered: Any) -> None:
    as_text(answered)
    path = answered.report / "招商项目.csv"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0].rstrip())
    answered.collect()
    assert text(answered, "招商项目").splitlines()[1:] == ["甲项目,1200,2026-03-05", "乙项目,800,"]


def test_what_the_office_typed_after_collecting_is_kept(answered: Any, said: Any) -> None:
    as_text(answered)
    answered.collect()
    path: Path = answered.report / "招商项目.csv"
    path.write_bytes(path.read_bytes().replace(b"1200", b"1234"))
    collected = answered.collect()
    assert "edited-since-collected" in said.codes(collected)
    assert "1234" in text(answered, "招商项目")


def test_a_broken_file_of_origins_stops_nothing(answered: Any) -> None:
    as_text(answered)
    (answered.report / "招商项目.汇总来源.csv").write_bytes(b'"\x00broken')
    answered.collect()
    assert "1200" in text(answered, "招商项目")
