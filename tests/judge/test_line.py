"""Who is next: one at a time for a person, turns shared between circles, a bounded line."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.line import Line, Ticket
from bot.domain.errors import Busy


def joined(line: Line, *who: tuple[str, str]) -> list[Ticket]:
    return [line.join(person, circle) for person, circle in who]


def test_as_many_run_at_once_as_are_let_in() -> None:
    tickets = joined(Line(2), ("ana", "x"), ("ben", "x"), ("cem", "x"), ("dee", "x"))
    assert [ticket.place for ticket in tickets] == [0, 0, 1, 2]


def test_the_next_moves_up_when_one_is_done() -> None:
    line = Line(1)
    ana, ben, cem = joined(line, ("ana", "x"), ("ben", "x"), ("cem", "x"))
    line.leave(ana)
    assert (ben.place, cem.place) == (0, 1)


def test_whoever_gives_up_leaves_no_gap() -> None:
    line = Line(1)
    _, ben, cem = joined(line, ("ana", "x"), ("ben", "x"), ("cem", "x"))
    line.leave(ben)
    line.leave(ben)
    assert cem.place == 1


@pytest.mark.parametrize("at_once", [0, 1])
def test_a_second_answer_of_a_person_waits_for_the_first(at_once: int) -> None:
    line = Line(at_once)
    joined(line, ("ana", "x"))
    with pytest.raises(Busy, match="still being graded"):
        line.join("ana", "y")


def test_a_full_line_says_so() -> None:
    line = Line(1, most=1)
    joined(line, ("ana", "x"), ("ben", "x"))
    with pytest.raises(Busy, match="1 answers are waiting"):
        line.join("cem", "x")


def test_a_small_circle_does_not_wait_for_all_of_a_large_one() -> None:
    line = Line(1)
    joined(line, *((f"p{n}", "large") for n in range(10)))
    assert line.join("ana", "small").place <= 2


async def test_places_are_told_as_they_change_and_end_with_ones_turn() -> None:
    line = Line(1)
    ana, ben, cem = joined(line, ("ana", "x"), ("ben", "x"), ("cem", "x"))
    heard: list[int] = []
    async for place in line.turns(cem):
        heard.append(place)
        line.leave({2: ana, 1: ben}.get(place, cem))
    assert heard == [2, 1, 0]


async def test_far_back_only_notable_moves_are_told() -> None:
    line = Line(1)
    tickets = joined(line, *((f"p{n}", "x") for n in range(20)))
    heard: list[int] = []
    async for place in line.turns(tickets[-1]):
        heard.append(place)
        while place and tickets[-1].place > max(3, place // 2):
            line.leave(tickets.pop(0))
        if place:
            line.leave(tickets.pop(0))
    assert heard == [19, 8, 3, 2, 1, 0]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), max_size=60), st.data())
def test_everybody_has_a_turn_and_nobody_two(
    who: list[tuple[int, int]], data: st.DataObject
) -> None:
    line, tickets = Line(2, most=30), []
    for person, circle in who:
        try:
            tickets.append(line.join(person, circle))
        except Busy:
            continue
    served: list[Ticket] = []
    while running := [t for t in tickets if t.place == 0 and t not in served]:
        assert len(running) <= 2
        places = sorted(t.place for t in tickets if t.place)
        assert places == list(range(1, len(places) + 1))
        done = data.draw(st.sampled_from(running))
        served.append(done)
        line.leave(done)
    assert len(served) == len(tickets)
    assert max(Counter(t.person for t in tickets).values(), default=1) == 1
