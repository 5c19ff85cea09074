"""Figures of sentences, captions and footnotes in edited files: set where they are ours, left where they are not."""

import copy
import re
import struct
import zlib
from typing import Any

import pytest

from reportgen.model.refresh import Fate
from reportgen.pipeline.build import build
from reportgen.pipeline.refresh import RefreshOptions, refresh
from reportgen.pipeline.trace import trace


def test_a_file_of_todays_data_is_not_even_written(built: Any) -> None:
    before = built.word.stat().st_mtime_ns
    outcome = built.refresh()
    assert (outcome.written, outcome.files[0].entries) == ((), ())
    assert built.word.stat().st_mtime_ns == before


def test_a_file_that_nobody_edited_becomes_what_a_build_makes_of_it(built: Any) -> None:
    built.put(指标_C2=77, 指标_C3=2.7, 主导产业_B2=50)
    built.refresh()
    refreshed = built.parts()
    built.build(force=True)
    assert built.changed_parts(refreshed) == set()


def test_every_mention_of_a_figure_follows_its_cell(built: Any) -> None:
    built.put(指标_C2=77)
    outcome = built.refresh()
    assert built.pairs(outcome, Fate.CHANGED) == [("76家", "77家"), ("76家", "77家")]
    assert "76家" not in built.text()
    assert {item.binding.text for item in trace(built.word).figures if item.binding.value == "77"} == {"77家"}


def test_words_that_the_sign_decided_follow_their_figure(built: Any) -> None:
    built.put(指标_C3=2.7)
    outcome = built.refresh()
    assert "税收2.7亿元，同比下降10%，比上年有所回落。" in built.paragraphs()
    assert ("同比增长10%", "同比下降10%") in built.pairs(outcome, Fate.CHANGED)
    assert "<w:t>同比下降10%</w:t>" in built.text("word/footnotes.xml")


def test_words_of_a_sentence_that_a_person_changed_stay_and_are_listed(built: Any) -> None:
    built.replace("，比上年稳步回升", "，比上年稳中有升")
    built.put(指标_C3=2.7)
    for _ in range(2):
        outcome = built.refresh()
        assert "税收2.7亿元，同比下降10%，比上年稳中有升。" in built.paragraphs()
        (kept,) = built.told(outcome, Fate.KEPT)
        assert kept.today == "税收2.7亿元，同比下降10%，比上年有所回落。"


