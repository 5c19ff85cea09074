"""The formulas of the output with their values: moved, worked out, and written with what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.values import dataclass, field
from ..ooxml.xml import text as escaped
from .excel.calc.calculate import Calculation, Results
from .excel.calc.formulas import CellFormula, ColumnFormula, Workbook
from .excel.calc.known import Known
from .excel.calc.values import KEPT, UNKNOWN, Value, number_texts, stored
from .excel.formulas import FormulaMover, Program
from .excel.markup import attribute_of, with_attributes
from .excel.moves import Moves, Spot
from .excel.seen import Seen
from .layout import ArrayPart, Block, FormulaSlot, Single
from .still import Page

Place = tuple[str, int, int]
"""A cell of the output: its sheet, row and column."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Column:
    """A formula in all rounds of a loop; `program` is None where each round has a text of its own."""

    texts: Sequence[str]
    program: Program | None
    index: int


class _Texts(Sequence[str]):
    """The texts of a program, made as somebody asks for them."""

    def __init__(self, program: Program, first: int, step: int, count: int) -> None:
        self._program, self._rows = program, range(first, first + step * count, step)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        return self._program.text(self._rows[index])


@dataclass(slots=True, kw_only=True, eq=False)
class KeptFormulas:
    """The formulas of a template in which nothing moves, read and grouped, and the cells that no tag changes."""

    cells: list[CellFormula]
    changed: dict[Place, bool]
    places: dict[Place, int]
    attributes: dict[Place, str]
    pages: dict[int, tuple[list[int], list[str]]]
    calculation: Calculation
    known: Known


