"""What a draft only links to: pictures, documents and tables that stand in other files, and not in the draft.

The document that is put together goes to people who lack those files; and a link tells its owner who opened it.
Links that a reader follows by clicking are none of these. Macros stay behind: no report needs them, and a .docx
cannot hold them.

Sources: ISO/IEC 29500-1, 17.16.5 (fields), 17.17.2 (imported content); 29500-2, 9.3 (external targets);
[MS-OFFMACRO2] (macros).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ....model.diagnostic import Diagnostic, info, warning
from ....model.names import Names
from ....model.place import FileRef
from ....ooxml.stories import W
from .fields import codes_of
from .source import R, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FOLLOWED = f"{R}/hyperlink"
_MACROS = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_STAYS_BEHIND = frozenset(
    f"{R}/{kind}" for kind in ("settings", "webSettings", "header", "footer", "glossaryDocument", "attachedTemplate")
)
_REFERS = f"{{{R}}}"
_FIELD = re.compile(r"\s*(?:INCLUDETEXT|INCLUDEPICTURE|LINK|DDE|DDEAUTO|DATABASE|RD)\b", re.IGNORECASE)
_SHOWN, _LONGEST = 5, 80


def linked_content(source: Source) -> Iterator[Diagnostic]:
    """`linked-content` once a draft, with the files that it links to."""
    targets = dict.fromkeys((*_external(source), *_fields(source.body)))
    if targets:
        names = Names((target[:_LONGEST] for target in targets), most=_SHOWN)
        yield warning("linked-content", FileRef(source.file), count=len(targets), targets=names)


def dropped_macros(source: Source) -> Iterator[Diagnostic]:
    """`macros-dropped` for a draft that brings macros."""
    if any(relation.kind == _MACROS for relation in source.relations(source.main).values()):
        yield info("macros-dropped", FileRef(source.file), file=source.file)


def _external(source: Source) -> Iterator[str]:
    """Targets outside of the file, of the text and of the parts that come along with it."""
    used = {value for item in source.body.iter() for key, value in item.attrib.items() if key.startswith(_REFERS)}
    seen = {source.main}
    waiting = [source.main]
    while waiting:
        part = waiting.pop()
        for ident, relation in source.relations(part).items():
            if relation.kind in _STAYS_BEHIND:
                continue
            if relation.external:
                if relation.kind != _FOLLOWED and (part != source.main or ident in used):
                    yield relation.target
            elif relation.target in source.package and relation.target not in seen:
                seen.add(relation.target)
                waiting.append(relation.target)


def _fields(body: Element) -> Iterator[str]:
    """The code of fields that fetch something from another file."""
    codes = ["".join(item.text or "" for item in pieces) for pieces in codes_of(body)]
    codes += [item.get(f"{W}instr", "") for item in body.iter(f"{W}fldSimple")]
    yield from (code.strip() for code in codes if _FIELD.match(code))