def test_items_keep_their_ordinals_where_a_person_took_one_out(report: Any) -> None:
    report.section(report.SECTION.replace("{{ 产业.名称 }}产值", "{{ 序列 }}{{ 产业.名称 }}产值"))
    report.build()

    def insert(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.insert_rows(2)
        sheet["A2"], sheet["B2"], sheet["B3"] = "大数据", 10, 50

    control = r"<w:sdt>(?:(?!</w:sdt>).)*<w:t>建材</w:t>.*?</w:sdt>"
    report.write_parts({**report.parts(), "word/document.xml": re.sub(control, "", report.text(), count=1).encode()})
    report.data(insert)
    for _ in range(2):
        outcome = report.refresh()
        assert any(text.startswith("一是铝加工产值50亿元") for text in report.paragraphs())
        assert not any("是铝加工" in entry.today for entry in report.told(outcome, Fate.CHANGED))
        assert [entry.today for entry in report.told(outcome, Fate.ABSENT)] == ["一是大数据产值10亿元，占8.5%。"]
    assert outcome.written == ()


def test_a_figure_changed_by_hand_stays_and_is_listed_with_both_values_every_time(built: Any) -> None:
    built.replace("<w:t>76家</w:t>", "<w:t>80家左右</w:t>")
    built.put(指标_C2=77)
    for _ in range(2):
        outcome = built.refresh()
        (kept,) = built.told(outcome, Fate.KEPT)
        assert (kept.now, kept.today, kept.cells) == ("80家左右", "77家", ("2015.xlsx › 指标 › C2",))
    assert "80家左右" in built.text()
    assert "77家" in built.text()


def test_a_value_that_a_person_already_typed_is_no_change(built: Any) -> None:
    built.replace("<w:t>76家</w:t>", "<w:t>77家</w:t>", count=1)
    built.put(指标_C2=77)
    outcome = built.refresh()
    assert len(built.told(outcome, Fate.CHANGED)) == 1
    assert built.told(outcome, Fate.KEPT) == []


def test_a_bold_number_stays_bold_and_digits_in_several_runs_stay_in_theirs(built: Any) -> None:
    built.replace(
        "<w:r><w:t>同比增长10%</w:t></w:r>",
        '<w:r><w:t>同比</w:t></w:r><w:r><w:t>增长</w:t></w:r><w:proofErr w:type="spellStart"/>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>0</w:t></w:r><w:r><w:t>%</w:t></w:r>",
    )
    built.put(指标_C3=2.25)
    built.refresh()
    assert (
        '<w:r><w:t>同比</w:t></w:r><w:r><w:t>下降</w:t></w:r><w:proofErr w:type="spellStart"/>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>2</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>5</w:t></w:r><w:r><w:t>%</w:t></w:r>"
    ) in built.text()


def test_all_else_of_an_edited_file_stays_byte_for_byte(built: Any) -> None:
    def edit(document: Any) -> None:
        document.add_paragraph("人工补充的一段，含 2 个数。")
        document.paragraphs[0].add_run("（草案）").bold = True
        document.add_comment(document.paragraphs[0].runs, "请核实", author="张三", initials="张")

    built.edit(edit)
    built.replace(
        "稳步回升",
        '稳步</w:t></w:r><w:ins w:id="7" w:author="李四" w:date="2016-01-02T03:04:05Z"><w:r><w:t>地</w:t></w:r></w:ins>'
        '<w:del w:id="8" w:author="李四"><w:r><w:delText>的</w:delText></w:r></w:del><w:r><w:t>回升',
    )
    before = built.parts()
    built.put(指标_C2=77)
    built.refresh()
    after = built.parts()
    assert built.changed_parts(before) == {"word/document.xml", "customXml/item1.xml"}
    assert after["word/document.xml"] == before["word/document.xml"].replace("76家".encode(), "77家".encode())


def test_an_edited_file_is_still_known_as_edited_afterwards(built: Any) -> None:
    built.edit(lambda document: document.add_paragraph("人工"))
    built.put(指标_C2=77)
    built.refresh()
    outcome = build(built.folder)
    assert [item.code for item in outcome.diagnostics if item.code == "output-edited"] == ["output-edited"]


def test_a_second_refresh_changes_nothing(built: Any) -> None:
    built.edit(lambda document: document.add_paragraph("人工"))
    built.put(指标_C2=77, 指标_C3=2.7, 主导产业_B3=5)
    built.refresh()
    before = built.word.read_bytes()
    outcome = built.refresh()
    assert outcome.written == ()
    assert built.word.read_bytes() == before


def test_a_dry_run_lists_all_and_writes_nothing(built: Any) -> None:
    built.put(指标_C2=77)
    before = built.word.read_bytes()
    outcome = built.refresh(dry_run=True)
    assert len(built.told(outcome, Fate.CHANGED)) == 2
    assert built.word.read_bytes() == before


def test_a_deleted_figure_stays_deleted_and_is_told_when_it_would_read_otherwise(built: Any) -> None:
    def delete(document: Any) -> None:
        paragraph = next(p for p in document.paragraphs if p.text.startswith("力争"))
        paragraph._p.getparent().remove(paragraph._p)

    built.edit(delete)
    assert built.refresh().files[0].entries == ()
    built.put(指标_C2=77)
    (entry,) = built.told(built.refresh(), Fate.DELETED)
    assert (entry.written, entry.today) == ("76家", "77家")


def test_a_paragraph_copied_with_its_control_is_set_twice(built: Any) -> None:
    def double(document: Any) -> None:
        paragraph = next(p for p in document.paragraphs if p.text.startswith("力争"))
        paragraph._p.addnext(copy.deepcopy(paragraph._p))

    built.edit(double)
    built.put(指标_C2=77)
    built.refresh()
    assert [text for text in built.paragraphs() if text.startswith("力争")] == ["力争规上企业超过77家。"] * 2


def test_a_row_inserted_above_moves_no_figure_to_another_row(built: Any) -> None:
    def insert(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.insert_rows(2)
        sheet["A2"], sheet["B2"] = "大数据", 10
        sheet["B4"] = 20

    built.data(insert)
    outcome = built.refresh()
    texts = built.paragraphs()
    assert any("铝加工产值42.86亿元" in text for text in texts)
    assert any("医药产值20亿元" in text for text in texts)
    assert any("合计109.56亿元" in text for text in texts)
    assert [entry.today for entry in built.told(outcome, Fate.INSERTED)] == ["大数据产值10亿元，占9.1%。"]


def test_a_row_that_is_gone_and_another_that_came_are_never_taken_for_one(built: Any) -> None:
    def swap(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.delete_rows(4)
        sheet.insert_rows(2)
        sheet["A2"], sheet["B2"] = "大数据", 10

    built.data(swap)
    outcome = built.refresh()
    assert [entry.written for entry in built.told(outcome, Fate.DROPPED)] == ["建材产值36.7亿元，占36.3%。"]
    assert [entry.today for entry in built.told(outcome, Fate.INSERTED)] == ["大数据产值10亿元，占13.4%。"]
    assert not any("建材产值" in text for text in built.paragraphs())


def test_a_section_that_was_rewritten_keeps_its_figures(built: Any) -> None:
    built.section("\n" + built.SECTION.replace("主导产业产值合计", "全部主导产业产值合计"))
    built.put(指标_C2=77)
    outcome = built.refresh()
    assert ("76家", "77家") in built.pairs(outcome, Fate.CHANGED)
    assert any(text.startswith("全部主导产业产值合计") for text in built.paragraphs())


def test_an_expression_that_was_rewritten_is_known_by_its_word_and_cell(built: Any) -> None:
    built.section(built.SECTION.replace("税收{{ 税收 | 金额 }}，", "税收{{ 税收 | 金额(小数=2) }}，"))
    assert ("3.3亿元", "3.30亿元") in built.pairs(built.refresh(), Fate.CHANGED)
    assert built.refresh().files[0].entries == ()


@pytest.mark.usefixtures("unarranged")
def test_a_sentence_that_left_the_report_is_listed_and_stays(built: Any) -> None:
    built.section(
        built.SECTION.replace(
            "主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，{{ 规上企业数 }}参与[^1]。", "好[^1]。"
        )
    )
    outcome = built.refresh()
    assert [entry.written for entry in built.told(outcome, Fate.GONE)] == ["101.1亿元", "76家"]
    assert "产值合计101.1亿元，76家参与。" in "".join(built.paragraphs())


def test_a_renamed_workbook_needs_to_be_said(built: Any) -> None:
    (built.folder / "2015.xlsx").rename(built.folder / "2015终稿.xlsx")
    settings = built.folder / "report.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2015.xlsx", "2015终稿.xlsx"), encoding="utf-8")
    outcome = refresh([built.word], RefreshOptions())
    assert [item.code for item in outcome.diagnostics if item.code.startswith("other")] == ["other-data"]
    assert built.refresh(renamed=True).files[0].entries == ()
    assert "2015终稿.xlsx › 指标 › C2" in built.text("customXml/item1.xml")


@pytest.mark.parametrize("native", [False, True])
def test_charts_are_drawn_anew_with_their_descriptions(built: Any, native: bool) -> None:
    built.build(force=True, native_charts=native)
    built.edit(lambda document: document.add_paragraph("人工"))
    before = built.parts()
    built.put(主导产业_B2=50)
    outcome = built.refresh()
    (entry,) = built.told(outcome, Fate.REDRAWN)
    assert entry.cells[0] == "2015.xlsx › 主导产业 › B2"
    assert "铝加工50亿元" in built.text()
    media = {name for name in before if name.startswith(("word/media", "word/charts/", "word/embeddings"))}
    rels = {name for name in media if name.endswith(".rels")}
    assert built.changed_parts(before) == media - rels | {"word/document.xml", "customXml/item1.xml"}


def test_a_picture_that_a_person_put_in_stays_and_is_listed(built: Any) -> None:
    parts = built.parts()
    (name,) = [name for name in parts if name.startswith("word/media/")]
    head = struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0\0\0" * 2)), (b"IEND", b"")]
    parts[name] = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    built.write_parts(parts)
    built.put(主导产业_B2=50)
    outcome = built.refresh()
    assert [entry.place.rpartition(" ")[2] for entry in built.told(outcome, Fate.KEPT)] == ["图1"]
    assert built.parts()[name] == parts[name]
