"""A file that LibreOffice saved: it drops the tags of controls; what is certain is found again all the same."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.refresh import Fate

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture
def saved(built: Any, tmp_path: Path) -> Any:
    """The report whose Word file went through LibreOffice."""
    assert SOFFICE
    target = tmp_path / "saved"
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [SOFFICE, home, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target)]
    subprocess.run([*command, str(built.word)], check=True, capture_output=True, timeout=300)  # noqa: S603
    shutil.copy(target / built.word.name, built.word)
    return built


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
