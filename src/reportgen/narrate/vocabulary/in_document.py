"""What the manual says of the words that need the document around them: 序列, 重新编号, 图, 表, 附件, 脚注, 名称.

`narrate.context_words` gives them their meaning; they are no filters, show no figures, and so stand in no
register. In the data of their examples 图, 表 and 附件 are the document's charts, tables and appendices in order.
"""

from __future__ import annotations

from .. import context_words
from .registry import Example, Kinds, Word

TOPIC = "篇章"

_CHARTS, _TABLES = "主导产业产值、融资与负债", "主导产业产值、重点项目"


def _word(name: str, parameters: str, doc_zh: str, doc_en: str, *examples: Example) -> Word:
    call = context_words.CONTEXT_FUNCTIONS.get(name, context_words.Ordinals())
    return Word(
        name=name,
        topic=TOPIC,
        call=call,
        kinds=Kinds.FUNCTION if name in context_words.CONTEXT_FUNCTIONS else Kinds.BOTH,
        doc_zh=doc_zh,
        doc_en=doc_en,
        examples=examples,
        parameters=tuple(parameters.split()),
    )


DOCUMENT_WORDS = (
    _word(
        "序列",
        "名称 形式",
        "一是、二是……依次编号，到新标题重新数，少一条自动补上。`形式`照第一条的写法给出："
        f"{'、'.join(f'`{form}`' for form in context_words.ORDINAL_FORMS)}；给了`名称`就单独数一套。",
        "Numbers the items of an enumeration, anew below each heading; one that is left out leaves no gap. `形式` is "
        f"how the first item reads: {', '.join(f'`{form}`' for form in context_words.ORDINAL_FORMS)}; "
        "one with a `名称` counts by itself.",
        Example(template="{{ 序列 }}抓招商；{{ 序列 }}抓项目。", expected="一是抓招商；二是抓项目。"),
        Example(
            data={"贷款": "空"},
            template="{{ 序列 }}抓招商；{% if 贷款 %}{{ 序列 }}还贷款；{% endif %}{{ 序列 }}抓项目。",
            expected="一是抓招商；二是抓项目。",
        ),
        Example(template='{{ 序列("首先") }}规划，{{ 序列("首先") }}建设。', expected="首先规划，其次建设。"),
        Example(
            template='{{ 序列 }}修路，{{ 序列("路", "（1）") }}铁路，{{ 序列("路", "（1）") }}公路；{{ 序列 }}供电。',
            expected="一是修路，（1）铁路，（2）公路；二是供电。",
        ),
    ),
    _word(
        "重新编号",
        "名称",
        "从头编号。",
        "Begins the enumeration again.",
        Example(
            template="{{ 序列 }}规划；{{ 序列 }}建设。{{ 重新编号() }}{{ 序列 }}管护。",
            expected="一是规划；二是建设。一是管护。",
        ),
    ),
    _word(
        "图",
        "名称",
        "图的编号，是交叉引用；图前面添了图，编号跟着变。",
        "The number of a chart, as a cross-reference that follows when charts are added before it.",
        Example(data={"图": _CHARTS}, template='见{{ 图("融资与负债") }}。', expected="见图2。"),
    ),
    _word(
        "表",
        "名称",
        "表的编号，是交叉引用。",
        "The number of a table, as a cross-reference.",
        Example(
            data={"图": _CHARTS, "表": _TABLES},
            template='见{{ 图("主导产业产值") }}、{{ 表("重点项目") }}。',
            expected="见图1、表2。",
        ),
    ),
    _word(
        "附件",
        "名称",
        "附件的编号，是交叉引用。",
        "The number of an appendix, as a cross-reference.",
        Example(
            data={"附件": "规模以上企业名单、主要指标"},
            template='具体名单见{{ 附件("规模以上企业名单") }}。',
            expected="具体名单见附件1。",
        ),
    ),
    _word(
        "脚注",
        "内容",
        "在这里加一个脚注，里面也可以有数。",
        "A footnote at this spot; it may hold figures too.",
        Example(
            data={"产值": "42.86亿元"},
            template='产值为{{ 产值 }}{{ 脚注("快报数，以年报为准。") }}。',
            expected="产值为42.86亿元〔脚注：快报数，以年报为准。〕。",
        ),
    ),
    _word(
        "名称",
        "内容",
        "数字是名称的一部分，不提示写死的数字；正文里也可以写成 `[[11号路]]`。",
        "Digits that are part of a name and no literal number; in text, `[[11号路]]` says the same.",
        Example(template='{{ 名称("11号路") }}已通车。', expected="11号路已通车。"),
        Example(template="[[11号路]]已通车。", expected="11号路已通车。"),
    ),
)
"""The words in the order of the manual."""
