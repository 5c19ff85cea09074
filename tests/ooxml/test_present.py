"""What stands today in the place of a binding, in tables that people changed."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

import pytest

from reportgen.model.binding import Binding, ColumnBinding
from reportgen.model.document import ColumnSource
from reportgen.model.values import replace
from reportgen.ooxml.present import present
from reportgen.ooxml.present_table import heads_like, present_table, written_tables
from reportgen.ooxml.stories import W, text_in

NAMES = ("铝", "医药", "建材")
VALUES = ("42.86", "21.5", "36.7")
SHARES = ("42.4", "21.3", "36.3")


def column(position: int, header: str, texts: Iterable[str]) -> ColumnBinding:
    listed = tuple(texts)
    source = ColumnSource("园区.xlsx", "产业", position, range(2, 2 + len(listed)))
    return ColumnBinding(
        tag="t",
        texts=listed,
        values=None,
        source=source,
        where=("表1",),
        sentence=header,
        table_row=2,
        table_column=position,
    )


def worked(row: int, text: str, position: int, header: str, *where: str) -> Binding:
    return Binding(
        tag="t",
        text=text,
        value=text,
        derivation="÷",
        where=("表1", *where),
        sentence=header,
        table_row=row,
        table_column=position,
    )


STORED: tuple[Binding | ColumnBinding, ...] = (
    column(2, "名称", NAMES),
    column(3, "产值", VALUES),
    *(
        worked(
            row,
            text,
            4,
            "占比",
        )
        for row, text in enumerate(SHARES, 2)
    ),
    worked(5, "101.06", 3, "产值", "合计"),
)


def cell(text: str, properties: str = "") -> str:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("|"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def row_of(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def row(*texts: str, properties: str = "") -> str:
    return row_of(*map(cell, texts), properties=properties)


HEADER = row("序号", "名称", "产值", "占比", properties="<w:tblHeader/>")
BODY = [row(str(at), *texts) for at, texts in enumerate(zip(NAMES, VALUES, SHARES, strict=True), 1)]
TOTAL = row("合计", "", "101.06", "")


def story(*rows: str, tag: str = "t", around: str = "") -> ET.Element:
    table = "".join(rows).join(("<w:tbl>", "</w:tbl>"))
    control = f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{table}</w:sdtContent></w:sdt>'
    return ET.fromstring(  # noqa: S314 - written here
        f'<w:document xmlns:w="{W[1:-1]}"><w:body>{control}{around}</w:body></w:document>'
    )


def changed(*stories: ET.Element) -> dict[str, str | None]:
    """What each figure that does not read as written reads now, None where nobody can tell."""
    found = present(STORED, stories)
    assert [binding.text for binding, _ in found] == [*VALUES, *SHARES, "101.06"]
    return {binding.text: item.text for binding, item in found if not item.reads(binding.text)}


def test_a_table_as_written_reads_as_written_and_each_text_has_its_cell() -> None:
    found = present(STORED, [story(HEADER, *BODY, TOTAL)])
    for binding, item in found:
        assert item.element is not None
        assert item.element.tag == f"{W}tc"
        assert text_in(item.element) == binding.text == item.text


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HEADER, BODY[0], row("2", "医药", "99", "21.3"), BODY[2], TOTAL], {"21.5": "99"}),
        ([HEADER, BODY[0], row("2", "医药", "", "21.3"), BODY[2], TOTAL], {"21.5": ""}),
        ([HEADER, *BODY, row("合计", "", "7", "")], {"101.06": "7"}),
        ([HEADER, row("1", "铝", "42.86", "9"), *BODY[1:], TOTAL], {"42.4": "9"}),
        ([HEADER, BODY[0], BODY[2], TOTAL], {"21.5": "", "21.3": ""}),
        ([HEADER, *BODY], {"101.06": ""}),
        ([HEADER, row("", "新", "5", "6"), *BODY, TOTAL], {}),
        ([HEADER, BODY[0], row("2", "新", "5", "6"), BODY[2], TOTAL], {"21.5": None, "21.3": None}),
        ([HEADER, BODY[1], BODY[0], HEADER, BODY[2], TOTAL], {}),
        (["<w:tr><w:trPr/></w:tr>", *BODY, TOTAL], {}),
        (BODY, {"101.06": ""}),
    ],
    ids=["figure", "emptied", "total", "share", "row deleted", "total deleted", "row inserted", "row replaced",
         "moved, header again", "empty row", "no header"],
)  # fmt: skip
def test_an_edited_cell_is_found_among_rows_that_were_inserted_and_deleted(
    rows: list[str], expected: dict[str, str | None]
) -> None:
    assert changed(story(*rows)) == expected


def test_a_row_deleted_with_changes_tracked_is_gone() -> None:
    tracked = BODY[1].replace("<w:trPr>", '<w:trPr><w:del w:id="1" w:author="甲"/>')
    assert changed(story(HEADER, BODY[0], tracked, BODY[2], TOTAL)) == {"21.5": "", "21.3": ""}


def test_cells_merged_sideways_still_show_the_texts_they_keep() -> None:
    merged = row_of(cell("1"), cell("铝"), cell("42.86|42.4", '<w:gridSpan w:val="2"/>'))
    assert changed(story(HEADER, merged, *BODY[1:], TOTAL)) == {}
    merged = merged.replace("42.86", "50")
    assert changed(story(HEADER, merged, *BODY[1:], TOTAL)) == {"42.86": None}


def test_cells_merged_downwards_still_show_the_texts_they_keep() -> None:
    first = row_of(cell("1"), cell("铝"), cell("42.86|21.5", '<w:vMerge w:val="restart"/>'), cell("42.4"))
    second = row_of(cell("2"), cell("医药"), cell("", "<w:vMerge/>"), cell("21.3"))
    assert changed(story(HEADER, first, second, BODY[2], TOTAL)) == {}


def test_a_cell_less_in_a_row_moves_no_figure_into_another_column() -> None:
    shorter = row("1", "铝", "42.4")
    assert changed(story(HEADER, shorter, *BODY[1:], TOTAL)) == {"42.86": None, "42.4": None}


def test_a_column_inserted_or_deleted_moves_no_figure_either() -> None:
    def without(texts: str, at: int) -> str:
        cells = texts.split("<w:tc>")
        return "<w:tc>".join(cells[:at] + cells[at + 1 :]) + ("" if at < len(cells) - 1 else "</w:tr>")

    rows = [HEADER, *BODY, TOTAL]
    assert changed(story(*[without(item, 1) for item in rows])) == {}
    assert changed(story(*[without(item, 3) for item in rows])) == dict.fromkeys((*VALUES, "101.06"), "")
    wider = [item.replace("</w:trPr>", f"</w:trPr>{cell('新')}") for item in rows]
    assert changed(story(*wider)) == {}


def test_a_table_inside_a_cell_adds_no_rows() -> None:
    inner = f"<w:tbl>{row('铝', '7', '8', '9')}</w:tbl>"
    rows = [HEADER, *BODY, TOTAL]
    rows[1] = rows[1].replace("<w:p>", f"{inner}<w:p>", 1)
    assert changed(story(*rows)) == {}


def test_of_two_copies_one_that_reads_as_written_is_enough() -> None:
    edited = story(HEADER, row("1", "铝", "7", "42.4"), *BODY[1:], TOTAL)
    assert changed(edited, story(HEADER, *BODY, TOTAL)) == {}
    assert changed(edited, edited) == {"42.86": "7"}


def test_without_its_control_a_table_is_known_by_its_headers() -> None:
    edited = [HEADER, row("1", "铝", "7", "42.4"), *BODY[1:], TOTAL]
    assert changed(story(*edited, tag="x")) == {"42.86": "7"}
    assert set(changed(story(*edited, tag="x"), story(*edited, tag="y")).values()) == {None}
    assert set(changed(story(row("甲", "乙"), tag="x")).values()) == {None}


@pytest.mark.parametrize("is_control_left", [False, True])
def test_a_table_that_was_deleted_is_gone_though_another_has_its_headers(is_control_left: bool) -> None:
    tables = [*STORED, *(replace(item, tag="u", where=("表2",)) for item in STORED)]
    marked = Binding(tag="f", text="7家", value="7", where=("表1",), sentence="有7家。")
    body = ET.Element(f"{W}body")
    body.append(story(HEADER, *BODY, TOTAL, tag="u"))
    control = '<w:sdt><w:sdtPr><w:tag w:val="{}"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    inner = control.format("f", "<w:r><w:t>7家</w:t></w:r>") + (
        control.format("t", "<w:p/>") if is_control_left else ""
    )
    body.append(ET.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{inner}</w:p>'))  # noqa: S314 - written here
    found = present([*tables, marked], [body])
    assert {item.text for binding, item in found if binding.tag == "t"} == {""}
    assert all(item.reads(binding.text) for binding, item in found if binding.tag != "t")


def test_a_table_made_text_cannot_be_compared() -> None:
    table = ET.tostring(story(HEADER, *BODY), encoding="unicode").replace("tbl>", "p>").replace("tbl />", "p />")
    assert set(changed(ET.fromstring(table)).values()) == {None}  # noqa: S314 - written here


def test_a_table_of_a_file_that_does_not_say_rows_and_columns_is_not_compared() -> None:
    old = Binding(tag="t", text="42.86", value="42.86", where=("表1",))
    ((_, found),) = present([old], [story(HEADER, *BODY)])
    assert (found.text, found.certain) == (None, True)


def test_a_figure_of_a_caption_is_compared_and_one_of_a_picture_is_not() -> None:
    caption = Binding(tag="c", text="2015", value="2015", where=("图1",))
    drawn = Binding(tag="d", text="42.86亿元", value="42.86", where=("图1",))
    controls = "".join(
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent><w:r>{content}</w:r></w:sdtContent></w:sdt>'
        for tag, content in (("c", "<w:t>2016</w:t>"), ("d", "<w:drawing/>"))
    )
    found = present([caption, drawn], [story(around=controls)])
    assert [(item.text, item.certain) for _, item in found] == [("2016", True), (None, True)]
    for rest in ("", controls.replace("<w:drawing/>", "")):
        ((_, missing),) = present([drawn], [story(around=rest)])
        assert (missing.text, missing.certain) == (None, True)


def test_tabs_and_breaks_of_a_text_are_no_edit() -> None:
    binding = Binding(tag="f", text="甲\n乙\t1", value="甲\n乙\t1")
    control = (
        '<w:sdt><w:sdtPr><w:tag w:val="f"/></w:sdtPr><w:sdtContent><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/>'
        "<w:t>1</w:t></w:r></w:sdtContent></w:sdt>"
    )
    ((_, found),) = present([binding], [story(around=control)])
    assert found.reads(binding.text)


@pytest.mark.parametrize(
    "rows",
    [
        [row_of(cell("1", f'<w:gridSpan w:val="{"9" * 5000}"/>')) for _ in range(3)],
        [row_of(properties='<w:gridBefore w:val="-1"/>'), row_of(cell("1", "<w:vMerge/>"))],
        ["<w:sdt><w:sdtContent>" * 5000 + BODY[0] + "</w:sdtContent></w:sdt>" * 5000],
    ],
    ids=["endless span", "merged with nothing", "nested deep"],
)
def test_a_table_that_no_program_writes_is_read_all_the_same(rows: list[str]) -> None:
    assert len(present(STORED, [story(*rows)])) == 7


def test_a_binding_in_a_row_or_column_that_no_table_has_is_not_found() -> None:
    far = (worked(10**15, "7", 2, "名称"), worked(2, "8", 10**15, "名称"))
    found = present([*STORED, *far], [story(HEADER, *BODY, TOTAL)])
    assert [item.certain for _, item in found[:-2]] == [True] * 7
    assert [item.certain for _, item in found[-2:]] == [False, False]


def test_a_header_that_libreoffice_wrote_several_times_over_is_still_that_header() -> None:
    written = written_tables(STORED)["t"]
    for first, is_it in (("名称", True), ("名称" * 4, True), ("名称" * 5, False), ("名称名", False)):
        rows = row("序号", first, "产值", "占比", properties="<w:tblHeader/>") + "".join(BODY)
        table = ET.fromstring(f'<w:tbl xmlns:w="{W[1:-1]}">{rows}</w:tbl>')  # noqa: S314 - made here
        assert heads_like(written, table) is is_it


def figure(number: int, section: str) -> Binding:
    text = f"{number}亿元"
    return Binding(
        tag=f"f{number}", text=text, value=str(number), where=(section,), paragraph=1, sentence=f"完成{text}。"
    )


def paragraph(number: int, *, marked: bool) -> str:
    text = f"<w:r><w:t>{number}亿元</w:t></w:r>"
    if marked:
        text = f'<w:sdt><w:sdtPr><w:tag w:val="f{number}"/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>'
    return f"<w:p><w:r><w:t>完成</w:t></w:r>{text}<w:r><w:t>。</w:t></w:r></w:p>"


def read(*paragraphs: str) -> dict[str, tuple[str | None, bool]]:
    """What is read for the figures 1, 2 of one section and 3, 4 of another, and whether that is certain."""
    figures = [figure(1, "一、甲"), figure(2, "一、甲"), figure(3, "二、乙"), figure(4, "二、乙")]
    body = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    found = present(figures, [ET.fromstring(body)])  # noqa: S314 - written here
    return {binding.text: (item.text, item.certain) for binding, item in found}


MARKED = [paragraph(number, marked=True) for number in range(1, 5)]
BARE = [paragraph(number, marked=False) for number in range(1, 5)]


def test_a_figure_without_its_control_reads_as_written_where_its_sentence_stands() -> None:
    expected = {f"{number}亿元": (f"{number}亿元", True) for number in range(1, 5)}
    assert read(*BARE) == read(*MARKED[:2], *BARE[2:]) == read(*BARE[:1], *MARKED[1:]) == expected


def test_what_is_missing_was_deleted_where_its_section_has_controls_and_is_unsure_where_it_has_none() -> None:
    assert read(*MARKED[:1], *BARE[2:])["2亿元"] == ("", True)
    assert read(*MARKED[:2], BARE[2])["4亿元"] == (None, False)
    assert read(*MARKED[:2])["4亿元"] == ("", True)
    assert read(BARE[0])["4亿元"] == (None, False)


def test_one_control_among_many_sentences_without_does_not_tell_what_was_deleted() -> None:
    others = [figure(number, "一、甲") for number in (5, 6)]
    body = [*BARE[:2], paragraph(5, marked=True)]
    story = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{"".join(body)}</w:body></w:document>'
    found = present([figure(1, "一、甲"), figure(2, "一、甲"), *others], [ET.fromstring(story)])  # noqa: S314 - written here
    assert [item.certain for _, item in found] == [True, True, True, False]


def plain(*rows: str) -> list[list[str] | None]:
    """The plain texts of the written rows, names and values."""
    written = written_tables(STORED)["t"]
    found = present_table(written, list(story(*rows).iter(f"{W}tbl")))
    assert found is not None
    return [found.plain_texts(number, (2, 3)) for number in range(2, 5)]


def test_rows_that_stand_as_they_are_read_as_texts_and_merged_or_shorter_ones_do_not() -> None:
    assert plain(HEADER, *BODY, TOTAL) == [list(texts) for texts in zip(NAMES, VALUES, strict=True)]
    merged = row_of(cell("1"), cell("铝42.86", '<w:gridSpan w:val="2"/>'), cell("42.4"))
    shorter = row("医药", "21.5", "21.3")
    assert plain(HEADER, merged, shorter, BODY[2], TOTAL) == [None, None, [NAMES[2], VALUES[2]]]
    assert plain(HEADER, BODY[0], BODY[2], TOTAL) == [[NAMES[0], VALUES[0]], None, [NAMES[2], VALUES[2]]]
