"""Numbers of captions, references and appendices: they follow the report where the file holds all that it numbers."""

from pathlib import Path
from typing import Any

import pytest

from reportgen.drafts.plan import By
from reportgen.model.diagnostic import has_errors
from reportgen.model.refresh import Fate, RefreshOutcome
from reportgen.pipeline.assemble import AssembleOptions, assemble
from reportgen.pipeline.drafts import DraftOptions, drafts
from reportgen.pipeline.refresh import RefreshOptions, refresh

OF_INDUSTRIES = "类型: 条形\n数据: 主导产业\n类别: 名称\n数值: 产值\n:::\n"
CHART = "\n见{{ 图('又一图') }}，共{{ 规上企业数 }}。\n\n::: 图 又一图\n" + OF_INDUSTRIES
FIRST = "\n见{{ 图('首图') }}。\n\n::: 图 首图\n" + OF_INDUSTRIES
ANOTHER = """[[appendices]]
title = "指标表"
sheet = "指标"
[[appendices]]"""


def add(report: Any, name: str, text: str) -> None:
    path = report.folder / "kit/sections" / name
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def draft(report: Any) -> Any:
    """A report of which the second section, which has figure 2, is a draft by itself."""
    add(report, "2-打算.md", CHART)
    made = drafts(report.folder, DraftOptions(by=By.SECTION, jobs=1))
    assert not has_errors(made.diagnostics), made.diagnostics
    (report.draft,) = Path(report.folder / "out" / "草稿").glob("*打算*.docx")
    return report


def refreshed(report: Any, **options: Any) -> RefreshOutcome:
    outcome = refresh([report.draft], RefreshOptions(report=report.folder, **options))
    assert not outcome.stopped, outcome.diagnostics
    return outcome


def told(outcome: RefreshOutcome, fate: Fate) -> list[tuple[str, str]]:
    return [(entry.written, entry.today) for item in outcome.files for entry in item.entries if entry.fate is fate]


def test_a_draft_follows_figures_that_came_before_it(draft: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    add(draft, "1-基本情况.md", FIRST)
    outcome = refreshed(draft)
    assert told(outcome, Fate.CHANGED) == [("图2", "图3")]
    monkeypatch.setattr(type(draft), "word", draft.draft)
    assert "见图3，共76家。" in draft.paragraphs()
    assert any(text.startswith("图3") for text in draft.paragraphs())
    assert 'w:val="rg-ref-figure-2"' not in draft.text()
    assert draft.text().count('w:val="rg-ref-figure-3"') == 2
    again = refreshed(draft)
    assert (again.files[0].entries, again.written) == ((), ())


def test_a_number_that_a_person_changed_stays(draft: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(draft), "word", draft.draft)
    draft.replace("<w:t>图2</w:t>", "<w:t>下图</w:t>")
    add(draft, "1-基本情况.md", FIRST)
    refreshed(draft)
    assert "见下图，共76家。" in draft.paragraphs()
    assert any(text.startswith("图3") for text in draft.paragraphs())


def test_a_number_is_a_tracked_change(draft: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    add(draft, "1-基本情况.md", FIRST)
    refreshed(draft, tracked="2015-12-31T18:00:00Z")
    monkeypatch.setattr(type(draft), "word", draft.draft)
    assert "<w:delText>2</w:delText>" in draft.text()
    assert "见图3，共76家。" in draft.paragraphs()


def test_a_file_that_lacks_a_chart_keeps_its_own_numbers(report: Any) -> None:
    add(report, "2-打算.md", CHART)
    report.build()
    report.edit(lambda document: document.paragraphs[2].insert_paragraph_before("今年形势总体良好。"))
    section = report.SECTION.replace("# 基本情况\n", f"# 基本情况\n{FIRST}")
    report.section(section)
    report.put(指标_C2=77)
    for _ in range(2):
        outcome = report.refresh()
        assert "见图2，共77家。" in report.paragraphs()
        assert [entry.today for entry in report.told(outcome, Fate.ABSENT)] == ["首图"]
    assert outcome.written == ()


def test_an_appendix_that_came_first_is_listed_and_numbers_stay(built: Any) -> None:
    kit = built.folder / "kit/kit.toml"
    text = kit.read_text(encoding="utf-8")
    kit.write_text(
        text.replace("[[appendices]]", '[[appendices]]\ntitle = "指标表"\nsheet = "指标"\n[[appendices]]'),
        encoding="utf-8",
    )
    built.refresh()
    assert any(text.startswith("见附件1、") for text in built.paragraphs())
    assert built.refresh().written == ()


@pytest.fixture
def part(report: Any) -> Any:
    """A report of three sections with a figure each, of which the first and the third are put together."""
    add(report, "2-打算.md", CHART)
    (report.folder / "kit/sections/3-补充.md").write_text(
        "# 补充\n" + CHART.replace("又一图", "末图"), encoding="utf-8"
    )
    kit = report.folder / "kit/kit.toml"
    text = kit.read_text(encoding="utf-8")
    kit.write_text(f'{text}\n[[sections]]\nfile = "sections/3-补充.md"\nrequired = true\n', encoding="utf-8")
    made = drafts(report.folder, DraftOptions(by=By.SECTION, jobs=1))
    assert not has_errors(made.diagnostics), made.diagnostics
    folder = Path(report.folder / "out" / "草稿")
    report.draft = report.folder / "部分.docx"
    some = tuple(next(folder.glob(f"*{name}*.docx")) for name in ("基本情况", "补充"))
    assemble(AssembleOptions(inputs=some, out=report.draft, report=report.folder))
    assert report.draft.exists()
    return report


def test_what_was_put_together_of_some_sections_keeps_its_own_count(part: Any) -> None:
    outcome = refreshed(part)
    assert outcome.files[0].entries == ()
    add(part, "2-打算.md", FIRST)
    assert refreshed(part).files[0].entries == ()


def test_what_was_put_together_of_some_sections_counts_on_by_itself(part: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    add(part, "1-基本情况.md", FIRST)
    outcome = refreshed(part)
    assert ("图2", "图3") in told(outcome, Fate.CHANGED)
    monkeypatch.setattr(type(part), "word", part.draft)
    assert "见图3，共76家。" in part.paragraphs()
    assert "见图2。" in part.paragraphs()
    assert refreshed(part).files[0].entries == ()


def test_no_number_becomes_one_that_a_person_gave_a_caption(report: Any) -> None:
    tables = {
        name: f"::: 表 {name}\n数据: 主导产业\n列: 名称、产值\n题注: {name}\n:::\n\n"
        for name in ("甲表", "乙表", "丙表")
    }
    said = "规上企业{{ 规上企业数 }}，见"
    report.section(
        f"# 基本情况\n\n{said}{{{{ 表('甲表') }}}}和{{{{ 表('乙表') }}}}。\n\n{tables['甲表']}{tables['乙表']}"
    )
    report.build()
    report.edit(lambda document: document.add_paragraph("表3　自己做的表"))
    named = "和".join(f"{{{{ 表('{name}') }}}}" for name in ("丙表", "甲表", "乙表"))
    report.section(f"# 基本情况\n\n{said}{named}。\n\n{tables['丙表']}{tables['甲表']}{tables['乙表']}")
    outcome = report.refresh()
    captions = [text for text in report.paragraphs() if text.startswith("表")]
    assert captions == ["表1　甲表", "表2　乙表", "表3　自己做的表"]
    assert any("丙表" in entry.today for entry in report.told(outcome, Fate.ABSENT))
    assert report.told(report.refresh(), Fate.CHANGED) == []
