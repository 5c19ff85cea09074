"""New paragraphs with footnotes and headings, at the end of a section and of the report: as a build writes them."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate
from reportgen.pipeline.trace import trace

MOMENT = "2015-12-31T18:00:00Z"
NOTED = """# 基本情况

主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，规上企业{{ 规上企业数 }}，见{{ 附件("主导产业情况") }}。

{% for 产业 in 主导产业 %}
{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}{{ 脚注("快报数" ~ 产业.产值) }}，“稳中有进”。

{% endfor %}
"""
PLAIN_NOTED = NOTED.replace('{{ 脚注("快报数" ~ 产业.产值) }}', "")
HEADED = """# 基本情况

主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，规上企业{{ 规上企业数 }}，见{{ 附件("主导产业情况") }}。

{% for 产业 in 主导产业 %}
## {{ 产业.名称 }}产业

产值**{{ 产业.产值 | 金额 }}**，保持增长。

{% endfor %}
"""
ALONE = HEADED.replace("## {{ 产业.名称 }}产业", "## {{ 产业.名称 }}产业{独立}")
GROWING = """# 基本情况

主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，见{{ 附件("主导产业情况") }}。

{% if 规上企业数 > 70 %}
## 企业发展

规上企业{{ 规上企业数 }}{{ 脚注("含新增") }}，其中税收{{ 税收 | 金额 }}[^1]。

