"""Random Word files, and random edits of them."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from reportgen.ooxml.package import pack, write_package
from reportgen.ooxml.stories import W
from reportgen.ooxml.xml import text as escaped

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = {
    "w": W[1:-1],
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
_TYPES = "application/vnd.openxmlformats-officedocument."
Node = dict[str, Any]

TEXTS = (
    "全年完成产值42.86亿元，",
    "规模以上工业企业76家。",
    "同比增长12.5%",
    "新开工项目",
    "（一）主导产业",
    "铝加工",
    "x<y&z",
)
_FONT = '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/>'
LOOKS = ("", "<w:b/>", '<w:color w:val="FF0000"/>', '<w:sz w:val="28"/>', "<w:i/>", _FONT)
FORMS = ("", '<w:jc w:val="center"/>', '<w:ind w:firstLine="640"/>', '<w:spacing w:before="120"/>', "<w:keepNext/>")
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
TABLES = (
    '<w:tblW w:w="0" w:type="auto"/>',
    '<w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>',
    f'<w:tblW w:w="0" w:type="auto"/><w:tblBorders><w:top {_LINE}/><w:insideH {_LINE}/></w:tblBorders>',
    '<w:tblW w:w="0" w:type="auto"/><w:tblInd w:w="600" w:type="dxa"/>',
)
ROWS = ("", "<w:tblHeader/>", "<w:cantSplit/>", '<w:trHeight w:val="600" w:hRule="atLeast"/>')
CELLS = (
    "",
    '<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>',
    '<w:vAlign w:val="center"/>',
    '<w:tcBorders><w:bottom w:val="double" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>',
)
SIZES = ('<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>')
PAGES = ("default", "first")


class Maker:
    """Makes random documents, and random edits of them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret

    def document(self) -> Node:
        pick = self.random
        blocks = [self.block() for _ in range(pick.randint(0, 6))]
        headers = {kind: self.words() for kind in PAGES if pick.random() < 0.4}
        return {"blocks": [*blocks, self.paragraph()], "headers": headers, "page": pick.choice(SIZES)}

    def words(self) -> str:
        return "".join(self.random.choice(TEXTS) for _ in range(self.random.randint(1, 3)))

    def block(self) -> Node:
        return self.table() if self.random.random() < 0.3 else self.paragraph()

    def paragraph(self, *, plain: bool = False) -> Node:
        pick = self.random
        inlines = [self.text() if plain else self.inline() for _ in range(pick.choice((0, 1, 1, 2, 3)))]
        form = pick.choice(("", pick.choice(FORMS)))
        return {"kind": "p", "form": form, "inlines": inlines, "is_plain": plain}

    def text(self) -> Node:
        pick = self.random
        return {"kind": "text", "look": pick.choice(("", pick.choice(LOOKS))), "text": self.words()}

    def inline(self) -> Node:
        pick = self.random
        if pick.random() < 0.75:
            return self.text()
        kind = pick.choice(("picture", "chart", "box", "ole", "math", "footnote", "endnote"))
        if kind in ("picture", "chart", "ole"):
            return {"kind": kind, "number": pick.randint(1, 5)}
        if kind == "box":
            inner = [self.paragraph(plain=True) for _ in range(pick.randint(1, 2))]
            return {"kind": kind, "blocks": inner}
        return {"kind": kind, "text": self.words()}

    def table(self) -> Node:
        pick = self.random
        width = pick.randint(1, 3)
        grid = [pick.choice((1000, 2000, 3000)) for _ in range(width)]
        rows = [self.row(width) for _ in range(pick.randint(1, 3))]
        return {"kind": "table", "form": pick.choice(TABLES), "grid": grid, "rows": rows}

    def row(self, width: int) -> Node:
        return {"form": self.random.choice(ROWS), "cells": [self.cell() for _ in range(width)]}

    def cell(self) -> Node:
        form = self.random.choice(("", self.random.choice(CELLS)))
        return {"form": form, "blocks": [self.paragraph() for _ in range(self.random.choice((1, 1, 2)))]}

    def edited(self, document: Node) -> Node:
        made = copy.deepcopy(document)
        for _ in range(self.random.randint(1, 5)):
            self._edit(made)
        return made

    def track(self, document: Node) -> None:
        """Let somebody track changes in a document: inlines, ends of paragraphs, rows, looks."""
        pick = self.random
        for node in _nodes(document):
            for block, behind in pairwise(node.get("blocks", ())):
                if block["kind"] == "p" and behind["kind"] == "p" and pick.random() < 0.2:
                    block["end"] = pick.choice(("ins", "del"))
            for row in node.get("rows", ())[1:]:
                if pick.random() < 0.2:
                    row["change"] = pick.choice(("ins", "del"))
            for item in node.get("inlines", ()):
                if pick.random() < 0.3:
                    item["change"] = pick.choice(("ins", "del", "ins", "del", "moveTo", "moveFrom"))
                elif item["kind"] == "text" and pick.random() < 0.2:
                    item["was"] = pick.choice(LOOKS)
            if node.get("kind") == "p" and pick.random() < 0.1:
                node["was"] = pick.choice(FORMS)

    def _edit(self, document: Node) -> None:
        pick = self.random
        blocks = document["blocks"]
        if pick.random() < 0.05:
            document["page"] = pick.choice(SIZES)
            return
        if pick.random() < 0.15:
            kind = pick.choice(PAGES)
            if pick.random() < 0.5:
                document["headers"].pop(kind, None)
            else:
                document["headers"][kind] = self.words()
            return
        paragraphs = [item for item in _nodes(document) if item.get("kind") == "p"]
        tables = [item for item in blocks if item["kind"] == "table"]
        if pick.random() < 0.35:
            self._edit_blocks(blocks)
        elif tables and pick.random() < 0.5:
            self._edit_table(pick.choice(tables))
        else:
            self._edit_paragraph(pick.choice(paragraphs))

    def _edit_blocks(self, blocks: list[Node]) -> None:
        pick = self.random
        at = pick.randrange(len(blocks))
        what = pick.choice(("put", "take", "move", "swap", "end"))
        if what == "put":
            blocks.insert(at, self.block())
        elif what == "end":
            blocks.append(self.paragraph())
        elif len(blocks) > 1:
            gone = blocks.pop(at)
            if what == "move":
                blocks.insert(pick.randrange(len(blocks) + 1), gone)
            elif what == "swap":
                blocks.insert(at, self.block())
        if blocks[-1]["kind"] != "p":
            blocks.append(self.paragraph())

    def _edit_table(self, table: Node) -> None:
        pick = self.random
        what = pick.choice(("form", "grid", "row", "cell", "put", "take", "column"))
        row = pick.choice(table["rows"])
        if what == "form":
            table["form"] = pick.choice(TABLES)
        elif what == "grid":
            table["grid"] = [pick.choice((1000, 2000, 3000)) for _ in table["grid"]]
        elif what == "row":
            row["form"] = pick.choice(ROWS)
        elif what == "cell":
            pick.choice(row["cells"])["form"] = pick.choice(CELLS)
        elif what == "put":
            table["rows"].insert(pick.randint(0, len(table["rows"])), self.row(len(table["grid"])))
        elif what == "take" and len(table["rows"]) > 1:
            table["rows"].remove(row)
        elif what == "column":
            table["grid"].append(1500)
            for item in table["rows"]:
                item["cells"].append(self.cell())

    def _edit_paragraph(self, paragraph: Node) -> None:
        pick = self.random
        inlines = paragraph["inlines"]
        what = pick.choice(("form", "put", "take", "look", "text", "text"))
        if what == "form":
            paragraph["form"] = pick.choice(FORMS)
        elif what == "put":
            inlines.insert(pick.randint(0, len(inlines)), self.text() if paragraph["is_plain"] else self.inline())
        elif inlines:
            item = pick.choice(inlines)
            if what == "take":
                inlines.remove(item)
            elif item["kind"] == "text" and what == "look":
                item["look"] = pick.choice(LOOKS)
            elif "text" in item:
                at = pick.randint(0, len(item["text"]))
                item["text"] = item["text"][:at] + pick.choice(("", self.words())) + item["text"][at + 3 :]


