"""What leaves a file together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....model.document import ReferenceKind
from ....model.values import dataclass
from .places import Spot

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True, eq=False)
class Leaving:
    """`elements` of the body with their `notes`, or the stretch of a sentence; `numbers` are those of its figures.

    `becomes` is what stands there instead. A table or a chart has its `tag`, and the kind and number under which the
    file counts it.
    """

    numbers: Sequence[int]
    text: str
    place: str
    elements: Sequence[Element] = ()
    spot: Spot | None = None
    becomes: str = ""
    notes: Sequence[Element] = ()
    tag: str = ""
    key: tuple[ReferenceKind, int] | None = None
