"""The command `roll`: the report of the next year from this one, all of it or nothing."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..files import read_bytes, read_text, templates_in
from ..kit import kit_folders
from ..load.raw_cells import Written, raw_cells
from ..merge.next_year import Turned, as_text, turn
from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, Fault, ReportError, has_errors, info, warning
from ..model.outcome import Outcome
from ..model.place import CellRef, ConfigRef, FileRef, TextRef
from ..model.report import Report
from ..model.schema import ORIGIN_SHEET
from ..model.values import dataclass
from ..narrate.dated import dated_words
from ..report import REPORT_FILE, SECTION_FOLDER, read_report
from .new_folder import create_folder, must_be_free
from .next_settings import new_settings, next_settings
from .prepare import Progress, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """The files of the new report by their names in its folder, and what there is to say of them."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def roll(folder: Path, target: Path, year: int | None = None, progress: Progress = silent) -> Outcome:
    """Make the report of `year` (None: the next one) in a new or empty folder; the old report stays as it is."""
    try:
        must_be_free(target)
        progress("step-load")
        report, found = read_report(folder)
        rolled = _rolled(report, target, year or report.year + 1, progress)
        create_folder(target, rolled.files)
    except ReportError as problem:
        return Outcome(diagnostics=problem.diagnostics)
    # What the old report's own settings are warned of is no news of the new one.
    said = tuple(item for item in found if item.code == "placeholder-left")
    return Outcome(diagnostics=(*said, *rolled.diagnostics), written=tuple(target / name for name in rolled.files))


def _rolled(report: Report, target: Path, year: int, progress: Progress) -> Rolled:
    if year <= report.year:
        raise ReportError(Fault("year-not-later", year=year, old=report.year).at(ConfigRef(REPORT_FILE, "report.year")))
    dataset = _dataset(report)
    data = {path: read_bytes(path, path.name) for path in report.data}
    written = [cell for path, content in data.items() for cell in raw_cells(content, path.name)]
    turned = _turned(report, year, dataset, written)
    progress("step-write")
    names = _data_names(report, year)
    files = {name: _workbook(path.name, data[path], turned, written) for path, name in names.items()}
    sections, found = _sections(report)
    files |= sections
    settings, more = _settings(report, target, year, list(names.values()))
    files[REPORT_FILE] = settings.encode()
    said = [*turned.diagnostics, *more, *found, *_dated_cells(written, turned, names)]
    return Rolled(files=dict(sorted(files.items())), diagnostics=tuple(said))


def _dataset(report: Report) -> Dataset:
    """The report's data; raises ReportError where they cannot be read without errors."""
    from ..load.read import read_data

    dataset, found = read_data(report.data, report.kit.schema, report.year)
    if has_errors(found):
        raise ReportError(*found)
    return dataset


def _turned(report: Report, year: int, dataset: Dataset, written: Iterable[Written]) -> Turned:
    """What changes in the data, with what there is to say of it."""
    formulas = {cell.place for cell in written if cell.is_formula}
    turned = turn(dataset, report.kit.schema, formulas, years=year - report.year)
    place = ConfigRef(REPORT_FILE, "report.data")
    turned.diagnostics.insert(0, info("data-turned", place, moved=turned.moved, emptied=turned.emptied, year=year))
    if year != report.year + 1:
        turned.diagnostics.insert(1, warning("years-skipped", place, year=year, old=report.year))
    return turned


def _data_names(report: Report, year: int) -> dict[Path, str]:
    """The new name of each data file: its year replaced, else the old name; a number tells equal ones apart."""
    names: dict[Path, str] = {}
    for path in report.data:
        stem = path.stem.replace(str(report.year), str(year))
        name, number = f"{stem}{path.suffix}", 2
        while name.casefold() in (taken.casefold() for taken in names.values()):
            name, number = f"{stem}-{number}{path.suffix}", number + 1
        names[path] = name
    return names


def _workbook(file: str, data: bytes, turned: Turned, written: Iterable[Written]) -> bytes:
    """A data file with its edits; origins of the old year's values are not carried over."""
    from ..merge.excel.edit import Edit, PutSheet, edit

    changed = turned.edits.get(file, {})
    if not data.startswith(b"PK"):
        return _csv(data, changed.get("", ()))
    edits: dict[str, Sequence[Edit]] = dict(changed)
    if any(cell.place.file == file and cell.place.sheet == ORIGIN_SHEET for cell in written):
        edits[ORIGIN_SHEET] = (PutSheet(rows=()),)
    return edit(data, file, edits)


def _csv(data: bytes, edits: Sequence[object]) -> bytes:
    """A .csv file with its edits, in UTF-8 with a byte order mark, which Excel needs to know the encoding."""
    from ..load.csv import read_fields
    from ..merge.excel.edit import SetCell

    rows = read_fields(data)
    for item in edits:
        if isinstance(item, SetCell):
            fields = rows[item.row - 1]
            fields += [""] * (item.column - len(fields))
            fields[item.column - 1] = as_text(None if isinstance(item.value, bool) else item.value)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _sections(report: Report) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The report's own sections, as they are, and the dated words in them."""
    files: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for path in templates_in(report.folder / SECTION_FOLDER, SECTION_FOLDER):
        shown = f"{SECTION_FOLDER}/{path.name}"
        text, more = read_text(path, shown)
        found += more
        files[shown] = text.encode()
        found += (
            info("dated-word", TextRef(shown, word.line, word.column), text=word.text) for word in dated_words(text)
        )
    return files, found


def _dated_cells(written: Iterable[Written], turned: Turned, names: Mapping[Path, str]) -> Iterator[Diagnostic]:
    """The dated words of cells that stay, titles and headers too, under the new file's name."""
    renamed = {path.name: name for path, name in names.items()}
    for place, text, _ in written:
        if text and place.sheet != ORIGIN_SHEET and not turned.changes(place):
            new = CellRef(renamed[place.file], place.sheet, place.row, place.column)
            yield from (info("dated-word", new, text=word.text) for word in dated_words(text))


def _settings(report: Report, target: Path, year: int, data: list[str]) -> tuple[str, list[Diagnostic]]:
    """The new report.toml, and the dated words of its title."""
    text, found = read_text(report.folder / REPORT_FILE, REPORT_FILE)
    title = report.title.replace(str(report.year), str(year))
    changes: dict[str, int | str | list[str]] = {
        "kit": _kit(report, target),
        "year": year,
        "title": title,
        "data": data,
    }
    place = ConfigRef(REPORT_FILE, "report.title")
    if title == report.title:
        found.append(info("dated-word", place, text=title))
    changed = next_settings(text, changes)
    if changed is None:
        changed = new_settings(
            {**changes, "organization": report.organization, "profile": report.profile, "signature": report.signature}
        )
        found.append(warning("settings-rewritten", FileRef(REPORT_FILE)))
    return changed, found


def _kit(report: Report, target: Path) -> str:
    """The kit as the new folder names it: by its name, or by the way to its folder."""
    for name, folder in kit_folders().items():
        if folder.resolve() == report.kit.folder:
            return name
    with suppress(ValueError):  # on another drive of Windows there is no way
        return Path(os.path.relpath(report.kit.folder, target.absolute())).as_posix()
    return report.kit.folder.as_posix()
