"""Number formats: what a cell's style says about its number (a date, a percentage, a unit).

Read from `xl/styles.xml`; built-in formats by ECMA-376 Part 1, 18.8.30, with the simplified Chinese
dates 27–36 and 50–58, which no file spells out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from ..model.diagnostic import Fault
from ..model.quantity import is_known_unit, parse_unit
from ..model.values import dataclass

BUILT_IN: Mapping[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

_LITERALS = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"\s*$')
_DATE_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|(y+|m+|d+|e+)|(.)', re.IGNORECASE)
_LONGEST_CODE = 255
"""What Excel takes at most (Excel specifications and limits)."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format and what it means: at most one of `is_date`, `is_time`, `is_percent` holds.

    `unit` is the symbol that the format prints behind the number (`0.00"万元"`), empty for none.
    `zeros` is how many digits a format of zeros alone fills up to (`000` shows 7 as 007), 0 for others.
    """

    code: str
    is_date: bool = False
    is_time: bool = False
    is_percent: bool = False
    unit: str = ""
    zeros: int = 0


@lru_cache(maxsize=1024)
def parse_format(code: str) -> NumberFormat:
    """What a format code means; only the section for positive numbers counts."""
    code = code[:_LONGEST_CODE]
    if code.strip().lower() in ("general", "g/通用格式", "@", ""):
        return NumberFormat(code)
    bare = _LITERALS.sub("", code)
    section = bare.split(";", 1)[0].lower()
    has_clock = any(mark in section for mark in "hs") or "上午" in section
    if re.search(r"[yd]|aaa|\be+\b", section) or ("m" in section and not has_clock):
        return NumberFormat(code, is_date=True)
    if has_clock:
        return NumberFormat(code, is_time=True)
    zeros = len(section) if section and not section.strip("0") and len(section) > 1 else 0
    return NumberFormat(code, is_percent="%" in section, unit=_unit(code), zeros=zeros)


GENERAL = parse_format("General")


def _unit(code: str) -> str:
    """The measure printed behind the number; none where the format also scales (`0!.0,"万元"`)."""
    positive = code.split(";", 1)[0]
    found = _QUOTED.search(positive)
    if found is None or "!" in positive or "\\." in positive or re.search(r"[0#],+(?![0#])", positive):
        return ""
    symbol = found[1].strip()
    return symbol if symbol and len(symbol) <= 16 and is_known_unit(symbol) and parse_unit(symbol).symbol else ""


def formats_of(xf_format_ids: Iterable[int], custom: Mapping[int, str]) -> tuple[NumberFormat, ...]:
    """The formats by style index: a file's own code goes before the built-in one."""
    codes = (custom.get(number) or BUILT_IN.get(number, "General") for number in xf_format_ids)
    return tuple(parse_format(code) for code in codes) or (GENERAL,)


_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def serial_date(serial: int, *, date1904: bool = False) -> date:
    """The day that a serial number means; raises `impossible-date` outside 1900–9999.

    In the 1900 system Excel counts 29 February 1900, which never was (serial 60), so earlier serials
    lie a day later than the arithmetic says (ECMA-376 Part 1, 18.17.4.1).
    """
    last = 2_957_003 if date1904 else 2_958_465
    if not (0 if date1904 else 1) <= serial <= last or (serial == 60 and not date1904):
        raise Fault("impossible-date", text=str(serial))
    if date1904:
        return _EPOCH_1904 + timedelta(days=serial)
    return _EPOCH_1900 + timedelta(days=serial + (serial < 60))


def show_date(day: date, code: str) -> str:
    """The date as its format prints it (`yyyy"年"m"月"` gives 2015年5月), clock parts left out."""
    shown = []
    for quoted, escaped, token, other in _DATE_TOKEN.findall(code.split(";", 1)[0]):
        lower = token.lower()
        if lower.startswith(("y", "e")):
            shown.append(f"{day.year % 100:02d}" if lower in ("y", "yy") else str(day.year))
        elif lower:
            number = day.month if lower[0] == "m" else day.day
            shown.append(f"{number:02d}" if len(lower) == 2 else str(number))
        elif other in ("h", "H", "s", "S"):
            break
        else:
            shown.append(quoted or escaped or other.replace("@", ""))
    return "".join(shown).strip()
