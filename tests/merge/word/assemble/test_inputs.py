"""What is taken for a draft, and what cannot be one."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from openpyxl import Workbook

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"no zip at all", "not-a-zip"),
        (OLE, "old-office-file"),
    ],
)
def test_a_file_that_is_no_word_document_stops_the_run(world: Any, content: bytes, code: str) -> None:
    (world.drafts / "04-坏.docx").write_bytes(content)
    result = world.assemble()
    assert not result.out.exists()
    assert code in result.codes
    assert all(str(item.place) == "04-坏.docx" for item in result.findings if item.severity == "error")


def test_a_workbook_in_the_clothes_of_a_draft_is_said(world: Any) -> None:
    Workbook().save(world.drafts / "04.docx")
    assert "not-a-word-document" in world.assemble().codes


def test_a_draft_in_the_strict_form_is_said_to_be_saved_otherwise(world: Any) -> None:
    with zipfile.ZipFile(world.draft(1)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = parts["_rels/.rels"].decode()
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    old = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    assert old in relations
    parts["_rels/.rels"] = relations.replace(old, strict).encode()
    with zipfile.ZipFile(world.draft(1), "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    result = world.assemble()
    assert str(result.finding("strict-document").place) == world.draft(1).name
    assert not result.out.exists()


def test_all_broken_drafts_are_said_in_one_run(world: Any) -> None:
    for name in ("a.docx", "b.docx"):
        (world.drafts / name).write_bytes(name.encode())
    assert world.assemble().codes.count("not-a-zip") == 2


def test_a_draft_whose_text_declares_entities_is_refused(world: Any) -> None:
    with zipfile.ZipFile(world.draft(1)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts["word/document.xml"].decode()
    parts["word/document.xml"] = text.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1).encode()
    with zipfile.ZipFile(world.draft(1), "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert "broken-part" in world.assemble().codes


def test_the_same_file_twice_is_taken_once(world: Any) -> None:
    once = world.assemble()
    copyfile(world.draft(1), world.drafts / "01-副本.docx")
    twice = world.assemble(world.drafts, world.draft(2), out="twice.docx")
    assert twice.codes.count("draft-twice") == 2
    assert twice.text == once.text


def test_a_draft_that_somebody_has_open_is_said_and_its_lock_file_is_not_read(world: Any) -> None:
    lock = world.drafts / f"~${world.draft(1).name[2:]}"
    lock.write_bytes(b"owner")
    result = world.assemble()
    assert result.finding("draft-open").facts["file"] == world.draft(1).name
    assert result.out.exists()


def test_the_output_in_the_folder_of_the_drafts_is_no_draft_of_the_next_run(world: Any) -> None:
    first = world.assemble(out="drafts/all.docx").out.read_bytes()
    assert world.assemble(out="drafts/all.docx").out.read_bytes() == first


def test_an_output_that_is_named_as_a_draft_is_refused(world: Any) -> None:
    before = world.draft(1).read_bytes()
    result = world.assemble(*world.files, out=f"drafts/{world.draft(1).name}")
    assert "output-is-a-draft" in result.codes
    assert world.draft(1).read_bytes() == before


def test_a_folder_without_drafts_is_said(world: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert world.assemble(tmp_path / "empty").codes == ["no-drafts"]


def test_an_output_that_a_person_edited_is_not_overwritten(world: Any) -> None:
    (world.folder / "all.docx").write_bytes(b"mine")
    result = world.assemble()
    assert "output-edited" in result.codes
    assert (world.folder / "all.docx").read_bytes() == b"mine"
    world.assemble(force=True)
    assert (world.folder / "all.docx").read_bytes() != b"mine"


HURTING: dict[str, Callable[[int], str]] = {
    "nested controls": lambda n: "<w:sdt><w:sdtContent>" * n + "<w:p/>" + "</w:sdtContent></w:sdt>" * n,
    "nested tables": lambda n: "<w:tbl><w:tr><w:tc>" * (n // 10) + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * (n // 10),
    "references": lambda n: "<w:p>" + "<w:r><w:t>图1见附件3</w:t></w:r>" * n + "</w:p>",
    "spaces": lambda n: "<w:p><w:r><w:t>" + ("1" + " " * 5 * n) * 4 + "</w:t></w:r></w:p>",
    "bookmarks": lambda n: "<w:p>" + '<w:bookmarkStart w:id="1" w:name="b"/>' * n + "</w:p>",
    "sections": lambda n: "<w:p><w:r><w:t>" + "见第一部分，见“二、（三）”，" * n + "</w:t></w:r></w:p>",
    "headings": lambda n: (
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>（一）甲</w:t></w:r></w:p>' * (n // 2)
    ),
    "fields": lambda n: (
        "<w:p>"
        + '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF a</w:instrText></w:r>' * n
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
}


@pytest.mark.parametrize("kind", HURTING)
def test_drafts_made_to_hurt_take_no_work_that_grows_with_its_square(
    world: Any, kind: str, steps: Callable[[Callable[[], object]], int]
) -> None:
    with zipfile.ZipFile(world.draft(3)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = parts["word/document.xml"].decode()

    def work(count: int) -> int:
        parts["word/document.xml"] = main.replace("<w:sectPr>", f"{HURTING[kind](count)}<w:sectPr>", 1).encode()
        with zipfile.ZipFile(world.draft(3), "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return steps(lambda: world.assemble(force=True))

    few, some, many = work(10), work(500), work(2_000)
    assert (world.folder / "all.docx").exists()
    assert many - few < 4 * 2 * (some - few) + few


def test_a_draft_with_styles_and_notes_without_ids_is_put_in(world: Any) -> None:
    paragraph = '<w:p><w:pPr><w:pStyle/></w:pPr><w:r><w:footnoteReference/><w:commentReference w:id="x"/></w:r></w:p>'
    with zipfile.ZipFile(world.draft(3)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = parts["word/document.xml"].decode()
    parts["word/document.xml"] = main.replace("<w:sectPr>", f"{paragraph}<w:sectPr>", 1).encode()
    with zipfile.ZipFile(world.draft(3), "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert world.assemble().out.exists()
