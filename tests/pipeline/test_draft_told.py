"""What a run of drafts tells is the same in whatever order the drafts come back."""

from itertools import permutations

import pytest

from reportgen.model.diagnostic import error, info
from reportgen.model.place import CellRef, FileRef, TextRef
from reportgen.pipeline.draft_told import Told

PLACE = FileRef("草稿")
NAMES = ("01-甲.docx", "02-乙.docx", "03-丙.docx")
OF_TEMPLATE = info("empty-heading", TextRef("sections/1.md", 3))
CELL = CellRef("data.xlsx", "指标", 3, 3)


@pytest.mark.parametrize("order", list(permutations(NAMES)))
def test_names_and_findings_come_in_the_order_of_the_plan(order: tuple[str, ...]) -> None:
    told = Told()
    told.plan(NAMES)
    for name in order:
        told.note("written", name)
        told.say([OF_TEMPLATE, error("empty-chart", FileRef(name))], name, of_unit=True)
    assert told.names("written") == NAMES
    found = told.findings((), PLACE)
    assert [item.code for item in found] == ["empty-heading", *["empty-chart"] * 3]
    assert found[0].related == (FileRef(NAMES[0]),)
    assert [str(item.place) for item in found[1:]] == list(NAMES)


def test_what_a_draft_failed_for_is_not_said_a_second_time_without_it() -> None:
    told = Told()
    told.plan(NAMES)
    bare, other = error("ambiguous-number", CELL), error("ambiguous-number", CellRef("data.xlsx", "指标", 4, 3))
    told.fail(NAMES[1], [error("ambiguous-number", CELL, related=(TextRef("sections/1.md", 3),))])
    found = told.findings([bare, other], PLACE)
    assert [(item.place, len(item.related)) for item in found] == [(other.place, 0), (CELL, 1)]
    assert [(item.code, item.facts["names"]) for item in told.lists(PLACE)] == [("drafts-failed", NAMES[1])]


def test_findings_without_bound_are_counted() -> None:
    told = Told()
    told.say(error("missing-value", CellRef("data.xlsx", "指标", row, 3)) for row in range(400))
    found = told.findings((), PLACE)
    assert (len(found), found[-1].code, found[-1].facts["count"]) == (301, "more-findings", "100")
