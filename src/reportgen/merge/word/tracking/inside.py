"""Markup put inside an element of a story, whether it has an end tag yet or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story import Splices, Story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def put_first(story: Story, splices: Splices, element: Element, made: str) -> None:
    """Put markup before the children of an element."""
    span = story.span(element)
    if span.is_closed_tag:
        _open(story, splices, element, made)
    else:
        splices.insert(span.content_start, made.encode())


def put_last(story: Story, splices: Splices, element: Element, made: str) -> None:
    """Put markup behind the children of an element."""
    span = story.span(element)
    if span.is_closed_tag:
        _open(story, splices, element, made)
        return
    splices.insert(span.content_end, made.encode())


def _open(story: Story, splices: Splices, element: Element, made: str) -> None:
    """Give an element that is one tag an end tag, and markup between the two."""
    span = story.span(element)
    opening = story.start_tag(element).decode()[:-2].rstrip()
    splices.replace(span.start, span.end, f"{opening}>{made}</{story.name_of(element).decode()}>".encode())
