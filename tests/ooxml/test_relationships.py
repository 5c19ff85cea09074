"""Targets of relationships lead to parts, whoever wrote them and however."""

import pytest

from reportgen.ooxml.package import PackageReader, pack, write_package
from reportgen.ooxml.relationships import packed_name, target_part


@pytest.mark.parametrize(
    ("folder", "target", "part"),
    [
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets", "../drawings/drawing1.xml", "xl/drawings/drawing1.xml"),
        ("xl", "/xl/styles.xml", "xl/styles.xml"),
        ("xl", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl", "./a/../styles.xml#A1", "xl/styles.xml"),
        ("xl", "../../../etc/passwd", "etc/passwd"),
    ],
)
def test_a_target_is_relative_to_its_sources_folder_and_never_leaves_the_package(
    folder: str, target: str, part: str
) -> None:
    assert target_part(folder, target) == part


def test_part_names_differ_by_more_than_their_case() -> None:
    package = PackageReader(write_package([pack("xl/Workbook.xml", b"<a/>")]), "f.xlsx")
    assert packed_name(package, "xl/workbook.xml") == "xl/Workbook.xml"
    assert packed_name(package, "xl/styles.xml") is None
