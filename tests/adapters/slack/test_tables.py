import pytest

from adapters.slack.render import home, message, modal
from adapters.slack.validate import violations
from bot.cards import Card, Table
from tests.adapters.slack.reading import Json, elements, read, words

BOARD = Table(
    ("", "Who", "Points", "Credit"),
    (("1", "Ana", "1,240", "75%"), ("2", "Ben", "-9.5", "8%"), ("11", "Zoë", "0", "0%")),
    highlight=1,
)
WIDE = Table(("Day", "Theme", "Item"), (("1", "Look before you model, and look again", ""),))


def in_message(*tables: Table) -> list[Json]:
    return message(Card("T", tables)).blocks[1:]


def at_home(table: Table) -> str:
    return "\n".join(block["text"]["text"] for block in home(Card("T", (table,)))["blocks"][1:])


def test_a_message_has_a_real_table() -> None:
    (table,) = in_message(BOARD)
    assert table["type"] == "table"
    assert table["rows"][1] == [
        {"type": "raw_text", "text": text} for text in ("1", "Ana", "1,240", "75%")
    ]


def test_figures_stand_on_the_right_and_words_may_wrap() -> None:
    (table,) = in_message(BOARD)
    right, wraps = {"align": "right"}, {"is_wrapped": True}
    assert table["column_settings"] == [right, wraps, right, right]


def test_ones_own_row_stands_out_for_eyes_and_ears() -> None:
    (table,) = in_message(BOARD)
    assert [part["text"] for part in elements(table["rows"][2], "text")] == [
        *("→ 2", "Ben", "-9.5", "8%"),
    ]
    assert all(part["style"] == {"bold": True} for part in elements(table["rows"], "text"))


def test_nobodys_row_stands_out_where_none_is_the_readers() -> None:
    (table,) = in_message(Table(("a",), (("1",),)))
    assert elements(table, "rich_text") == []


def test_a_cell_without_words_has_a_dash() -> None:
    (table,) = in_message(BOARD)
    assert table["rows"][0][0]["text"] == "–"


def test_rows_are_made_equally_long() -> None:
    (table,) = in_message(Table(("a", "b"), (("1",), ("1", "2", "3"))))
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        *(["a", "b", "–"], ["1", "–", "–"], ["1", "2", "3"]),
    ]


def test_a_second_table_in_a_message_is_text() -> None:
    first, second = in_message(BOARD, BOARD)
    assert first["type"] == "table"
    assert second["text"]["text"].startswith("```")


@pytest.mark.parametrize(
    "table",
    [
        Table(("a",), (("x",),) * 100),
        Table(("a",) * 21, ()),
        Table(("a", "b"), (("x" * 101, "y" * 100),) * 50),
    ],
    ids=["rows", "columns", "letters"],
)
def test_a_table_that_slack_would_not_take_is_text(table: Table) -> None:
    made = in_message(table)
    assert {block["type"] for block in made} == {"section"}
    assert violations({"text": "t", "blocks": made}, "message") == []


@pytest.mark.parametrize(
    "table",
    [Table(("a",), (("x",),) * 99), Table(("a",) * 20, ()), Table(("a" * 5000, "b" * 5000), ())],
    ids=["rows", "columns", "letters"],
)
def test_a_table_at_the_limits_of_slack_is_a_table(table: Table) -> None:
    made = in_message(table)
    assert [block["type"] for block in made] == ["table"]
    assert violations({"text": "t", "blocks": made}, "message") == []


def test_elsewhere_a_narrow_table_is_aligned() -> None:
    assert at_home(BOARD).split("\n") == [
        "```",
        "  –  Who  Points  Credit",
        "  1  Ana   1,240     75%",
        "→ 2  Ben    -9.5      8%",
        " 11  Zoë       0      0%",
        "```",
    ]


def test_wide_letters_count_twice_and_combining_ones_not_at_all() -> None:
    table = Table(("a", "b"), (("漢字", "x"), ("e\u0301", "y")))
    assert at_home(table).split("\n")[1:4] == ["a     b", "漢字  x", "e\u0301     y"]


def test_elsewhere_a_wide_table_is_a_line_a_row() -> None:
    assert at_home(WIDE).split("\n") == [
        "*Day*  Theme · Item",
        "*1*  Look before you model, and look again · –",
    ]


@pytest.mark.parametrize(("letters", "aligned"), [(35, True), (36, False)])
def test_a_table_is_aligned_as_long_as_it_fits_a_phone(letters: int, aligned: bool) -> None:
    assert at_home(Table(("a", "b" * letters), ())).startswith("```") == aligned


def test_a_long_table_goes_on_in_the_next_block() -> None:
    rows = tuple((str(n), f"a theme that fills most of a line, number {n}") for n in range(90))
    made = modal(Card("T", (Table(("Day", "Theme"), rows),)), "")
    assert len(made["blocks"]) > 1
    assert violations(made, "modal") == []
    assert all(text in words(made) for row in rows for text in row)


def test_cells_cannot_break_out_of_their_table() -> None:
    table = Table(("a",), (("```\n*b* <!here>",),))
    assert read(at_home(table)) == "a\n``` *b* <!here>"


def test_a_table_without_cells_is_left_out() -> None:
    assert in_message(Table((), ((), ()))) == []
