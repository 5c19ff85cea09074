"""What Python and the system say of a failure, in the user's language."""

import errno
import os
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.console.catalogue import worded
from reportgen.model.diagnostic import error


def said(text: str, language: str) -> str:
    return worded(error("not-toml", file="report.toml", problem=text), language).message


@pytest.mark.parametrize(
    "number",
    [errno.EACCES, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.ENAMETOOLONG, errno.EIO, errno.ENOENT, errno.EROFS],
)
def test_a_refusal_of_the_system_is_chinese_in_a_chinese_message(number: int) -> None:
    message = worded(error("not-writable", file="a", reason=os.strerror(number)), "zh").message
    assert message.startswith("`a`无法写入：")
    assert message.removeprefix("`a`无法写入：")
    assert message.removeprefix("`a`").isascii() is False
    assert os.strerror(number) not in message


def test_a_read_only_file_is_called_so_in_both_languages() -> None:
    item = error("not-writable", file="a", reason="read-only")
    assert worded(item, "zh").message == "`a`无法写入：是只读的"
    assert worded(item, "en").message == "`a` cannot be written: it may only be read"


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a b",
        "a = ",
        "a = “b”",
        "a = 1 b",
        "= 1",
        "a ＝ 1",
        'a = "b',
        "a = '''b",
        "a = [1",
        "a = {b = 1",
        r'a = "\d"',
        r'a = "\xZZ"',
        r'a = "\uD800"',
        "a = 2016-13-01",
        "a = 1\na = 2",
        "[a]\n[a]",
        "[[a]\nb = 1",
        "[a\nb = 1",
        "a = 1\n[a.b]",
        'a = "b\x00"',
        "a = {b = 1, b = 2}",
        "a = {b = 1}\n[a.c]",
    ],
)
def test_what_tomllib_objects_to_is_chinese_in_a_chinese_message(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    objection = str(raised.value).partition(" (at ")[0]
    assert objection not in said(objection, "zh")
    assert objection not in said(objection, "en")


@given(st.text(max_size=30))
def test_any_other_text_is_said_as_it_is(text: str) -> None:
    text = f"“{text}”"
    assert said(text, "zh").endswith(f"：{text}")
