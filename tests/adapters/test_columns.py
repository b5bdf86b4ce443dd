import pytest

from adapters.columns import aligned, rows_of
from adapters.text import flat
from bot.cards import Table


def test_all_rows_are_as_long_as_the_longest() -> None:
    table = Table(("Name",), (("Ana", "40"), ()))
    assert rows_of(table, flat) == [["Name", ""], ["Ana", "40"], ["", ""]]


def test_the_readers_own_row_is_marked() -> None:
    rows = rows_of(Table(("Name",), (("Ana",), ("Ben",)), highlight=1), flat)
    assert rows == [["Name"], ["Ana"], ["→ Ben"]]


def test_every_cell_is_shown_the_surfaces_own_way() -> None:
    assert rows_of(Table(("a",), (("b",),)), str.upper) == [["A"], ["B"]]


def test_a_table_without_columns_has_no_rows() -> None:
    assert rows_of(Table((), ((), ())), flat) == []


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    rows = [["Name", "Points"], ["Ana", "1,040"], ["Benedikt", "-7.5%"], ["Cy", ""]]
    assert aligned(rows, 40) == "Name      Points\nAna        1,040\nBenedikt   -7.5%\nCy"


def test_a_mark_does_not_make_a_number_a_word() -> None:
    assert aligned([["No."], ["→ 1"], ["12"]], 40) == "No.\n→ 1\n 12"


def test_wide_letters_count_twice_and_combining_ones_not() -> None:
    assert aligned([["漢", "x"], ["e\u0301", "x"]], 40) == "漢  x\ne\u0301   x"


@pytest.mark.parametrize(("room", "fits"), [(6, True), (5, False)])
def test_what_is_wider_than_its_room_does_not_stand_in_columns(room: int, fits: bool) -> None:
    assert (aligned([["ab", "cd"]], room) is not None) == fits
