"""The command `init`: a new report with a blank workbook, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from ..kit import kit_folders, read_kit
from ..model.diagnostic import Diagnostic, Fault, ReportError, nearest
from ..model.outcome import Outcome
from ..model.report import Kit
from ..model.values import dataclass
from ..report import PLACEHOLDER, REPORT_FILE, SECTION_FOLDER
from ..settings import read_settings
from .new_folder import create_folder, must_be_free

_REPORT = """# 本报告的设置。井号后面是说明；文字要放在英文直引号里。

[report]
# 模板包：决定有哪些章节、附件和版式
kit = "{kit}"
# 报告年度
year = {year}
# 大标题
title = "{year}年工作总结"
# 单位全称
organization = "{organization}"
# 存放数据的工作簿，可以写几个，用逗号分开
data = ["{workbook}"]

# 下面各项不需要就留着井号
# 版式，不写就用模板包默认的
# profile = "{profile}"
# 落款单位和成文日期
# signature = "{organization}"
# dated = {next_year}-01-15
# 文档属性里的作者
# author = ""

# 哪张表、哪个指标由哪个科室填报；不写就用“责任科室”栏的，再就是模板包的
# [departments]
# "产业项目" = "招商局"
"""

_GUIDE = """这个文件夹放本报告自己的章节，不放也可以：没有的章节用模板包里的。

一、文件名以数字开头，后缀是 .md，例如 2-工作亮点.md。章节按数字排先后。
二、与模板包同名的文件，代替模板包的那一节；别的名字，是新增的一节。
    本模板包有：{sections}
三、第一行写一级标题，例如：# 工作亮点
四、数字不要直接写，写指标的名字，例如：实现工业增加值{{{{ 规上工业增加值 | 金额 }}}}。
    这样数据表一改，文中跟着改，也查得到出处。

写完运行 reportgen check，会指出哪里不对；运行 reportgen build，生成文件。
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions:
    """Which kit and year a new report is for."""

    kit: str
    year: int


def init(target: Path, options: InitOptions) -> Outcome:
    """Make a report in a new or empty folder.

    All files are made in a folder beside it, which is then renamed; a failure leaves nothing behind.
    """
    try:
        files, found = _files(options)
        must_be_free(target)
        create_folder(target, files)
    except ReportError as problem:
        return Outcome(diagnostics=problem.diagnostics)
    return Outcome(diagnostics=tuple(found), written=tuple(target / name for name in files))


def kits() -> list[tuple[str, str]]:
    """The kits that come with reportgen: name and title."""
    return [
        (name, read_settings(folder / "kit.toml", "kit.toml").table("kit").text("title"))
        for name, folder in kit_folders().items()
    ]


def _files(options: InitOptions) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Every file of the new report by its name in the folder."""
    from ..write.to_form import to_form

    known = kit_folders()
    if options.kit not in known:
        fault = Fault("unknown-kit", kit=options.kit, known=list(known), suggestion=nearest(options.kit, known))
        raise ReportError(fault.at(None))
    kit, found = read_kit(known[options.kit])
    workbook = f"{options.year}年数据.xlsx"
    texts = {
        REPORT_FILE: _REPORT.format(
            kit=options.kit,
            year=options.year,
            next_year=options.year + 1,
            organization=PLACEHOLDER,
            workbook=workbook,
            profile=kit.default_profile,
        ),
        f"{SECTION_FOLDER}/说明.txt": _GUIDE.format(sections=_section_names(kit)),
    }
    files = {name: text.encode() for name, text in texts.items()}
    files[workbook] = to_form(kit.schema, options.year)
    return files, found


def _section_names(kit: Kit) -> str:
    return "、".join(section.file.rpartition("/")[2] for section in kit.sections)
