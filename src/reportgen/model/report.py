"""A report and its kit, read and frozen: what to build, from which data, with which templates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .schema import Schema
from .values import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSource:
    """A section's template. `file` is its short name in messages (`sections/01-基本情况.md`).

    `required` sections are missed where they come out empty; others are left out without a word.
    `heading` is the level-1 title that the template begins with, filled in when it is rendered.
    """

    file: str
    text: str
    required: bool = False
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixColumn:
    """A column of an appendix: a column of the sheet, or one worked out (`同比`, `占比`) from `of`.

    `header` is what is printed, the column's own name where it is empty. `decimals` None prints as
    many as the cell has.
    """

    name: str
    header: str = ""
    of: str = ""
    decimals: int | None = None
    totalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixSource:
    """An appendix as the kit declares it: title, the sheet it lists, its columns, its chart.

    `columns` empty means every column of the sheet. `filled` names columns that must not be empty: rows
    with nothing in one of them (facts without a unit among the indicators) are left out; empty takes
    every row. It is left out where no rows are.
    """

    title: str
    sheet: str
    columns: tuple[AppendixColumn, ...] = ()
    total_label: str = ""
    landscape: bool = False
    charts: tuple[str, ...] = ()
    numbered_rows: bool = True
    filled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A kit of templates: its folder, schema, sections, appendices, style documents by profile.

    `document_name` and `appendix_name` are file name patterns with `{year}`. `macros` are shared
    template files that sections may import, by name. `fixed_terms` are words of the trade in which a
    numeral is no figure (`[narrate] fixed_terms` of kit.toml). `appendix_template` is an Excel file with
    tags that is filled for the appendices (`[templates] appendix`), None where they are drawn.
    """

    name: str
    title: str
    folder: Path
    schema: Schema
    sections: tuple[SectionSource, ...]
    appendices: tuple[AppendixSource, ...]
    styles: dict[str, Path]
    document_name: str
    appendix_name: str
    default_profile: str = "gb9704"
    macros: dict[str, str] = field(default_factory=dict)
    fixed_terms: tuple[str, ...] = ()
    appendix_template: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: the folder with its `report.toml`, all paths absolute.

    `sections` are the kit's with the report's own in their places. `title` is printed above the
    text; `organization` is the unit that reports (单位), `signature` who signs, `dated` the date
    under it (None: no 落款). `data` are the workbooks, in the order in which they are read; where two
    have the same sheet, that is a finding. `departments` says who answers for a sheet or an indicator,
    by its name, before the kit and the workbook do.
    """

    folder: Path
    kit: Kit
    year: int
    title: str
    organization: str
    data: tuple[Path, ...]
    sections: tuple[SectionSource, ...]
    appendices: tuple[AppendixSource, ...]
    profile: str
    signature: str = ""
    dated: date | None = None
    author: str = ""
    departments: dict[str, str] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The only folder that a build writes to."""
        return self.folder / "out"

    @property
    def cache(self) -> Path:
        """Drawn pictures by content; safe to delete."""
        return self.folder / ".cache"
