"""What of a text is compared."""

from reportgen.ooxml.stories import seen


def test_of_all_characters_white_space_and_what_word_cannot_show_make_no_difference() -> None:
    characters = list(map(chr, range(0x110000)))
    unseen = {sign for sign in characters if seen(f"一{sign}二") == "一二"}
    unwritable = {*map(chr, range(0x20)), *map(chr, range(0xE000, 0xF900)), *map(chr, range(0xF0000, 0x110000))}
    assert unseen == {sign for sign in characters if sign.isspace()} | unwritable


def test_a_text_is_compared_without_all_of_its_white_space() -> None:
    assert seen(" 产值\t42.86　亿元\n") == "产值42.86亿元"
