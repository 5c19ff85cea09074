"""Renamed and foreign files are told apart by their bytes, whatever their names say."""

from typing import Any

import pytest

CFB = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000)
ENCRYPTED = CFB + "EncryptedPackage".encode("utf-16-le") + bytes(500)
OLD = CFB + "Workbook".encode("utf-16-le") + bytes(500)
BIFF5 = b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(200)
HTML = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>产值</td></tr></table></html>'
XML_2003 = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:x"></Workbook>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 8

FILES = {
    "an empty file": (b"", "xlsx", "empty-workbook"),
    "nothing but zeros": (bytes(4096), "xlsx", "empty-workbook"),
    "an encrypted workbook": (ENCRYPTED, "xlsx", "encrypted-file"),
    "an old workbook renamed": (OLD, "xlsx", "old-office-file"),
    "an old workbook": (OLD, "xls", "old-office-file"),
    "a very old workbook": (BIFF5, "xls", "old-office-file"),
    "a web page named .xls": (HTML.encode(), "xls", "html-workbook"),
    "a web page in GB18030": (HTML.encode("gb18030"), "xlsx", "html-workbook"),
    "a web page in UTF-16": (HTML.encode("utf-16"), "xls", "html-workbook"),
    "a web page with a byte order mark": (b"\xef\xbb\xbf\r\n" + HTML.encode(), "xls", "html-workbook"),
    "a web page named .csv": (HTML.encode(), "csv", "html-workbook"),
    "UTF-16 text named .xls": ("名称\t产值\n甲\t1\n".encode("utf-16"), "xls", "text-workbook"),
    "UTF-16 text without a mark": ("name\tvalue\n".encode("utf-16-le"), "xls", "text-workbook"),
    "comma-separated values named .xlsx": ("名称,产值\n甲,1\n".encode("gb18030"), "xlsx", "text-workbook"),
    "XML of Excel 2003": (XML_2003.encode(), "xls", "text-workbook"),
    "a picture": (PNG, "xlsx", "not-a-workbook"),
    "a PDF": (PDF, "xlsx", "not-a-workbook"),
    "a picture named .csv": (PNG, "csv", "not-a-workbook"),
    "a text of no known ending": ("名称".encode(), "dat", "text-workbook"),
}


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_no_workbook_is_said_to_be_what_it_is(read: Any, file: str) -> None:
    data, ending, code = FILES[file]
    dataset, found = read(**{f"数据_{ending}": data})
    assert [item.code for item in found] == [code]
    assert found[0].facts["file"] == f"数据.{ending}"
    assert not dataset.tables


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("[Content_Types].xml", "xl/workbook.bin"), "binary-workbook"),
        (("mimetype", "content.xml"), "opendocument-workbook"),
        (("[Content_Types].xml", "word/document.xml"), "no-workbook"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "no-workbook"),
        (("a.txt",), "no-workbook"),
        (("[Content_Types].xml", "x.xml"), "no-workbook"),
    ],
)
def test_packages_of_other_formats_are_refused_by_name(make: Any, read: Any, names: Any, code: str) -> None:
    _, found = read(数据_xlsx=make.packed(dict.fromkeys(names, "<x/>")))
    assert [item.code for item in found] == [code]


def test_a_workbook_whose_sheet_is_not_in_the_package_is_broken(make: Any, read: Any) -> None:
    data = make.packed(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{make.main}"><sheets><sheet name="甲"/></sheets></workbook>',
        }
    )
    _, found = read(数据_xlsx=data)
    assert [(item.code, item.facts["sheet"]) for item in found] == [("broken-workbook", "甲")]


def test_a_workbook_part_that_is_something_else_is_no_workbook(make: Any, read: Any) -> None:
    _, found = read(数据_xlsx=make.packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<html/>"}))
    assert [item.code for item in found] == ["no-workbook"]


def test_deep_nesting_is_refused(make: Any, read: Any) -> None:
    deep = "<a>" * 100_000
    _, found = read(数据_xlsx=make.packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": deep}))
    assert [item.code for item in found] == ["broken-xml"]
