"""Which headings run into the paragraph behind them, and how they end there."""

import pytest

from reportgen.model.document import Block, Heading, Paragraph, Text
from reportgen.model.run_in import stop_behind, with_headings


def heading(level: int = 2, text: str = "产业", *, run_in: bool = True) -> Heading:
    return Heading(level, "（一）", (Text(text),), run_in)


BODY = Paragraph((Text("产值增长。"),))


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([heading(), BODY, BODY], [(BODY, heading()), (BODY, None)]),
        ([heading(run_in=False), BODY], [(heading(run_in=False), None), (BODY, None)]),
        ([heading(1), BODY], [(heading(1), None), (BODY, None)]),
        ([heading(), heading(3), BODY], [(heading(), None), (BODY, heading(3))]),
        ([BODY, heading()], [(BODY, None), (heading(), None)]),
        ([], []),
    ],
)
def test_a_heading_runs_into_the_paragraph_right_behind_it(
    blocks: list[Block], expected: list[tuple[Block, Heading | None]]
) -> None:
    assert list(with_headings(blocks)) == expected


@pytest.mark.parametrize(
    ("text", "stop"), [("产业", "。"), ("产业。", ""), ("“五个一”", ""), ("怎么办？", ""), ("3.5", "。")]
)
def test_a_heading_that_has_no_end_is_closed_with_a_full_stop(text: str, stop: str) -> None:
    assert stop_behind(heading(text=text)) == stop
