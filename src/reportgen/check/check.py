"""Every rule over a report's data and narrative, in one list each.

`pipeline` calls the first when the workbooks are read, the second when the narrative stands. A rule is
one function that yields findings; it never changes what it looks at, and is silent on sound data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic
from ..model.document import Document
from ..model.report import Report
from .duplicates import duplicate_entries, two_values
from .fractions import fractions_for_percent
from .growth import large_changes, published_rates
from .lists import gaps, incomplete_lists, shares_of_a_whole, stated_totals
from .narrative import narrative_wording, targets_said_to_be_met
from .relations import sums_and_parts
from .required import required_indicators, required_values
from .values import choices, late_estimates, limits
from .wording import Spellings, document_numbers, names, two_spellings

DatasetRule = Callable[[Dataset, Report], Iterator[Diagnostic]]

DATASET_RULES: tuple[DatasetRule, ...] = (
    required_indicators,
    required_values,
    choices,
    limits,
    fractions_for_percent,
    late_estimates,
    incomplete_lists,
    gaps,
    shares_of_a_whole,
    stated_totals,
    sums_and_parts,
    large_changes,
    published_rates,
    duplicate_entries,
    two_values,
    document_numbers,
    two_spellings,
)


def check_dataset(dataset: Dataset, report: Report) -> list[Diagnostic]:
    """What the rules find in the data."""
    return [item for rule in DATASET_RULES for item in rule(dataset, report)]


def check_document(document: Document, dataset: Dataset) -> list[Diagnostic]:
    """What the rules find in the narrative, and between it and the data."""
    return DocumentChecks(dataset).check(document)


class DocumentChecks:
    """The rules for narratives over one dataset, of which there may be one for each of many units."""

    def __init__(self, dataset: Dataset) -> None:
        self._names = Spellings(names(dataset))

    def check(self, document: Document) -> list[Diagnostic]:
        """What the rules find in one of them."""
        return [*narrative_wording(document, self._names), *targets_said_to_be_met(document)]
