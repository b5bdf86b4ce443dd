"""What an answer means for spaced review."""

from datetime import timedelta

import pytest

from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.usecases import answering
from tests.usecases.room import Room, at


def answer(room: Room, made: Serving, text: str = "B") -> None:
    answering.answer(room.enrolled(), made, text)


@pytest.mark.parametrize(("text", "days"), [("B", 4), ("A", 1)])
def test_an_answer_is_remembered_for_review(
    room: Room, posted: Serving, text: str, days: int
) -> None:
    answer(room, posted, text)
    assert room.due_in(posted) == days


def test_a_hinted_answer_comes_back_sooner(room: Room, posted: Serving) -> None:
    answering.take_hint(room.enrolled(), posted)
    answer(room, posted)
    assert room.due_in(posted) == 2


def test_a_slow_answer_to_ones_own_drill_comes_back_sooner(room: Room) -> None:
    mine = room.own()
    room.now = mine.created_at + timedelta(seconds=181)
    answer(room, mine)
    assert room.due_in(mine) == 2


def test_a_late_answer_to_the_shared_drill_is_not_slow(room: Room, posted: Serving) -> None:
    room.now = at(1, 20)
    answer(room, posted)
    assert room.due_in(posted) == 4


def test_no_review_falls_behind_the_last_day(room: Room) -> None:
    room.now = at(26, 10)
    mine = room.own()
    answer(room, mine)
    assert room.due_in(mine) == 1


def test_a_second_try_leaves_the_memory_alone(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    member = room.enrolled().member.id
    before = room.repos.memories.get(member, posted.drill.family)
    answer(room, posted, "B")
    assert room.repos.memories.get(member, posted.drill.family) == before


def test_a_later_review_goes_on_from_the_memory(room: Room, posted: Serving) -> None:
    answer(room, posted)
    room.now = at(5, 12)
    review = room.own(Purpose.REVIEW, posted.drill.family)
    answer(room, review)
    assert room.due_in(posted) == 7
