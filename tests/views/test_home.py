"""The dashboard as a card."""

from dataclasses import replace
from datetime import time

import pytest

from bot.cards import Heading, Progress, Table, Toggle
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import CohortStatus
from bot.tokens import token
from bot.usecases.home import Stranger, Visitor
from bot.usecases.progress import CheckLine, Standings
from bot.views.home import LONGEST_ITEM, home_card
from tests.builders import a_person
from tests.commands.stage import buttons, said, toggles
from tests.views.samples import (
    COHORT,
    NOON,
    a_board,
    a_check,
    a_dashboard,
    a_standing,
    a_standings,
    a_today,
)


def headings(curriculum: Curriculum, **changes: object) -> list[str]:
    card = home_card(a_dashboard(curriculum, **changes), curriculum)
    return [block.text for block in card.blocks if isinstance(block, Heading)]


def only(curriculum: Curriculum, line: CheckLine) -> Toggle:
    (toggle,) = toggles(home_card(a_dashboard(curriculum, checks=(line,)), curriculum)).values()
    return toggle


def test_all_of_it_stands_on_one_card(curriculum: Curriculum) -> None:
    card = home_card(a_dashboard(curriculum), curriculum)
    assert card.title == "Home · DS Circle"
    assert headings(curriculum) == ["Day 3 of 28", "Checklist", "This week", "Settings"]
    assert len(card.blocks) <= 25


def test_today_comes_with_its_buttons_and_the_streak(curriculum: Curriculum) -> None:
    today = a_today(curriculum, due_reviews=2)
    card = home_card(a_dashboard(curriculum, today=today), curriculum)
    assert buttons(card)["Today's drill"] == token("open", 5)
    assert buttons(card)["Review"] == token("review")
    assert "2 days in a row" in said(card)
    assert "2 due for review." in said(card)


def test_before_the_first_day_the_start_is_told(curriculum: Curriculum) -> None:
    card = home_card(a_dashboard(curriculum, today=None, starts=NOON), curriculum)
    assert "Before day 1\nIt starts 2027-03-10 12:00 UTC." in said(card)


def test_without_a_first_post_the_host_is_waited_for(curriculum: Curriculum) -> None:
    card = home_card(a_dashboard(curriculum, today=None), curriculum)
    assert "It starts when the host goes on." in said(card)


def test_an_item_is_a_box_that_is_on_when_it_is_done(curriculum: Curriculum) -> None:
    found = toggles(home_card(a_dashboard(curriculum), curriculum))
    assert list(found) == [f"CK0-{n}" for n in (1, 3, 2, 4, 5, 6, 7)]
    assert [item for item, box in found.items() if box.on] == ["CK0-1"]


def test_flipping_a_box_ticks_and_comes_back_to_the_dashboard(curriculum: Curriculum) -> None:
    assert only(curriculum, a_check(curriculum, 0, 0)).token == token("tick", "CK0-1", "home")


def test_flipping_a_done_box_takes_a_tick_back(curriculum: Curriculum) -> None:
    assert only(curriculum, a_check(curriculum, 1, 0)).token == token("untick", "CK0-1", "home")


def test_a_box_that_wants_evidence_asks_for_it(curriculum: Curriculum) -> None:
    assert only(curriculum, a_check(curriculum, 2)).token == token("tick with", "CK0-3", "home")


@pytest.mark.parametrize(("place", "ending"), [(0, "time"), (2, " · 1 of 3")])
def test_where_one_tick_is_not_enough_they_are_counted(
    curriculum: Curriculum, place: int, ending: str
) -> None:
    assert only(curriculum, a_check(curriculum, 1, place)).label.endswith(ending)


def test_a_long_title_is_cut_and_its_count_is_not(curriculum: Curriculum) -> None:
    line = a_check(curriculum)
    entry = line.entry.model_copy(update={"title": "story " * 40})
    label = only(curriculum, replace(line, entry=entry)).label
    assert len(label) <= LONGEST_ITEM
    assert label.endswith("… · 1 of 3")


