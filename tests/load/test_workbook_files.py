"""Which files of a folder are taken for workbooks."""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from reportgen.load.workbook_files import is_workbook

CFB = bytes.fromhex("d0cf11e0a1b11ae1")


def zipped(*names: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return data.getvalue()


WORKBOOK = zipped("[Content_Types].xml", "xl/workbook.xml")
OLD_WORKBOOK = CFB + bytes(600) + "Workbook\0".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("甲.xlsx", b"anything"),
        ("甲.XLS", OLD_WORKBOOK),
        ("甲.et", CFB),
        ("甲.ods", zipped("mimetype", "content.xml")),
        ("甲.csv", b""),
        ("甲", WORKBOOK),
        ("甲.xlsx.bak", WORKBOOK),
        ("1.甲镇", OLD_WORKBOOK),
        ("甲.dat", zipped("xl/workbook.bin")),
        ("甲.txt", "单位\t产值\n甲镇\t3\n".encode("gb18030")),
    ],
)
def test_a_workbook_is_one_by_its_name_or_its_content(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert is_workbook(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("说明.txt", "请于本月十五日前报来。\n联系人在后面。\n".encode()),
        ("说明.txt", "一行\t有制表符\n下一行没有\n".encode()),
        ("说明", b""),
        ("说明.docx", zipped("word/document.xml")),
        ("说明.wps", CFB + "WordDocument\0".encode("utf-16-le")),
        ("说明.old", CFB + "WordDocument\0".encode("utf-16-le")),
        ("附件.old", zipped("word/document.xml", "word/embeddings/xl.bin")),
        ("坏的", b"PK\3\4 cut"),
        ("照片", b"\x89PNG\r\n\x1a\n\0\0\0"),
    ],
)
def test_what_is_something_else_is_none(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert not is_workbook(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    assert not is_workbook(tmp_path / "管道")
