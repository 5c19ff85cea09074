"""The words for what changed between two versions: causes, kinds of objects, aspects of formatting."""

from __future__ import annotations

from ..model.comparison import Aspect, Cause, Fate, FormatChange, Thing, ThingChange
from .catalogue import word

_CAUSES = {
    Cause.DATA: "diff-data",
    Cause.HAND: "diff-hand",
    Cause.BOTH: "diff-both",
    Cause.WORDING: "diff-wording",
    Cause.RESTORED: "diff-restored",
}
_THINGS = {
    Thing.PICTURE: "thing-picture",
    Thing.CHART: "thing-chart",
    Thing.FORMULA: "thing-formula",
    Thing.OBJECT: "thing-object",
}
_FATES = {
    Fate.ADDED: "diff-thing-added",
    Fate.REMOVED: "diff-thing-removed",
    Fate.CHANGED: "diff-thing-changed",
    Fate.MOVED: "diff-thing-changed",
}
_ASPECTS = {
    Aspect.STYLE: "aspect-style",
    Aspect.FONT: "aspect-font",
    Aspect.SIZE: "aspect-size",
    Aspect.BOLD: "aspect-bold",
    Aspect.ITALIC: "aspect-italic",
    Aspect.UNDERLINE: "aspect-underline",
    Aspect.STRIKE: "aspect-strike",
    Aspect.COLOUR: "aspect-colour",
    Aspect.BACKGROUND: "aspect-background",
    Aspect.ALIGNMENT: "aspect-alignment",
    Aspect.INDENT: "aspect-indent",
    Aspect.SPACING: "aspect-spacing",
    Aspect.NUMBERING: "aspect-numbering",
    Aspect.TABLE_STYLE: "aspect-table-style",
    Aspect.TABLE_PLACE: "aspect-table-place",
    Aspect.WIDTHS: "aspect-column-widths",
    Aspect.BORDERS: "aspect-borders",
    Aspect.CELL_ALIGNMENT: "aspect-cell-alignment",
    Aspect.CELL_MARGINS: "aspect-cell-margins",
    Aspect.TEXT_DIRECTION: "aspect-text-direction",
    Aspect.ROW_HEIGHT: "aspect-row-height",
    Aspect.HEADER_ROW: "aspect-header-row",
    Aspect.ROW_BREAK: "aspect-row-break",
    Aspect.MERGED: "aspect-merged-cells",
    Aspect.PAGE: "aspect-page",
    Aspect.OTHER: "aspect-other",
}


def cause_word(cause: Cause | None, language: str) -> str:
    """Why a figure reads otherwise, empty where there is no telling."""
    return "" if cause is None else word(_CAUSES[cause], language)


def thing_words(item: ThingChange, language: str) -> str:
    """What became of a picture or other object."""
    return word(_FATES[item.fate], language, thing=word(_THINGS[item.kind], language))


def format_words(item: FormatChange, language: str) -> str:
    """What of a paragraph's formatting changed, and whether that is all that did."""
    aspects = word("list-comma", language).join(word(_ASPECTS[aspect], language) for aspect in item.aspects)
    return word("diff-format-only" if item.is_only else "diff-format-too", language, aspects=aspects)
