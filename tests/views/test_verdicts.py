"""What an answer was worth, and the right answer with its reasons."""

from dataclasses import replace

import pytest

from bot.cards import Card, Choices, Select
from bot.domain.drills import Drill
from bot.domain.scoring import Purpose, Streak
from bot.plain_text import plain_text
from bot.tokens import read
from bot.views.verdicts import (
    explanation,
    explanation_card,
    model_answer_card,
    next_button,
    right_answer,
    sure_card,
    verdict_card,
)
from tests.builders import a_drill, an_attempt
from tests.commands.stage import buttons, selects
from tests.domain.samples import COUNT, FLAW, MULTI, OPEN, ORDER
from tests.views.samples import an_answered, serving_of

WRITTEN = a_drill(body=OPEN, format="written")


def told(card: Card) -> str:
    return plain_text(card)


def shown(drill: Drill, answer: str = "") -> str:
    return plain_text(Card("", tuple(right_answer(drill, answer))))


@pytest.mark.parametrize(
    ("share", "title", "accent"),
    [(1.0, "Right", "good"), (0.5, "Partly right", "notice"), (0.0, "Not this time", "bad")],
)
def test_a_verdict_says_how_right_it_was(share: float, title: str, accent: str) -> None:
    card = verdict_card(an_answered(a_drill(), share), "Windows")
    assert (card.title, card.accent) == (f"{title} · Windows", accent)


def test_a_verdict_repeats_the_answer_literally() -> None:
    made = an_attempt(answer="**B**")
    assert "Your answer: **B**" in told(verdict_card(an_answered(a_drill(), attempt=made), "W"))


def test_a_wrong_first_answer_gives_nothing_away() -> None:
    card = verdict_card(an_answered(a_drill(), 0.0), "Windows")
    assert "Look at the ties." in told(card)
    assert "row_number counts rows" not in told(card)
    assert list(buttons(card)) == ["Try again", "Show the answer"]


def test_a_right_answer_is_explained() -> None:
    card = verdict_card(an_answered(a_drill()), "Windows")
    assert "row_number counts rows" in told(card)
    assert "So what: Take one row" in told(card)


def test_a_quick_right_answer_may_be_called_sure() -> None:
    card = verdict_card(an_answered(a_drill()), "Windows")
    assert buttons(card) == {"Another drill": "v1:drill", "I was sure": "v1:sure:5"}


def test_a_slow_right_answer_may_not() -> None:
    card = verdict_card(an_answered(a_drill(), may_be_sure=False), "Windows")
    assert list(buttons(card)) == ["Another drill"]


def test_effort_and_streak_are_told() -> None:
    assert "+10 effort · 2 days in a row" in told(verdict_card(an_answered(a_drill()), "W"))


def test_one_day_is_a_day() -> None:
    one = an_answered(a_drill(), streak=Streak(1, 2, ("kept",)))
    assert "+10 effort · 1 day in a row" in told(verdict_card(one, "W"))


def test_no_streak_is_not_rubbed_in() -> None:
    none = an_answered(a_drill(), streak=Streak(0, 2, ("open",)))
    assert told(verdict_card(none, "W")).count("in a row") == 0


def test_a_hint_is_said_to_have_halved_the_credit() -> None:
    hinted = an_answered(a_drill(), attempt=an_attempt(hints=1))
    assert "a hint halved the credit" in told(verdict_card(hinted, "W"))


def test_a_wrong_answer_had_no_credit_for_a_hint_to_halve() -> None:
    wrong = an_answered(a_drill(), 0.0, attempt=an_attempt(hints=1))
    assert "halved" not in told(verdict_card(wrong, "W"))


def test_an_answer_without_points_says_why() -> None:
    card = verdict_card(an_answered(a_drill(), points=0), "W")
    assert "The day is kept. No points: answered faster than it can be read." in told(card)


def test_an_extra_without_points_may_have_been_an_old_idea() -> None:
    extra = an_answered(a_drill(), points=0, serving=serving_of(a_drill(), Purpose.EXTRA))
    assert "faster than it can be read, or an idea you had before." in told(
        verdict_card(extra, "W")
    )


def test_a_second_try_is_said_not_to_score() -> None:
    second = an_answered(a_drill(), attempt=an_attempt(number=2))
    assert "A second try is for learning" in told(verdict_card(second, "W"))