def _nodes(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from _nodes(item)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "0005fe02fea70000000049454e44ae426082"
)
_EXTENT = '<wp:inline><wp:extent cx="952500" cy="476250"/>'
_SHAPE = (
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="952500" cy="476250"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
)
_SIZE = "width:75pt;height:37pt"
_NAME = '<wp:docPr id="{}" name="对象 {}"/>'
_BY = 'w:id="9000" w:author="王" w:date="2016-01-02T00:00:00Z"'
_FOOT = {"footnote": "footnotes", "endnote": "endnotes"}


def _change(kind: str, content: str = "") -> str:
    """A tracked change of somebody."""
    return f"<w:{kind} {_BY}>{content}</w:{kind}>" if content else f"<w:{kind} {_BY}/>"


class Package:
    """A document as a Word file; parts are named in the order in which they come, so names tell nothing."""

    def __init__(self, document: Node) -> None:
        self._parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._relations: dict[str, list[str]] = {}
        self._notes: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._drawings = 0
        body = "".join(self._block(item) for item in document["blocks"])
        references = "".join(self._header(pages, text) for pages, text in document["headers"].items())
        section = f"<w:sectPr>{references}{document['page']}<w:titlePg/></w:sectPr>"
        main = f"<w:document {DECLARED}><w:body>{body}{section}</w:body></w:document>"
        self._add("word/document.xml", main.encode(), "wordprocessingml.document.main+xml")
        for kind, notes in self._notes.items():
            if notes:
                self._write_notes(kind, notes)

    def data(self) -> bytes:
        """The bytes of the file."""
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
        defaults |= {"png": "image/png", "bin": f"{_TYPES}oleObject"}
        listed = "".join(f'<Default Extension="{key}" ContentType="{kind}"/>' for key, kind in defaults.items())
        listed += "".join(
            f'<Override PartName="/{name}" ContentType="{_TYPES}{kind}"/>' for name, kind in self._types.items()
        )
        types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{listed}</Types>'
        self._relations[""] = [f'Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"']
        parts = [pack("[Content_Types].xml", types.encode())]
        for part, entries in self._relations.items():
            folder, _, base = part.rpartition("/")
            inner = "".join(f"<Relationship {entry}/>" for entry in entries)
            data = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
            parts.append(pack(f"{folder}/_rels/{base}.rels".lstrip("/"), data.encode()))
        return write_package([*parts, *(pack(name, data) for name, data in self._parts.items())])

    def _add(self, name: str, data: bytes, kind: str = "") -> None:
        self._parts[name] = data
        if kind:
            self._types[name] = kind

    def _relate(self, kind: str, target: str, part: str = "word/document.xml") -> str:
        own = self._relations.setdefault(part, [])
        own.append(f'Id="rId{len(own) + 1}" Type="{R}/{kind}" Target="{target}"')
        return f"rId{len(own)}"

    def _header(self, pages: str, text: str) -> str:
        name = f"header{sum(part.startswith('word/header') for part in self._parts) + 1}.xml"
        data = f"<w:hdr {DECLARED}><w:p><w:r><w:t>{escaped(text)}</w:t></w:r></w:p></w:hdr>"
        self._add(f"word/{name}", data.encode(), "wordprocessingml.header+xml")
        return f'<w:headerReference w:type="{pages}" r:id="{self._relate("header", name)}"/>'

    def _write_notes(self, kind: str, notes: list[str]) -> None:
        name = _FOOT[kind]
        marks = ("separator", "continuationSeparator")
        lines = "".join(
            f'<w:{kind} w:type="{mark}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:{kind}>'
            for number, mark in enumerate(marks)
        )
        made = "".join(
            f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>'
            f"<w:r><w:t>{escaped(text)}</w:t></w:r></w:p></w:{kind}>"
            for number, text in enumerate(notes, 2)
        )
        data = f"<w:{name} {DECLARED}>{lines}{made}</w:{name}>".encode()
        self._add(f"word/{name}.xml", data, f"wordprocessingml.{name}+xml")
        self._relate(name, f"{name}.xml")

    def _block(self, block: Node) -> str:
        if block["kind"] == "table":
            return self._table(block)
        end = f"<w:rPr>{_change(block['end'])}</w:rPr>" if "end" in block else ""
        was = _change("pPrChange", f"<w:pPr>{block['was']}</w:pPr>") if "was" in block else ""
        form = f"<w:pPr>{block['form']}{end}{was}</w:pPr>" if block["form"] or end or was else ""
        return f"<w:p>{form}{''.join(self._inline(item) for item in block['inlines'])}</w:p>"

    def _table(self, table: Node) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in table["grid"])
        rows = "".join(self._row(row, table["grid"]) for row in table["rows"])
        return f"<w:tbl><w:tblPr>{table['form']}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def _row(self, row: Node, grid: list[int]) -> str:
        change = _change(row["change"]) if "change" in row else ""
        form = f"<w:trPr>{row['form']}{change}</w:trPr>" if row["form"] or change else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{cell["form"]}</w:tcPr>'
            f"{''.join(map(self._block, cell['blocks']))}</w:tc>"
            for cell, width in zip(row["cells"], grid, strict=True)
        )
        return f"<w:tr>{form}{cells}</w:tr>"

    def _inline(self, item: Node) -> str:
        made = self._plain(item)
        if "change" not in item:
            return made
        if item["change"] in ("del", "moveFrom"):
            made = made.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return _change(item["change"], made)

    def _plain(self, item: Node) -> str:
        was = _change("rPrChange", f"<w:rPr>{item['was']}</w:rPr>") if "was" in item else ""
        look = f"<w:rPr>{item.get('look', '')}{was}</w:rPr>" if item.get("look") or was else ""
        return {
            "text": lambda: f'<w:r>{look}<w:t xml:space="preserve">{escaped(item["text"])}</w:t></w:r>',
            "picture": lambda: f"<w:r>{self._picture(item['number'])}</w:r>",
            "chart": lambda: f"<w:r>{self._chart(item['number'])}</w:r>",
            "box": lambda: f"<w:r>{self._box(item['blocks'])}</w:r>",
            "ole": lambda: f"<w:r>{self._ole(item['number'])}</w:r>",
            "math": lambda: f"<m:oMath><m:r><m:t>{escaped(item['text'])}</m:t></m:r></m:oMath>",
        }.get(item["kind"], lambda: self._note(item))()

    def _note(self, item: Node) -> str:
        notes = self._notes[item["kind"]]
        notes.append(item["text"])
        return f'<w:r><w:{item["kind"]}Reference w:id="{len(notes) + 1}"/></w:r>'

    def _named(self) -> str:
        self._drawings += 1
        return _NAME.format(self._drawings, self._drawings)

    def _media(self, number: int) -> str:
        name = f"media/image{sum('/media/' in part for part in self._parts) + 1}.png"
        self._add(f"word/{name}", PNG + bytes([number]))
        return self._relate("image", name)

    def _picture(self, number: int) -> str:
        blip = f'<a:blip r:embed="{self._media(number)}"/><a:stretch><a:fillRect/></a:stretch>'
        named = '<pic:nvPicPr><pic:cNvPr id="0" name="图"/><pic:cNvPicPr/></pic:nvPicPr>'
        inner = f"{named}<pic:blipFill>{blip}</pic:blipFill><pic:spPr>{_SHAPE}</pic:spPr>"
        return self._drawing("pic", f"<pic:pic>{inner}</pic:pic>")

    def _drawing(self, prefix: str, inner: str) -> str:
        data = f'<a:graphicData uri="{SPACES[prefix]}">{inner}</a:graphicData>'
        return f"<w:drawing>{_EXTENT}{self._named()}<a:graphic>{data}</a:graphic></wp:inline></w:drawing>"

    def _chart(self, number: int) -> str:
        name = f"charts/chart{sum('/charts/' in part for part in self._parts) + 1}.xml"
        series = (
            '<c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numLit><c:ptCount val="1"/>'
            f'<c:pt idx="0"><c:v>{number}</c:v></c:pt></c:numLit></c:val></c:ser>'
        )
        axes = (
            '<c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
            '<c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx>'
        )
        plot = f'<c:barChart><c:barDir val="col"/>{series}<c:axId val="1"/><c:axId val="2"/></c:barChart>{axes}'
        data = f"<c:chartSpace {DECLARED}><c:chart><c:plotArea><c:layout/>{plot}</c:plotArea></c:chart></c:chartSpace>"
        self._add(f"word/{name}", data.encode(), "drawingml.chart+xml")
        ident = self._relate("chart", name)
        return self._drawing("c", f'<c:chart r:id="{ident}"/>')

    def _box(self, blocks: list[Node]) -> str:
        inner = f"<w:txbxContent>{''.join(map(self._block, blocks))}</w:txbxContent>"
        shape = f'<wps:cNvSpPr txBox="1"/><wps:spPr>{_SHAPE}</wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/>'
        drawing = self._drawing("wps", f"<wps:wsp>{shape}</wps:wsp>")
        older = (
            f'<v:shape id="_x0000_s{1000 + self._drawings}" style="{_SIZE}"><v:textbox>{inner}</v:textbox></v:shape>'
        )
        both = f'<mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback><w:pict>{older}</w:pict></mc:Fallback>'
        return f"<mc:AlternateContent>{both}</mc:AlternateContent>"

    def _ole(self, number: int) -> str:
        self._drawings += 1
        name = f"embeddings/oleObject{sum('/embeddings/' in part for part in self._parts) + 1}.bin"
        self._add(f"word/{name}", b"OLE" + bytes([number]))
        shape = f"_x0000_i{1000 + self._drawings}"
        image = f'<v:imagedata r:id="{self._media(number)}"/>'
        says = f'Type="Embed" ProgID="Excel.Sheet.12" ShapeID="{shape}" DrawAspect="Content" ObjectID="_1"'
        inner = f'<o:OLEObject {says} r:id="{self._relate("oleObject", name)}"/>'
        return f'<w:object><v:shape id="{shape}" style="{_SIZE}">{image}</v:shape>{inner}</w:object>'