[^1]: 税收{{ 税收 | 同比 }}。
{% endif %}
"""


def gain(row: int) -> Any:
    def insert(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.insert_rows(row)
        sheet.cell(row, 1, "大数据")
        sheet.cell(row, 2, 10)

    return insert


def notes(report: Any) -> list[str]:
    found = re.findall(r'<w:footnote w:id="([0-9]+)".*?</w:footnote>', report.text("word/footnotes.xml"))
    return list(found)


def made(report: Any, section: str, *, more: str = "") -> Any:
    report.section(section)
    if more:
        settings = report.folder / "report.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    report.build()
    return report


@pytest.mark.parametrize("row", [2, 3, 5])
@pytest.mark.parametrize("section", [NOTED, HEADED, ALONE], ids=["noted", "headed", "alone"])
def test_a_new_row_makes_the_paragraph_that_a_build_makes(report: Any, section: str, row: int) -> None:
    made(report, section)
    report.data(gain(row))
    outcome = report.refresh()
    assert report.told(outcome, Fate.ABSENT) == []
    assert any("大数据" in entry.today for entry in report.told(outcome, Fate.INSERTED))
    again = report.refresh()
    assert (again.written, again.files[0].entries) == ((), ())
    assert report.is_as_built()


def test_a_footnote_of_a_new_paragraph_has_a_number_of_its_own(report: Any) -> None:
    made(report, NOTED)
    report.data(gain(3))
    report.refresh()
    ids = notes(report)
    assert len(ids) == len(set(ids)) == 4
    text = re.search(r'<w:footnoteReference w:id="([0-9]+)"', report.text().partition("大数据")[2])
    assert text is not None
    note = report.text("word/footnotes.xml").partition(f'<w:footnote w:id="{text[1]}"')[2]
    assert "快报数" in note.partition("</w:footnote>")[0]


def test_a_new_note_stands_among_the_others_as_the_text_does(report: Any) -> None:
    """LibreOffice takes notes in the order in which they stand in their part, whatever their numbers."""
    made(report, NOTED)
    report.data(gain(3))
    report.refresh()
    shown = re.findall("快报数.*?<w:t>([0-9.]+)亿元", report.text("word/footnotes.xml"))
    assert shown == ["42.86", "10", "21.54", "36.7"]
    assert re.findall('footnoteReference w:id="([0-9]+)"', report.text()) == ["1", "2", "3", "4"]
    assert notes(report) == ["1", "2", "3", "4"]


def test_a_file_without_footnotes_gets_the_part_for_them(report: Any) -> None:
    made(report, PLAIN_NOTED)
    parts = report.parts()
    del parts["word/footnotes.xml"]
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = re.sub(rb"<(?:Override|Relationship)[^>]*footnotes[^>]*/>", b"", parts[name])
    report.write_parts(parts)
    report.section(NOTED)
    report.data(gain(3))
    report.refresh()
    assert "大数据" in "".join(report.paragraphs())
    assert "快报数" in report.text("word/footnotes.xml")
    assert 'w:type="separator"' in report.text("word/footnotes.xml")
    assert "/word/footnotes.xml" in report.text("[Content_Types].xml")
    assert "footnotes.xml" in report.text("word/_rels/document.xml.rels")


def test_a_part_of_a_section_comes_with_its_heading_and_its_notes(report: Any) -> None:
    report.put(指标_C2=60)
    made(report, GROWING)
    report.put(指标_C2=77)
    outcome = report.refresh()
    (entry,) = report.told(outcome, Fate.INSERTED)
    assert entry.today.startswith("（一）企业发展。规上企业77家，其中税收3.3亿元。")
    bound = [item.binding.text for item in trace(report.word).figures if "其中税收" in item.binding.sentence]
    assert bound == ["77家", "3.3亿元", "同比增长10%"]
    assert report.refresh().files[0].entries == ()
    assert report.is_as_built()


@pytest.mark.parametrize("closing", ["附件", "落款", "空段"])
def test_a_paragraph_comes_before_what_closes_the_report(report: Any, closing: str) -> None:
    more = 'signature = "某开发区管委会"\ndated = 2016-02-24\n' if closing != "附件" else ""
    (report.folder / "kit/sections/2-打算.md").write_text(
        "# 打算\n\n{% for 产业 in 主导产业 %}\n{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}。\n\n{% endfor %}\n",
        encoding="utf-8",
    )
    if closing != "附件":
        kit = report.folder / "kit/kit.toml"
        kit.write_text(kit.read_text(encoding="utf-8").partition("[[appendices]]")[0], encoding="utf-8")
        report.section(report.SECTION.replace('{{ 附件("主导产业情况") }}、', ""))
    made(report, (report.folder / "kit/sections/1-基本情况.md").read_text(encoding="utf-8"), more=more)
    if closing == "空段":
        report.edit(lambda document: document.paragraphs[-2].insert_paragraph_before(""))
    report.data(gain(5))
    report.refresh()
    texts = [text for text in report.paragraphs() if text]
    at = texts.index("大数据产值10亿元。")
    assert texts[at - 1] == "建材产值36.7亿元。"
    assert texts[at + 1].startswith("附件" if closing == "附件" else "某开发区管委会")
    assert report.refresh().files[0].entries == ()


def test_new_paragraphs_with_notes_are_tracked_insertions(report: Any) -> None:
    made(report, NOTED)
    report.data(gain(3))
    report.refresh(tracked=MOMENT)
    text = report.text()
    paragraph = next(p for p in text.split("<w:p>") if "大数据" in p)
    assert re.match(r"<w:pPr>.*?<w:rPr><w:ins [^>]*/></w:rPr></w:pPr><w:ins ", paragraph)
    assert re.sub(r"<w:ins [^>]*[^/]>.*?</w:ins>", "", paragraph).count("<w:r>") == 0
    note = next(each for each in report.text("word/footnotes.xml").split("<w:footnote ") if ">10亿元<" in each)
    assert re.sub(r"<w:ins [^>]*[^/]>.*?</w:ins>", "", note).count("<w:r>") == 0
    again = report.refresh(tracked=MOMENT)
    assert (again.written, again.files[0].entries) == ((), ())


COUNTED = """# 基本情况

总体良好，见{{ 附件("主导产业情况") }}。

## 产业{独立}

{% for 产业 in 主导产业 %}
{{ 序列 }}发展{{ 产业.名称 }}，产值{{ 产业.产值 | 金额 }}。

{% endfor %}

## 项目{独立}

规上企业{{ 规上企业数 }}。

{% for 产业 in 主导产业 %}
{{ 序列 }}实施{{ 产业.名称 }}项目，投资{{ 产业.产值 | 金额 }}。