def test_the_finished_items_are_counted(curriculum: Curriculum) -> None:
    card = home_card(a_dashboard(curriculum), curriculum)
    assert Progress("Done", 1, 7) in card.blocks
    assert buttons(card)["Details"] == token("checklist")


def table(curriculum: Curriculum, standings: Standings) -> Table | None:
    card = home_card(a_dashboard(curriculum, standings=standings), curriculum)
    return next((block for block in card.blocks if isinstance(block, Table)), None)


def test_the_board_shows_its_top_and_ones_own_place(curriculum: Curriculum) -> None:
    rows = [a_standing(n, f"P{n}", 50 - n) for n in range(1, 11)]
    found = table(curriculum, a_standings(a_board(*rows, mine=a_standing(11, "Zoe", 3))))
    assert found is not None
    assert [row[1] for row in found.rows] == ["P1", "P2", "P3", "Zoe"]
    assert found.highlight == 3


def test_ones_own_place_at_the_top_is_marked_there(curriculum: Curriculum) -> None:
    rows = [a_standing(1, "Ana"), a_standing(2, "Zoe")]
    found = table(curriculum, a_standings(a_board(*rows, mine=rows[1])))
    assert found is not None
    assert ([row[1] for row in found.rows], found.highlight) == (["Ana", "Zoe"], 1)


def test_who_hides_from_the_board_has_no_row(curriculum: Curriculum) -> None:
    found = table(curriculum, a_standings(a_board(a_standing())))
    assert found is not None
    assert (len(found.rows), found.highlight) == (1, None)


def test_an_empty_board_is_left_out(curriculum: Curriculum) -> None:
    assert table(curriculum, a_standings(replace(a_board(), rows=()))) is None


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (a_person(), "Europe/Berlin · quiet 21:00–08:00 · no nudges · on the board by name"),
        (
            a_person(
                zone="Asia/Tokyo", quiet_from=time(22), nudges=True, board="hidden"
            ),
            "Asia/Tokyo · quiet 22:00–08:00 · one nudge a day at most · not on the board",
        ),
    ],
)  # fmt: skip
def test_settings_fit_one_line(curriculum: Curriculum, person: object, line: str) -> None:
    card = home_card(a_dashboard(curriculum, person=person), curriculum)
    assert line in said(card).splitlines()
    assert buttons(card)["Settings"] == token("settings show")


def test_in_a_room_without_a_circle_one_can_be_started(curriculum: Curriculum) -> None:
    card = home_card(Stranger(in_room=True), curriculum)
    assert buttons(card) == {
        "Start a circle": token("start"), "Settings": token("settings show"),
        "My notes": token("notes"), "Help": token("help"),
    }  # fmt: skip
    assert "one drill a day" in said(card)


def test_in_person_the_way_to_a_circle_is_told(curriculum: Curriculum) -> None:
    card = home_card(Stranger(in_room=False), curriculum)
    assert "Start a circle" not in buttons(card)
    assert "/prep join" in said(card)
    assert "/prep start" in said(card)


def test_a_visitor_may_join_and_sees_the_board(curriculum: Curriculum) -> None:
    card = home_card(Visitor(a_standings(), hosting=False), curriculum)
    assert buttons(card)["Join"] == token("join")
    assert "DS Circle meets here; you have not joined it." in said(card)
    assert "Zoe" in said(card)
    assert "Status" not in buttons(card)


def test_a_host_finds_the_status(curriculum: Curriculum) -> None:
    card = home_card(Visitor(a_standings(), hosting=True), curriculum)
    assert buttons(card)["Status"] == token("circle status")
    assert "You host DS Circle." in said(card)


def test_a_circle_that_is_over_cannot_be_joined(curriculum: Curriculum) -> None:
    over = replace(COHORT, status=CohortStatus.CLOSED)
    card = home_card(Visitor(replace(a_standings(), cohort=over), hosting=False), curriculum)
    assert "Join" not in buttons(card)
    assert "DS Circle is over." in said(card)
