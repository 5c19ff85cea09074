from pathlib import Path

from reportgen.model.binding import Binding
from reportgen.ooxml.bindings import PART, to_xml
from reportgen.ooxml.package import pack_chunks, write_package
from reportgen.pipeline.changes import changes_since


def saved(folder: Path, *bindings: Binding) -> Path:
    file = folder / "old.docx"
    file.write_bytes(write_package([pack_chunks(PART, to_xml(bindings))]))
    return file


def binding(tag: str, text: str, *cells: str) -> Binding:
    return Binding(tag=tag, text=text, value=text, cells=cells, where=("一、基本情况",), paragraph=2)


def test_a_figure_that_reads_otherwise_is_a_change_with_place_and_cells(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("a", "42.86亿元", "C4"), binding("b", "76家", "D2"))
    found = changes_since(old, [binding("a", "43亿元", "C4"), binding("b", "76家", "D2")])
    assert found is not None
    assert [(item.before, item.after, item.place, item.cells) for item in found] == [
        ("42.86亿元", "43亿元", "一、基本情况 › ¶2", ("C4",))
    ]


def test_figures_of_one_table_are_told_apart_by_their_cells(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("t", "1", "C4"), binding("t", "2", "C5"))
    found = changes_since(old, [binding("t", "2", "C5"), binding("t", "9", "C4")])
    assert found is not None
    assert [(item.before, item.after) for item in found] == [("1", "9")]


def test_new_and_dropped_figures_are_no_changes(tmp_path: Path) -> None:
    old = saved(tmp_path, binding("a", "1", "C4"), binding("b", "2", "C5"))
    assert changes_since(old, [binding("b", "2", "C5"), binding("c", "3", "C6")]) == ()


def test_without_an_earlier_file_of_ours_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert changes_since(tmp_path / "none.docx", [binding("a", "1")]) is None
    (tmp_path / "other.docx").write_bytes(b"not ours")
    assert changes_since(tmp_path / "other.docx", [binding("a", "1")]) is None
