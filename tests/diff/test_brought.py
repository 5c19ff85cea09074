"""Objects that went come back in the newer file with prefixes, numbers and names of their own there."""

import re
from collections.abc import Callable

from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.tracked import tracked
from reportgen.ooxml.package import PackageReader

Package = Callable[..., bytes]
LATER = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def paragraph(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


LAST = paragraph("<w:t>末段</w:t>")


def document(old: bytes, new: bytes) -> str:
    made = tracked(WordFile(old, "a.docx"), new, "b.docx", "2016-02-24T08:00:00Z")
    assert made.left == 0
    return PackageReader(made.data, "b.docx").read("word/document.xml").decode()


def gone(package: Package, inner: str, media: dict[str, bytes] | None = None, *, new: str = LAST) -> str:
    xml = document(package(paragraph(inner) + LAST, media=media or {}), package(new))
    (found,) = re.findall("<w:del [^>]*><w:r>(.*?)</w:r></w:del>", xml)
    return str(found)


def test_an_equation_is_deleted_as_a_whole_and_not_inside_a_run(package: Package) -> None:
    equation = f"<m:oMath {MATH}><m:r><m:t>a&lt;b</m:t></m:r></m:oMath>"
    xml = document(package(f"<w:p>{equation}</w:p>{LAST}"), package(LAST))
    assert re.search(f"<w:del [^>]*><m:oMath {MATH}><m:r><m:t>a&lt;b</m:t></m:r></m:oMath></w:del>", xml)


def test_an_embedded_object_comes_with_its_data_under_a_shape_name_that_nothing_else_has(package: Package) -> None:
    def embedded() -> str:
        shape = '<v:shape id="_x0000_i1025" o:spid="_x0000_i1025"><v:imagedata r:id="a"/></v:shape>'
        return f'<w:object {VML}>{shape}<o:OLEObject Type="Embed" ShapeID="_x0000_i1025" r:id="b"/></w:object>'

    media = {"a.png": b"picture", "b.png": b"object"}
    there = paragraph(f'<w:pict {VML}><v:shape id="_x0000_i1025"/></w:pict>')
    found = gone(package, embedded(), media, new=f"{there}{paragraph('<w:t>末段</w:t>')}")
    shape = re.search('<v:shape id="([^"]+)">', found)
    assert shape
    assert shape[1] != "_x0000_i1025"
    assert f'ShapeID="{shape[1]}"' in found
    assert "spid" not in found


def test_what_only_newer_programs_know_stays_behind_unless_a_choice_asks_for_it(package: Package) -> None:
    inner = (
        f'<mc:AlternateContent xmlns:wps="{SHAPES}" xmlns:wp14="{LATER}"><mc:Choice Requires="wps"><w:drawing>'
        '<wp:inline wp14:anchorId="1"><wp:docPr id="3" name="框"/><wps:wsp><wps:bodyPr/></wps:wsp><wp14:sizeRelH/>'
        '</wp:inline></w:drawing></mc:Choice><mc:Choice Requires="none"/><mc:Fallback><w:pict/></mc:Fallback>'
        "</mc:AlternateContent>"
    )
    found = gone(package, inner)
    assert found.startswith("<mc:AlternateContent")
    assert f'xmlns:wps="{SHAPES}"' in found
    assert "<wps:bodyPr/>" in found
    assert LATER not in found
    assert 'Requires="none"' not in found


def test_controls_and_bookmarks_in_a_text_box_stay_behind(package: Package) -> None:
    held = "<w:sdtContent><w:r><w:t>42</w:t></w:r></w:sdtContent>"
    control = f'<w:sdt><w:sdtPr><w:id w:val="7"/><w:tag w:val="a"/></w:sdtPr>{held}</w:sdt>'
    box = f'<w:pict><w:txbxContent><w:p><w:bookmarkStart w:id="1" w:name="x"/>{control}</w:p></w:txbxContent></w:pict>'
    xml = document(package(paragraph(box) + LAST), package(LAST))
    assert "<w:delText>42</w:delText>" in xml
    assert "sdt" not in xml
    assert "bookmark" not in xml