{% endfor %}
"""


def test_each_list_counts_by_itself(report: Any) -> None:
    """A new item of the second list finds no place, because a person parted its neighbours; that of the first comes."""
    made(report, COUNTED)

    def part(document: Any) -> None:
        first = next(item for item in document.paragraphs if item._p.xpath(".//w:t[contains(.,'一是实施')]"))
        first.insert_paragraph_before("另有说明。")

    report.edit(part)
    report.data(gain(2))
    for _ in range(2):
        outcome = report.refresh()
        texts = report.paragraphs()
        assert [text[:6] for text in texts if "是发展" in text] == [
            "一是发展大数",
            "二是发展铝加",
            "三是发展医药",
            "四是发展建材",
        ]
        assert [text[:6] for text in texts if "是实施" in text] == ["一是实施铝加", "二是实施医药", "三是实施建材"]
        (absent,) = report.told(outcome, Fate.ABSENT)
        assert absent.today.startswith("一是实施大数据项目")
    assert outcome.written == ()


def test_headings_keep_their_numbers_where_a_person_took_one_out(report: Any) -> None:
    made(report, HEADED)

    def delete(document: Any) -> None:
        paragraph = next(item for item in document.paragraphs if item._p.xpath(".//w:t[.='医药']"))
        paragraph._p.getparent().remove(paragraph._p)

    report.edit(delete)
    report.data(gain(2))
    outcome = report.refresh()
    assert report.told(outcome, Fate.INSERTED) == []
    assert [text[:6] for text in report.paragraphs() if text.startswith("（")] == ["（一）铝加工", "（三）建材产"]
    assert any("大数据" in entry.today for entry in report.told(outcome, Fate.ABSENT))


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize("run_in", ["", "{独立}"])
@pytest.mark.parametrize("behind", ["", "## 税收{独立}\n\n再接再厉。\n\n税收{{ 税收 }}。\n"])
def test_paragraphs_without_figures_come_with_the_heading_above_them(
    report: Any, tracked: str | None, run_in: str, behind: str
) -> None:
    part = f"## 企业{run_in}\n\n规上企业{{{{ 规上企业数 }}}}。\n\n各项工作有序推进。\n\n再接再厉。\n"
    report.section(f"# 基本情况\n\n税收{{{{ 税收 }}}}。\n\n{{% if 规上企业数 > 70 %}}\n{part}{{% endif %}}\n\n{behind}")
    report.put(指标_C2=60)
    report.build()
    report.put(指标_C2=77)
    report.refresh(tracked=tracked)
    read = report.paragraphs()
    assert report.refresh(tracked=tracked).files[0].entries == ()
    report.build(force=True)
    assert read == report.paragraphs()


def test_a_paragraph_that_stands_behind_the_last_heading_stays_behind_a_new_one(report: Any) -> None:
    parts = (
        "{% for 产业 in 主导产业 %}\n## {{ 产业.名称 }}\n\n产值{{ 产业.产值 | 金额 }}。\n\n再接再厉。\n{% endfor %}\n"
    )
    report.section(f"# 基本情况\n\n税收{{{{ 税收 }}}}。\n\n{parts}\n以上为全部产业。\n")
    report.build()
    report.data(gain(5))
    report.refresh()
    read = report.paragraphs()
    report.build(force=True)
    assert read == report.paragraphs()


@pytest.mark.usefixtures("unarranged")
def test_a_heading_that_stands_does_not_come_again_with_the_first_item_below_it(report: Any) -> None:
    items = "{% for 产业 in 主导产业 %}\n\n{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}。\n\n{% endfor %}\n"
    report.section(f"# 基本情况\n\n税收{{{{ 税收 }}}}。\n\n## 总体\n\n{items}")
    report.build()
    report.data(gain(2))
    outcome = report.refresh()
    assert [text for text in report.paragraphs() if "总体" in text] == ["（一）总体。铝加工产值42.86亿元。"]
    assert [entry.today for entry in report.told(outcome, Fate.ABSENT)] == ["大数据产值10亿元。"]
