"""The style names that the Word writer asks of a style document.

The writer knows no font, size or margin: it names styles, and the kit's style document says what they
look like. Each role lists the names it goes by, the one of our own style documents first. Built-in
styles count under the names that the Chinese edition of Word shows (标题 1 is `heading 1` in the file),
so a style document that a clerk made in Word serves as well.
"""

from __future__ import annotations

from enum import Enum

BUILT_IN = {
    "Title": "标题",
    **{f"heading {level}": f"标题 {level}" for level in range(1, 10)},
    "Body Text": "正文文本",
    "Strong": "要点",
    "caption": "题注",
    "footnote text": "脚注文本",
    "footnote reference": "脚注引用",
    "footer": "页脚",
    "Table Grid": "网格型",
}
"""Names of built-in styles in the file, and as the Chinese edition of Word shows them.

`Normal` (正文) is left out: every document has it, and text without an indent would come of it silently.
"""


class Role(Enum):
    """What a style is used for: its kind (ISO/IEC 29500-1, 17.18.83) and its names, best first."""

    TITLE = ("paragraph", "公文标题", "文档标题", "标题")
    BODY = ("paragraph", "公文正文", "正文")
    HEADING_1 = ("paragraph", "一级标题", "标题 1")
    HEADING_2 = ("paragraph", "二级标题", "标题 2")
    HEADING_3 = ("paragraph", "三级标题", "标题 3")
    HEADING_4 = ("paragraph", "四级标题", "标题 4")
    RUN_IN_2 = ("paragraph", "二级标题段")
    RUN_IN_3 = ("paragraph", "三级标题段")
    RUN_IN_4 = ("paragraph", "四级标题段")
    RUN_IN_TEXT_2 = ("character", "二级标题文字")
    RUN_IN_TEXT_3 = ("character", "三级标题文字")
    RUN_IN_TEXT_4 = ("character", "四级标题文字")
    STRONG = ("character", "加粗", "要点")
    RARE = ("character", "生僻字")
    RARE_STRONG = ("character", "生僻字加粗")
    PICTURE = ("paragraph", "图")
    FIGURE_CAPTION = ("paragraph", "图题", "题注")
    TABLE_CAPTION = ("paragraph", "表题", "题注")
    TABLE = ("table", "公文表格", "表格", "网格型")
    TABLE_HEAD = ("paragraph", "表头")
    TABLE_TEXT = ("paragraph", "表格文字")
    TABLE_NUMBER = ("paragraph", "表格数字")
    TABLE_NOTE = ("paragraph", "表注")
    ATTACHMENT = ("paragraph", "附件说明")
    ATTACHMENT_NEXT = ("paragraph", "附件说明续")
    SIGNATURE = ("paragraph", "落款")
    DATED = ("paragraph", "成文日期")
    NOTE_TEXT = ("paragraph", "脚注文字", "脚注文本")
    NOTE_MARK = ("character", "脚注引用")

    @property
    def kind(self) -> str:
        """`paragraph`, `character` or `table`."""
        kind: str = self.value[0]
        return kind

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the style may have; the first is the one that messages ask for."""
        names: tuple[str, ...] = self.value[1:]
        return names


HEADINGS = {1: Role.HEADING_1, 2: Role.HEADING_2, 3: Role.HEADING_3, 4: Role.HEADING_4}
RUN_IN = {
    2: (Role.RUN_IN_2, Role.RUN_IN_TEXT_2),
    3: (Role.RUN_IN_3, Role.RUN_IN_TEXT_3),
    4: (Role.RUN_IN_4, Role.RUN_IN_TEXT_4),
}
"""Paragraph and character style of a heading that runs into its paragraph; level 1 never does (GB/T 9704, 7.3.3)."""