@pytest.mark.parametrize(
    ("purpose", "label", "command"),
    [
        (Purpose.DAILY, "Another drill", "drill"),
        (Purpose.EXTRA, "Another drill", "drill"),
        (Purpose.QUIZ, "Next question", "quiz"),
        (Purpose.REVIEW, "Next review", "review"),
        (Purpose.CATCH_UP, "Next missed day", "catchup"),
    ],
)
def test_the_way_on_fits_why_it_was_served(purpose: Purpose, label: str, command: str) -> None:
    button = next_button(serving_of(a_drill(), purpose))
    assert (button.label, read(button.token)) == (label, (command, []))


def test_an_explanation_marks_right_and_the_readers_slip() -> None:
    blocks = explanation(a_drill(), "A")
    assert isinstance(blocks[0], Choices)
    assert blocks[0].marks == (("B", "right"), ("A", "wrong"))


def test_an_explanation_says_why_the_slip_is_one() -> None:
    assert "A: It repeats a number on a tie." in shown(a_drill(), "A")


def test_an_explanation_leaves_other_slips_alone() -> None:
    assert "ntile ✗" not in shown(a_drill(), "A")


def test_several_right_options_are_all_marked() -> None:
    assert shown(a_drill(body=MULTI), "A B").count("✓") == 2


def test_a_number_is_shown_with_its_unit() -> None:
    assert shown(a_drill(body=COUNT)).strip() == "Answer: 1,200 players"


def test_an_order_that_holds_is_shown() -> None:
    assert "An order that holds: C → A → B → D → E" in shown(a_drill(body=ORDER))


def test_a_flaw_is_shown_with_line_and_reason() -> None:
    words = shown(a_drill(body=FLAW))
    assert "> 2. line two\nWhat is wrong: option A\nWhy: why A" in words


def test_a_written_drill_is_explained_by_its_model_answer() -> None:
    assert "> A model answer." in shown(WRITTEN)


def test_an_explanation_begins_with_the_question() -> None:
    card = explanation_card(serving_of(a_drill()), "A", "Windows")
    assert told(card).startswith("Answer · Windows\nWhich function numbers")


def test_sure_is_noted_with_a_way_on() -> None:
    card = sure_card(serving_of(a_drill(), Purpose.REVIEW), "Windows")
    assert list(buttons(card)) == ["Next review"]
    assert "may wait longer" in told(card)


def test_a_written_answer_is_shown_beside_a_model_answer() -> None:
    card = verdict_card(an_answered(WRITTEN, attempt=an_attempt(answer="my `own` words")), "S")
    assert "Yours\n> my `own` words\nOne good answer\n> A model answer." in told(card)
    assert "+10 effort. Your score stays private." in told(card)


def scoring(*marks: int | None) -> list[Select]:
    card = model_answer_card(serving_of(WRITTEN), an_attempt(), marks, "Stories")
    return [action for block in card.blocks for action in getattr(block, "items", ())]


def test_every_line_of_the_rubric_can_be_marked() -> None:
    assert [len(select.options) for select in scoring()] == [5, 5]


def test_a_mark_leaves_the_other_lines_open() -> None:
    assert [dict(select.options)["3"] for select in scoring()] == [
        "v1:score:5:3-", "v1:score:5:-3"
    ]  # fmt: skip


def test_marks_given_before_are_kept_and_shown() -> None:
    first, second = scoring(4, None)
    assert first.chosen == "v1:score:5:4-"
    assert second.chosen == ""
    assert dict(second.options)["0"] == "v1:score:5:40"


def test_a_mark_of_nought_counts_as_given() -> None:
    assert scoring(0, None)[0].chosen == "v1:score:5:0-"


def test_no_effort_is_claimed_when_only_marks_change() -> None:
    assert "effort" not in told(model_answer_card(serving_of(WRITTEN), an_attempt(), (), "S"))


def test_a_full_score_is_added_up() -> None:
    scored = replace(an_attempt(), scores=(3, 1))
    card = model_answer_card(serving_of(WRITTEN), scored, (), "Stories")
    assert "Clear: 3 of 4\nClear: 1 of 4\nTogether: 4 of 8" in told(card)
    assert not selects(card)
