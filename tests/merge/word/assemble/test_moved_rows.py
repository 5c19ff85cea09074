"""Drafts made before and after rows came into the workbook: figures are told by what they are, not by their cells."""

from pathlib import Path
from shutil import copyfile
from typing import Any

from openpyxl import load_workbook

from reportgen.model.diagnostic import Diagnostic

HEADS = ("指标", "主导产业", "项目")


def move_rows(world: Any, firms: int = 76, name: str = "税收") -> None:
    """Put a row above all others of each sheet."""
    path = world.folder / "2015.xlsx"
    book = load_workbook(path)
    for title, row in zip(HEADS, ((name, "亿元", 3.5), ("新能源", 5), ("丙项目", 6)), strict=True):
        sheet = book[title]
        sheet.insert_rows(2)
        for column, value in enumerate(row, 1):
            sheet.cell(2, column, value)
    book["指标"]["C3"] = firms
    book.save(path)


def about_figures(result: Any) -> list[tuple[str, str]]:
    def facts(item: Diagnostic) -> str:
        return item.facts.get("examples", "") or f"{item.facts.get('first')}→{item.facts.get('second')}"

    wanted = ("indicator-disagrees", "draft-outdated")
    return [(item.code, facts(item)) for item in result.findings if item.code in wanted]


def replace(world: Any, number: int, folder: Path) -> None:
    """Put a draft of another folder into the place of one."""
    copyfile(sorted(folder.glob("*.docx"))[number - 1], world.draft(number))


def test_rows_that_moved_make_no_figure_disagree(world: Any) -> None:
    book = load_workbook(world.folder / "2015.xlsx")
    book["指标"].append(("税收", "亿元", 8.5))
    book.save(world.folder / "2015.xlsx")
    (world.folder / "sections").mkdir()
    for name, word in (("2-主要工作", "铝加工产值"), ("3-下步打算", "税收")):
        (world.folder / f"sections/{name}.md").write_text(f"# {name[2:]}\n\n{{{{ {word} }}}}。\n", encoding="utf-8")
    for path in world.files:
        path.unlink()
    for path in world.redraft("before").glob("*.docx"):
        copyfile(path, world.drafts / path.name)
    move_rows(world, name="新税")
    replace(world, 2, world.redraft("later"))  # 铝加工产值 stands now where 税收 stood
    assert "indicator-disagrees" not in dict(about_figures(world.assemble()))


def test_only_figures_that_changed_are_behind_where_rows_moved(world: Any) -> None:
    move_rows(world)
    # The sums of the tables and of the first section have a row more; all else only moved.
    examples = dict(about_figures(world.assemble()))["draft-outdated"]
    assert "76家" not in examples
    assert "42.86" not in examples
    assert "12→" not in examples


def test_an_indicator_that_changed_and_moved_is_found_in_both_drafts(world: Any) -> None:
    move_rows(world, firms=81)
    replace(world, 3, world.redraft("later"))
    result = world.assemble()
    found = [item for item in result.findings if item.code == "indicator-disagrees"]
    assert [{item.facts["first"], item.facts["second"]} for item in found] == [{"76家", "81家"}]
    behind = [item for item in result.findings if item.code == "draft-outdated"]
    assert any("76家→81家" in item.facts["examples"] for item in behind)


def test_without_data_of_today_figures_are_told_by_their_cells(world: Any) -> None:
    world.set_firms(81)
    replace(world, 2, world.redraft("later"))
    book = load_workbook(world.folder / "2015.xlsx")
    book["指标"]["C2"] = "不详"
    book.save(world.folder / "2015.xlsx")
    result = world.assemble()
    assert "frame-without-data" in result.codes
    assert {result.finding("indicator-disagrees").facts[name] for name in ("first", "second")} == {"76家", "81家"}
