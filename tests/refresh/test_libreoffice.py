"""A file that LibreOffice saved: it drops the tags of controls; what is certain is found again all the same."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.refresh import Fate

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


GROWING = """# 基本情况

规上企业{{ 规上企业数 }}，见{{ 附件("主导产业情况") }}和{{ 图("产值") }}。

{% for 产业 in 主导产业 %}
## {{ 产业.名称 }}产业

产值**{{ 产业.产值 | 金额 }}**，保持增长。

{% endfor %}

::: 图 产值
类型: 条形
数据: 主导产业
类别: 名称
数值: 产值
:::

{% if 规上企业数 > 70 %}
排名见{{ 表("排名") }}，共{{ 规上企业数 }}{{ 脚注("快报数") }}。

::: 表 排名
数据: 主导产业
列: 名称、产值
:::
{% endif %}
"""


def through_libreoffice(report: Any, tmp_path: Path) -> Any:
    """The report, its Word file saved by LibreOffice."""
    assert SOFFICE
    target = tmp_path / "saved"
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [SOFFICE, home, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target)]
    subprocess.run([*command, str(report.word)], check=True, capture_output=True, timeout=300)  # noqa: S603
    shutil.copy(target / report.word.name, report.word)
    return report


@pytest.fixture
def saved(built: Any, tmp_path: Path) -> Any:
    """The report whose Word file went through LibreOffice."""
    return through_libreoffice(built, tmp_path)


def test_figures_tables_and_charts_are_found_again_and_that_is_said(saved: Any) -> None:
    saved.put(指标_C2=77, 指标_C3=2.7, 主导产业_B2=50)
    before = saved.parts()
    outcome = saved.refresh()
    texts = "".join(saved.paragraphs())
    assert "力争规上企业超过77家" in texts
    assert "税收2.7亿元，同比下降10%，比上年有所回落。" in texts
    assert saved.table()[1][1:] == ["铝加工", "50"]
    assert [entry.place.rpartition(" ")[2] for entry in saved.told(outcome, Fate.REDRAWN)] == ["图1"]
    assert "found-again" in [item.code for item in outcome.diagnostics]
    media = {name for name in before if name.startswith("word/media/")}
    others = {"word/document.xml", "word/footnotes.xml", "customXml/item1.xml"}
    assert saved.changed_parts(before) <= media | others


def test_nothing_that_changed_is_passed_over_in_silence(saved: Any) -> None:
    saved.put(指标_C2=77, 指标_C3=2.7, 主导产业_B2=50)
    expected = saved.refresh(dry_run=True)
    listed = {entry.today for item in expected.files for entry in item.entries}
    assert {"77家", "2.7亿元", "同比下降10%", "50亿元", "108.24亿元"} <= listed


def test_the_headers_of_tables_stand_there_once(saved: Any) -> None:
    assert saved.table()[0] == ["序号", "名称", "产值（亿元）"]


@pytest.mark.parametrize("native", [False, True])
def test_what_comes_and_what_leaves_is_certain_there_too(report: Any, tmp_path: Path, native: bool) -> None:
    report.section(GROWING)
    report.put(指标_C2=60)
    report.build(native_charts=native)
    through_libreoffice(report, tmp_path)
    report.put(指标_C2=77)

    def change(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.delete_rows(4)
        sheet.insert_rows(3)
        sheet["A3"], sheet["B3"] = "大数据", 10

    report.data(change)
    outcome = report.refresh()
    assert report.told(outcome, Fate.ABSENT) == report.told(outcome, Fate.GONE) == []
    assert [entry.place.rpartition(" ")[2] for entry in report.told(outcome, Fate.REDRAWN)] == ["图1"]
    texts = report.paragraphs()
    headed = [text for text in texts if text.startswith("（")]
    assert [text[:6] for text in headed] == ["（一）铝加工", "（二）大数据", "（三）医药产"]
    assert "排名见表1，共77家。" in texts
    assert report.table() == [["名称", "产值（亿元）"], ["铝加工", "42.86"], ["大数据", "10"], ["医药", "21.54"]]
    assert "快报数" in report.text("word/footnotes.xml")
    again = report.refresh()
    assert (again.written, again.files[0].entries) == ((), ())
