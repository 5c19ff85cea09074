"""Content that a draft only links to, and files beside the drafts that are not read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
MAIN, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def link(rewrite: Rewrite, file: Path, kind: str, target: str, content: str) -> None:
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    rewrite(
        file,
        {
            MAIN: lambda part: part.replace("<w:sectPr>", f"{content}<w:sectPr>"),
            RELATIONS: lambda part: part.replace("</Relationships>", f"{relation}</Relationships>"),
        },
    )


PICTURE = f'<w:p><w:r><w:pict><v:shape {VML}><v:imagedata r:id="rIdX"/></v:shape></w:pict></w:r></w:p>'


@pytest.mark.parametrize(
    ("kind", "content"), [("image", PICTURE), ("aFChunk", '<w:altChunk r:id="rIdX"/>')], ids=["picture", "document"]
)
def test_content_that_is_only_linked_is_said(world: Any, rewrite: Rewrite, kind: str, content: str) -> None:
    link(rewrite, world.draft(2), kind, "http://example.org/x.png", content)
    found = world.assemble().finding("linked-content")
    assert found.facts["targets"] == "http://example.org/x.png"
    assert str(found.place) == world.draft(2).name


SIMPLE = '<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;a.docx&quot; "/></w:p>'
IN_PIECES = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r>'
    '<w:instrText>TEXT "a.docx" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


@pytest.mark.parametrize("field", [SIMPLE, IN_PIECES], ids=["simple", "in pieces"])
def test_a_field_that_fetches_from_another_file_is_said(world: Any, rewrite: Rewrite, field: str) -> None:
    rewrite(world.draft(2), {MAIN: lambda part: part.replace("<w:sectPr>", f"{field}<w:sectPr>")})
    assert world.assemble().finding("linked-content").facts["targets"] == 'INCLUDETEXT "a.docx"'


def test_links_to_be_clicked_and_links_that_nothing_uses_are_not_said(world: Any, rewrite: Rewrite) -> None:
    link(rewrite, world.draft(1), "hyperlink", "http://example.org/", '<w:p><w:hyperlink r:id="rIdX"/></w:p>')
    link(rewrite, world.draft(2), "image", "http://example.org/x.png", "")
    assert "linked-content" not in world.assemble().codes


def test_texts_in_other_formats_and_folders_of_drafts_are_named(world: Any) -> None:
    (world.drafts / "02-经济运行.doc").write_bytes(b"old")
    (world.drafts / "01-基本情况.wps").write_bytes(b"saved as .docx since")
    (world.drafts / "~$x.doc").write_bytes(b"lock")
    (world.drafts / "数据.xlsx").write_bytes(b"no text")
    (world.drafts / "空的").mkdir()
    (world.drafts / "经发局").mkdir()
    (world.drafts / "经发局" / "稿.docx").write_bytes(b"")
    result = world.assemble()
    assert result.out.exists()
    assert result.finding("draft-not-read").facts["names"] == "02-经济运行.doc"
    assert result.finding("folders-among-drafts").facts["names"] == "经发局"


def test_macros_of_a_draft_are_left_out_and_said(world: Any, rewrite: Rewrite) -> None:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    related = f'<Relationship Id="rIdV" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
    declared = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    rewrite(
        world.draft(1),
        {
            "word/_rels/document.xml.rels": lambda part: part.replace("</Relationships>", related),
            "[Content_Types].xml": lambda part: part.replace("</Types>", declared),
            "word/vbaProject.bin": lambda _: "macros",
        },
    )
    macros = world.drafts / "01-基本情况.docm"
    world.draft(1).rename(macros)
    result = world.assemble()
    assert result.finding("macros-dropped").facts["file"] == macros.name
    assert not [name for name in result.names if "vba" in name]
    assert result.codes.count("macros-dropped") == 1
