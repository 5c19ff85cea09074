"""What LibreOffice makes of a draft when it saves it, and how it is put right before anybody reads the draft.

LibreOffice 7.4 writes the controls of figures without their names, two around each figure, and repeats the first
text of a table that stands in a control up to four times over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ....ooxml.bindings import Stored
from ....ooxml.present_table import heads_like, written_tables
from ....ooxml.stories import W, seen
from .spans import Spans

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CONTROL, _TABLE, _CELL = f"{W}sdt", f"{W}tbl", f"{W}tc"
_TIMES = (4, 3, 2)


def unwrap(root: Element) -> None:
    """Put the content of controls without tag, title or kind in their place."""
    for around in list(root.iter()):
        position = 0
        while position < len(around):
            child = around[position]
            if child.tag == _CONTROL and _is_bare(child):
                content = child.find(f"{W}sdtContent")
                inside = [] if content is None else list(content)
                child[:] = []
                if content is not None:
                    content[:] = []
                around[position : position + 1] = inside
            else:
                position += 1


def _is_bare(control: Element) -> bool:
    properties = control.find(f"{W}sdtPr")
    return properties is None or all(item.tag == f"{W}id" for item in properties)


def mend_headers(root: Element, stored: Iterable[Stored]) -> None:
    """Let the first header of each table that was written stand once."""
    written = written_tables(stored).values()
    for table in root.iter(_TABLE) if written else ():
        cell = next(table.iter(_CELL), None)
        headers = {header for item in written if heads_like(item, table) for header in item.headers.values()}
        if cell is None or not headers:
            continue
        spans = Spans(cell)
        text = seen(spans.whole)
        once = next((header for times in _TIMES for header in headers if header and header * times == text), None)
        if once is not None and text not in headers:
            spans.replace(0, len(spans.whole), spans.whole[: len(spans.whole) * len(once) // len(text)])
