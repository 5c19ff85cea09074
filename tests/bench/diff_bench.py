"""Comparing two versions of a document of 40 pages against what a person would write himself: python-docx and difflib.

The document: 330 paragraphs of six figures, 10 tables of 20 rows; a fifth of the paragraphs changed, some came and
went, a fifth of the rows have another value. The reference compares lines of text, then the characters of changed
ones: no places, no formatting, no headers or notes, nothing marked. In process, medians of CPU time; the sides take
turns. `python tests/bench/diff_bench.py` prints the medians.
"""

import io
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import docx
import pytest

from reportgen.compare.compare import compare
from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.tracked import tracked

MOST_SECONDS = 1.0
PARAGRAPHS, TABLES, ROWS, ROUNDS = 330, 10, 20, 7
SIGNS = (
    "全年完成规模以上工业总产值同比增长企业项目建设投资园区招商引资到位资金农业服务业财政收入固定资产新增开工竣工达产"
)
Rows = list[list[str]]


def paragraph(dice: random.Random) -> str:
    clauses = (
        "".join(dice.choices(SIGNS, k=dice.randint(8, 22))) + f"{dice.randrange(99999) / 100}亿元" for _ in range(6)
    )
    return "，".join(clauses) + "。"


def written(texts: Sequence[str], tables: Sequence[Rows]) -> bytes:
    document = docx.Document()
    for number, text in enumerate(texts):
        if number % 20 == 0:
            document.add_heading(f"第{number // 20}节", 1)
        document.add_paragraph(text)
        if number % (PARAGRAPHS // TABLES) == 0 and number // (PARAGRAPHS // TABLES) < TABLES:
            made = document.add_table(rows=0, cols=5)
            for row in tables[number // (PARAGRAPHS // TABLES)]:
                for cell, said in zip(made.add_row().cells, row, strict=True):
                    cell.text = said
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def versions() -> tuple[bytes, bytes]:
    """The same two files in every run."""
    dice = random.Random(3)  # noqa: S311 - the same text in every run, not a secret
    texts = [paragraph(dice) for _ in range(PARAGRAPHS)]
    tables: list[Rows] = [
        [["".join(dice.choices(SIGNS, k=4)), *(str(dice.randrange(9999) / 100) for _ in range(4))] for _ in range(ROWS)]
        for _ in range(TABLES)
    ]
    old = written(texts, tables)
    for number in dice.sample(range(PARAGRAPHS), PARAGRAPHS // 5):
        texts[number] = texts[number].replace("亿元", "万元", 1)
    for _ in range(6):
        del texts[dice.randrange(len(texts))]
        texts.insert(dice.randrange(len(texts)), paragraph(dice))
    for table in tables:
        for row in dice.sample(table, ROWS // 5):
            row[2] = str(dice.randrange(9999) / 100)
    return old, written(texts, tables)


def by_difflib(old: bytes, new: bytes) -> int:
    before, after = (lines(docx.Document(io.BytesIO(data))) for data in (old, new))
    count = 0
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = zip(before[a:b], after[c:d], strict=False)
            count += sum(len(SequenceMatcher(None, one, other, autojunk=False).get_opcodes()) for one, other in pairs)
    return count


def lines(document: docx.document.Document) -> list[str]:
    rows = (row for table in document.tables for row in table.rows)
    return [*(item.text for item in document.paragraphs), *("\t".join(cell.text for cell in row.cells) for row in rows)]


def listed(old: bytes, new: bytes) -> object:
    return compare(WordFile(old, "old"), WordFile(new, "new"), lambda *_: {})


def marked(old: bytes, new: bytes) -> object:
    return tracked(WordFile(old, "old"), new, "new", "2016-02-24T08:00:00Z")


def measure(rounds: int) -> dict[str, float]:
    """Median seconds of each, taken in turns."""
    old, new = versions()
    works: dict[str, Callable[[bytes, bytes], object]] = {"difflib": by_difflib, "list": listed, "tracked": marked}
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work(old, new)
            times[name].append(time.process_time() - start)
    return {name: statistics.median(found) for name, found in times.items()}


@pytest.mark.bench
def test_a_document_of_40_pages_is_compared_in_well_under_a_second() -> None:
    found = measure(ROUNDS)
    assert found["list"] + found["tracked"] < MOST_SECONDS


if __name__ == "__main__":
    for name, seconds in measure(ROUNDS).items():
        sys.stdout.write(f"{name}: {seconds:.3f} s\n")
