"""Today, the board, one's own figures and the checklist."""

from dataclasses import replace

import pytest

from bot.cards import Progress, Table
from bot.curriculum.catalog import Curriculum
from bot.domain.records import Board
from bot.domain.scoring import Streak
from bot.plain_text import plain_text
from bot.usecases.progress import Mine, Today
from bot.views.progress import (
    board_card,
    board_rows,
    check_card,
    checklist_card,
    me_card,
    today_card,
)
from tests.builders import a_cohort, a_drill, a_tick
from tests.commands.stage import buttons
from tests.views.samples import (
    NOON,
    a_board,
    a_check,
    a_mine,
    a_standing,
    a_standings,
    a_today,
    serving_of,
)


def told(today: Today, curriculum: Curriculum) -> str:
    return plain_text(today_card(today, curriculum))


def ways(today: Today, curriculum: Curriculum) -> list[str]:
    return list(buttons(today_card(today, curriculum)))


def test_today_is_counted_among_the_circles_days(curriculum: Curriculum) -> None:
    assert today_card(a_today(curriculum), curriculum).title == "Day 3 of 28 · DS Circle"


def test_the_last_day_is_not_over_yet(curriculum: Curriculum) -> None:
    assert today_card(a_today(curriculum, day=28), curriculum).title.startswith("Day 28 of 28")


def test_the_day_after_the_last_is_over(curriculum: Curriculum) -> None:
    over = a_today(curriculum, day=29, entry=None, serving=None, check=None)
    card = today_card(over, curriculum)
    assert card.title == "The circle is over · DS Circle"
    assert "Nothing is due. A drill now and then keeps it warm." in plain_text(card)


def test_an_open_drill_leads_to_it(curriculum: Curriculum) -> None:
    today = a_today(curriculum)
    assert "Chance from the ground up (Probability): still open." in told(today, curriculum)
    assert buttons(today_card(today, curriculum))["Today's drill"] == "v1:open:5"


def test_an_answered_drill_is_not_offered_again(curriculum: Curriculum) -> None:
    today = a_today(curriculum, answered=True)
    assert "answered, the day is kept." in told(today, curriculum)
    assert ways(today, curriculum) == ["Another drill", "Checklist"]


def test_a_drill_before_its_hour_is_not_posted_yet(curriculum: Curriculum) -> None:
    today = a_today(curriculum, serving=None)
    assert "not posted yet." in told(today, curriculum)
    assert "Today's drill" not in ways(today, curriculum)


def test_a_quiz_goes_on_where_it_stopped(curriculum: Curriculum) -> None:
    today = a_today(curriculum, serving=None, quiz=(3, 8))
    assert "3 of 8 questions answered." in told(today, curriculum)
    assert ways(today, curriculum)[0] == "Quiz"


def test_a_finished_quiz_is_not_offered_again(curriculum: Curriculum) -> None:
    assert "Quiz" not in ways(a_today(curriculum, serving=None, quiz=(8, 8)), curriculum)


def test_a_rest_day_says_so(curriculum: Curriculum) -> None:
    today = a_today(curriculum, entry=None, serving=None, check=None)
    assert "A rest day. Nothing is due." in told(today, curriculum)


def test_a_pause_says_so_instead_of_a_rest_day(curriculum: Curriculum) -> None:
    today = a_today(curriculum, entry=None, serving=None, check=None, paused=True)
    assert "The circle is paused; the host will go on." in told(today, curriculum)
    assert "rest day" not in told(today, curriculum)


def test_due_reviews_are_counted_and_offered(curriculum: Curriculum) -> None:
    today = a_today(curriculum, due_reviews=3)
    assert "3 due for review." in told(today, curriculum)
    assert "Review" in ways(today, curriculum)


@pytest.mark.parametrize(
    ("missed", "line"), [((2,), "1 missed day to catch up"), ((1, 2), "2 missed days to catch up")]
)
def test_missed_days_are_counted(
    missed: tuple[int, ...], line: str, curriculum: Curriculum
) -> None:
    assert line in told(a_today(curriculum, missed_days=missed), curriculum)


def test_missed_days_can_be_caught_up(curriculum: Curriculum) -> None:
    assert "Catch up" in ways(a_today(curriculum, missed_days=(1,)), curriculum)


def test_no_more_than_two_a_day_can(curriculum: Curriculum) -> None:
    today = a_today(curriculum, missed_days=(1,), catch_ups_left=0)
    assert "Catch up" not in ways(today, curriculum)


def test_todays_checklist_item_shows_its_counter(curriculum: Curriculum) -> None:
    card = today_card(a_today(curriculum), curriculum)
    assert Progress("CK0-3 Three stories told", 1, 3) in card.blocks


@pytest.mark.parametrize(
    ("streak", "line"),
    [
        (Streak(1, 1, ()), "1 day in a row · 1 freeze left"),
        (Streak(4, 2, ()), "4 days in a row · 2 freezes left"),
    ],
)
def test_streak_and_freezes_are_told(streak: Streak, line: str, curriculum: Curriculum) -> None:
    today = a_today(curriculum, streak=streak, next_post=None)
    assert told(today, curriculum).endswith(line)


def test_the_next_post_is_told_in_the_readers_time(curriculum: Curriculum) -> None:
    words = told(a_today(curriculum, next_post=NOON), curriculum)
    assert words.endswith("· next post 2027-03-10 12:00 UTC")


def test_a_board_marks_the_askers_row() -> None:
    mine = a_standing(2, "Ben", 20)
    table = board_table(a_board(a_standing(), mine, mine=mine))
    assert (table.highlight, len(table.rows)) == (1, 2)


