from collections.abc import Iterable
from pathlib import Path

from reportgen.model.binding import Binding, ColumnBinding
from reportgen.model.document import ColumnSource
from reportgen.ooxml.bindings import PART, Stored, to_xml
from reportgen.ooxml.package import pack_chunks, write_package
from reportgen.pipeline.changes import changes_since


def saved(folder: Path, *bindings: Stored) -> Path:
    file = folder / "old.docx"
    file.write_bytes(write_package([pack_chunks(PART, to_xml(bindings))]))
    return file


def binding(tag: str, text: str, *cells: str, sentence: str | None = None, template: str = "") -> Binding:
    return Binding(
        tag=tag,
        text=text,
        value=text,
        cells=cells,
        derivation="合计" if template else "",
        template=template,
        where=("一、基本情况",),
        paragraph=2,
        sentence=f"共{text}。" if sentence is None else sentence,
    )


def column(header: str, *texts: str, values: Iterable[str] | None = None, position: int = 1) -> ColumnBinding:
    rows = range(4, 4 + len(texts))
    return ColumnBinding(
        tag="t",
        texts=texts,
        values=None if values is None else tuple(values),
        source=ColumnSource("a.xlsx", "主导产业", position, rows, header),
        unit="" if values is None else "亿元",
        where=("表1",),
        sentence=header,
        table_row=2,
        table_column=position,
    )


def seen(old: Path, *new: Stored) -> list[tuple[str, str]]:
    found = changes_since(old, new)
    assert found is not None
    return [(item.before, item.after) for item in found]


def test_a_figure_that_reads_otherwise_is_a_change_with_place_and_cells(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("a", "42.86亿元", "C4"), binding("b", "76家", "D2"))
    found = changes_since(old, [binding("a", "43亿元", "C4"), binding("b", "76家", "D2")])
    assert found is not None
    assert [(item.before, item.after, item.place, item.cells) for item in found] == [
        ("42.86亿元", "43亿元", "一、基本情况 › ¶2", ("C4",))
    ]


def test_the_figures_of_a_chart_are_told_apart_by_category_and_series(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("c", "1", "C4", sentence="铝 产值"), binding("c", "2", "C5", sentence="建材 产值"))
    again = binding("c", "2", "C4", sentence="建材 产值"), binding("c", "9", "C5", sentence="铝 产值")
    assert seen(old, *again) == [("1", "9")]


def test_the_rows_of_a_table_go_by_their_names_wherever_they_stand(tmp_path: Path) -> None:
    values = column("产值", "42.86", "24.08", values=("42.86", "24.08"), position=2)
    old = saved(tmp_path, column("名称", "铝", "电力"), values)
    moved = column("产值", "7", "24.08", "43", values=("7", "24.08", "43"), position=2)
    assert seen(old, column("名称", "建材", "电力", "铝"), moved) == [("", "7"), ("42.86", "43")]


def test_a_workbook_under_another_name_is_no_change(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("a", "42.86亿元", "a.xlsx › 主导产业 › C4"))
    assert seen(old, binding("a", "42.86亿元", "终稿.xlsx › 主导产业 › C5")) == []
    assert seen(old, binding("a", "43亿元", "终稿.xlsx › 主导产业 › C5")) == [("42.86亿元", "43亿元")]


def test_new_figures_and_those_that_are_gone_are_said(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("a", "1家", "C4"), binding("b", "2家", "C5"))
    assert seen(old, binding("b", "2家", "C5"), binding("c", "3家", "C6")) == [("", "3家"), ("1家", "")]


def test_words_without_a_digit_come_and_go_unsaid_and_are_said_where_they_change(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("a", "园区", "D4"), binding("b", "调研组", "D5"))
    assert seen(old, binding("b", "工作组", "D5"), binding("c", "全市", "D6")) == [("调研组", "工作组")]


def test_a_total_over_other_cells_is_the_same_total(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("a", "143.737亿元", "F4:F8", template="1.md:30:2"))
    assert seen(old, binding("z", "150亿元", "F4:F9", template="1.md:30:2")) == [("143.737亿元", "150亿元")]


def test_numbers_of_charts_tables_and_appendices_are_no_figures(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("rg-ref-figure-1", "图1"), binding("a", "1家", "C4"))
    assert seen(old, binding("a", "1家", "C4"), binding("rg-ref-figure-2", "图2")) == []


def test_without_an_earlier_file_of_ours_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert changes_since(tmp_path / "none.docx", [binding("a", "1")]) is None
    (tmp_path / "other.docx").write_bytes(b"not ours")
    assert changes_since(tmp_path / "other.docx", [binding("a", "1")]) is None
