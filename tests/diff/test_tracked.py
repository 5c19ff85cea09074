"""`diff --docx` beyond the text of the body: looks, boxes, headers, notes, pictures; rejecting gives the older ones."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from reportgen.compare.compare import compare
from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.tracked import Tracked, tracked
from reportgen.ooxml.package import PackageReader
from reportgen.ooxml.stories import W

SPACE = f'xmlns:w="{W[1:-1]}"'
Package = Callable[..., bytes]
DATE = "2016-02-24T08:00:00Z"


def made(old: bytes, new: bytes) -> Tracked:
    return tracked(WordFile(old, "a.docx"), new, "b.docx", DATE)


def part(data: bytes, name: str = "document") -> str:
    return PackageReader(data, "a.docx").read(f"word/{name}.xml").decode()


def paragraph(*runs: str, look: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{''.join(runs)}</w:p>"


def run(text: str, look: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{text}</w:t></w:r>"


def looks(xml: str, *, older: bool) -> list[tuple[str, str]]:
    """The text of each run with its properties, or with those that rejecting all changes gives."""
    found: list[tuple[str, str]] = []
    for item in ET.fromstring(xml).iter(f"{W}r"):  # noqa: S314 - made here
        own = item.find(f"{W}rPr")
        before = None if own is None else own.find(f"{W}rPrChange/{W}rPr")
        said = before if older and before is not None else own
        names = "" if said is None else " ".join(child.tag[len(W) :] for child in said if "Change" not in child.tag)
        text = "".join(child.text or "" for child in item if child.tag in (f"{W}t", f"{W}delText"))
        if found and found[-1][1] == names:
            found[-1] = (found[-1][0] + text, names)
        else:
            found.append((text, names))
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([run("园区产值")], [run("园区"), run("产值", "<w:b/>")]),
        ([run("园区", "<w:i/>"), run("产值")], [run("园区产值")]),
        ([run("园区", "<w:i/>"), run("产值", "<w:b/>")], [run("园", "<w:b/>"), run("区产", "<w:u/>"), run("值")]),
        ([run("园区产值")], ["<w:r><w:rPr/><w:t>园区产值</w:t></w:r>"]),
    ],
)
def test_rejecting_gives_the_older_look_of_each_character(package: Package, old: list[str], new: list[str]) -> None:
    before, after = package(paragraph(*old)), package(paragraph(*new))
    xml = part(made(before, after).data)
    assert looks(xml, older=True) == looks(part(before), older=False)
    assert looks(xml, older=False) == looks(part(after), older=False)


def test_a_changed_word_keeps_the_looks_around_it_marked(package: Package) -> None:
    old, new = package(paragraph(run("甲乙丙丁戊己"))), package(paragraph(run("甲乙", "<w:b/>"), run("庚丁戊己")))
    xml = part(made(old, new).data)
    assert xml.count("<w:rPrChange ") == 1
    assert re.search("<w:delText>丙</w:delText>.*<w:ins .*<w:t>庚</w:t>", xml)


@pytest.mark.parametrize("look", ["", "<w:keepNext/>", "<w:rPr><w:b/></w:rPr>"])
def test_the_look_of_a_paragraph_is_marked_behind_its_properties(package: Package, look: str) -> None:
    order = '<w:jc w:val="center"/>'
    new = look + order if "rPr" not in look else order + look
    xml = part(made(package(paragraph(run("产值"), look=look)), package(paragraph(run("产值"), look=new))).data)
    before = look if "rPr" not in look else ""
    assert re.search(
        rf"{re.escape(order)}(<w:rPr>.*?</w:rPr>)?<w:pPrChange [^>]*><w:pPr>{before}</w:pPr></w:pPrChange></w:pPr>", xml
    )


@pytest.mark.parametrize(
    "bare", ["<w:p><w:r><w:t>产值</w:t></w:r></w:p>", "<w:p><w:pPr/><w:r><w:t>产值</w:t></w:r></w:p>"]
)
def test_a_paragraph_that_lost_its_look_says_what_it_was(package: Package, bare: str) -> None:
    xml = part(made(package(paragraph(run("产值"), look='<w:jc w:val="center"/>')), package(bare)).data)
    assert re.search('<w:p><w:pPr><w:pPrChange [^>]*><w:pPr><w:jc w:val="center"/></w:pPr></w:pPrChange></w:pPr>', xml)


def test_what_a_style_changed_is_listed_and_not_marked(package: Package) -> None:
    def sheet(size: int) -> dict[str, str]:
        look = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>'
        return {"styles": f'<w:styles {SPACE}><w:style w:type="paragraph" w:styleId="A">{look}</w:style></w:styles>'}

    body = paragraph(run("产值"), look='<w:pStyle w:val="A"/>')
    old, new = package(body, sheet(32)), package(body, sheet(28))
    assert compare(WordFile(old, "a"), WordFile(new, "b"), lambda *_: {}).formats
    assert made(old, new).data == new


def box(text: str) -> str:
    inner = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    both = f"<mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"


def test_a_text_box_is_marked_in_both_of_its_copies_though_its_run_is_cut(package: Package) -> None:
    old = package(paragraph(run("前文一二三"), box("联系人张三")))
    new = package(paragraph(run("前文一二四"), box("联系人李四")))
    xml = part(made(old, new).data)
    assert xml.count("<w:delText>张三</w:delText>") == xml.count("<w:t>李四</w:t>") == 2
    assert "<w:delText>三</w:delText>" in xml


def test_headers_are_marked_in_their_parts(package: Package) -> None:
    body = '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>'
    old, new = (
        package(body, {"header1": f"<w:hdr {SPACE}>{paragraph(run(text))}</w:hdr>"}) for text in ("快报", "年报")
    )
    found = made(old, new)
    assert part(found.data) == part(new)
    assert "<w:delText>快</w:delText>" in part(found.data, "header1")


def test_a_header_that_is_new_is_inserted_and_one_that_is_gone_comes_back_as_deleted(package: Package) -> None:
    body = '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>'
    bare = package("<w:sectPr/>")
    headed = package(body, {"header1": f"<w:hdr {SPACE}>{paragraph(run('年报'))}</w:hdr>"})
    found = made(bare, headed)
    assert re.search("<w:ins [^>]*><w:r><w:t>年报</w:t></w:r></w:ins>", part(found.data, "header1"))
    back = made(headed, bare)
    assert back.headers == ()
    assert '<w:sectPr><w:headerReference w:type="default"' in part(back.data)
    assert re.search("<w:del [^>]*><w:r><w:delText>年报</w:delText></w:r></w:del>", part(back.data, "header1"))


def test_a_header_is_named_where_its_section_has_another_one_now(package: Package) -> None:
    def sections(*names: str) -> str:
        parts = [
            f'<w:sectPr><w:headerReference r:id="{name}"/></w:sectPr>' if name else "<w:sectPr/>" for name in names
        ]
        return "".join(f"<w:p><w:pPr>{item}</w:pPr></w:p>" for item in parts[:-1]) + parts[-1]

    texts = {f"header{n}": f"<w:hdr {SPACE}>{paragraph(run(text))}</w:hdr>" for n, text in ((1, "总报告"), (2, "附表"))}
    old = package(sections("header1", "header2"), texts)
    inherits = package(sections("header1", ""), {"header1": texts["header1"]})
    assert made(old, inherits).headers == ("页眉2",)
    assert made(old, package(sections("header1"), {"header1": texts["header1"]})).headers == ("页眉2",)


def noted(package: Package, kind: str, *texts: str) -> bytes:
    marks = "".join(f'<w:r><w:{kind}Reference w:id="{at}"/></w:r>' for at, _ in enumerate(texts, 1))
    notes = "".join(
        f'<w:{kind} w:id="{at}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>", run(text))}</w:{kind}>'
        for at, text in enumerate(texts, 1)
    )
    return package(paragraph(run("正文"), marks), {f"{kind}s": f"<w:{kind}s {SPACE}>{notes}</w:{kind}s>"})


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_that_went_is_put_back_as_deleted_under_a_number_of_its_own(package: Package, kind: str) -> None:
    found = made(noted(package, kind, "第一条注", "另一句话"), noted(package, kind, "第一条注"))
    assert found.left == 0
    assert re.search(f'<w:del [^>]*><w:r><w:{kind}Reference w:id="2"/></w:r></w:del>', part(found.data))
    (note,) = re.findall(f'<w:{kind} w:id="2">(.*?)</w:{kind}>', part(found.data, f"{kind}s"))
    assert f"<w:{kind}Ref/>" in note
    assert "<w:delText>另一句话</w:delText>" in note
    assert "<w:t>" not in note


def test_a_note_comes_back_where_the_newer_file_has_no_notes(package: Package) -> None:
    found = made(noted(package, "footnote", "一条注"), package(paragraph(run("正文"))))
    assert found.left == 0
    assert "<w:delText>一条注</w:delText>" in part(found.data, "footnotes")
    assert b"footnotes+xml" in PackageReader(found.data, "b").read("[Content_Types].xml")


def pictured(ident: str = "a") -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="7" name="图"/>'
        f'<a:blip r:embed="{ident}"/></wp:inline></w:drawing></w:r></w:p>'
    )


def test_a_picture_that_went_is_put_back_with_its_part(package: Package) -> None:
    old = package(pictured() + paragraph(run("末段")), media={"a.png": b"old"})
    new = package(paragraph(run("末段")))
    found = made(old, new)
    reader = PackageReader(found.data, "b")
    assert (found.left, reader.read("word/media/a.png")) == (0, b"old")
    ident = re.search('embed="([^"]+)"', part(found.data))
    assert ident
    assert f'Id="{ident[1]}"' in reader.read("word/_rels/document.xml.rels").decode()
    assert re.search("<w:del [^>]*><w:r><[^>]*drawing", part(found.data))


def test_a_picture_comes_under_a_name_that_no_part_has(package: Package) -> None:
    old = package(pictured() + paragraph(run("末段")), media={"a.png": b"old"})
    new = package(paragraph(run("末段")) + pictured(), media={"a.png": b"new"})
    reader = PackageReader(made(old, new).data, "b")
    assert reader.read("word/media/a.png") == b"new"
    assert b"old" in [reader.read(name) for name in reader.names]


def test_a_picture_that_the_older_package_lacks_is_counted(package: Package) -> None:
    assert made(package(pictured() + paragraph(run("末段"))), package(paragraph(run("末段")))).left == 1


def test_a_chart_comes_with_all_that_it_leads_to(package: Package) -> None:
    from reportgen.ooxml.package import pack, write_package

    drawing = '<w:p><w:r><w:drawing><wp:docPr id="1"/><a:graphic r:id="chart1"/></w:drawing></w:r></w:p>'
    bare = PackageReader(package(drawing + paragraph(run("末段")), {"chart1": "<c/>"}), "a")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="t/package" Target="embeddings/book.xlsx"/></Relationships>'
    )
    old = write_package(
        [
            *(bare.packed(name) for name in bare.names),
            pack("word/_rels/chart1.xml.rels", relations.encode()),
            pack("word/embeddings/book.xlsx", b"book"),
        ]
    )
    reader = PackageReader(made(old, package(paragraph(run("末段")))).data, "b")
    assert reader.read("word/chart1.xml") == b"<c/>"
    assert reader.read("word/embeddings/book.xlsx") == b"book"
    assert b"/word/embeddings/book.xlsx" in reader.read("word/_rels/chart1.xml.rels")


def test_a_picture_in_the_place_of_another_is_inserted_and_the_other_deleted(package: Package) -> None:
    old, new = (package(pictured() + paragraph(run("末段")), media={"a.png": data}) for data in (b"old", b"new"))
    found = made(old, new)
    xml = part(found.data)
    assert re.search("<w:del [^>]*><w:r>(?:(?!</w:del>).)*drawing.*</w:del><w:ins [^>]*><w:r><w:drawing>", xml)
    reader = PackageReader(found.data, "b")
    assert sorted(reader.read(name) for name in reader.names if "media" in name) == [b"new", b"old"]


def test_the_same_picture_under_another_name_is_no_change(package: Package) -> None:
    old = package(pictured("a") + paragraph(run("末段")), media={"a.png": b"1"})
    new = package(pictured("b") + paragraph(run("末段")), media={"b.png": b"1"})
    assert made(old, new).data == new


TABLE = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>表</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize("kind", ["del", "ins"])
def test_a_paragraph_right_before_a_table_keeps_its_end_and_that_of_the_one_before_is_marked(
    package: Package, kind: str
) -> None:
    centred = paragraph(run("第二段说别的事情"), look='<w:jc w:val="center"/>')
    long, short = (
        package(paragraph(run("第一段留下来")) + middle + TABLE + paragraph(run("末段"))) for middle in (centred, "")
    )
    xml = part(made(long, short).data if kind == "del" else made(short, long).data)
    first, second = re.findall("<w:p>.*?</w:p>", xml)[:2]
    assert f"<w:rPr><w:{kind} " in first
    assert f"<w:rPr><w:{kind} " not in second
    assert "<w:pPrChange " in second


def test_the_ends_of_paragraphs_in_rows_that_came_or_went_are_marked_as_word_does(package: Package) -> None:
    two = TABLE.replace("<w:tr>", "<w:tr><w:tc><w:p/></w:tc></w:tr><w:tr>")
    for old, new, kind in ((TABLE, two, "ins"), (two, TABLE, "del")):
        xml = part(made(package(old + "<w:p/>"), package(new + "<w:p/>")).data)
        assert re.search(f"<w:trPr><w:{kind} .*?<w:tc><w:p><w:pPr><w:rPr><w:{kind} ", xml)
