"""Questions, the ways to answer them, and hints."""

from dataclasses import replace

import pytest

from bot.cards import Card, Choices, Code, Divider, Mono, Plain
from bot.domain.drills import Body, Choice, Option
from bot.domain.scoring import Purpose
from bot.plain_text import plain_text
from bot.ports import Pressed
from bot.usecases.serving import Served
from bot.views.drills import drill_card, hint_card, pick_card, question
from tests.builders import a_drill
from tests.commands.stage import buttons
from tests.domain.samples import CHOICE, COUNT, FLAW, MULTI, NUMERIC, OPEN, ORDER, SCOPE
from tests.views.samples import serving_of


def picks(body: Body, so_far: str) -> Card:
    return pick_card(serving_of(a_drill(body=body)), so_far, "Windows")


def ways(body: Body) -> dict[str, str]:
    return buttons(drill_card(Served(serving_of(a_drill(body=body))), "Windows"))


def test_code_in_an_option_is_shown_as_code() -> None:
    options = (Option("A", "`rank()` alone", True, ""), Option("B", "plain", False, ""))
    shown = next(b for b in question(a_drill(body=Choice(options))) if isinstance(b, Choices))
    assert shown.items[0][1] == (Mono("rank()"), Plain(" alone"))


def test_a_title_names_purpose_and_skill() -> None:
    card = drill_card(Served(serving_of(a_drill(), Purpose.REVIEW)), "Windows")
    assert card.title == "Review · Windows"


def test_a_quiz_question_says_where_it_stands() -> None:
    card = drill_card(Served(serving_of(a_drill(), Purpose.QUIZ), 3, 8), "Windows")
    assert card.title == "Quiz 3 of 8 · Windows"


@pytest.mark.parametrize(
    ("level", "accent"), [(1, "easy"), (2, "easy"), (3, "medium"), (5, "hard")]
)
def test_the_accent_shows_the_level(level: int, accent: str) -> None:
    assert drill_card(Served(serving_of(a_drill(level=level))), "Windows").accent == accent


def test_the_expected_time_is_at_least_a_minute() -> None:
    card = drill_card(Served(serving_of(a_drill(seconds=20))), "Windows")
    assert "about 1 min" in plain_text(card)


def test_a_question_gives_no_answer_away() -> None:
    marks = [b.marks for b in question(a_drill()) if isinstance(b, Choices)]
    assert marks == [()]


def test_what_is_printed_in_fixed_width_stands_under_the_stem() -> None:
    assert question(a_drill(shown_code="a | b"))[1] == Code("a | b")


def test_a_number_names_its_unit() -> None:
    assert "Answer in players." in plain_text(Card("", question(a_drill(body=COUNT))))


def test_a_number_without_a_unit_says_nothing_about_it() -> None:
    assert len(question(a_drill(body=replace(NUMERIC, unit="")))) == 1


def test_a_written_answer_says_its_length_and_its_rubric() -> None:
    words = plain_text(Card("", question(a_drill(body=OPEN))))
    assert "5–300 words. You will score: clear; clear." in words


def test_one_tap_answers_a_choice() -> None:
    assert ways(CHOICE) == {
        "A": "v1:answer to:5:A",
        "B": "v1:answer to:5:B",
        "C": "v1:answer to:5:C",
        "Hint": "v1:hint:5",
    }


@pytest.mark.parametrize(
    ("body", "label", "made"),
    [
        (MULTI, "Answer", "v1:pick:5"),
        (ORDER, "Answer", "v1:pick:5"),
        (FLAW, "Answer", "v1:pick:5"),
        (NUMERIC, "Answer", "v1:number:5"),
        (OPEN, "Write", "v1:write:5"),
        (SCOPE, "Write", "v1:scope:5"),
    ],
)
def test_other_formats_open_their_own_way_to_answer(body: Body, label: str, made: str) -> None:
    assert ways(body) == {label: made, "Hint": "v1:hint:5"}


def test_several_options_start_with_nothing_picked() -> None:
    card = picks(MULTI, "")
    assert "Tap all that hold." in plain_text(card)
    assert list(buttons(card)) == ["A", "B", "C", "D"]


def test_a_tap_adds_an_option_in_its_place() -> None:
    assert buttons(picks(MULTI, "C"))["A"] == "v1:pick:5:AC"


def test_a_second_tap_takes_an_option_back() -> None:
    assert buttons(picks(MULTI, "AC"))["A ✓"] == "v1:pick:5:C"


def test_what_was_picked_is_submitted_as_an_answer() -> None:
    card = picks(MULTI, "AC")
    assert "Picked: A, C" in plain_text(card)
    assert buttons(card)["Submit"] == "v1:answer to:5:A C"


def test_an_order_begins_with_the_first_step() -> None:
    card = picks(ORDER, "")
    assert "Tap the first step." in plain_text(card)
    assert list(buttons(card)) == ["A", "B", "C", "D", "E"]


def test_an_order_goes_on_with_the_steps_left() -> None:
    card = picks(ORDER, "CA")
    assert "So far: C → A. Tap the next step." in plain_text(card)
    assert buttons(card) == {
        "B": "v1:pick:5:CAB",
        "D": "v1:pick:5:CAD",
        "E": "v1:pick:5:CAE",
        "Start over": "v1:pick:5",
    }


def test_a_full_order_can_be_submitted_or_begun_again() -> None:
    card = picks(ORDER, "CABDE")
    assert "Your order: C → A → B → D → E" in plain_text(card)
    made = {"Submit": "v1:answer to:5:C A B D E", "Start over": "v1:pick:5"}
    assert buttons(card) == made


def test_a_flaw_asks_for_its_line_first() -> None:
    card = picks(FLAW, "")
    assert "Which line holds the flaw?" in plain_text(card)
    assert buttons(card)["Line 2"] == "v1:pick:5:2"


def test_a_flaw_asks_for_its_reason_then() -> None:
    card = picks(FLAW, "2")
    assert "Line 2. What is wrong with it?" in plain_text(card)
    assert buttons(card)["B"] == "v1:answer to:5:2b"
    assert buttons(card)["Another line"] == "v1:pick:5"


def test_picking_in_a_format_without_picks_shows_the_question() -> None:
    assert picks(CHOICE, "A").title == "Today's drill · Windows"


def test_a_hint_stands_under_the_question_with_the_ways_to_answer() -> None:
    serving = serving_of(a_drill())
    card = hint_card(serving, 2, "Think of **ties**.", "Windows")
    after = card.blocks[card.blocks.index(Divider()) + 1 :]
    assert card.title == "Hint 2 · Windows"
    assert plain_text(Card("", after)).startswith("\nThink of ties.\nWith a hint")
    assert "B" in buttons(card)


def test_the_tokens_of_picks_read_back_as_what_was_picked() -> None:
    from bot.commands.registry import GRAMMAR

    made = buttons(picks(MULTI, "AC"))["Submit"]
    assert list(GRAMMAR.parse(Pressed(made)).values.values()) == ["5", "A C"]
