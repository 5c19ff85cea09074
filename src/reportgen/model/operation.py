"""The operations by which figures follow from other figures."""

from __future__ import annotations

from enum import StrEnum


class Operation(StrEnum):
    """How a figure follows from its operands; the value is the form shown to people.

    `{0}`, `{1}` are operands, `{*}` all of them, ranges of neighbouring cells drawn together.
    """

    SUM_OF = "合计({*})"
    COUNT_OF = "计数({*})"
    MEAN_OF = "平均({*})"
    LARGEST_OF = "最大({*})"
    SMALLEST_OF = "最小({*})"
    PLUS = "{0} + {1}"
    MINUS = "{0} − {1}"
    TIMES = "{0} × {1}"
    OVER = "{0} ÷ {1}"
    GROWTH = "{0} ÷ {1} − 1"
    ANNUAL_GROWTH = "({0} ÷ {1})^(1/{2}) − 1"
    RANK_OF = "名次({*})"
    SPAN = "{0} 至 {1}"


ROUNDED = frozenset((Operation.MEAN_OF, Operation.OVER, Operation.GROWTH, Operation.ANNUAL_GROWTH))
"""Operations whose result may have no end of digits."""
