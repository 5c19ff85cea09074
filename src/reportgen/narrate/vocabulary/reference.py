"""The reference of the vocabulary as Markdown, from the register: the README's tables are made here."""

from __future__ import annotations

from . import words
from .in_document import DOCUMENT_WORDS
from .in_document import TOPIC as IN_DOCUMENT
from .registry import WORDS, Example, Kinds, Word

assert words.FILTERS  # noqa: S101 - importing `words` fills the register

TOPICS = {
    "数量": "Amounts",
    "增减": "Change",
    "时段变化": "Between two years",
    "比较": "One against another",
    "汇总": "Many in one",
    "列举": "Lists",
    "行": "Rows",
    "时间": "Time",
    IN_DOCUMENT: "In the document",
}
"""The headings of the reference, in order, with their English names."""

_HEADERS = {
    "zh": ("词", "参数", "说明", "数据", "模板", "写成"),
    "en": ("word", "arguments", "what it says", "data", "template", "printed"),
}


def reference(language: str) -> str:
    """The whole reference in `zh` or `en`: a heading and a table for each topic."""
    parts = []
    for topic, english in TOPICS.items():
        entries = [entry for entry in (*WORDS.values(), *DOCUMENT_WORDS) if entry.topic == topic]
        parts.append(f"### {topic if language == 'zh' else english}\n\n{table(entries, language)}")
    return "\n\n".join(parts) + "\n"


def table(entries: list[Word], language: str) -> str:
    """A Markdown table of words, a line an example; the first line of a word also says what it does."""
    headers = _HEADERS[language]
    lines = [_line(headers), _line(("---",) * len(headers))]
    for entry in entries:
        for index, example in enumerate(entry.examples):
            lead = ("", "", "") if index else _lead(entry, language)
            lines.append(_line((*lead, *_example(example))))
    return "\n".join(lines)


def _lead(entry: Word, language: str) -> tuple[str, str, str]:
    name = f"**{entry.name}**" + ("" if Kinds.FILTER in entry.kinds else "(…)")
    return name, "、".join(entry.parameters), entry.doc_zh if language == "zh" else entry.doc_en


def _example(example: Example) -> tuple[str, str, str]:
    data = "<br>".join(f"{name} = {value}" for name, value in example.data.items())
    return data, f"`{example.template}`", example.expected or "（无）"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
