"""Figures that a person typed anew, worded otherwise or copied: listed as they read, set where they are ours."""

import re
from typing import Any

import docx
import pytest

from reportgen.drafts.plan import By
from reportgen.model.refresh import Fate
from reportgen.pipeline.assemble import AssembleOptions, assemble
from reportgen.pipeline.drafts import DraftOptions, drafts


def control_of(text: str) -> str:
    """The control around a figure, as a pattern."""
    return rf"<w:sdt>(?:(?!<w:sdt>).)*?<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"


def typed_anew(built: Any, old: str, new: str) -> None:
    """Select a figure and type another: Word takes its control away."""
    text, count = re.subn(control_of(old), f"<w:r><w:t>{new}</w:t></w:r>", built.text(), count=1)
    assert count == 1
    built.replace(built.text(), text)


def test_a_figure_typed_anew_is_listed_with_both_values_in_every_run(built: Any) -> None:
    typed_anew(built, "36.7亿元", "37亿元")
    built.put(主导产业_B4=40)
    for _ in range(2):
        outcome = built.refresh()
        assert built.pairs(outcome, Fate.KEPT) == [("37亿元", "40亿元")]
        assert built.told(outcome, Fate.DELETED) == []
    assert "建材产值37亿元" in "".join(built.paragraphs())


def test_a_figure_deleted_from_a_sentence_is_listed_alike_in_every_run(report: Any) -> None:
    report.section("# 基本情况\n\n税收{{ 税收 | 金额 }}，规上企业{{ 规上企业数 }}。\n")
    report.build()
    typed_anew(report, "76家", "不少")
    report.replace("规上企业", "企业")
    report.put(指标_C2=80, 指标_C3=2.5)
    assert report.told(report.refresh(), Fate.CHANGED)
    for _ in range(2):
        (entry,) = report.refresh().files[0].entries
        assert (entry.fate, entry.written, entry.today) == (Fate.DELETED, "76家", "80家")
        assert "税收2.5亿元，企业不少。" in report.paragraphs()


def test_an_only_figure_typed_anew_is_known_by_its_sentence(built: Any) -> None:
    typed_anew(built, "76家", "75家左右")
    built.put(指标_C2=80)
    for _ in range(2):
        assert ("75家左右", "80家") in built.pairs(built.refresh(), Fate.KEPT)


def test_a_sentence_that_a_person_worded_is_listed_as_it_reads(built: Any) -> None:
    built.replace("，比上年", "，形势很好，比上年")
    built.put(指标_C3=2.5)
    for _ in range(2):
        before = "".join(built.paragraphs())
        listed = [entry.now for entry in built.told(built.refresh(), Fate.KEPT)]
        assert any("形势很好" in text for text in listed)
        assert all(text in before for text in listed)


def test_figures_copied_to_a_footer_are_set_too(built: Any) -> None:
    control = re.sub("<w15:[^>]*>", "", re.findall(control_of("76家"), built.text())[0])
    parts = built.parts()
    name = next(name for name in parts if name.startswith("word/footer"))
    parts[name] = parts[name].decode().replace("</w:p>", f"{control}</w:p>", 1).encode()
    built.write_parts(parts)
    built.put(指标_C2=80)
    built.refresh()
    assert "<w:t>80家</w:t>" in built.text(name)


def test_words_of_people_in_what_was_put_together_of_their_drafts_are_not_taken_for_ours(
    report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report.section(report.SECTION.replace("%}\n{{ 产业.名称 }}", "%}\n\n{{ 产业.名称 }}"))
    made = drafts(report.folder, DraftOptions(by=By.SECTION, jobs=1))
    for path in map(made.folder.joinpath, made.written):
        document = docx.Document(str(path))
        for paragraph in document.paragraphs:
            if "产值" in paragraph.text:
                paragraph.add_run("由科室负责。")
        document.save(str(path))
    whole = report.folder / "合稿.docx"
    assemble(AssembleOptions(inputs=(made.folder,), out=whole, report=report.folder))
    monkeypatch.setattr(type(report), "word", whole)
    count = "".join(report.paragraphs()).count("由科室负责。")
    report.data(lambda book: book["主导产业"].delete_rows(3))
    report.refresh()
    assert count == "".join(report.paragraphs()).count("由科室负责。") > 2
