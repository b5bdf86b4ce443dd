"""Effort points and the board, on both engines."""

from dataclasses import replace

import pytest

from bot.domain.cohorts import Cohort, Member
from bot.domain.ids import MemberId
from bot.domain.records import Board, Standing
from bot.repositories.store import Repos
from tests.builders import store_cohort, store_member

WEEK = range(1, 8)


def _member(repos: Repos, cohort: Cohort, user: str, points: int = 0, **changes: object) -> Member:
    """Somebody in the circle who has earned points on day 1."""
    member = store_member(repos, cohort, user, **changes)
    _earn(repos, member, 1, points)
    return member


def _earn(repos: Repos, member: Member, day: int, points: int) -> None:
    if points:
        assert repos.efforts.add(member, day, points, "answer", f"day {day}")


def _show_as(repos: Repos, member: Member, board: str) -> None:
    person = repos.people.get(member.person)
    repos.people.save(replace(person, board=board))  # type: ignore[arg-type]


def _ranks(board: Board) -> list[tuple[int, str]]:
    return [(row.rank, row.name) for row in board.rows]


def test_what_was_given_for_something_can_be_asked(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = _member(repos, cohort, "ada", 10)
    _member(repos, cohort, "bob", 3)
    asked = [("answer", "day 1"), ("answer", "day 2"), ("check", "day 1")]
    assert [repos.efforts.given(ada.id, *each) for each in asked] == [10, 0, 0]


def test_effort_adds_up_over_days_and_reasons(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada, bob = _member(repos, cohort, "ada", 10), _member(repos, cohort, "bob", 3)
    assert repos.efforts.add(ada, 1, 5, "check", "day 1")
    assert repos.efforts.add(ada, 2, 4, "answer", "day 2")
    assert repos.efforts.total(ada.id) == 19
    assert repos.efforts.total(bob.id) == 3


def test_points_for_the_same_thing_are_given_once(repos: Repos) -> None:
    member = _member(repos, store_cohort(repos), "ada", 10)
    assert not repos.efforts.add(member, 2, 7, "answer", "day 1")
    assert repos.efforts.total(member.id) == 10


def test_without_effort_the_total_is_nothing(repos: Repos) -> None:
    assert repos.efforts.total(MemberId(987654)) == 0


def test_a_place_on_the_board_is_points_per_active_day(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = _member(repos, cohort, "ada", 14)
    bob = _member(repos, cohort, "bob", 21)
    board = repos.efforts.board(cohort.id, WEEK, ada.id, 10)
    mine = Standing(2, ada.id, "Ada", 14, 2.0)
    assert board == Board((Standing(1, bob.id, "Bob", 21, 3.0), mine), mine, 2)


def test_only_points_and_days_of_the_window_count(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = _member(repos, cohort, "ada", 50)
    for day, points in ((7, 1), (8, 2), (14, 4), (15, 8)):
        _earn(repos, ada, day, points)
    (row,) = repos.efforts.board(cohort.id, range(8, 15), None, 10).rows
    assert (row.points, row.rate) == (6, 6 / 7)


def test_equal_rates_share_a_rank_and_the_next_one_is_skipped(repos: Repos) -> None:
    cohort = store_cohort(repos)
    for user, points in (("ada", 5), ("bob", 9), ("cyd", 5), ("dan", 1)):
        _member(repos, cohort, user, points)
    board = repos.efforts.board(cohort.id, WEEK, None, 10)
    assert _ranks(board) == [(1, "Bob"), (2, "Ada"), (2, "Cyd"), (4, "Dan")]


def test_rates_that_are_equal_only_after_division_share_a_rank(repos: Repos) -> None:
    cohort = store_cohort(repos)
    _member(repos, cohort, "ada", 100)
    _earn(repos, _member(repos, cohort, "bob", joined_day=4), 5, 50)
    board = repos.efforts.board(cohort.id, range(1, 7), None, 10)
    assert _ranks(board) == [(1, "Ada"), (1, "Bob")]


@pytest.mark.parametrize(
    ("joined_day", "days_off", "rate"),
    [
        (1, frozenset(), 2.0),
        (4, frozenset(), 3.5),
        (1, frozenset({2, 3, 4}), 3.5),
        (1, frozenset({8, 9}), 2.0),
        (4, frozenset({1, 2}), 3.5),
        (6, frozenset({7}), 14.0),
        (7, frozenset({7}), 14.0),
        (20, frozenset(), 14.0),
    ],
    ids=[
        "from the first day",
        "a late joiner",
        "days off",
        "days off outside the window",
        "days off before joining",
        "one day left",
        "no day left",
        "not yet joined",
    ],
)
def test_days_before_joining_and_days_off_are_not_active(
    repos: Repos, joined_day: int, days_off: frozenset[int], rate: float
) -> None:
    cohort = store_cohort(repos)
    member = _member(repos, cohort, "ada", joined_day=joined_day, days_off=days_off)
    _earn(repos, member, 7, 14)
    (row,) = repos.efforts.board(cohort.id, WEEK, None, 10).rows
    assert (row.points, row.rate) == (14, rate)


def test_somebody_without_points_stands_last(repos: Repos) -> None:
    cohort = store_cohort(repos)
    idle = _member(repos, cohort, "ada")
    _member(repos, cohort, "bob", 1)
    board = repos.efforts.board(cohort.id, WEEK, None, 10)
    assert board.rows[-1] == Standing(2, idle.id, "Ada", 0, 0.0)


def test_the_asker_is_found_below_the_first_places(repos: Repos) -> None:
    cohort = store_cohort(repos)
    members = [_member(repos, cohort, f"m{points}", points) for points in range(9, 0, -1)]
    board = repos.efforts.board(cohort.id, WEEK, members[-1].id, 3)
    assert [row.member for row in board.rows] == [member.id for member in members[:3]]
    assert board.mine == Standing(9, members[-1].id, "M1", 1, 1 / 7)
    assert board.members == 9


def test_the_first_places_are_cut_also_among_equals(repos: Repos) -> None:
    cohort = store_cohort(repos)
    members = [_member(repos, cohort, f"m{number}", 7) for number in range(5)]
    board = repos.efforts.board(cohort.id, WEEK, members[4].id, 2)
    assert [(row.rank, row.member) for row in board.rows] == [(1, m.id) for m in members[:2]]
    assert board.mine is not None
    assert board.mine.rank == 1


def test_a_board_without_an_asker_shows_nobody_as_me(repos: Repos) -> None:
    cohort = store_cohort(repos)
    _member(repos, cohort, "ada", 1)
    assert repos.efforts.board(cohort.id, WEEK, None, 1).mine is None


def test_an_anonymous_person_stands_without_a_name(repos: Repos) -> None:
    cohort = store_cohort(repos)
    ada = _member(repos, cohort, "ada", 7)
    _show_as(repos, ada, "anonymous")
    board = repos.efforts.board(cohort.id, WEEK, ada.id, 10)
    assert board.rows == (Standing(1, ada.id, "", 7, 1.0),)


def test_a_hidden_person_is_left_out_and_takes_no_rank(repos: Repos) -> None:
    cohort = store_cohort(repos)
    hidden, bob = _member(repos, cohort, "ada", 9), _member(repos, cohort, "bob", 5)
    _show_as(repos, hidden, "hidden")
    board = repos.efforts.board(cohort.id, WEEK, bob.id, 10)
    assert _ranks(board) == [(1, "Bob")]
    assert board.members == 1


def test_a_hidden_person_still_sees_the_own_place(repos: Repos) -> None:
    cohort = store_cohort(repos)
    hidden = _member(repos, cohort, "ada", 9)
    _member(repos, cohort, "bob", 5)
    _show_as(repos, hidden, "hidden")
    board = repos.efforts.board(cohort.id, WEEK, hidden.id, 10)
    assert board.mine is not None
    assert (board.mine.rank, board.mine.name) == (1, "")


def test_the_board_is_the_circles_own_without_those_who_left(repos: Repos) -> None:
    cohort = store_cohort(repos)
    _member(repos, cohort, "ada", 5)
    _member(repos, cohort, "bob", 9, left=True)
    _member(repos, store_cohort(repos, "elsewhere"), "cyd", 9)
    assert _ranks(repos.efforts.board(cohort.id, WEEK, None, 10)) == [(1, "Ada")]


def test_an_empty_circle_has_an_empty_board(repos: Repos) -> None:
    assert repos.efforts.board(store_cohort(repos).id, WEEK, None, 10) == Board((), None, 0)
