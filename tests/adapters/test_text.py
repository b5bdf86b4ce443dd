import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.text import break_at, cut, flat, tidy

ESCAPE = re.compile(r"\\.")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("one\r\ntwo\rthree", "one\ntwo\nthree"), ("be\x07ll\x7f", "bell"), ("a\tb\n", "a\tb\n")],
)
def test_only_what_no_surface_shows_is_left_out(raw: str, shown: str) -> None:
    assert tidy(raw) == shown


def test_a_flat_text_stands_on_one_line() -> None:
    assert flat(" a\r\nb \t c\x00 ") == "a b c"


def test_cutting_ends_at_a_word() -> None:
    assert cut("the quick brown fox", 18) == "the quick brown…"


def test_what_fits_is_not_cut() -> None:
    assert cut("exactly", 7) == "exactly"


def test_a_word_that_ends_too_early_is_no_place_to_break() -> None:
    assert cut("a " + "x" * 30, 10) == "a xxxxxxx…"


@pytest.mark.parametrize("most", range(2, 9))
def test_a_whole_piece_is_never_parted(most: int) -> None:
    assert re.sub(r"\\\*", "", cut(r"ab\*cd\*ef", most, ESCAPE)).strip("abcdef") == "…"


def test_nor_is_a_piece_together_with_what_belongs_to_it() -> None:
    assert cut("ab\\*\u0301c", 5, ESCAPE) == "ab…"


@pytest.mark.parametrize(
    "whole",
    [
        *("e\u0301", "👩🏽", "👩\u200d💻", "❤\ufe0f", "🇩🇪", "🏴\U000e0067\U000e007f"),
        *("\u1100\u1161", "कि"),
    ],
)
def test_what_people_see_as_one_character_is_never_cut(whole: str) -> None:
    for most in range(2, 12):
        assert cut(whole * 12, most).removesuffix("…").replace(whole, "") == ""


def test_of_a_character_longer_than_the_room_nothing_is_left() -> None:
    assert cut("e" + "\u0301" * 100, 10) == "…"


@given(st.text(max_size=60), st.integers(1, 30))
def test_a_cut_text_fits(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most


@given(st.text(st.sampled_from("a \\*\u0301🇩👩\u200d🏽\n"), max_size=60), st.integers(1, 30))
def test_a_break_parts_nothing_and_is_within_the_room(text: str, room: int) -> None:
    at = break_at(text, room, ESCAPE)
    assert 0 <= at <= min(room, len(text))
    assert not any(m.start() < at < m.end() for m in ESCAPE.finditer(text))
    assert text[at : at + 1] not in {"\u0301", "\u200d", "🏽"} or at == 0
