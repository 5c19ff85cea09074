"""A sheet's template rendered: plain cells looked up, the rest printed by the sandbox and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from ..model.dataset import Row
from ..model.diagnostic import Diagnostic, has_errors
from ..model.place import ARROW
from ..model.values import dataclass, field, replace
from ..narrate.environment import rendered
from ..narrate.names import undefined_names
from ..narrate.rendering import Rendering
from .bounds import beyond_bounds
from .expressions import UNITS, fill_environment, is_table
from .plain_tags import NOTHING, Strip, looked_up
from .prints import SheetPrints
from .rendered import Copy, Round, copies_of
from .source import Field, SheetSource, source_of_sheet
from .tag_places import TagPlaces
from .template import SheetTemplate, array_rows


@dataclass(slots=True, kw_only=True, eq=False)
class RenderedSheet:
    """The sheets that a template becomes; `direct` are values looked up, `fields` as in `SheetSource`.

    `strips` are the tags that are read as columns, with the rows that they name.
    """

    copies: Sequence[Copy]
    fields: Mapping[int, Mapping[int, Field]]
    findings: list[Diagnostic]
    direct: Mapping[int, object] = field(default_factory=dict)
    strips: Sequence[tuple[Strip, Sequence[Row]]] = ()


def render_sheet(
    template: SheetTemplate, names: Mapping[str, Any], active: Rendering, prints: SheetPrints
) -> RenderedSheet:
    """Render a sheet; without a result where its template cannot be read, as the findings say."""
    if has_errors(template.blocks.findings):
        return RenderedSheet(copies=(), fields={}, findings=_each_alone(template, names))
    strips = [(strip, rows) for strip in template.strips if (rows := strip.rows(names)) is not None]
    stripped = {index for strip, _ in strips for index in strip.indexes}
    others = (tag for strip in template.strips if strip.indexes[0] not in stripped for tag in strip.tags)
    direct = {tag.cell: value for tag in (*template.alone, *others) if (value := looked_up(tag, names)) is not NOTHING}
    if len(direct) + len(stripped) == len(template.cells) and template.is_plain:
        return RenderedSheet(copies=[Copy("", Round(), Round())], direct=direct, strips=strips, fields={}, findings=[])
    skipped = {*direct, *stripped}
    made = _of_tables(template, names, skipped) or _by_template(template, names, active, prints, skipped)
    made.direct, made.strips = direct, strips
    return made


def _of_tables(template: SheetTemplate, names: Mapping[str, Any], skipped: Set[int]) -> RenderedSheet | None:
    """The rounds of plain loops over tables; None where anything else is to be rendered."""
    loops = template.loops
    if loops is None or not all(is_table(names.get(loop.values)) for loop in loops):
        return None
    held = {index for loop in loops for index in loop.fields}
    if any(not (index in held or index in skipped or cell.is_control) for index, cell in enumerate(template.cells)):
        return None
    endless = beyond_bounds(template, names)
    if endless is not None:
        return RenderedSheet(copies=(), fields={}, findings=[endless])
    rows = Round()
    for loop in loops:
        rows.put_table(loop.branch, names[loop.values])
    fields = {loop.branch: loop.fields for loop in loops}
    return RenderedSheet(copies=[Copy("", Round(), rows)], fields=fields, findings=[])


def _by_template(
    template: SheetTemplate, names: Mapping[str, Any], active: Rendering, prints: SheetPrints, skipped: Set[int]
) -> RenderedSheet:
    """Render what is not looked up: the rounds of loops, and all other tags."""
    blocks, arrays = template.blocks, list(array_rows(template.sheet))
    source = source_of_sheet(template.cells, blocks, name=template.name, skipped=skipped, arrays=arrays, units=UNITS)
    file = _file(template)
    places = _in_cells(template, file, source)
    compiled = fill_environment().compiled(file, source.text)
    if compiled.template is None:
        found = _each_alone(template, names) or [places.placed(item) for item in compiled.findings]
        return RenderedSheet(copies=(), fields={}, findings=found)
    findings = [*compiled.findings, *undefined_names(compiled, {**names, "序号": None, "loop": None})]
    if (endless := beyond_bounds(template, names)) is not None:
        return RenderedSheet(copies=(), fields={}, findings=[endless])
    before, said = len(active.findings), len(prints.findings)
    copies = rendered(compiled, names, lambda pieces: copies_of(pieces, blocks, template.cells, prints))
    prints.findings[said:] = map(places.placed, prints.findings[said:])
    findings += active.findings[before:]
    del active.findings[before:]
    found = [places.placed(item) for item in findings]
    if copies is None:
        return RenderedSheet(copies=(), fields={}, findings=found)
    return RenderedSheet(copies=copies, fields=source.fields, findings=found)


def _file(template: SheetTemplate) -> str:
    """What the template is called in findings."""
    return ARROW.join((template.cells[0].place.file if template.cells else "", template.entry.name))


def _each_alone(template: SheetTemplate, names: Mapping[str, Any]) -> list[Diagnostic]:
    """What is wrong with each cell's tags by themselves: the whole template stops at the first fault."""
    environment, file = fill_environment(), _file(template)
    known = {**names, **dict.fromkeys(template.loop_words)}
    sets_names = any(cell.sets_names for cell in template.cells)
    listed = [(cell.place, cell.source) for cell in template.cells]
    controls = [c for note in template.notes for c in note.controls]
    controls += [c for cell in template.cells for c in cell.controls]
    listed += [(c.place, f"{c.jinja}{{% end{c.word} %}}") for c in controls if c.word in ("for", "if")]
    cells = {cell.place: cell for cell in template.cells}
    found: list[Diagnostic] = []
    for place, text in listed:
        alone = f"{file}{ARROW}{place.address}"
        compiled = environment.compiled(alone, text)
        wrong = list(compiled.findings)
        if compiled.template is not None and not sets_names:
            wrong += undefined_names(compiled, known)
        places = TagPlaces(file=alone, text=text, places=[place] * (text.count("\n") + 1), cells=cells)
        found += [replace(places.placed(item), related=()) for item in wrong]
    return found


def _in_cells(template: SheetTemplate, file: str, source: SheetSource) -> TagPlaces:
    """Where the tags of a sheet's template stand in its cells."""
    cells = {cell.place: cell for cell in template.cells}
    return TagPlaces(file=file, text=source.text, places=source.places, cells=cells)
