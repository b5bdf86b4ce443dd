"""The week in short."""

import pytest

from bot.cards import Progress, Table
from bot.curriculum.catalog import Curriculum
from bot.domain.records import Board, Tally
from bot.plain_text import plain_text
from bot.usecases.broadcasts import Recap
from bot.views.broadcasts import recap_card
from tests.commands.stage import buttons, decorated
from tests.views.samples import a_recap

HARDEST = ("sql.window.ties", Tally(8, 2))


def told(recap: Recap, curriculum: Curriculum) -> str:
    return plain_text(recap_card(recap, curriculum))


def test_a_recap_shows_how_far_the_circle_came(curriculum: Curriculum) -> None:
    card = recap_card(a_recap(), curriculum)
    assert card.blocks[0] == Progress("Days kept this week", 20, 30)


def test_a_recap_of_a_circle_without_a_goal_divides_by_nothing(curriculum: Curriculum) -> None:
    card = recap_card(a_recap(kept=0, goal=0), curriculum)
    assert card.blocks[0] == Progress("Days kept this week", 0, 1)


def test_a_recap_shows_the_first_places(curriculum: Curriculum) -> None:
    table = next(b for b in recap_card(a_recap(), curriculum).blocks if isinstance(b, Table))
    assert [row[1] for row in table.rows] == ["Ana", "Anonymous"]


def test_a_recap_of_an_empty_circle_has_no_board(curriculum: Curriculum) -> None:
    card = recap_card(a_recap(board=Board((), None, 0)), curriculum)
    assert not [block for block in card.blocks if isinstance(block, Table)]


def test_a_recap_explains_what_was_hardest(curriculum: Curriculum) -> None:
    words = told(a_recap(hardest=HARDEST, explanation="Ties share a place."), curriculum)
    assert "Hardest: Window functions. 2 of 8 right. Ties share a place." in words


def test_a_recap_takes_the_markup_of_the_explanation(curriculum: Curriculum) -> None:
    card = recap_card(a_recap(hardest=HARDEST, explanation="Use `rank`."), curriculum)
    assert decorated(card).splitlines() == ["Hardest:", "rank"]


def test_a_week_without_answers_has_nothing_hardest(curriculum: Curriculum) -> None:
    assert "Hardest" not in told(a_recap(), curriculum)


@pytest.mark.parametrize(
    ("themes", "line"), [(("Gaps", "Ties"), "Next: Gaps · Ties."), (("Gaps",), "Next: Gaps.")]
)
def test_a_recap_looks_ahead(themes: tuple[str, ...], line: str, curriculum: Curriculum) -> None:
    assert line in told(a_recap(next_themes=themes), curriculum)


def test_the_last_recap_has_nothing_ahead(curriculum: Curriculum) -> None:
    assert "Next:" not in told(a_recap(next_themes=()), curriculum)


def test_a_recap_leads_to_board_and_own_figures(curriculum: Curriculum) -> None:
    made = {"Board": "v1:board", "My figures": "v1:me"}
    assert buttons(recap_card(a_recap(), curriculum)) == made
