"""What stands in a template's own words and should not: literal numbers, ASCII punctuation between hanzi.

A number typed into a sentence is right for one year only, so each is a finding unless it is marked as
part of a name, `[[11号路]]`, or lies in a fixed term. Arabic digits always count (letters with a short
number such as B4 or PM2.5 are names); hanzi numerals count where a measure word or a unit follows, or
in 百分之三十 and 翻两番, but not 一 as an article (一个, 一批) and not ordinals (一是, 第一). Words
inside quotation marks or book-title marks are somebody's name for something and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.diagnostic import Diagnostic, info, warning
from ..model.place import TextRef
from .positions import Source

_UNITS = (
    *("公顷", "平方米", "平方公里", "立方米", "公里", "千瓦", "兆瓦", "千伏", "美元"),
    *("亿元", "万元", "万吨", "万亩", "万人", "万户", "元", "吨", "亩"),
)
_MEASURES = (
    *(*_UNITS, "千米", "千克", "公斤", "小时", "分钟"),
    *"家个项条座户人名位件宗处所台套批次场轮头只羽株棵辆架艘栋幢间份册篇期米克升度伏年月天日倍成番万亿",
)
_NUMERALS = frozenset("一二两三四五六七八九十零〇百千万亿半余多几")
_COUNTING = frozenset("二两三四五六七八九十")
"""Numerals that count; 一 alone is often an article (一个, 一批), 百 and 千 a figure of speech."""
_DIGITS = re.compile(
    r"[0-9０-９]+(?:[.,，．][0-9０-９]+)*(?:\s*[%％‰]|[万亿]?(?:元|吨|亩|米|公里|家|个|项|人|户|年|月|日|号|倍))?"
)
_LETTERS_BEFORE = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}[-.]?$")
_FIXED_TERMS = """
一带一路 三农 五年规划 三年行动 千家万户 万家灯火 百家争鸣 百年大计 三重一大 两学一做 五位一体 四个全面 四个意识
四个自信 两个维护 两个确立 两个毫不动摇 三会一课 三严三实 六稳 六保 十分 万一 一体 五家渠 三北 两会 两新 双十一 四川
三亚 九江 十堰 三明 六盘水 三门峡 万年 两江 三峡 四项原则 八项规定 九年义务 五项机制 三次产业 百亿级 千亿级 万亿级
"""
_FIXED = tuple(_FIXED_TERMS.split())
_QUOTED = re.compile(r"“[^”\n]{0,40}”|‘[^’\n]{0,40}’|《[^》\n]{0,80}》|\[\[[^\[\]\n]{0,80}\]\]|「[^」\n]{0,80}」")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{0,40}\]")
_PROSE_SETTINGS = ("题注", "说明")
_SETTING_NAME = re.compile(r"\s*([^:：\s]+)\s*[:：]")
_ASCII_PUNCTUATION = re.compile("[,;:?!()]")
_CLOSING, _OPENING = frozenset("」』”’》）"), frozenset("「『“‘《（")
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_BLANK = "\x00"


def check_prose(source: Source, fixed_terms: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Literal numbers and ASCII punctuation in a template's own words."""
    in_directive = False
    for number, line in enumerate(_without_tags(source).split("\n"), 1):
        text = line.strip()
        if text.startswith(":::"):
            in_directive = not in_directive if text == ":::" else True
            continue
        if in_directive:
            name = _SETTING_NAME.match(line)
            if name is None or name[1] not in _PROSE_SETTINGS:
                continue
            line = _BLANK * name.end() + line[name.end() :]
        if text.strip(_BLANK):
            yield from _check_line(line, source.file, number, fixed_terms)


def _without_tags(source: Source) -> str:
    """The text with every tag and comment blanked out, each character in its place."""
    parts, position = [], 0
    for begin, end in source.tags:
        if begin >= position:
            parts.append(source[position:begin])
            parts.append(re.sub(r"[^\n]", _BLANK, source[begin:end]))
            position = end
    parts.append(source[position:])
    return "".join(parts)


def _check_line(line: str, file: str, number: int, fixed_terms: tuple[str, ...]) -> Iterator[Diagnostic]:
    clean = _FOOTNOTE.sub(_blanked, line)
    yield from _punctuation(clean, file, number)
    clean = _QUOTED.sub(_blanked, clean)
    for term in fixed_terms:
        clean = clean.replace(term, _BLANK * len(term))
    for found in _DIGITS.finditer(clean):
        if not _is_name(clean, found):
            yield warning("literal-number", TextRef(file, number, found.start() + 1), text=found[0].strip())
    clean = _DIGITS.sub(_blanked, clean)
    if _NUMERALS.isdisjoint(clean):
        return
    for term in _FIXED:
        clean = clean.replace(term, _BLANK * len(term))
    for start, text in _hanzi_numbers(clean):
        yield warning("literal-number", TextRef(file, number, start + 1), text=text)


def _hanzi_numbers(line: str) -> Iterator[tuple[int, str]]:
    """Numbers in hanzi with what they count, and where they stand."""
    position = 0
    while position < len(line):
        if line[position] not in _NUMERALS:
            position += 1
            continue
        start, position = position, _end_of_run(line, position)
        if not line.startswith("分之", start - 2):
            end = _end_of_number(line, start, position)
            if end:
                yield start, line[start:end]


def _end_of_run(line: str, position: int) -> int:
    while position < len(line) and line[position] in _NUMERALS:
        position += 1
    return position


def _end_of_number(line: str, start: int, end: int) -> int:
    """Where a run of numerals ends together with what it counts; 0 where it is no number."""
    run, before = line[start:end], line[start - 1 : start]
    if line.startswith("分之", end):
        return _end_of_run(line, end + 2)
    if before == "翻" and line.startswith("番", end):
        return end + 1
    if before in ("第", "数") or run[0] in "几多余":
        return 0
    counts = not _COUNTING.isdisjoint(run)
    if not counts and run[0] != "一":
        return 0
    measure = next((measure for measure in (_MEASURES if counts else _UNITS) if line.startswith(measure, end)), "")
    return end + len(measure) if measure or (counts and run[-1] in "百千万亿") else 0


def _blanked(found: re.Match[str]) -> str:
    return _BLANK * len(found[0])


def _is_name(line: str, found: re.Match[str]) -> bool:
    """Whether digits belong to letters before them (B4, G60, PM2.5)."""
    digits = re.match(r"[0-9.]+", found[0])
    short = digits is not None and len(digits[0]) <= 3
    before = line[max(found.start() - 4, 0) : found.start()]
    return short and _LETTERS_BEFORE.search(before) is not None


def _punctuation(line: str, file: str, number: int) -> Iterator[Diagnostic]:
    if line.lstrip().startswith("[^"):
        return
    for found in _ASCII_PUNCTUATION.finditer(line):
        before, after = line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
        behind_hanzi = _is_hanzi(before) or before in _CLOSING
        if before and behind_hanzi and (found[0] == "(" or _is_hanzi(after) or after in _OPENING or not after.strip()):
            sign = found[0]
            yield info("ascii-punctuation", TextRef(file, number, found.start() + 1), found=sign, expected=FULL[sign])


def _is_hanzi(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
