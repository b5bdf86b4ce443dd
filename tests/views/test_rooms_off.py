"""A room that is switched off: what its host reads, and the way back."""

from dataclasses import replace

import pytest

from bot.cards import Card
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import CohortStatus
from bot.domain.ids import PlaceId
from bot.plain_text import plain_text
from bot.usecases.workspaces import REMOVED, Lacking
from bot.views.circles import lacking_post, place_off_card, status_card
from tests.builders import a_channel, a_place
from tests.commands.stage import buttons
from tests.views.samples import COHORT, NOON, a_place_off, a_status


def status_of(curriculum: Curriculum, **changes: object) -> Card:
    return status_card(a_status(curriculum, **changes), a_channel())


@pytest.mark.parametrize(
    ("others", "words"), [(True, "Its other rooms go on."), (False, "It meets nowhere else.")]
)
def test_a_room_switched_off_says_whether_the_circle_goes_on(others: bool, words: str) -> None:
    assert words in plain_text(place_off_card(a_place_off(others=others)))


@pytest.mark.parametrize("failed", [True, False])
def test_a_room_switched_off_speaks_of_a_failed_post_where_there_is_one(failed: bool) -> None:
    words = plain_text(place_off_card(a_place_off(failed=failed)))
    assert ("the post that failed can be sent again" in words) is failed


def test_a_room_switched_off_can_be_switched_on_from_the_message() -> None:
    card = place_off_card(a_place_off(place=a_place(id=PlaceId(7))))
    assert buttons(card) == {"Switch on": "v1:circle on:7", "Status": "v1:circle status"}


def test_the_status_switches_on_the_room_that_is_off(curriculum: Curriculum) -> None:
    off = a_place(id=PlaceId(7), off_reason="gone")
    card = status_of(curriculum, places=(a_place(), off))
    assert buttons(card)["Switch on"] == "v1:circle on:7"


def test_rooms_that_are_on_need_no_switch(curriculum: Curriculum) -> None:
    assert "Switch on" not in buttons(status_of(curriculum, places=(a_place(),)))


def test_rooms_of_a_lost_workspace_come_back_by_themselves(curriculum: Curriculum) -> None:
    card = status_of(curriculum, places=(a_place(off_reason=REMOVED),))
    assert "Switch on" not in buttons(card)


def test_rooms_of_a_circle_that_is_over_stay_off(curriculum: Curriculum) -> None:
    closed = replace(COHORT, status=CohortStatus.CLOSED)
    card = status_of(curriculum, cohort=closed, places=(a_place(off_reason="gone"),))
    assert "Switch on" not in buttons(card)


def test_the_host_reads_what_a_room_lacks_and_what_mends_it() -> None:
    lack = Lacking("lack/1", a_channel(direct=True), COHORT, "No role.", "Allow it.", NOON, NOON)
    post = lacking_post(lack)
    assert (post.key, post.target, post.expires_at) == (lack.key, lack.target, NOON)
    shown = plain_text(post.card)
    assert all(part in shown for part in (COHORT.name, "No role.", "Allow it."))
