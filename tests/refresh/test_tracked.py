"""Changes written as tracked changes: what Word shows, what stays, and that numbers of annotations are used once."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reportgen.merge.word.markup import Track
from reportgen.merge.word.refreshing.text_edits import TextEdits
from reportgen.merge.word.story import Splices, parse_story

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOMENT = "2015-12-31T18:00:00Z"
BY = f'w:author="reportgen" w:date="{MOMENT}"'


def refused(element: ET.Element) -> str:
    """What is read when every change is refused: deleted text is there, inserted text is not."""
    if element.tag == f"{W}ins" and element.get(f"{W}author") == "reportgen":
        return ""
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    if element.tag == f"{W}tr" and element.find(f"{W}trPr/{W}ins") is not None:
        return ""
    return "".join(map(refused, element))


def body(report: Any, name: str = "word/document.xml") -> ET.Element:
    return ET.fromstring(report.parts()[name])  # noqa: S314 - made by the test


def texts(root: ET.Element) -> str:
    return "".join(item.text or "" for item in root.iter() if item.tag in (f"{W}t", f"{W}delText"))


def test_the_old_number_stands_deleted_beside_the_new_one_in_the_control(built: Any) -> None:
    built.put(指标_C2=77)
    built.refresh(tracked=MOMENT)
    assert re.search(
        rf'<w:sdtContent><w:del w:id="[0-9]+" {BY}><w:r><w:delText>76</w:delText></w:r></w:del>'
        rf'<w:ins w:id="[0-9]+" {BY}><w:r><w:t>77</w:t></w:r></w:ins><w:r><w:t>家</w:t></w:r></w:sdtContent>',
        built.text(),
    )


def test_refusing_all_changes_gives_the_old_text_and_accepting_them_the_new_one(built: Any) -> None:
    built.edit(lambda document: document.add_comment(document.paragraphs[0].runs, "请核实", author="张三"))
    before = {name: texts(body(built, name)) for name in ("word/document.xml", "word/footnotes.xml")}

    def change(book: Any) -> None:
        sheet = book["主导产业"]
        sheet["B2"] = 50
        sheet.delete_rows(3)
        sheet.insert_rows(2)
        sheet["A2"], sheet["B2"] = "大数据", 10
        book["指标"]["C3"] = 2.7

    built.data(change)
    built.refresh(tracked=MOMENT)
    for name, text in before.items():
        assert refused(body(built, name)) == text
    assert "税收2.7亿元，同比下降10%，比上年有所回落。" in built.paragraphs()
    ids = re.findall(r'<w:(?:ins|del|comment|bookmarkStart)\b[^>]*? w:id="(\d+)"', built.text())
    assert len(ids) == len(set(ids))
    assert built.text().count("<w:trPr><w:cantSplit/><w:ins ") == 1
    assert built.text().count("<w:trPr><w:cantSplit/><w:del ") == 1


def test_a_second_refresh_of_tracked_changes_changes_nothing(built: Any) -> None:
    built.put(指标_C2=77, 指标_C3=2.7)
    built.refresh(tracked=MOMENT)
    before = built.word.read_bytes()
    assert built.refresh(tracked="2016-01-01T00:00:00Z").files[0].entries == ()
    assert built.word.read_bytes() == before


def test_a_figure_that_changes_again_is_tracked_again(built: Any) -> None:
    built.put(指标_C2=77)
    built.refresh(tracked=MOMENT)
    built.put(指标_C2=78)
    built.refresh(tracked=MOMENT)
    assert any(text.startswith("力争规上企业超过78家") for text in built.paragraphs())
    ids = re.findall(r'<w:(?:ins|del)\b[^>]*? w:id="(\d+)"', built.text())
    assert len(ids) == len(set(ids))


def test_the_look_of_a_run_and_what_else_stands_in_it_are_kept(built: Any) -> None:
    built.replace(
        "<w:r><w:t>同比增长10%</w:t></w:r>",
        '<w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>同比增长10%</w:t><w:noBreakHyphen/></w:r>',
    )
    built.put(指标_C3=3.6)
    built.refresh(tracked=MOMENT)
    opening = '<w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr>'
    assert f"{opening}<w:t>同比增长</w:t></w:r><w:del " in built.text()
    assert f"{opening}<w:delText>10</w:delText></w:r></w:del><w:ins " in built.text()
    assert f"{opening}<w:t>20</w:t></w:r></w:ins>{opening}<w:t>%</w:t><w:noBreakHyphen/></w:r>" in built.text()


def inserted_by(report: Any) -> list[tuple[str, str]]:
    """Whose insertions there are, and what each says."""
    return [(item.get(f"{W}author", ""), texts(item)) for item in body(report).iter(f"{W}ins")]


@pytest.mark.parametrize(
    ("written", "inserted", "expected"),
    [
        ("<w:r><w:t>同比增长10%</w:t></w:r>", None, [("张三", "同比增长10"), ("reportgen", "20"), ("张三", "%")]),
        (
            "<w:r><w:t>同比增长10%</w:t></w:r>",
            "<w:r><w:t>同比增长</w:t></w:r><w:r><w:t>10</w:t></w:r>",
            [("张三", "同比增长10"), ("reportgen", "20")],
        ),
    ],
    ids=["within", "at the end"],
)
def test_new_text_in_an_insertion_of_a_person_is_no_part_of_it(
    built: Any, written: str, inserted: str | None, expected: list[tuple[str, str]]
) -> None:
    rest = "" if inserted is None else "<w:r><w:t>%</w:t></w:r>"
    built.replace(written, f'<w:ins w:id="900" w:author="张三">{inserted or written}</w:ins>{rest}')
    before = refused(body(built))
    built.put(指标_C3=3.6)
    built.refresh(tracked=MOMENT)
    assert [item for item in inserted_by(built) if item[1] != "3.6"] == expected
    assert refused(body(built)) == before
    ids = re.findall(r'<w:(?:ins|del)\b[^>]*? w:id="(\d+)"', built.text())
    assert len(ids) == len(set(ids)) > 3


def test_where_all_before_it_was_theirs_a_new_text_leaves_no_empty_insertion(built: Any) -> None:
    old = "<w:r><w:t>同比增长10%</w:t></w:r>"
    built.replace(old, f'<w:ins w:id="900" w:author="张三">{old}</w:ins>')
    story = parse_story(built.parts()["word/document.xml"], "word/document.xml")
    edits, splices = TextEdits(story, Track(MOMENT, 901)), Splices(story.data)
    (inserted,) = story.root.iter(f"{W}ins")
    edits.set(edits.texts_of(inserted), "又一次同比增长10%")
    edits.apply(splices)
    root = ET.fromstring(splices.result())  # noqa: S314 - made by the test
    found = [(item.get(f"{W}author"), texts(item)) for item in root.iter(f"{W}ins")]
    assert found == [("reportgen", "又一次"), ("张三", "同比增长10%")]


@pytest.mark.parametrize("prefix", ["v", ""])
def test_a_part_with_other_prefixes_gets_markup_of_its_own_prefixes(built: Any, prefix: str) -> None:
    name = f"{prefix}:" if prefix else ""
    parts = built.parts()
    text = parts["word/document.xml"].decode()
    text = re.sub(r"<(/?)w:", rf"<\1{name}", text)
    if prefix:
        text = text.replace(" w:", f" {prefix}:").replace("xmlns:w=", f"xmlns:{prefix}=")
    else:
        text = text.replace("xmlns:w=", f'xmlns="{W[1:-1]}" xmlns:w=', 1)
    parts["word/document.xml"] = text.encode()
    built.write_parts(parts)
    built.put(指标_C2=77)
    built.refresh(tracked=MOMENT)
    assert texts(body(built)).count("7677家") == 2
    assert [item.get(f"{W}author") for item in body(built).iter(f"{W}ins")] == ["reportgen"] * 2


def test_words_of_another_sentence_never_run_over_a_figure(report: Any) -> None:
    """A figure may be known in one sentence of today, and the figure beside it in another."""
    list_of_all = (
        "{% for 业 in 主导产业 %}{{ 业.名称 }}{{ 业.产值 | 金额 }}"
        "{% if not loop.last %}、{% else %}。{% endif %}{% endfor %}"
    )
    item = "**{{ 序列 }}{{ 业.名称 }}。**产值{{ 业.产值 | 金额 }}，{{ 税收 | 同比 }}。"
    items = f"{{% for 业 in 主导产业 %}}\n\n{item}\n\n{{% endfor %}}\n"
    above = "# 基本情况\n\n规上{{ 规上企业数 }}。\n\n## 税收方面\n\n税收为{{ 税收 }}。\n\n"
    above += f"{list_of_all}再接再厉。\n"
    report.data(lambda book: book["主导产业"].delete_rows(3, 2))
    report.section(above + items)
    report.build()
    before = texts(body(report))
    report.section(f"{above}{list_of_all}本段为第18段。\n{items}")
    report.put(主导产业_B2=50, 指标_C3=2.7)
    report.refresh(tracked=MOMENT)
    assert refused(body(report)) == before
    assert any(text.endswith("产值50亿元，同比下降10%。") for text in report.paragraphs())
