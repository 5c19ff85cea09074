"""Which drafts there are, and what their files are called; known before the first is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from ..model.diagnostic import Fault, ReportError, error
from ..model.names import Names
from ..model.place import ConfigRef, FileRef, Place
from ..model.report import SectionSource
from ..model.values import dataclass
from .names import check_pattern, file_name, names_in, same_file

UNIT_DATA = "单位资料"
"""What a unit's row is called in templates and in patterns of names."""

_NUMBER = re.compile(r"[0-9]+(?:[-.][0-9]+)*[-_. 、]*")
_NO_DEPARTMENT = "未分科室"
_GROUPS_SHOWN, _DRAFTS_SHOWN = 5, 3


class By(StrEnum):
    """What one draft is made for; the values are those of the command line."""

    SECTION = "section"
    DEPARTMENT = "department"
    UNIT = "unit"


PATTERNS = {
    By.SECTION: "{{ 序号 }}-{{ 章节 }}",
    By.DEPARTMENT: "{{ 序号 }}-{{ 科室 }}",
    By.UNIT: "{{ 序号 }}-{{ 章节 }}-{{ 单位 }}",
}
"""The names of files where the user gives no pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file to be made: its name, its sections by position, and its unit.

    `unit` is the unit's position, None where there are no units; `unit_name` is then empty.
    """

    file: str
    sections: tuple[int, ...]
    unit: int | None = None
    unit_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUnit:
    """A unit by its name, and where it stands; `facts` are the texts of its row by column, for names of files."""

    name: str
    facts: Mapping[str, str]
    place: Place | None = None


def title_of(section: SectionSource) -> str:
    """A section's name in file names."""
    return title_of_file(section.file)


def title_of_file(file: str) -> str:
    """The name of a section's file without its ending and the number that orders it."""
    stem = file.replace("\\", "/").rpartition("/")[2].removesuffix(".md")
    return _NUMBER.sub("", stem, count=1) if _NUMBER.match(stem) and _NUMBER.sub("", stem, count=1) else stem


def plan(
    by: By, sections: Sequence[SectionSource], units: Sequence[PlannedUnit], pattern: str, year: int
) -> tuple[Draft, ...]:
    """The drafts in their order: by unit, then by section.

    Raises ReportError: `nothing-to-draft`, what `check_pattern` finds, and `colliding-drafts` where Windows would
    take two for one file.
    """
    groups = _groups(by, sections)
    pattern = pattern or PATTERNS[by]
    if not groups or (by is By.UNIT and not units):
        raise ReportError(Fault("nothing-to-draft", by=by.value).at(FileRef("report.toml")))
    count = len(groups) * max(len(units), 1)
    whole = [(group, unit) for unit in (enumerate(units) if units else [(None, None)]) for group in groups.items()]
    found: list[Draft] = []
    for number, ((name, positions), (at, unit)) in enumerate(whole, 1):
        facts = _facts(name, [sections[position] for position in positions], unit, year)
        if unit is not None and (number == 1 or UNIT_DATA in pattern):
            facts.update((f"{UNIT_DATA}.{column}", text) for column, text in unit.facts.items())
        facts["序号"] = f"{number:0{max(len(str(count)), 2)}}"
        if number == 1:
            _check(pattern, facts)
        file = file_name(pattern, facts)
        found.append(Draft(file=file, sections=positions, unit=at, unit_name=unit.name if unit else ""))
    _must_differ(found, sections, units, ConfigRef("--name", pattern))
    return tuple(found)


def _groups(by: By, sections: Sequence[SectionSource]) -> dict[str, tuple[int, ...]]:
    """The sections that go into one file, by the file's own name for them."""
    if by is not By.DEPARTMENT:
        return {f"{at} {section.file}": (at,) for at, section in enumerate(sections)}
    found: dict[str, list[int]] = {}
    for at, section in enumerate(sections):
        found.setdefault(section.department or _NO_DEPARTMENT, []).append(at)
    return {name: tuple(positions) for name, positions in found.items()}


def _facts(name: str, sections: Sequence[SectionSource], unit: PlannedUnit | None, year: int) -> dict[str, str]:
    department = name if len(sections) > 1 else sections[0].department or _NO_DEPARTMENT
    facts = {"序号": "", "章节": "、".join(map(title_of, sections)), "科室": department, "年度": str(year)}
    if unit is not None:
        facts["单位"] = unit.name
    return facts


def _check(pattern: str, facts: Mapping[str, str]) -> None:
    try:
        check_pattern(pattern, facts)
    except Fault as fault:
        raise ReportError(fault.at(ConfigRef("--name", ", ".join(names_in(pattern)) or pattern))) from None


def _must_differ(
    drafts: Iterable[Draft], sections: Sequence[SectionSource], units: Sequence[PlannedUnit], place: Place
) -> None:
    """Raise `colliding-drafts`, with the files that several drafts would be, and where their units stand."""
    by_name: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_name.setdefault(same_file(draft.file), []).append(draft)
    groups = [group for group in by_name.values() if len(group) > 1]
    if groups:
        files = Names((_group(group, sections) for group in groups), most=_GROUPS_SHOWN)
        named = [units[at].place for at in dict.fromkeys(draft.unit for draft in groups[0]) if at is not None]
        places = tuple(place for place in named[:_DRAFTS_SHOWN] if place is not None)
        raise ReportError(error("colliding-drafts", place, related=places, count=len(groups), files=files))


def _group(drafts: Sequence[Draft], sections: Sequence[SectionSource]) -> str:
    """A file's name, and the drafts that it would be."""
    shown = [_shown(draft, sections) for draft in drafts[:_DRAFTS_SHOWN]]
    more = [f"+{len(drafts) - len(shown)}"] if len(drafts) > len(shown) else []
    return f"{drafts[0].file} = {' / '.join((*shown, *more))}"


def _shown(draft: Draft, sections: Sequence[SectionSource]) -> str:
    """A draft as the user knows it: its unit, and its sections by their files."""
    files = "、".join(sections[position].file.rpartition("/")[2].removesuffix(".md") for position in draft.sections)
    return f"{draft.unit_name} {files}" if draft.unit_name else files
