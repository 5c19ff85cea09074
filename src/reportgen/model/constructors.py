"""Constructors of values, one line for each number of fields: `values` puts in the names and the setters of a class.

Written out, Python compiles them once and for all; compiled from text in every process, as the standard
`dataclasses` does it, they take 3 ms of each (Python 3.11). A setter returns None, so `or` goes on to the next.
Each line has one field more than the line above; `tests/model/test_values.py` tries every one.
"""

from __future__ import annotations

from collections.abc import Callable

# fmt: off
# ruff: noqa: E501
CONSTRUCTORS: tuple[Callable[..., Callable[..., None]], ...] = (
    lambda: lambda _: None,
    lambda s0: lambda o, v0: s0(o, v0),
    lambda s0, s1: lambda o, v0, v1: s0(o, v0) or s1(o, v1),
    lambda s0, s1, s2: lambda o, v0, v1, v2: s0(o, v0) or s1(o, v1) or s2(o, v2),
    lambda s0, s1, s2, s3: lambda o, v0, v1, v2, v3: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3),
    lambda s0, s1, s2, s3, s4: lambda o, v0, v1, v2, v3, v4: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4),
    lambda s0, s1, s2, s3, s4, s5: lambda o, v0, v1, v2, v3, v4, v5: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5),
    lambda s0, s1, s2, s3, s4, s5, s6: lambda o, v0, v1, v2, v3, v4, v5, v6: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6),
    lambda s0, s1, s2, s3, s4, s5, s6, s7: lambda o, v0, v1, v2, v3, v4, v5, v6, v7: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10) or s11(o, v11),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10) or s11(o, v11) or s12(o, v12),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10) or s11(o, v11) or s12(o, v12) or s13(o, v13),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10) or s11(o, v11) or s12(o, v12) or s13(o, v13) or s14(o, v14),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10) or s11(o, v11) or s12(o, v12) or s13(o, v13) or s14(o, v14) or s15(o, v15),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10) or s11(o, v11) or s12(o, v12) or s13(o, v13) or s14(o, v14) or s15(o, v15) or s16(o, v16),
    lambda s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17: lambda o, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17: s0(o, v0) or s1(o, v1) or s2(o, v2) or s3(o, v3) or s4(o, v4) or s5(o, v5) or s6(o, v6) or s7(o, v7) or s8(o, v8) or s9(o, v9) or s10(o, v10) or s11(o, v11) or s12(o, v12) or s13(o, v13) or s14(o, v14) or s15(o, v15) or s16(o, v16) or s17(o, v17),
)
# fmt: on
"""By the number of fields: what takes their setters and gives the constructor, which takes the value and its fields."""
