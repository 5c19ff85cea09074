"""What the pages measure when LibreOffice lays them out: lines, characters, page numbers, the end of the report."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.document import Document, Heading, Paragraph, Reference, ReferenceKind, Section, Text
from reportgen.write.to_docx import to_docx

SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = pytest.mark.skipif(SOFFICE is None or PDFTOTEXT is None, reason="needs LibreOffice and poppler")

HANZI = re.compile(r"[㐀-鿿]")
POINTS_A_MM = 72 / 25.4


def has_chinese_font() -> bool:
    listed = shutil.which("fc-list")
    return bool(listed and subprocess.run([listed, ":lang=zh-cn"], capture_output=True, check=True).stdout)  # noqa: S603


def convert(folder: Path, files: dict[str, bytes]) -> dict[str, Path]:
    """The files as PDF, all by one start of LibreOffice with a profile of its own."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [
        str(SOFFICE),
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(folder / f"{name}.docx") for name in files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603
    return {name: folder / f"{name}.pdf" for name in files}


def pages(pdf: Path) -> list[list[str]]:
    """The lines of text of each page, the page number left out."""
    command = [str(PDFTOTEXT), "-layout", str(pdf), "-"]
    out = subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603
    return [
        [line.strip() for line in page.splitlines() if line.strip() and not re.fullmatch(r"\s*—\s*\d+\s*—\s*", line)]
        for page in out.split("\f")[:-1]
    ]


def words(pdf: Path, page: int) -> list[tuple[str, float, float, float]]:
    """The words of a page with their left, right and lower edges in points."""
    command = [str(PDFTOTEXT), "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    out = subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603
    found = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', out)
    return [(text, float(left), float(right), float(low)) for left, right, low, text in found]


def long_report(table: Any) -> Document:
    """Three pages of hanzi without a stop, then a table, and a closing that just does not fit on its page."""
    measured = (Paragraph((Text("园区建设稳步推进" * 250),)),)
    closing = (
        Heading(1, "一、", (Text("名单"),)),
        Heading(2, "（一）", (Text("企业"),), run_in=True),
        Paragraph(
            (
                Text("见"),
                Reference(ReferenceKind.TABLE, "产业表", 1),
                Text("。" + "其余从略。" * 40),
            )
        ),
        table,
        *(Paragraph((Text(f"第{index}段。"),)) for index in range(60)),
    )
    return Document(
        title=(),
        sections=(Section(title="一", blocks=measured), Section(title="二", blocks=closing)),
        signature=(Text("示范园区管理委员会"),),
        dated=(Text("2016年2月24日"),),
    )


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, style: bytes, second_style: bytes, table: Any) -> dict[str, Path]:
    if not has_chinese_font():
        pytest.skip("no font with hanzi")
    files = {
        name: to_docx(long_report(table), data, {})[0] for name, data in (("gb9704", style), ("gbt33476", second_style))
    }
    return convert(tmp_path_factory.mktemp("pages"), files)


@pytest.mark.parametrize("profile", ["gb9704", "gbt33476"])
def test_a_page_has_22_lines_of_28_characters(profile: str, reports: dict[str, Path]) -> None:
    first, second = pages(reports[profile])[:2]
    assert [len(first), len(second)] == [22, 22]
    assert [len(HANZI.findall(line)) for line in first] == [26] + [28] * 21
    assert [len(HANZI.findall(line)) for line in second] == [28] * 22


@pytest.mark.parametrize("profile", ["gb9704", "gbt33476"])
def test_page_numbers_stand_outside_below_the_text(profile: str, reports: dict[str, Path]) -> None:
    left, right = 28 * POINTS_A_MM, (210 - 26) * POINTS_A_MM
    for page, is_odd in ((1, True), (2, False)):
        placed = words(reports[profile], page)
        text_low = max(low for text, _, _, low in placed if HANZI.search(text))
        number = [(low, begin, end) for text, begin, end, low in placed if text in ("—", str(page)) and low > text_low]
        assert len(number) == 3
        begin, end = min(item[1] for item in number), max(item[2] for item in number)
        assert (right - end if is_odd else begin - left) == pytest.approx(14, abs=4)


@pytest.mark.parametrize("profile", ["gb9704", "gbt33476"])
def test_fields_show_their_text_and_the_run_in_heading_its_paragraph(profile: str, reports: dict[str, Path]) -> None:
    lines = [line.replace(" ", "") for page in pages(reports[profile]) for line in page]
    assert not [line for line in lines if "SEQ" in line or "REF" in line]
    assert [line for line in lines if line.startswith("（一）企业。见表1。")]
    assert [line for line in lines if line.startswith("表1")]


@pytest.mark.parametrize("profile", ["gb9704", "gbt33476"])
def test_the_signature_never_stands_without_the_end_of_the_text(profile: str, reports: dict[str, Path]) -> None:
    last = [line.replace(" ", "") for line in pages(reports[profile])[-1]]
    assert last[-2:] == ["示范园区管理委员会", "2016年2月24日"]
    assert last[-3] == "第59段。"


def test_the_table_header_is_repeated_on_each_page(
    tmp_path: Path,
    style: bytes,
    blocks_of: Callable[..., Document],
    table_of: Callable[..., Any],
    column: Callable[..., Any],
) -> None:
    if not has_chinese_font():
        pytest.skip("no font with hanzi")
    block = table_of(column("企业名称", [f"第{index}家" for index in range(120)]))
    pdf = convert(tmp_path, {"table": to_docx(blocks_of(block), style, {})[0]})["table"]
    found = pages(pdf)
    assert len(found) > 2
    assert all(any("企业名称" in line for line in page) for page in found)


@pytest.fixture(scope="module")
def table() -> Any:
    from reportgen.model.document import DataTable, TableBlock, TableColumn
    from reportgen.model.place import TextRef
    from reportgen.model.schema import ColumnKind

    column = TableColumn(header="名称", kind=ColumnKind.TEXT, values=("甲", "乙"))
    return TableBlock(
        name="产业表",
        number=1,
        caption=(Text("产业"),),
        table=DataTable(columns=(column,), row_count=2),
        tag="t",
        place=TextRef("1.md", 1),
    )
