"""`reportgen drafts` where the drafts are called otherwise than in the run before: numbers moved, names changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from openpyxl import Workbook

from reportgen.pipeline.draft_folder import DraftFolder

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Edit = Callable[..., None]

HEAD = ("单位", "产值（亿元）")
TOWNS = (("青龙镇", 12.5), ("红枫湖镇", 30.25), ("站街镇", 7))
SECTION = "# {{ 单位 }}的工作\n\n产值{{ 单位资料.产值 | 金额 }}。\n"


class World:
    """A report with one section for towns, and their table."""

    def __init__(self, report: Path, run_json: Json) -> None:
        (report / "kit/sections/1-基本情况.md").write_text(SECTION, encoding="utf-8")
        self.report, self._run = report, run_json
        self.units = report.parent / "乡镇.xlsx"
        self.folder = report / "out/草稿"
        self.towns(*TOWNS)

    def towns(self, *rows: tuple[str, float]) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "乡镇"
        for row in (HEAD, *rows):
            sheet.append(list(row))
        book.save(self.units)

    def make(self, *more: str) -> dict[str, Any]:
        return self._run("drafts", self.report, "--units", self.units, *more)

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def edit(self, name: str) -> bytes:
        path = self.folder / name
        document = Document(str(path))
        document.add_paragraph("手写的一句。")
        document.save(str(path))
        return path.read_bytes()


@pytest.fixture
def world(report: Path, run_json: Json) -> World:
    made = World(report, run_json)
    assert len(made.make()["written"]) == 3
    return made


def said(document: dict[str, Any]) -> dict[str, str]:
    """What is said about names of files, by code."""
    return {item["code"]: item["facts"]["names"] for item in document["findings"] if "names" in item["facts"]}


def test_drafts_whose_number_moved_are_renamed_and_not_made_twice(world: World) -> None:
    world.towns(("卫城镇", 3), *TOWNS)
    made = world.make()
    assert world.names == [
        "01-基本情况-卫城镇.docx",
        "02-基本情况-青龙镇.docx",
        "03-基本情况-红枫湖镇.docx",
        "04-基本情况-站街镇.docx",
    ]
    assert said(made) == {
        "drafts-renamed": "02-基本情况-青龙镇.docx、03-基本情况-红枫湖镇.docx、04-基本情况-站街镇.docx"
    }
    again = world.make()
    assert (again["written"], again["unchanged"], again["findings"]) == ([], 4, [])


def test_a_draft_that_a_person_edited_keeps_its_name_when_its_number_moved(world: World) -> None:
    data = world.edit("03-基本情况-站街镇.docx")
    world.towns(TOWNS[0], TOWNS[2])
    for _ in range(2):
        made = world.make()
        assert made["edited"] == ["03-基本情况-站街镇.docx"]
        assert world.names == ["01-基本情况-青龙镇.docx", "02-基本情况-红枫湖镇.docx", "03-基本情况-站街镇.docx"]
        assert said(made)["drafts-left-over"] == "02-基本情况-红枫湖镇.docx"
        assert "edited-left-over" not in said(made)
    assert (world.folder / "03-基本情况-站街镇.docx").read_bytes() == data


def test_an_edited_draft_under_an_earlier_name_is_behind_until_it_is_refreshed(world: World, run: Run) -> None:
    world.edit("03-基本情况-站街镇.docx")
    world.towns(TOWNS[0], ("站街镇", 9.5))
    assert world.make()["behind"] == ["03-基本情况-站街镇.docx"]
    path = world.folder / "03-基本情况-站街镇.docx"
    done = run("refresh", path)
    assert done.exit_code == 0, done.output
    assert "9.5亿元" in "".join(
        node.text or "" for node in Document(str(path)).element.iter() if node.tag.endswith("}t")
    )
    made = world.make()
    assert (made["edited"], made["behind"]) == ([path.name], [])


def test_force_makes_an_edited_draft_anew_under_its_name_of_now(world: World) -> None:
    world.edit("03-基本情况-站街镇.docx")
    world.towns(TOWNS[0], TOWNS[2])
    made = world.make("--force")
    assert made["edited"] == []
    assert "02-基本情况-站街镇.docx" in made["written"]
    assert world.names == ["01-基本情况-青龙镇.docx", "02-基本情况-站街镇.docx", "02-基本情况-红枫湖镇.docx"]


def test_another_pattern_renames_the_drafts(world: World) -> None:
    made = world.make("--name", "{{ 单位 }}")
    assert world.names == ["站街镇.docx", "红枫湖镇.docx", "青龙镇.docx"]
    assert (made["written"], made["unchanged"]) == ([], 3)


def test_sections_that_were_numbered_anew_are_still_the_same_drafts(report: Path, run_json: Json) -> None:
    sections = report / "sections"
    sections.mkdir()
    for name in ("2-打算", "3-建议"):
        (sections / f"{name}.md").write_text(f"# {name[2:]}\n\n{{{{ 规上企业数 }}}}。\n", encoding="utf-8")
    run_json("drafts", report)
    (sections / "2-打算.md").unlink()
    (sections / "3-建议.md").rename(sections / "2-建议.md")
    made = run_json("drafts", report)
    assert said(made) == {"drafts-renamed": "02-建议.docx", "drafts-left-over": "02-打算.docx"}
    assert not (report / "out/草稿/03-建议.docx").exists()


def test_an_edited_draft_of_a_unit_that_is_gone_is_nothing_to_be_deleted(world: World) -> None:
    world.edit("02-基本情况-红枫湖镇.docx")
    world.towns(TOWNS[0])
    assert said(world.make()) == {
        "edited-left-over": "02-基本情况-红枫湖镇.docx",
        "drafts-left-over": "03-基本情况-站街镇.docx",
    }
    assert len(world.names) == 3


def test_an_edited_draft_whose_name_now_is_that_of_another_unit_is_kept_and_said(world: World) -> None:
    world.make("--name", "{{ 序号 }}")
    data = world.edit("02.docx")
    world.towns(TOWNS[0], ("卫城镇", 3), *TOWNS[1:])
    made = world.make("--name", "{{ 序号 }}")
    assert made["failed"] == ["02.docx"]
    taken = next(item for item in made["findings"] if item["code"] == "draft-place-taken")
    assert taken["facts"]["holder"] == "红枫湖镇"
    assert (world.folder / "02.docx").read_bytes() == data


def test_a_copy_that_comes_back_under_the_name_of_before_is_known_and_not_overwritten(world: World, run: Run) -> None:
    world.edit("03-基本情况-站街镇.docx")
    returned = world.folder / "03-基本情况-站街镇.docx"
    returned.rename(world.report / "返回.docx")
    world.make()
    world.towns(("卫城镇", 3), *TOWNS)
    world.make()
    (world.report / "返回.docx").rename(returned)
    made = world.make()
    assert made["edited"] == [returned.name]
    assert run("refresh", returned).exit_code == 0


def test_a_draft_that_is_open_is_not_renamed(world: World) -> None:
    (world.folder / ".~lock.03-基本情况-站街镇.docx#").write_text("x", encoding="utf-8")
    world.towns(TOWNS[0], TOWNS[2])
    world.make()
    assert (world.folder / "03-基本情况-站街镇.docx").exists()


def test_a_run_that_was_killed_while_it_renamed_is_continued(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(DraftFolder, "_rename", killed)
        world.towns(("卫城镇", 3), *TOWNS)
        with pytest.raises(ValueError, match="Expecting value"):  # it printed nothing
            world.make()
    assert "02-基本情况-青龙镇.docx" in world.names
    made = world.make()
    assert not made["failed"]
    assert len(world.names) == 4
    assert world.make()["unchanged"] == 4
