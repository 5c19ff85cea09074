"""The part of bindings as it is after a refresh: today's values, under the tags and in the words of the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ....model.binding import Binding, ColumnBinding
from ....model.collect import collect_columns
from ....model.numbering import NUMBERING_TAG
from ....model.owner import Owner
from ....model.values import dataclass, replace
from ....ooxml.bindings import Stored
from .figures import Figures
from .labels import Labels
from .left_behind import LeftBehind
from .table_records import TableRecords
from .today import Today


@dataclass(slots=True, eq=False, repr=False)
class Records:
    """What is stored, renewed. `figures` and `labels` have been set in the file.

    `grouped` are the tables and charts among it by tag, `lost` the tags of those that should have been set and stand
    nowhere, `left` of those that were taken away, `came` of those of today that came into the file. `tables` tells what
    was set of those that could not be set whole, `left_behind` where figures stand that could not be set.
    """

    stored: Sequence[Stored]
    today: Today
    figures: Figures
    labels: Labels
    grouped: Mapping[str, Sequence[Stored]]
    tables: Mapping[str, TableRecords]
    left_behind: LeftBehind
    lost: Collection[str] = ()
    left: Collection[str] = ()
    came: Collection[str] = ()

    def renewed(self) -> Iterator[Stored]:
        """The bindings in their order, those that came into the file behind the ones that they follow in the report."""
        behind = self._behind()
        yield from behind.get(None, ())
        numbers = iter(range(len(self.figures.old)))
        done: set[str] = set()
        numberings: list[Stored] = []
        for item in self.stored:
            if item.tag in self.grouped:
                if item.tag not in done:
                    done.add(item.tag)
                    yield from self._block(item.tag)
                    yield from behind.get(item.tag, ())
            elif isinstance(item, ColumnBinding):
                yield item
            elif item.tag.startswith(NUMBERING_TAG):
                numberings += [] if self.labels.is_gone(item) else [self.labels.stored(item)]
            else:
                number = next(numbers)
                if number not in self.figures.missing:
                    yield self._figure(number, item)
                yield from behind.get(number, ())
        yield from self._numberings(numberings)

    def _block(self, tag: str) -> Iterable[Stored]:
        """What is stored of a table or chart that stands in the file."""
        if tag in self.left:
            return ()
        stored, table = self.grouped[tag], self.tables.get(tag)
        if tag not in self.today.grouped or tag in self.lost:
            return stored
        today = self.today.grouped[tag]
        return _kept(stored, map(self.labels.placed, today if table is None else table.renewed(stored, today)))

    def owners(self, renewed: Iterable[Stored]) -> Iterator[Owner]:
        """The units of the file; of several, each with the tags of its figures that are there now."""
        there = {item.tag for item in renewed}
        for owner in self.today.document.owners:
            tags = {tag: own for tag, own in owner.tags.items() if tag in there}
            if tags or not owner.tags:
                yield replace(owner, tags=tags)

    def _numberings(self, stored: Sequence[Stored]) -> Sequence[Stored]:
        """The numberings, in the report's order where some came."""
        came = self.labels.came()
        if not came:
            return stored
        order = {item.tag: number for number, item in enumerate(self.today.numberings)}
        return sorted((*stored, *came), key=lambda item: order.get(item.tag, -1))

    def _behind(self) -> dict[int | str | None, list[Stored]]:
        """What came into the file, by the number of the figure or the tag of the block before it; None for none."""
        came = self.figures.sentences_of_new
        if not came and not self.came:
            return {}
        numbers = {today.tag: number for number, today in self.figures.found.pairs.items()}
        found: dict[int | str | None, list[Stored]] = {}
        last: int | str | None = None
        for item in collect_columns(self.today.document):
            if item.tag in self.came:
                found.setdefault(last, []).append(self.labels.placed(item))
            elif item.tag in self.grouped:
                last = item.tag
            elif isinstance(item, Binding) and item.tag in came:
                new = replace(item, tag=self.figures.tags_of_new[item.tag], sentence=came[item.tag])
                found.setdefault(last, []).append(self.labels.placed(new))
            else:
                last = numbers.get(item.tag, last)
        return found

    def _figure(self, number: int, written: Binding) -> Stored:
        """Today's binding under the tag, and in the words, that stand in the file."""
        today, said = self.figures.found.pairs.get(number), self.figures.sentences.get(number)
        if today is None or number in self.figures.unresolved:
            left = self.left_behind.placed(written if said is None else replace(written, sentence=said))
            if today is not None:  # its text stays what was written, its row is where the others say
                return replace(left, cells=today.cells, template=today.template)
            # Its row is gone: the cells would lead to the row that stands there now, in `trace` as in the next run.
            return replace(left, cells=()) if number in self.figures.found.strayed and written.cells else left
        tag = self.figures.tags.get(number, written.tag)
        first = self.figures.kept.get(number, "")
        if tag != today.tag or said is not None or first:
            sentence = today.sentence if said is None else said
            first = "" if first == today.text else first
            today = replace(today, tag=tag, sentence=sentence, written=first)
        return self.labels.placed(today)


def _kept(stored: Sequence[Stored], renewed: Iterable[Stored]) -> Iterator[Stored]:
    """What is renewed; as it was read where that is the same, for then its text is known."""
    olds = iter(stored)
    for new in renewed:
        old = next(olds, new)
        yield old if old == new else new