def test_a_board_adds_the_asker_below_the_first_places() -> None:
    table = board_table(a_board(a_standing(), mine=a_standing(31, "Zoe", 1)))
    assert (table.highlight, table.rows[1][:2]) == (1, ("31", "Zoe"))


def test_a_stranger_has_no_row_of_their_own() -> None:
    assert board_table(a_board()).highlight is None


def board_table(board: Board) -> Table:
    return next(b for b in board_card(a_standings(board)).blocks if isinstance(b, Table))


def test_who_hides_their_name_is_anonymous_on_the_board() -> None:
    assert board_rows([a_standing(1, "", 20)]) == (("1", "Anonymous", "20", "5.0"),)


def test_an_empty_board_says_so() -> None:
    card = board_card(a_standings(Board((), None, 0)))
    assert "Nobody has joined yet." in plain_text(card)


def test_a_circle_without_a_goal_divides_by_nothing() -> None:
    card = board_card(replace(a_standings(), goal=0, kept=0))
    assert card.blocks[0] == Progress("Days kept this week", 0, 1)


@pytest.mark.parametrize(
    ("window", "title", "label"),
    [
        ("week", "Board, this week", "Show the whole circle"),
        ("all", "Board, the whole circle", "Show this week"),
    ],
)
def test_a_board_leads_to_the_other_window(window: str, title: str, label: str) -> None:
    card = board_card(a_standings(window=window))
    assert card.title == f"{title} · DS Circle"
    assert list(buttons(card)) == [label]


def mine_told(mine: Mine, curriculum: Curriculum) -> str:
    return plain_text(me_card(mine, curriculum))


def test_the_days_are_drawn_with_a_mark_each(curriculum: Curriculum) -> None:
    assert "\n● – ○ ❄ ✗ ◌\n" in mine_told(a_mine(), curriculum)


def test_every_mark_of_a_day_is_explained(curriculum: Curriculum) -> None:
    legend = plain_text(me_card(a_mine(), curriculum)).splitlines()[2]
    assert [part.split()[0] for part in legend.split(" · ")] == ["●", "❄", "○", "–", "✗", "◌"]


def test_ones_own_figures_are_all_there(curriculum: Curriculum) -> None:
    words = mine_told(a_mine(), curriculum)
    for line in (
        "Days kept: 3 of 6",
        "Streak: 3, 1 freeze left",
        "Effort: 41 points",
        "Skill: 9, private",
        "Checklist: 1 of 7 done",
        "Due for review: 2 now",
        "Window functions | 4 | 75%",
    ):
        assert line in words


def test_without_answers_there_is_no_table_of_skills(curriculum: Curriculum) -> None:
    card = me_card(a_mine(skills=()), curriculum)
    assert not [block for block in card.blocks if isinstance(block, Table)]


def test_the_next_review_is_told_when_none_is_due(curriculum: Curriculum) -> None:
    words = mine_told(a_mine(due_reviews=0, next_review=NOON), curriculum)
    assert "Due for review: next 2027-03-10 12:00 UTC" in words


def test_nothing_to_review_says_so(curriculum: Curriculum) -> None:
    assert "Due for review: nothing yet" in mine_told(a_mine(due_reviews=0), curriculum)


def test_a_checklist_counts_what_is_done(curriculum: Curriculum) -> None:
    lines = [a_check(curriculum, 1, 0), a_check(curriculum, 1)]
    assert checklist_card(lines, "DS Circle").blocks[0] == Progress("Done", 1, 2)


def test_an_untouched_item_has_nothing_to_take_back(curriculum: Curriculum) -> None:
    card = checklist_card([a_check(curriculum, 0, 0)], "DS Circle")
    assert buttons(card) == {"Tick": "v1:tick:CK0-1", "Details": "v1:check:CK0-1"}


def test_an_item_with_evidence_asks_for_it(curriculum: Curriculum) -> None:
    card = checklist_card([a_check(curriculum, 1)], "DS Circle")
    assert buttons(card)["Tick"] == "v1:tick with:CK0-3"
    assert buttons(card)["Take one back"] == "v1:untick:CK0-3"


def test_a_done_item_has_no_tick_left(curriculum: Curriculum) -> None:
    card = checklist_card([a_check(curriculum, 3)], "DS Circle")
    assert list(buttons(card)) == ["Details", "Take one back"]


def test_an_item_shows_the_evidence_given(curriculum: Curriculum) -> None:
    line = a_check(curriculum, 2)
    bare = a_tick(item=line.entry.id, position=3, evidence="")
    card = check_card(replace(line, ticks=(*line.ticks, bare)))
    assert "1. story 1\n2. story 2\n[" in plain_text(card)
    assert card.accent == "good"


def test_an_item_leads_back_to_all_of_them(curriculum: Curriculum) -> None:
    card = check_card(a_check(curriculum, 0, 0))
    assert list(buttons(card)) == ["Tick", "All items"]
    assert card.accent == "calm"


def test_a_circle_of_another_length_counts_its_own_days(curriculum: Curriculum) -> None:
    calendar = replace(a_cohort().calendar, plan=tuple(range(15, 29)))
    today = a_today(curriculum, cohort=a_cohort(calendar=calendar), serving=serving_of(a_drill()))
    assert today_card(today, curriculum).title == "Day 3 of 14 · DS Circle"


def test_after_the_close_the_last_drill_is_over(curriculum: Curriculum) -> None:
    card = today_card(a_today(curriculum, revealed=True), curriculum)
    assert "over, the answer is out." in plain_text(card)
    assert "Today's drill" not in buttons(card)
