"""The work of the report benchmark.

8 pages with 120 figures, 3 tables of 80 rows and 6 columns, 4 pictures that are drawn already.
"""

import random
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

STYLE = Path(__file__).resolve().parents[2] / "templates" / "work-summary" / "styles" / "gb9704.docx"
FIGURES, ROWS, TABLES, PICTURES = 120, 80, 3, 4
HEADS = ("序号", "名称", "类别", "总投资", "年产值", "备注")
KEYS = ("no", "name", "kind", "invest", "output", "note")
OPENING, REST = (
    "这项工作的进展平稳，数值为",
    "，与计划“基本持平”，各科室按照分工做好了衔接，余下的部分列入下一阶段安排。",
)


class Row(NamedTuple):
    no: str
    name: str
    kind: str
    invest: str
    output: str
    note: str


def rows(table: int, count: int = ROWS) -> list[Row]:
    """The same rows in every run."""
    seed, made = table + 1, []
    for number in range(1, count + 1):
        seed = (seed * 1103515245 + 12345) % 2**31
        made.append(
            Row(
                str(number),
                f"示范第{seed % 997}号工业企业有限公司",
                ("装备", "建材", "食品", "轻纺")[seed % 4],
                f"{seed % 9000 // 100}.{seed % 100:02d}",
                f"{seed % 70000 // 1000}.{seed % 1000:03d}",
                f"已投产{seed % 7 + 2009}年",
            )
        )
    return made


def value(at: int) -> str:
    """The number of the figure at a position."""
    return f"{at}.{at % 9 + 1}"


def paragraphs(figure: Callable[[int], str]) -> Iterator[tuple[bool, str]]:
    """Headings (True) and paragraphs (False) of the text, each figure as the tool at hand writes it."""
    for first in range(0, FIGURES, 3):
        if first % 30 == 0:
            yield True, f"第{'一二三四'[first // 30]}方面工作"
        yield False, "".join(f"{OPENING}{figure(at)}{REST}" for at in range(first, first + 3))


def picture(shade: int) -> bytes:
    """A PNG of the size and weight of a chart, 1228 × 690 pixels in about 45 KB."""
    width, height = 1228, 690
    noise = random.Random(shade)  # noqa: S311 - the same picture in every run, not a secret
    line = bytes(noise.randrange(256) for _ in range(width))
    lines = b"".join(
        b"\0" + (line[y % 97 :] + line[: y % 97] if y % 9 else noise.randbytes(600) + line[600:]) for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def run(once: Callable[[], None], default: int = 30) -> None:
    """The command line of both sides: one report, or the median of N in milliseconds with `loop N`."""
    if "loop" not in sys.argv:
        once()
        return
    rounds = int(sys.argv[sys.argv.index("loop") + 1]) if sys.argv[-1] != "loop" else default
    taken = []
    for _ in range(rounds + 3):
        start = time.process_time()
        once()
        taken.append(time.process_time() - start)
    sys.stdout.write(f"{sorted(taken[3:])[rounds // 2] * 1000}\n")