@dataclass(slots=True, kw_only=True, eq=False)
class FormulaCells:
    """The formulas of a workbook's output. `is_complete` says whether each has a value after `work_out`."""

    mover: FormulaMover
    moves: Moves
    seen: Seen
    cells: list[CellFormula] = field(default_factory=list)
    columns: list[ColumnFormula] = field(default_factory=list)
    changed: dict[Place, bool] = field(default_factory=dict)
    places: dict[Place, int] = field(default_factory=dict)
    loops: dict[tuple[int, int], _Column] = field(default_factory=dict)
    attributes: dict[Place, str] = field(default_factory=dict)
    pages: dict[int, tuple[list[int], list[str]]] = field(default_factory=dict)
    parts: dict[Place, Value] = field(default_factory=dict)
    results: Results = field(default_factory=lambda: Results([], [], {}))

    def kept(self, calculation: Calculation, known: Known) -> KeptFormulas:
        """What the next fill of the template need not read again; nothing may move in either."""
        return KeptFormulas(
            cells=self.cells,
            changed=self.changed,
            places=self.places,
            attributes=self.attributes,
            pages=self.pages,
            calculation=calculation.again(),
            known=known.copy(),
        )

    def take_kept(self, kept: KeptFormulas) -> None:
        """Go on with the formulas of an earlier fill."""
        self.cells, self.changed, self.places = kept.cells, kept.changed, kept.places
        self.attributes, self.pages = kept.attributes, kept.pages

    @property
    def is_moved(self) -> bool:
        """Whether formulas may read otherwise than in the template."""
        return bool(self.moves) or self.mover.renames_columns

    def add_row(self, name: str, template: str, copy: int, segment: Single, prefix: str) -> None:
        """Note the formulas of one row of the output."""
        for slot in segment.program.formulas:
            cell = slot.cell
            spot = Spot(template, cell.row, cell.column, segment.path, slot.path, copy)
            text = self.mover.move(slot.text, spot, segment.number) if self.is_moved else slot.text
            place = (name, segment.number, slot.column)
            is_moved = (segment.number, slot.column) != (cell.row, cell.column)
            self.changed[place] = text != slot.text or is_moved
            is_written = is_moved or bool(segment.program.tags)
            attributes, array = self._attributes(slot, spot)
            cached = self.seen.value(cell, prefix)
            self.attributes[place] = attributes
            self.places[place] = len(self.cells)
            self.cells.append(
                CellFormula(
                    sheet=name,
                    row=segment.number,
                    column=slot.column,
                    text=text,
                    cached=cached,
                    stale=text != slot.text or (is_written and cached is UNKNOWN),
                    array=array,
                    line=cell.row if segment.path else 0,
                )
            )

    def add_block(self, name: str, template: str, copy: int, block: Block) -> None:
        """Note the formulas of a loop that is read by columns."""
        count = len(block.table)
        for program, offset in zip(block.programs, block.offsets, strict=True):
            for slot in program.formulas:
                cell, first = slot.cell, block.start + offset
                path = (*block.path, (block.branch.first, 0))
                made = self.mover.program(slot.text, Spot(template, cell.row, cell.column, path, slot.path, copy))
                texts: Sequence[str]
                if made is not None:
                    texts = _Texts(made, first, block.step, count)
                else:
                    spots = (
                        Spot(template, cell.row, cell.column, (*block.path, (block.branch.first, n)), slot.path, copy)
                        for n in range(count)
                    )
                    texts = [self.mover.move(slot.text, spot) for spot in spots]
                self.loops[id(block), id(slot)] = _Column(texts=texts, program=made, index=len(self.columns))
                self.columns.append(
                    ColumnFormula(
                        sheet=name,
                        column=slot.column,
                        first=first,
                        step=block.step,
                        texts=texts,
                        linear=made is not None,
                    )
                )

    def _attributes(self, slot: FormulaSlot, spot: Spot) -> tuple[str, tuple[int, int] | None]:
        """The attributes of `<f>` in the output, and the size of an array's block."""
        written = slot.cell.formula_attributes
        if not written:
            return "", None
        kind = attribute_of(written, "t")
        if kind == "shared":
            return with_attributes(written, {"t": None, "ref": None, "si": None}), None
        reference = attribute_of(written, "ref")
        if kind not in ("array", "dataTable") or reference is None:
            return written, None
        moved = self.mover.move(reference, spot) if self.is_moved else reference
        if kind == "array":
            return with_attributes(written, {"ref": moved}), _size(moved)
        inputs = {name: attribute_of(written, name) for name in ("r1", "r2")}
        places = {name: self.mover.move(cell, spot) for name, cell in inputs.items() if cell and self.is_moved}
        return with_attributes(written, {"ref": moved, **places}), None

    def calculation(self, workbook: Workbook) -> Calculation:
        """The formulas read and ready, `wanted` the cells that they look at."""
        return Calculation(self.cells, self.columns, workbook)

    def take(self, results: Results) -> None:
        """Keep what the formulas come to."""
        self.results = results
        for index, block in results.blocks.items():
            first = self.cells[index]
            for down, row in enumerate(block):
                for across, value in enumerate(row):
                    if down or across:
                        self.parts[first.sheet, first.row + down, first.column + across] = value

    def part(self, name: str, row: int, part: ArrayPart, prefix: str) -> str:
        """A cell with a part of an array's result, from behind its address."""
        value = self.parts.get((name, row, part.column), KEPT)
        if value is KEPT:
            return part.behind
        type_, inner = _value(value, prefix)
        looks = with_attributes(part.cell.attributes, {"r": None, "t": None})
        return f"{looks}{type_}>{inner}</{prefix}c>" if inner else f"{looks}/>"

    @property
    def is_complete(self) -> bool:
        """Whether every formula has a value."""
        if any(value is UNKNOWN for value in self.results.cells):
            return False
        return not any(value is UNKNOWN for column in self.results.columns for value in column)

    def is_changed(self, name: str, row: int, slot: FormulaSlot) -> bool:
        """Whether a formula's cell differs from the template's."""
        place = (name, row, slot.column)
        return self.changed[place] or self.results.cells[self.places[place]] is not KEPT

    def tail(self, name: str, row: int, slot: FormulaSlot, prefix: str) -> str:
        """A formula's cell from behind its address."""
        place = (name, row, slot.column)
        index = self.places[place]
        value = self.results.cells[index]
        if value is KEPT:
            value = self.cells[index].cached
        type_, inner = _value(value, prefix)
        return f"{slot.looks}{type_}>{self._formula(place, prefix)}{inner}</{prefix}c>"

    def _formula(self, place: Place, prefix: str) -> str:
        return f"<{prefix}f{self.attributes[place]}>{escaped(self.cells[self.places[place]].text)}</{prefix}f>"

    def tails(self, name: str, page: Page, prefix: str) -> list[str]:
        """All formulas' cells of a page from behind their addresses."""
        slots = page.formulas.items()
        if id(page) not in self.pages:
            places = [(name, row, column) for row, column in page.formulas]
            heads = [
                f"{slot.looks}>{self._formula(place, prefix)}<{prefix}v>"
                for place, slot in zip(places, page.formulas.values(), strict=True)
            ]
            self.pages[id(page)] = [self.places[place] for place in places], heads
        indexes, heads = self.pages[id(page)]
        values = list(map(self.results.cells.__getitem__, indexes))
        if set(map(type, values)) != {float}:
            return [self.tail(name, row, slot, prefix) for (row, _), slot in slots]
        texts: list[str] = number_texts(values)  # type: ignore[arg-type]
        closing = f"</{prefix}v></{prefix}c>"
        return [f"{head}{text}{closing}" for head, text in zip(heads, texts, strict=True)]

    def column(self, block: int, slot: FormulaSlot, prefix: str) -> tuple[str, list[Sequence[str]], list[int]]:
        """A formula in all rounds: its pattern, the texts for it, and before them the row offsets in the formula."""
        found = self.loops[block, id(slot)]
        values = self.results.columns[found.index]
        looks, kinds = slot.looks, set(map(type, values))
        ca = ' ca="1"' if attribute_of(slot.cell.formula_attributes or "", "ca") in ("1", "true") else ""
        if found.program is not None and (kinds == {float} or set(values) == {UNKNOWN}):
            texts = [_escaped_percent(part) for part in found.program.texts]
            formula = f"<{prefix}f{ca}>{'%s'.join(texts)}</{prefix}f>"
            if kinds == {float}:
                numbers: list[str] = number_texts(values)  # type: ignore[arg-type]
                inner = f"<{prefix}v>%s</{prefix}v>"
                return f"{looks}>{formula}{inner}</{prefix}c>", [numbers], list(found.program.offsets)
            return f"{looks}>{formula}</{prefix}c>", [], list(found.program.offsets)
        tails = []
        for text, value in zip(found.texts, values, strict=True):
            type_, inner = _value(value, prefix)
            tails.append(f"{looks}{type_}><{prefix}f{ca}>{escaped(text)}</{prefix}f>{inner}</{prefix}c>")
        return "%s", [tails], []


def _escaped_percent(text: str) -> str:
    return escaped(text).replace("%", "%%")


def _value(value: Value, prefix: str) -> tuple[str, str]:
    """The type attribute and `<v>` of a result; both empty where there is none."""
    found = stored(value)
    if found is None:
        return "", ""
    type_, text = found
    return (f' t="{type_}"' if type_ else ""), f"<{prefix}v>{escaped(text)}</{prefix}v>"


def _size(reference: str) -> tuple[int, int] | None:
    from .excel.followers.grid import area_of

    area = area_of(reference)
    return None if area is None else (area.bottom - area.top + 1, area.right - area.left + 1)
