"""Tables as members see them in chat."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.datasets.model import Cell, Column, Table
from bot.datasets.showing import as_text, dictionary

COLUMNS = (
    Column("player_id", "text", "who played"),
    Column("minutes", "integer", "length"),
)

TEXT = st.text(alphabet=st.characters() | st.sampled_from(" \n\r\t\u2028x"), max_size=60)


def table(*rows: tuple[Cell, ...], columns: tuple[Column, ...] = COLUMNS) -> Table:
    return Table("sessions", "One row per session.", columns, rows)


def test_texts_lean_left_and_numbers_right() -> None:
    shown = as_text(table(("p001", 5), ("p2", 120)))
    assert shown.splitlines() == ["player_id  minutes", "p001             5", "p2             120"]


def test_null_has_a_sign_of_its_own() -> None:
    assert as_text(table((None, None))).splitlines()[1] == "∅                ∅"


def test_spaces_at_the_ends_of_a_text_can_be_seen() -> None:
    assert "··Dog·" in as_text(table(("  Dog ", 1)))


def test_truth_is_written_as_in_sql() -> None:
    assert as_text(table((True, 1))).splitlines()[1].startswith("true ")


def test_long_texts_are_cut() -> None:
    assert "a" * 23 + "…" in as_text(table(("a" * 60, 1)))
    assert "a" * 24 + " " in as_text(table(("a" * 24, 1)))


def test_no_more_than_twelve_rows_are_shown() -> None:
    assert len(as_text(table(*[("p", 1)] * 40)).splitlines()) == 13


def test_an_empty_table_shows_its_columns() -> None:
    assert as_text(table()) == "player_id  minutes"


def test_wide_tables_move_together() -> None:
    moments = tuple(Column(f"at_{number}", "timestamp", "UTC") for number in range(3))
    row = (datetime.fromisoformat("2026-03-02 01:02:03"),) * 3
    assert "03 2026" in as_text(table(row, columns=moments))
    assert "03  2026" in as_text(table(row[:2], columns=moments[:2]))


def test_dates_are_iso() -> None:
    assert "2026-03-02" in as_text(table((date(2026, 3, 2), 1)))


def test_the_dictionary_has_a_line_per_column() -> None:
    assert dictionary(table()) == [
        ("player_id", "text", "who played"),
        ("minutes", "integer", "length"),
    ]


@given(st.lists(st.tuples(TEXT | st.none(), st.integers() | st.none()), max_size=20))
def test_any_text_stays_in_its_row(rows: list[tuple[Cell, ...]]) -> None:
    shown = as_text(table(*rows))
    assert len(shown.splitlines()) == 1 + min(12, len(rows))
