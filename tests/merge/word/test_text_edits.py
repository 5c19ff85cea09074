"""Texts that are split over runs, set to new ones: what is read, and whose formatting it has."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.merge.word.markup import Track
from reportgen.merge.word.refreshing.controls import NewFigure
from reportgen.merge.word.refreshing.text_edits import TextEdits, edits_between
from reportgen.merge.word.story import Splices, parse_story
from reportgen.ooxml.stories import W, controls, text_in
from reportgen.ooxml.xml import text as escaped

URI = W[1:-1]
ALPHABET = "增长下降持平0123456789.,%亿元 &<同比\t"
texts = st.text(ALPHABET, max_size=12)


def paragraph(pieces: list[str]) -> bytes:
    runs = "".join(
        f'<w:r><w:rPr><w:color w:val="{number:06d}"/></w:rPr><w:t xml:space="preserve">{escaped(piece)}</w:t></w:r>'
        for number, piece in enumerate(pieces)
    )
    return f'<w:p xmlns:w="{URI}">{runs}</w:p>'.encode()


def set_text(pieces: list[str], new: str, track: Track | None = None) -> ET.Element:
    story = parse_story(paragraph(pieces), "word/document.xml")
    edits, splices = TextEdits(story, track), Splices(story.data)
    edits.set(edits.texts_of(story.root), new)
    edits.apply(splices)
    return ET.fromstring(splices.result())  # noqa: S314 - made here


def shown(root: ET.Element) -> list[tuple[str, str]]:
    """The texts with the colour of their runs."""
    found = []
    for run in root.iter(f"{W}r"):
        colour = run.find(f"{W}rPr/{W}color")
        found.append((text_in(run), "" if colour is None else colour.get(f"{W}val", "")[-1]))
    return found


@given(old=texts, new=texts)
def test_the_edits_between_two_texts_make_one_of_the_other(old: str, new: str) -> None:
    at, made = 0, ""
    for edit in edits_between(old, new):
        assert at <= edit.start <= edit.end
        made += old[at : edit.start] + edit.new
        at = edit.end
    assert made + old[at:] == new


@given(pieces=st.lists(texts, min_size=1, max_size=4), new=texts.filter(lambda text: "\t" not in text))
def test_whatever_the_runs_are_the_new_text_is_read(pieces: list[str], new: str) -> None:
    pieces = [piece.replace("\t", "") for piece in pieces]
    assert text_in(set_text(pieces, new)) == new


@given(pieces=st.lists(texts, min_size=1, max_size=4), new=texts.filter(lambda text: "\t" not in text))
def test_tracked_the_new_text_is_read_and_the_old_one_is_all_there(pieces: list[str], new: str) -> None:
    pieces = [piece.replace("\t", "") for piece in pieces]
    root = set_text(pieces, new, Track("2015-12-31T18:00:00Z", 5))
    assert text_in(root) == new
    inserted = {run for mark in root.iter(f"{W}ins") for run in mark.iter(f"{W}r")}
    kept = (item for run in root.iter(f"{W}r") if run not in inserted for item in run)
    assert "".join(item.text or "" for item in kept if item.tag in (f"{W}t", f"{W}delText")) == "".join(pieces)
    ids = [item.get(f"{W}id") for item in root if item.tag in (f"{W}ins", f"{W}del")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("pieces", "new", "expected"),
    [
        (["42.86亿元"], "43亿元", [("43亿元", "0")]),
        (["42", ".86亿", "元"], "43.1亿元", [("43", "0"), (".1亿", "1"), ("元", "2")]),
        (["4", "2.8", "6"], "143.75", [("14", "0"), ("3.7", "1"), ("5", "2")]),
        (["12", "5", "家"], "7家", [("7", "0"), ("家", "2")]),
        (["4", "2.8", "6"], "约43", [("约43", "0")]),
        (["同比增长", "29.1", "%"], "同比下降3%", [("同比下降", "0"), ("3", "1"), ("%", "2")]),
        (["同比增长", "29.1", "%"], "同比持平", [("同比持平", "0")]),
        (["同比", "持平"], "同比增长3%", [("同比", "0"), ("增长3%", "1")]),
        (["", "5"], "15", [("", "0"), ("15", "1")]),
        (["预计", "40"], "40", [("40", "1")]),
    ],
)
def test_new_text_goes_into_the_run_whose_text_it_replaces(
    pieces: list[str], new: str, expected: list[tuple[str, str]]
) -> None:
    assert shown(set_text(pieces, new)) == expected


def test_a_text_cannot_be_set_where_there_is_none() -> None:
    story = parse_story(paragraph([]), "word/document.xml")
    with pytest.raises(ValueError, match="no text"):
        TextEdits(story).set([], "1")


def test_line_breaks_and_what_word_cannot_show_are_looked_after() -> None:
    root = set_text(["一"], "二\n三\ue000")
    assert text_in(root) == "二三"
    assert len(list(root.iter(f"{W}br"))) == 1


@pytest.mark.parametrize("track", [None, "2015-12-31T18:00:00Z"])
@given(pieces=st.lists(texts, min_size=1, max_size=4), before=texts, behind=texts)
def test_whatever_the_runs_are_a_new_figure_stands_in_a_control_of_its_own(
    track: str | None, pieces: list[str], before: str, behind: str
) -> None:
    pieces = [piece.replace("\t", "") for piece in pieces]
    before, behind = before.replace("\t", ""), behind.replace("\t", "")
    story = parse_story(paragraph(["首", *pieces]), "word/document.xml")
    edits, splices = TextEdits(story, None if track is None else Track(track)), Splices(story.data)
    edits.set(edits.texts_of(story.root), [before, NewFigure("rg-1", "5%"), behind])
    edits.apply(splices)
    root = ET.fromstring(splices.result())  # noqa: S314 - made here
    (content,) = controls([root])["rg-1"]
    assert text_in(content) == "5%"
    assert text_in(root) == f"{before}5%{behind}"
