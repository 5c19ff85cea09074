"""The part of bindings as it is after a refresh: today's values, under the tags and in the words of the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ...model.binding import Binding, ColumnBinding
from ...model.numbering import NUMBERING_TAG
from ...model.values import dataclass
from ...ooxml.bindings import Stored
from .figures import Figures
from .labels import Labels
from .table_records import TableRecords
from .today import Today


@dataclass(slots=True, eq=False, repr=False)
class Records:
    """What is stored, renewed. `figures` and `labels` have been set in the file.

    `grouped` are the tags of tables and charts, `lost` those of them that should have been set and stand nowhere.
    `tables` tells what was set of those that could not be set whole.
    """

    stored: Sequence[Stored]
    today: Today
    figures: Figures
    labels: Labels
    grouped: Collection[str]
    lost: Collection[str]
    tables: Mapping[str, TableRecords]

    def renewed(self) -> Iterator[Stored]:
        """The bindings in their order, those that came into the file behind the ones that they follow in the report."""
        behind = self._added()
        yield from behind.get(-1, ())
        numbers = iter(range(len(self.figures.old)))
        done: set[str] = set()
        for item in self.stored:
            if item.tag in self.grouped:
                if item.tag not in self.today.grouped or item.tag in self.lost:
                    yield item
                elif item.tag not in done:
                    done.add(item.tag)
                    yield from map(self.labels.placed, self._grouped(item.tag))
            elif isinstance(item, ColumnBinding):
                yield item
            elif item.tag.startswith(NUMBERING_TAG):
                yield self.labels.stored(item)
            else:
                number = next(numbers)
                if number not in self.figures.missing:
                    yield self._figure(number, item)
                yield from behind.get(number, ())

    def _grouped(self, tag: str) -> Iterable[Stored]:
        """The bindings of a table or chart that is in the file."""
        today, records = self.today.grouped[tag], self.tables.get(tag)
        if records is None:
            return today
        return records.renewed([item for item in self.stored if item.tag == tag], today)

    def _added(self) -> dict[int, list[Stored]]:
        """The bindings of figures that came into the file, by the number of the one before them; -1 for none."""
        came = self.figures.sentences_of_new
        numbers = {today.tag: number for number, today in self.figures.found.pairs.items()} if came else {}
        found: dict[int, list[Stored]] = {}
        last = -1
        for binding in self.today.single if came else ():
            last = numbers.get(binding.tag, last)
            if binding.tag in came:
                new = replace(binding, tag=self.figures.tags_of_new[binding.tag], sentence=came[binding.tag])
                found.setdefault(last, []).append(self.labels.placed(new))
        return found

    def _figure(self, number: int, written: Binding) -> Stored:
        """Today's binding under the tag, and in the words, that stand in the file; what was stored where it is that."""
        today = self.figures.found.pairs.get(number)
        if today is None:
            # Its row is gone: the cells would lead to the row that stands there now, in `trace` as in the next run.
            return replace(written, cells=()) if number in self.figures.found.strayed and written.cells else written
        if number in self.figures.unresolved:  # its text stays what was written, its row is where the others say
            return replace(written, cells=today.cells, template=today.template)
        tag = self.figures.tags.get(number, written.tag)
        sentence = self.figures.sentences.get(number, today.sentence)
        if (tag, sentence) != (today.tag, today.sentence):
            today = replace(today, tag=tag, sentence=sentence)
        placed = self.labels.placed(today)
        return written if placed == written else placed
