"""What stands in for a section whose template cannot be rendered: the headings and directives that its text shows.

The other sections are numbered around it, so that their drafts need not be made anew once it is mended. Whether a
condition would have printed a directive, and how often a loop, nobody can say: each counts once.
"""

from __future__ import annotations

import re

from ..model.report import SectionSource
from .markup import SectionText, parse

_TAGS = r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}"


def stand_in(source: SectionSource) -> SectionText:
    """The blocks of the section's own text without its tags; nothing is said of them."""
    return parse(re.sub(_TAGS, "", source.text), source.file)
