"""For all tests: nothing is kept in the cache folder of the user who runs them, and a small report to work on.

A busy machine makes properties slow, not wrong: no example has a deadline, and slow generation is no failure.
Examples may share a fixture: those that do write the same files anew.
"""

import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["REPORTGEN_CACHE"] = "off"  # here and not in a fixture, so that started programs have it too

settings.register_profile(
    "patient", deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def steps() -> Callable[[Callable[[], object]], int]:
    """A function that tells how many calls some work takes: the same on every machine, unlike seconds."""

    def count(work: Callable[[], object]) -> int:
        calls = 0

        def note(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(note)
        try:
            work()
        finally:
            sys.setprofile(None)
        return calls

    return count


KIT = """[kit]
name = "small"
title = "小模板"
[outputs]
document = "{year}年总结.docx"
appendix = "{year}年总结附件.xlsx"
[styles]
gb9704 = "styles/gb9704.docx"
"""
REPORT = """[report]
kit = "kit"
year = {year}
title = "某开发区{year}年工作总结"
organization = "某开发区"
data = ["{year}.xlsx"]
"""
SCHEMA = """[[sheets]]
name = "指标"
required = true
key = "指标名称"
[[sheets.columns]]
name = "指标名称"
required = true
[[sheets.columns]]
name = "计量单位"
[[sheets.columns]]
name = "数值"
kind = "number"
unit_column = "计量单位"
previous = "上年数"
[[sheets.columns]]
name = "上年数"
kind = "number"
unit_column = "计量单位"
[[sheets]]
name = "主导产业"
key = "名称"
required = true
[[sheets.columns]]
name = "名称"
required = true
[[sheets.columns]]
name = "产值"
kind = "number"
unit = "亿元"
required = true
"""
"""An indicator sheet, and the industries of a zone; a report may add sheets of its own behind."""

Rows = Iterable[Sequence[object]]


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> None:
    """A workbook of these sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


def kit_of(sections: Mapping[str, str], required: Sequence[str], appendices: Mapping[str, str]) -> str:
    """The kit.toml for these sections and appendices."""
    parts = [f'[[sections]]\nfile = "sections/{name}"\n' for name in sections]
    parts = [
        f"{part}required = true\n" if name in required else part for name, part in zip(sections, parts, strict=True)
    ]
    parts += [f'[[appendices]]\ntitle = "{title}"\nsheet = "{sheet}"\n' for title, sheet in appendices.items()]
    return KIT + "".join(parts)


@pytest.fixture(scope="session")
def small_report() -> Callable[..., Path]:
    """Writes a report with a kit of its own.

    `sections` are the section files by name; those in `required` have to have text. `appendices` are the sheets by the
    title of their appendix, `sheets` the rows of the workbook. `more_schema` comes behind the schema, `more` behind
    the lines of report.toml.
    """

    def make(
        folder: Path,
        *,
        sections: Mapping[str, str],
        sheets: Mapping[str, Rows],
        appendices: Mapping[str, str] | None = None,
        required: Sequence[str] | None = None,
        schema: str = SCHEMA,
        more_schema: str = "",
        more: str = "",
        year: int = 2015,
    ) -> Path:
        from reportgen.kit import kit_folders

        needed = list(sections)[:1] if required is None else required
        texts = {
            "report.toml": REPORT.format(year=year) + more,
            "kit/kit.toml": kit_of(sections, needed, appendices or {}),
            "kit/schema.toml": schema + more_schema,
            **{f"kit/sections/{name}": text for name, text in sections.items()},
        }
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "kit/styles").mkdir()
        style = kit_folders()["work-summary"] / "styles" / "gb9704.docx"
        (folder / "kit/styles/gb9704.docx").write_bytes(style.read_bytes())
        write_workbook(folder / f"{year}.xlsx", sheets)
        return folder

    return make


@pytest.fixture(scope="session")
def list_schema() -> Callable[..., str]:
    """The schema of a list more: its sheet, its columns of words with the key first, its numbers by their units."""

    def make(sheet: str, *words: str, **units: str) -> str:
        columns = [f'name = "{word}"\n' for word in words]
        columns += [f'name = "{number}"\nkind = "number"\nunit = "{unit}"\n' for number, unit in units.items()]
        head = f'[[sheets]]\nname = "{sheet}"\nkey = "{words[0]}"\n'
        return head + "".join(f"[[sheets.columns]]\n{column}" for column in columns)

    return make


@pytest.fixture(scope="session")
def workbook() -> Callable[[Path, Mapping[str, Rows]], None]:
    """Write a workbook of these sheets."""
    return write_workbook


@pytest.fixture(scope="session")
def forget_unit() -> Callable[[Path], None]:
    """Take from a Word file the unit that it was made for, as programs do that drop what they do not know."""

    def forget(file: Path) -> None:
        with zipfile.ZipFile(file) as package:
            parts = {item: package.read(item) for item in package.infolist()}
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for item, data in parts.items():
                is_bindings = item.filename.startswith("customXml/item")
                package.writestr(item, re.sub(rb"<unit [^<>]*/>", b"", data) if is_bindings else data)

    return forget
