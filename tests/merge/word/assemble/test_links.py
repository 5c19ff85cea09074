"""References that programs merged with the words around them: each leads to its target, and looks as it did."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportgen.merge.word.assembling.references import named_in

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Edit = Callable[[Path, Callable[[Any], None]], None]


def add(*runs: str) -> Callable[[Any], None]:
    """Add a paragraph of these runs to a draft, the last one bold."""

    def change(document: Any) -> None:
        paragraph = document.add_paragraph(style="公文正文")
        for text in runs:
            paragraph.add_run(text)
        paragraph.runs[-1].bold = True

    return change


def written(result: Any, text: str) -> Any:
    return next(
        item for item in result.xml().iter(f"{W}p") if text in "".join(it.text or "" for it in item.iter(f"{W}t"))
    )


def shown(paragraph: Any) -> list[tuple[str, str]]:
    """The text of each run, and what it leads to: `REF` for a field, the name of a link, or nothing."""
    found = []
    for item in paragraph:
        codes = "".join(code.text or "" for code in item.iter(f"{W}instrText")).split()
        kind = "REF" if codes[:1] == ["REF"] else "link" if item.find(f".//{W}hyperlink") is not None else ""
        text = "".join(it.text or "" for it in item.iter(f"{W}t"))
        if text:
            found.append((text, kind))
    return found


def test_references_inside_a_longer_run_become_fields_and_links_each_time_they_stand_there(
    world: Any, edit: Edit
) -> None:
    edit(world.files[1], add("口径见图1，", "另据图2和图2的数，见附件2、表1；"))
    result = world.assemble()
    assert shown(written(result, "口径见")) == [
        *(("口径见", ""), ("图1", "REF"), ("，", ""), ("另据", ""), ("图2", "REF"), ("和", ""), ("图2", "REF")),
        *(("的数，见", ""), ("附件2", "link"), ("、", ""), ("表1", "REF"), ("；", "")),
    ]


def test_a_reference_whose_number_stands_in_a_run_of_its_own_becomes_one_field(world: Any, edit: Edit) -> None:
    edit(world.files[1], add("口径见图", "1", "和表", "1", "。", "完"))
    found = shown(written(world.assemble(), "口径见"))
    assert found == [("口径见", ""), ("图1", "REF"), ("和", ""), ("表1", "REF"), ("。", ""), ("完", "")]


def test_references_that_share_runs_are_all_found(world: Any, edit: Edit) -> None:
    edit(world.files[1], add("见图", "1、表1和图", "2，见图1。", "完"))
    found = shown(written(world.assemble(), "完"))
    assert found == [
        *(("见", ""), ("图1", "REF"), ("、", ""), ("表1", "REF"), ("和", ""), ("图2", "REF"), ("，见", "")),
        *(("图1", "REF"), ("。", ""), ("完", "")),
    ]


def test_a_reference_in_two_colours_is_left_as_it_is(world: Any, edit: Edit) -> None:
    edit(world.files[1], add("口径见图", "1"))  # the number is bold
    assert shown(written(world.assemble(keep_formatting=True), "口径见")) == [("口径见图", ""), ("1", "")]


def test_the_pieces_of_a_run_look_as_it_did(world: Any, edit: Edit) -> None:
    def mark(document: Any) -> None:
        add("另据", "图2，图2的数")(document)
        document.paragraphs[-1].runs[-1].font.highlight_color = 7

    edit(world.files[1], mark)
    paragraph = written(world.assemble(keep_formatting=True), "另据")
    looks = [
        run.find(f"{W}rPr/{W}highlight") is not None for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None
    ]
    assert looks == [False, True, True, True, True]


def test_numbers_that_refer_to_no_target_stay_words(world: Any, edit: Edit) -> None:
    edit(world.files[1], add("地图1张、图12和图1-9不在，图1.5不是，附件1：名单。"))
    assert {kind for _, kind in shown(written(world.assemble(), "地图1张"))} == {""}


def test_a_caption_does_not_refer_to_itself(world: Any, edit: Edit) -> None:
    def retype(document: Any) -> None:
        caption = next(item for item in document.paragraphs if item.style.name == "图题")
        for child in list(caption._p):
            if not child.tag.endswith("}pPr"):
                caption._p.remove(child)
        caption.add_run("图1　主导产业产值")

    edit(world.files[0], retype)
    assert {kind for _, kind in shown(written(world.assemble(), "主导产业产值"))[:1]} == {""}


def test_the_first_number_of_each_reference_is_named() -> None:
    text = "见图1、3和表2，附件1和附件12；图2-1"
    assert [text[start:end] for start, end in named_in(text)] == ["图1", "表2", "附件1", "附件12"]
