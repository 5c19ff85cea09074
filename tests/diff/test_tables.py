"""The formatting of tables: compared as a reader sees it, told once a table, and marked so that it can be rejected."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from reportgen.compare.compare import compare
from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.tracked import tracked
from reportgen.model.comparison import Aspect, FormatChange
from reportgen.ooxml.package import PackageReader

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Word = Callable[..., Any]
LINE = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
THICK = 'w:val="single" w:sz="12" w:space="0" w:color="auto"'
SHADED = '<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>'


def cell(text: str, form: str = "", look: str = "") -> str:
    run = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{text}</w:t></w:r>"
    return f"<w:tc>{f'<w:tcPr>{form}</w:tcPr>' if form else ''}<w:p>{run}</w:p></w:tc>"


def row(*cells: str, form: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{form}</w:trPr>' if form else ''}{''.join(cells)}</w:tr>"


def table(*rows: str, form: str = "", widths: tuple[int, ...] = (2000, 2000)) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{form}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


HEAD = row(cell("产业"), cell("产值"))
LAST = row(cell("铝加工"), cell("42.86"))
PLAIN = table(HEAD, LAST)


def formats(old: Any, new: Any) -> list[FormatChange]:
    return list(compare(old, new, lambda *_: {}).formats)


def told(word: Word, old: str, new: str) -> list[tuple[str, tuple[Aspect, ...], bool]]:
    return [(item.place, item.aspects, item.is_only) for item in formats(word(old), word(new))]


@pytest.mark.parametrize(
    ("new", "place", "aspect"),
    [
        (table(HEAD, LAST, form='<w:jc w:val="center"/>'), "表1", Aspect.TABLE_PLACE),
        (table(HEAD, LAST, form=f"<w:tblBorders><w:insideH {LINE}/></w:tblBorders>"), "表1", Aspect.BORDERS),
        (table(HEAD, LAST, widths=(1000, 3000)), "表1", Aspect.WIDTHS),
        (table(row(cell("产业"), cell("产值"), form="<w:tblHeader/>"), LAST), "表1 › 产业", Aspect.HEADER_ROW),
        (table(row(cell("产业"), cell("产值"), form="<w:cantSplit/>"), LAST), "表1 › 产业", Aspect.ROW_BREAK),
        (
            table(HEAD, row(cell("铝加工"), cell("42.86"), form='<w:trHeight w:val="800"/>')),
            "表1 › 铝加工",
            "row-height",
        ),
        (table(HEAD, row(cell("铝加工"), cell("42.86", SHADED))), "表1 › 铝加工 › 2", Aspect.BACKGROUND),
        (
            table(HEAD, row(cell("铝加工"), cell("42.86", '<w:vAlign w:val="center"/>'))),
            "表1 › 铝加工 › 2",
            "cell-alignment",
        ),
        (table(row(cell("产业", SHADED), cell("产值", SHADED)), LAST), "表1 › 产业", Aspect.BACKGROUND),
        (
            table(row(cell("产业", SHADED), cell("产值")), row(cell("铝加工", SHADED), cell("42.86"))),
            "表1",
            "background",
        ),
    ],
)
def test_what_looks_otherwise_is_told_once_at_the_smallest_spot(word: Word, new: str, place: str, aspect: str) -> None:
    assert told(word, PLAIN, new) == [(place, (aspect,), True)]


def test_looks_of_many_cells_and_of_their_characters_are_one_change_of_the_table(word: Word) -> None:
    new = table(
        row(cell("产业", SHADED, "<w:b/>"), cell("产值", SHADED, "<w:b/>")),
        row(cell("铝加工", look='<w:color w:val="FF0000"/>'), cell("42.86")),
    )
    assert told(word, PLAIN, new) == [("表1", (Aspect.BOLD, Aspect.COLOUR, Aspect.BACKGROUND), True)]


@pytest.mark.parametrize(
    "other",
    [
        table(HEAD, LAST, widths=(2015, 1985)),
        table(HEAD, LAST, form='<w:jc w:val="left"/><w:tblInd w:w="0" w:type="dxa"/>'),
        table(
            HEAD, row(cell("铝加工", '<w:vAlign w:val="top"/>'), cell("42.86", '<w:shd w:val="clear" w:fill="auto"/>'))
        ),
        table(HEAD, LAST, form='<w:tblCellMar><w:left w:w="108" w:type="dxa"/></w:tblCellMar>'),
        table(row(cell("产业"), cell("产值"), form='<w:tblHeader w:val="false"/>'), LAST),
    ],
)
def test_what_says_the_same_in_other_words_is_no_change(word: Word, other: str) -> None:
    assert told(word, PLAIN, other) == []


def test_borders_of_a_style_and_the_same_at_each_cell_are_the_same(word: Word) -> None:
    sides = "".join(f"<w:{side} {LINE}/>" for side in ("top", "left", "bottom", "right"))
    style = (
        f'<w:styles {W}><w:style w:type="table" w:styleId="T"><w:tblPr><w:tblBorders>{sides}'
        f"<w:insideH {LINE}/><w:insideV {LINE}/></w:tblBorders></w:tblPr></w:style></w:styles>"
    )
    named = '<w:tblStyle w:val="T"/>'
    own = f"<w:tcBorders>{sides}</w:tcBorders>"
    each = table(row(cell("产业", own), cell("产值", own)), row(cell("铝加工", own), cell("42.86", own)), form=named)
    assert formats(word(table(HEAD, LAST, form=named), {"styles": style}), word(each, {"styles": style})) == []


def test_a_border_that_either_of_two_cells_asks_for_is_there(word: Word) -> None:
    below = table(row(cell("产业", f"<w:tcBorders><w:bottom {LINE}/></w:tcBorders>"), cell("产值")), LAST)
    above = table(HEAD, row(cell("铝加工", f"<w:tcBorders><w:top {LINE}/></w:tcBorders>"), cell("42.86")))
    assert told(word, below, above) == []
    assert [aspects for _, aspects, _ in told(word, PLAIN, above)] == [(Aspect.BORDERS,)]


def test_a_row_at_the_end_changes_no_border_of_the_row_that_was_last(word: Word) -> None:
    lines = f"<w:tblBorders><w:bottom {THICK}/><w:insideH {LINE}/></w:tblBorders>"
    longer = table(HEAD, LAST, row(cell("医药食品"), cell("21")), form=lines)
    assert told(word, table(HEAD, LAST, form=lines), longer) == []


def test_cells_that_are_merged_are_told_as_such_and_not_as_rows_that_came_and_went(word: Word) -> None:
    old = table(HEAD, row(cell("合计"), cell("")), LAST)
    new = table(HEAD, row(cell("合计", '<w:gridSpan w:val="2"/>')), LAST)
    found = compare(word(old), word(new), lambda *_: {})
    assert found.texts == ()
    assert [(item.place, item.aspects, item.is_only) for item in found.formats] == [
        ("表1 › 合计", (Aspect.MERGED,), True)
    ]


def test_a_row_that_looks_otherwise_is_told_though_the_row_in_its_old_place_looks_as_it_did(word: Word) -> None:
    whole = "<w:cantSplit/>"
    old = table(HEAD, row(cell("建材"), cell("36.7")), row(cell("铝加工"), cell("42.86"), form=whole))
    new = table(HEAD, LAST, row(cell("医药食品"), cell("21"), form=whole))
    assert ("表1 › 铝加工", (Aspect.ROW_BREAK,), True) in told(word, old, new)


def test_a_table_whose_text_changed_too_says_so(word: Word) -> None:
    new = table(row(cell("产业", SHADED), cell("产值")), row(cell("铝加工", SHADED), cell("45")))
    assert told(word, PLAIN, new) == [("表1", (Aspect.BACKGROUND,), False)]


def marked(package: Callable[..., bytes], old: str, new: str) -> str:
    data = tracked(WordFile(package(old), "a"), package(new), "b", "2016-02-24T08:00:00Z").data
    return PackageReader(data, "b").read("word/document.xml").decode()


def test_properties_of_table_row_and_cell_say_what_they_were(package: Callable[..., bytes]) -> None:
    new = table(
        row(cell("产业", SHADED), cell("产值"), form="<w:tblHeader/>"),
        LAST,
        form='<w:jc w:val="center"/>',
        widths=(1000, 3000),
    )
    xml = marked(package, PLAIN, new)
    assert re.search('<w:jc w:val="center"/><w:tblPrChange [^>]*><w:tblPr></w:tblPr></w:tblPrChange></w:tblPr>', xml)
    before = '<w:gridCol w:w="2000"/><w:gridCol w:w="2000"/>'
    assert re.search(
        f'<w:tblGridChange w:id="[0-9]+"><w:tblGrid>{before}</w:tblGrid></w:tblGridChange></w:tblGrid>', xml
    )
    assert re.search("<w:tblHeader/><w:trPrChange [^>]*><w:trPr></w:trPr></w:trPrChange></w:trPr>", xml)
    assert re.search("<w:shd [^>]*/><w:tcPrChange [^>]*><w:tcPr></w:tcPr></w:tcPrChange></w:tcPr>", xml)


def test_properties_that_are_gone_come_back_in_their_order(package: Callable[..., bytes]) -> None:
    exception = f"<w:tblPrEx><w:tblBorders><w:top {LINE}/></w:tblBorders></w:tblPrEx>"
    old = table(f"<w:tr>{exception}<w:trPr><w:tblHeader/></w:trPr>{cell('产业', SHADED)}{cell('产值')}</w:tr>", LAST)
    xml = marked(package, old, PLAIN)
    order = (
        "<w:tr><w:tblPrEx><w:tblPrExChange .*</w:tblPrEx><w:trPr><w:trPrChange .*</w:trPr><w:tc><w:tcPr><w:tcPrChange "
    )
    assert re.search(order, xml)


def test_what_looks_the_same_is_not_marked_however_it_is_written(package: Callable[..., bytes]) -> None:
    other = table(HEAD, LAST, form='<w:jc w:val="left"/>', widths=(2015, 1985))
    assert "Change" not in marked(package, PLAIN, other)


def test_a_table_whose_look_somebody_tracks_already_is_marked_once(package: Callable[..., bytes]) -> None:
    theirs = '<w:tcPrChange w:id="1" w:author="张" w:date="2016-01-01T00:00:00Z"><w:tcPr/></w:tcPrChange>'
    xml = marked(package, PLAIN, table(row(cell("产业", SHADED + theirs), cell("产值")), LAST))
    assert xml.count("tcPrChange ") == 1


def wide(*columns: tuple[str, ...]) -> str:
    return table(*(row(*map(cell, texts)) for texts in zip(*columns, strict=True)), widths=(2000,) * len(columns))


NAMES, VALUES, RATES = ("产业", "铝加工", "医药食品"), ("产值", "42.86", "21"), ("增速", "12.5%", "8%")


def test_a_column_that_came_is_told_once_and_the_cells_beside_it_as_ever(word: Word) -> None:
    old, new = wide(NAMES, VALUES), wide(NAMES, RATES, ("产值", "45", "21"))
    texts = compare(word(old), word(new), lambda *_: {}).texts
    assert [(item.fate, item.place, item.old, item.new) for item in texts] == [
        ("added", "表1 › 第2列", "", "增速 | 12.5% | 8%"),
        ("changed", "表1 › 铝加工 › 3", "42.86", "45"),
    ]


def test_a_cell_behind_a_new_column_that_looks_otherwise_is_told_where_it_stands_now(word: Word) -> None:
    shaded = '<w:shd w:val="clear" w:fill="FF0000"/>'
    new = table(row(cell("产业"), cell("增速"), cell("产值")), row(cell("铝加工"), cell("1%"), cell("45", shaded)))
    found = formats(word(table(row(cell("产业"), cell("产值")), row(cell("铝加工"), cell("45")))), word(new))
    assert "表1 › 铝加工 › 3" in [item.place for item in found]


def test_a_column_that_went_is_told_once(word: Word) -> None:
    texts = compare(word(wide(NAMES, VALUES, RATES)), word(wide(NAMES, VALUES)), lambda *_: {}).texts
    assert [(item.fate, item.place, item.old) for item in texts] == [("removed", "表1 › 第3列", "增速 | 12.5% | 8%")]


def test_columns_of_which_most_are_others_are_told_row_by_row(word: Word) -> None:
    texts = compare(
        word(wide(NAMES, VALUES)), word(wide(NAMES, RATES, ("户数", "3", "4"), ("占比", "5", "6"))), lambda *_: {}
    ).texts
    assert {item.fate for item in texts} == {"added", "removed"}
    assert all("列" not in item.place for item in texts)


def section(*, width: int = 11906, left: int = 1500, first: str = "") -> str:
    margins = (
        f'<w:pgMar w:top="1440" w:right="1500" w:bottom="1440" w:left="{left}" w:header="0" w:footer="0" w:gutter="0"/>'
    )
    return f'<w:sectPr><w:pgSz w:w="{width}" w:h="16838"/>{margins}{first}</w:sectPr>'


@pytest.mark.parametrize("new", [section(width=16838), section(left=1800), section(first="<w:titlePg/>")])
def test_pages_that_look_otherwise_are_told_and_marked(word: Word, package: Callable[..., bytes], new: str) -> None:
    assert told(word, section(), new) == [("第1节", (Aspect.PAGE,), True)]
    before = re.escape(section()[len("<w:sectPr>") :])
    assert re.search(
        f"<w:sectPrChange [^>]*><w:sectPr>{before}</w:sectPrChange></w:sectPr>", marked(package, section(), new)
    )


def test_margins_that_programs_round_are_the_same(word: Word) -> None:
    assert told(word, section(left=1500), section(left=1512)) == []


def test_a_table_as_wide_as_the_text_does_not_move_with_the_margins(word: Word) -> None:
    full = table(HEAD, LAST, form='<w:jc w:val="center"/>', widths=(4453, 4453))
    assert [aspects for _, aspects, _ in told(word, full + section(), full + section(left=1000))] == [(Aspect.PAGE,)]


@pytest.mark.parametrize("width", ["inf", "1e999", "nan", "breit", ""])
def test_a_length_that_is_none_is_no_fault(word: Word, width: str) -> None:
    strange = PLAIN.replace('w:w="2000"', f'w:w="{width}"') + f'<w:sectPr><w:pgSz w:w="{width}"/></w:sectPr>'
    assert Aspect.WIDTHS in formats(word(PLAIN + section()), word(strange))[-1].aspects
