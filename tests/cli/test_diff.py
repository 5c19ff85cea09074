"""`reportgen diff`: what changed by the data, what by hand, what in the text; and what cannot be compared."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import Result
from docx import Document
from docx.oxml.ns import qn

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Edit = Callable[[Mapping[str, object]], None]


@pytest.fixture
def built(report: Path, run: Run, tmp_path: Path) -> Path:
    """The Word file of the first build, kept apart."""
    assert run("build", report).exit_code == 0
    kept = tmp_path / "初稿.docx"
    shutil.copy(report / "out" / "2015年总结.docx", kept)
    return kept


def edited(source: Path, target: Path, change: Callable[[Any], None]) -> Path:
    document = Document(str(source))
    change(document)
    document.save(str(target))
    return target


def replace_text(old: str, new: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        found = [node for node in document.element.body.iter(qn("w:t")) if old in (node.text or "")]
        assert found
        found[0].text = found[0].text.replace(old, new)

    return change


def codes(document: dict[str, Any]) -> list[str]:
    return [item["code"] for item in document["findings"]]


def test_a_figure_that_the_data_changed_is_told_with_its_cells(
    report: Path, built: Path, edit: Edit, run: Run, run_json: Json
) -> None:
    edit({"主导产业!B2": 43})
    assert run("build", report).exit_code == 0
    found = run_json("diff", built, report / "out" / "2015年总结.docx")
    shown = {(item["name"], item["old"], item["new"], item["cause"]) for item in found["figures"]}
    assert ("铝加工产值", "42.86亿元", "43亿元", "data") in shown
    cells = {cell for item in found["figures"] for cell in item["cells"]}
    assert "2015.xlsx › 主导产业 › B2" in cells
    assert found["differs"] is True


def test_a_paragraph_that_differs_only_by_its_figures_is_not_listed_among_the_text(
    report: Path, built: Path, edit: Edit, run: Run, run_json: Json
) -> None:
    edit({"主导产业!B2": 43})
    assert run("build", report).exit_code == 0
    assert run_json("diff", built, report / "out" / "2015年总结.docx")["texts"] == []


def test_a_figure_that_a_person_changed_is_told_with_what_the_data_say(
    built: Path, tmp_path: Path, run_json: Json
) -> None:
    new = edited(built, tmp_path / "改.docx", replace_text("42.86亿元", "43亿元"))
    (figure,) = run_json("diff", built, new)["figures"]
    assert (figure["cause"], figure["old"], figure["new"]) == ("hand", "42.86亿元", "43亿元")
    assert figure["written"] == "42.86亿元"


def test_the_changed_words_of_a_paragraph_are_marked(built: Path, tmp_path: Path, run: Run) -> None:
    new = edited(built, tmp_path / "改.docx", replace_text("参与", "出力"))
    result = run("diff", built, new)
    assert result.exit_code == 0
    assert "[-参与-]{+出力+}" in result.stdout


def test_a_report_can_be_compared_with_an_edited_document(
    report: Path, built: Path, edit: Edit, run_json: Json
) -> None:
    edit({"主导产业!B2": 43})
    found = run_json("diff", built, report)
    assert "43亿元" in {item["new"] for item in found["figures"]}
    assert found["texts"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_equal_versions_are_said_to_be_equal(built: Path, tmp_path: Path, run: Run, language: str) -> None:
    same = tmp_path / "同.docx"
    shutil.copy(built, same)
    result = run("diff", built, same, "--exit-code", "--lang", language)
    assert result.exit_code == 0
    assert result.stdout.strip() == {"en": "nothing differs", "zh": "没有差别"}[language]


def test_the_exit_code_says_whether_versions_differ_only_where_that_is_asked_for(
    built: Path, tmp_path: Path, run: Run
) -> None:
    new = edited(built, tmp_path / "改.docx", replace_text("参与", "参加"))
    assert run("diff", built, new).exit_code == 0
    assert run("diff", built, new, "--exit-code").exit_code == 1


def test_two_kinds_of_files_are_not_compared(report: Path, built: Path, run_json: Json) -> None:
    assert codes(run_json("diff", built, report / "2015.xlsx")) == ["different-kinds"]


def test_a_file_is_not_compared_with_itself(built: Path, run_json: Json) -> None:
    assert codes(run_json("diff", built, built)) == ["same-file"]


def test_what_is_no_office_file_is_refused(built: Path, tmp_path: Path, run: Run, run_json: Json) -> None:
    text = tmp_path / "总结.docx"
    text.write_text("只是文字", encoding="utf-8")
    assert codes(run_json("diff", built, text)) == ["not-a-zip"]
    assert run("diff", built, text).exit_code == 1


def test_a_package_that_is_neither_document_nor_workbook_is_refused(
    built: Path, tmp_path: Path, run_json: Json
) -> None:
    from reportgen.ooxml.package import pack, write_package

    slides = tmp_path / "片.pptx"
    slides.write_bytes(write_package([pack("[Content_Types].xml", b"<a/>"), pack("ppt/presentation.xml", b"<a/>")]))
    assert codes(run_json("diff", built, slides)) == ["not-comparable"]


def test_a_document_without_bindings_is_compared_by_its_text(
    report: Path, built: Path, run: Run, run_json: Json
) -> None:
    assert run("build", report, "--plain", "--force").exit_code == 0
    found = run_json("diff", built, report / "out" / "2015年总结.docx")
    assert codes(found) == ["no-figures"]
    assert found["figures"] == found["texts"] == []


def test_where_the_marks_of_figures_are_lost_their_edits_are_shown_with_the_text(
    built: Path, tmp_path: Path, run_json: Json
) -> None:
    def drop_controls(document: Any) -> None:
        replace_text("42.86亿元", "43亿元")(document)
        for control in list(document.element.body.iter(qn("w:sdt"))):
            for child in list(control.find(qn("w:sdtContent"))):
                control.addprevious(child)
            control.getparent().remove(control)

    found = run_json("diff", built, edited(built, tmp_path / "改.docx", drop_controls))
    assert codes(found) == ["marks-lost"]
    assert found["figures"] == []
    assert ["42.86", "43"] in [[piece["text"] for piece in item["pieces"] if piece["fate"]] for item in found["texts"]]


def test_a_figure_that_lost_its_mark_and_still_stands_in_its_sentence_was_not_removed(
    built: Path, tmp_path: Path, run_json: Json
) -> None:
    def drop_one(document: Any) -> None:
        controls = document.element.body.iter(qn("w:sdt"))
        control = next(item for item in controls if "42.86" in "".join(item.itertext()))
        for child in list(control.find(qn("w:sdtContent"))):
            control.addprevious(child)
        control.getparent().remove(control)

    found = run_json("diff", built, edited(built, tmp_path / "改.docx", drop_one))
    assert found["figures"] == found["texts"] == []


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_tracked_document_differs_from_the_new_version_only_where_the_text_changed(
    built: Path, tmp_path: Path, run: Run
) -> None:
    new, out = edited(built, tmp_path / "改.docx", replace_text("参与", "出力")), tmp_path / "修订.docx"
    result = run("diff", built, new, "--docx", out, "--date", "2016-02-24")
    assert result.exit_code == 0
    before, after = parts(new), parts(out)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    text = after["word/document.xml"].decode()
    assert "<w:delText>参与</w:delText>" in text
    assert re.search(r'<w:ins w:id="\d+" w:author="reportgen" w:date="2016-02-24T00:00:00Z">', text)


def test_a_changed_figure_is_marked_inside_its_control(built: Path, tmp_path: Path, run: Run) -> None:
    new, out = edited(built, tmp_path / "改.docx", replace_text("42.86亿元", "43亿元")), tmp_path / "修订.docx"
    assert run("diff", built, new, "--docx", out).exit_code == 0
    text = parts(out)["word/document.xml"].decode()
    assert re.search(r"<w:sdtContent>(?:(?!</w:sdtContent>).)*<w:delText>42.86</w:delText>", text)


def test_two_runs_write_the_same_tracked_document(built: Path, tmp_path: Path, run: Run) -> None:
    new = edited(built, tmp_path / "改.docx", replace_text("参与", "出力"))
    outs = [tmp_path / "修订1.docx", tmp_path / "修订2.docx"]
    for out in outs:
        assert run("diff", built, new, "--docx", out).exit_code == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_neither_version_is_overwritten_by_the_tracked_document(built: Path, tmp_path: Path, run_json: Json) -> None:
    new = edited(built, tmp_path / "改.docx", replace_text("参与", "出力"))
    before = new.read_bytes()
    assert codes(run_json("diff", built, new, "--docx", new)) == ["overwrites-version"]
    assert new.read_bytes() == before


def test_a_file_that_stands_in_the_place_of_the_tracked_document_is_kept(
    built: Path, tmp_path: Path, run_json: Json
) -> None:
    new = edited(built, tmp_path / "改.docx", replace_text("参与", "出力"))
    other = edited(built, tmp_path / "别的.docx", replace_text("参与", "配合"))
    assert codes(run_json("diff", built, new, "--docx", other)) == ["output-edited"]
    assert run_json("diff", built, new, "--docx", other, "--force")["written"] == [str(other)]


def test_pictures_that_are_gone_are_listed_and_put_back_as_deleted(built: Path, tmp_path: Path, run_json: Json) -> None:
    picture = Path(__file__).parents[2] / "examples" / "pictures" / "word-1.png"
    old = edited(built, tmp_path / "有图.docx", lambda document: document.add_picture(str(picture)))
    found = run_json("diff", old, built, "--docx", tmp_path / "修订.docx")
    assert codes(found) == []
    assert [(item["fate"], item["kind"]) for item in found["things"]] == [("removed", "picture")]
    assert picture.read_bytes() in parts(tmp_path / "修订.docx").values()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "formatting only: bold, alignment"), ("zh", "只改格式：加粗、对齐")]
)
def test_a_paragraph_that_only_looks_otherwise_is_told_in_one_line(
    built: Path, tmp_path: Path, run: Run, language: str, said: str
) -> None:
    def embolden(document: Any) -> None:
        paragraph = document.paragraphs[-1]
        paragraph.alignment = 1
        for item in paragraph.runs:
            item.bold = True

    old = edited(built, tmp_path / "旧.docx", lambda document: document.add_paragraph("附：说明"))
    lines = run("diff", old, edited(old, tmp_path / "新.docx", embolden), "--lang", language).stdout.splitlines()
    (line,) = (line for line in lines if "附：说明" in line)
    assert line.strip().startswith(said)


@pytest.mark.parametrize(
    ("language", "said"), [("en", ("picture added", "picture removed")), ("zh", ("增加图片", "删去图片"))]
)
def test_the_terminal_lists_pictures_in_both_languages(
    built: Path, tmp_path: Path, run: Run, language: str, said: tuple[str, str]
) -> None:
    picture = Path(__file__).parents[2] / "examples" / "pictures" / "word-1.png"
    pictured = edited(built, tmp_path / "有图.docx", lambda document: document.add_picture(str(picture)))
    for versions, words in zip(((built, pictured), (pictured, built)), said, strict=True):
        assert words in run("diff", *versions, "--lang", language).stdout


def test_a_text_box_that_is_gone_is_listed_and_put_back_as_deleted(built: Path, tmp_path: Path, run_json: Json) -> None:
    def add_box(document: Any) -> None:
        from docx.oxml import parse_xml

        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        boxed = "<w:txbxContent><w:p><w:r><w:t>盒中的字</w:t></w:r></w:p></w:txbxContent>"
        document.element.body.insert(0, parse_xml(f"<w:p {space}><w:r><w:pict>{boxed}</w:pict></w:r></w:p>"))

    old = edited(built, tmp_path / "有框.docx", add_box)
    found = run_json("diff", old, built, "--docx", tmp_path / "修订.docx")
    assert codes(found) == []
    assert [(item["old"], item["place"]) for item in found["texts"]] == [("盒中的字", "¶ › 文本框1")]
    xml = parts(tmp_path / "修订.docx")["word/document.xml"].decode()
    assert re.search("<w:del [^>]*><w:r><w:pict><w:txbxContent>.*<w:delText>盒中的字</w:delText>", xml)


def test_a_picture_that_the_old_file_itself_lacks_is_counted(built: Path, tmp_path: Path, run_json: Json) -> None:
    picture = Path(__file__).parents[2] / "examples" / "pictures" / "word-1.png"
    old = edited(built, tmp_path / "有图.docx", lambda document: document.add_picture(str(picture)))
    broken = tmp_path / "缺图.docx"
    with ZipFile(old) as source, ZipFile(broken, "w") as target:
        for name in source.namelist():
            if "/media/" not in name:
                target.writestr(name, source.read(name))
    found = run_json("diff", broken, built, "--docx", tmp_path / "修订.docx")
    assert codes(found) == ["left-behind"]


def test_a_header_whose_section_has_another_one_now_is_named(built: Path, tmp_path: Path, run_json: Json) -> None:
    def add_section(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "总报告"
        section = document.add_section()
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "附表说明"

    old = edited(built, tmp_path / "旧.docx", add_section)

    def link(document: Any) -> None:
        document.sections[-1].header.is_linked_to_previous = True

    new = edited(old, tmp_path / "新.docx", link)
    found = run_json("diff", old, new, "--docx", tmp_path / "修订.docx")
    (said,) = found["findings"]
    assert (said["code"], said["facts"]["places"]) == ("headers-left-behind", "页眉2")


def test_what_looks_otherwise_by_a_style_is_said_to_be_untracked(built: Path, tmp_path: Path, run_json: Json) -> None:
    old = edited(built, tmp_path / "旧.docx", lambda document: document.add_paragraph("附：说明", style="Normal"))

    def restyle(document: Any) -> None:
        document.styles["Normal"].font.italic = True

    new = edited(old, tmp_path / "新.docx", restyle)
    found = run_json("diff", old, new, "--docx", tmp_path / "修订.docx")
    assert codes(found) == ["styles-not-tracked"]
    assert len(found["formats"]) == int(found["findings"][0]["facts"]["count"]) > 0


@pytest.fixture
def tabled(report: Path) -> Path:
    """The report with a table of its industries in the narrative."""
    section = report / "kit" / "sections" / "1-基本情况.md"
    table = "\n::: 表 产业表\n数据: 主导产业\n列: 名称、产值\n合计: 合计\n题注: 主导产业产值\n:::\n"
    section.write_text(section.read_text(encoding="utf-8") + table, encoding="utf-8")
    return report


def test_cells_of_a_table_are_told_by_row_and_column_and_not_again_with_the_text(
    tabled: Path, built: Path, edit: Edit, run: Run, run_json: Json
) -> None:
    edit({"主导产业!B2": 43})
    assert run("build", tabled).exit_code == 0
    found = run_json("diff", built, tabled / "out" / "2015年总结.docx")
    shown = {(item["name"], item["old"], item["new"]) for item in found["figures"]}
    assert {("铝加工 · 产值（亿元）", "42.86", "43"), ("合计 · 产值（亿元）", "64.403", "64.543")} <= shown
    assert found["texts"] == []


def test_a_paragraph_that_went_elsewhere_is_said_to_have_moved(built: Path, tmp_path: Path, run: Run) -> None:
    texts = ["加上的第一段话。", "隔在当中的一段。", "再加上的另一段。", "最后的一段文字。"]

    def add(order: list[int]) -> Callable[[Any], None]:
        def change(document: Any) -> None:
            for at in order:
                document.add_paragraph(texts[at])

        return change

    old, new = (
        edited(built, tmp_path / "旧.docx", add([0, 1, 2, 3])),
        edited(built, tmp_path / "新.docx", add([1, 2, 0, 3])),
    )
    result = run("diff", old, new)
    assert re.search("moved, was at 一、基本情况 › （一）主导产业 › ¶[0-9]+\\) 加上的第一段话。", result.stdout)
    assert "paragraphs (1):" in result.stdout


def test_an_encrypted_file_is_named_as_such(built: Path, tmp_path: Path, run_json: Json) -> None:
    locked = tmp_path / "密.docx"
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert codes(run_json("diff", built, locked)) == ["encrypted-file"]
