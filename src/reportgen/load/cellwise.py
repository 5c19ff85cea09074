"""Cells of one column read one by one: what each holds, and what is to be said about it.

The careful half of `columns`: every doubt becomes a finding with its address, and a cell that cannot
be read with certainty gives no value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from ..model.dataset import Value
from ..model.diagnostic import Diagnostic, Fault, error, info, warning
from ..model.findings import Findings
from ..model.place import CellRef
from ..model.quantity import NO_UNIT, PERCENT, RATIO, Quantity, Unit, parse_unit, plain
from ..model.schema import ColumnKind
from ..model.values import dataclass, field
from . import values as text_values
from .cells import CellKind, CellType, RawSheet, alike
from .formats import NumberFormat, serial_date, show_date

LARGEST = Decimal(10) ** 15
"""From here on Excel no longer keeps every digit of a whole number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a column is to become.

    `unit` None means that nobody has said one. `units` gives the unit of each row where a column of
    the sheet holds them, None where that cell is empty. `mixed` columns (数值 of 指标) also take dates
    and, in rows without a unit, text.
    """

    name: str
    kind: ColumnKind
    position: int
    unit: Unit | None = None
    units: Sequence[Unit | None] | None = None
    previous: str | None = None
    target: str | None = None
    hedge: str | None = None
    split: str = ""
    mixed: bool = False


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one column one by one, noting what is found."""

    sheet: RawSheet
    rows: Sequence[int]
    target: Target
    findings: Findings
    hedges: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    own_units: dict[int, Unit] = field(default_factory=dict)

    def as_number(self, index: int, text: str, kind: CellKind) -> Value:
        """The number in a cell; in a mixed column also its date or text."""
        if kind.type in (CellType.TEXT, CellType.LOOSE):
            return self._number_in_text(index, text, kind)
        day = self._day_in_number(index, text, kind) if self._is_day(kind) else None
        if day is not None and self.target.mixed:
            return day
        if day is not None:
            self._error("date-for-number", index, text=day.isoformat())
            return None
        if kind.type is not CellType.NUMBER:
            self._not_a_value(index, text, kind, "text-for-number")
            return None
        try:
            return self._formatted(index, text, self.sheet.format_of(kind))
        except Fault as fault:
            self._fault(index, fault)
            return None

    def as_date(self, index: int, text: str, kind: CellKind) -> Value:
        """The day in a cell."""
        if kind.type in (CellType.TEXT, CellType.LOOSE):
            return self._date_in_text(index, text, kind)
        if self._is_day(kind):
            return self._day_in_number(index, text, kind)
        if kind.type is not CellType.NUMBER:
            self._not_a_value(index, text, kind, "text-for-date")
            return None
        try:
            return text_values.read_date(text)
        except Fault:
            self._error("number-for-date", index, text=text)
            return None

    def as_text(self, index: int, text: str, kind: CellKind) -> Value:
        """The text of a cell, digits as they show."""
        if kind.type in (CellType.TEXT, CellType.LOOSE):
            reason = text_values.text_absence(text)
            if reason is not None:
                self.reasons[index] = reason
            if reason is not None or not text.strip():
                return None
            return text.strip() if self.target.kind is ColumnKind.CHOICE else text
        if kind.type is CellType.BOOLEAN:
            return "TRUE" if text in ("1", "true") else "FALSE"
        if self._is_day(kind):
            day = self._day_in_number(index, text, kind)
            form = self.sheet.format_of(kind)
            return None if day is None else show_date(day, form.code) if form.is_date else day.isoformat()
        if kind.type is not CellType.NUMBER:
            self._not_a_value(index, text, kind, "error-cell")
            return None
        return self._number_as_shown(index, text, self.sheet.format_of(kind))

    def unit(self, values: Sequence[Value]) -> Unit | None:
        """The unit of the whole column, None where rows differ."""
        if self.target.kind is not ColumnKind.NUMBER:
            return NO_UNIT
        if self.target.units is not None:
            return None
        if self.target.unit is not None:
            return self.target.unit
        if not self.own_units:
            return NO_UNIT
        units = {self.own_units.get(index, NO_UNIT) for index, value in enumerate(values) if isinstance(value, Decimal)}
        return units.pop() if len(units) == 1 else None if units else NO_UNIT

    def row_units(self, values: Sequence[Value]) -> Sequence[Unit] | None:
        """The unit of each row, None where the column has one for all."""
        if self.unit(values) is not None:
            return None
        named = self.target.units or [None] * len(values)
        return [unit or self.own_units.get(index, NO_UNIT) for index, unit in enumerate(named)]

    def check_percents(self, kinds: Sequence[CellKind | None]) -> None:
        """Warn where some numbers of a % column are shown as percentages and others are not."""
        if self.target.unit != PERCENT or self.target.kind is not ColumnKind.NUMBER:
            return
        if alike(kinds):
            return
        numbers = {id(kind): kind for kind in kinds if kind is not None and kind.type is CellType.NUMBER}
        plainly = {key for key, kind in numbers.items() if not self.sheet.format_of(kind).is_percent}
        if plainly and len(plainly) < len(numbers):
            index = next(index for index, kind in enumerate(kinds) if id(kind) in plainly)
            self._say(warning, "mixed-percent", index)

    def _unit_at(self, index: int) -> Unit | None:
        return self.target.units[index] if self.target.units is not None else self.target.unit

    def _place(self, index: int) -> CellRef:
        return self.sheet.ref(self.rows[index], self.target.position)

    def _error(self, code: str, index: int, **facts: str) -> None:
        self._say(error, code, index, **facts)

    def _say(self, severity: Callable[..., Diagnostic], code: str, index: int, **facts: str) -> None:
        self.findings.add(severity(code, self._place(index), column=self.target.name, **facts))

    def _fault(self, index: int, fault: Fault) -> None:
        self.findings.fault(fault, self._place(index), column=self.target.name)

    def _is_absent(self, index: int, text: str) -> bool:
        """Whether a text gives no value; the reason that it states is kept."""
        reason = text_values.absence(text)
        if reason is not None:
            self.reasons[index] = reason
        return reason is not None or not text.strip()

    def _number_in_text(self, index: int, text: str, kind: CellKind) -> Value:
        unit = self._unit_at(index)
        if self.target.mixed and unit is None and not text_values.looks_like_number(text):
            return self._free_text(index, text)
        if self._is_absent(index, text):
            return None
        try:
            reading = text_values.read_number(text, unit)
        except Fault as fault:
            self._fault(index, fault)
            return None
        if reading.unit is not None and unit is None:
            self.own_units[index] = reading.unit
        if reading.hedge:
            self.hedges[index] = reading.hedge
        if kind.type is not CellType.LOOSE or not text_values.looks_like_number(text):
            self._note(index, text, reading)
        return reading.value

    def _note(self, index: int, text: str, reading: text_values.Reading) -> None:
        say = info if reading.noted == "number-as-text" else warning
        read = plain(reading.value) + (reading.unit.symbol if reading.unit else "")
        self._say(say, reading.noted, index, text=text_values.clip(text), value=read)

    def _free_text(self, index: int, text: str) -> Value:
        """The text of a mixed column in a row without a unit, a date where it is one."""
        if text_values.looks_like_date(text):
            return self._date_in_text(index, text, CellKind(CellType.LOOSE))
        return None if self._is_absent(index, text) else text

    def _date_in_text(self, index: int, text: str, kind: CellKind) -> date | None:
        if self._is_absent(index, text):
            return None
        try:
            day = text_values.read_date(text)
        except Fault as fault:
            self._fault(index, fault)
            return None
        if kind.type is CellType.TEXT:
            self._say(info, "date-as-text", index, text=text_values.clip(text), value=day.isoformat())
        return day

    def _is_day(self, kind: CellKind) -> bool:
        form = self.sheet.format_of(kind)
        return kind.type is CellType.DATE or (kind.type is CellType.NUMBER and form.is_date)

    def _day_in_number(self, index: int, text: str, kind: CellKind) -> date | None:
        try:
            if kind.type is CellType.DATE:
                return text_values.read_date(text)
            serial = text_values.exact_number(text)
            return serial_date(int(serial), date1904=self.sheet.date1904)
        except Fault as fault:
            self._fault(index, fault)
            return None

    def _not_a_value(self, index: int, text: str, kind: CellKind, otherwise: str) -> None:
        """Note what stands in a cell that holds no value at all."""
        if kind.type is CellType.UNCACHED:
            self._error("formula-without-value", index)
        elif kind.type is CellType.ERROR:
            self._error("error-cell", index, text=text_values.clip(text))
        else:
            self._error(otherwise, index, text="TRUE" if text in ("1", "true") else "FALSE")

    def _formatted(self, index: int, text: str, form: NumberFormat) -> Decimal:
        """The number of a number cell, percentages and units of its format taken into account."""
        value, unit = self._exact(index, text), self._unit_at(index)
        if form.is_time:
            raise Fault("date-for-number", text=text)
        if form.is_percent and unit != NO_UNIT:
            if unit is None:
                self.own_units[index] = unit = PERCENT
            if unit.dimension != RATIO:
                raise Fault("wrong-unit", found="%", expected=unit.symbol)
            return Quantity(value, NO_UNIT).to(unit).value
        shown = parse_unit(form.unit)
        if not form.unit or shown == unit:
            return value
        if unit is None:
            self.own_units[index] = shown
            return value
        if shown.dimension != unit.dimension:
            raise Fault("wrong-unit", found=shown.symbol, expected=unit.symbol or "1")
        reading = text_values.Reading(Quantity(value, shown).to(unit).value, unit, noted="unit-in-cell")
        self._note(index, plain(value) + shown.symbol, reading)
        return reading.value

    def _exact(self, index: int, text: str) -> Decimal:
        value = text_values.exact_number(text)
        if abs(value) >= LARGEST:
            self._say(warning, "digits-lost", index, value=plain(value))
        return value

    def _number_as_shown(self, index: int, text: str, form: NumberFormat) -> str | None:
        try:
            value = self._exact(index, text)
        except Fault as fault:
            self._fault(index, fault)
            return None
        if form.is_percent:
            return f"{plain(value.scaleb(2))}%"
        shown = plain(value)
        return shown.zfill(form.zeros) if form.zeros and shown.isdigit() else shown + form.unit
