"""The circle's goal for the week and its effort board."""

import pytest

from bot.domain.cohorts import BoardName
from bot.domain.timeline import REST
from bot.usecases import enrolment, personal, progress
from bot.usecases.progress import Standings, circle_goal
from tests.builders import a_calendar, store_attempt, store_serving
from tests.usecases.room import Room, at


def standings(room: Room, window: str = "week", who: str = "ana") -> Standings:
    return progress.standings(room.scene(who), window)


def earns(room: Room, who: str, day: int, points: int) -> None:
    member = room.enrolled(who).member
    room.repos.efforts.add(member, day, points, "extra", f"{day}/{points}")


def goal(room: Room, day: int) -> tuple[int, int]:
    return circle_goal(room.repos, room.circle, day)


def test_the_week_is_the_calendar_of_the_circle(room: Room) -> None:
    for day in (7, 8, 9):
        earns(room, "ana", day, 10)
    room.now = at(9, 12)
    assert standings(room).board.rows[0].points == 20


def test_the_whole_circle_counts_from_the_first_day(room: Room) -> None:
    for day in (1, 8, 9):
        earns(room, "ana", day, 10)
    room.now = at(9, 12)
    assert standings(room, "circle").board.rows[0].points == 30


def test_points_are_per_day_so_far(room: Room) -> None:
    earns(room, "ana", 8, 30)
    room.now = at(10, 12)
    assert standings(room).board.rows[0].rate == 10


@pytest.mark.parametrize(("day", "shown"), [(0, 1), (28, 28), (40, 28)])
def test_the_board_stands_on_a_day_of_the_circle(room: Room, day: int, shown: int) -> None:
    room.now = at(day, 12)
    assert standings(room).day == shown


def test_ones_own_place_is_found(room: Room) -> None:
    room.joins("ben")
    earns(room, "ben", 1, 10)
    found = standings(room).board.mine
    assert found is not None
    assert (found.rank, found.member) == (2, room.enrolled().member.id)


def test_ones_own_place_is_shown_below_the_first_ten_too(room: Room) -> None:
    for number in range(11):
        room.joins(f"ben{number}")
        earns(room, f"ben{number}", 1, 10)
    board = standings(room).board
    assert (len(board.rows), board.members) == (10, 12)
    assert board.mine is not None
    assert board.mine.rank == 12


@pytest.mark.parametrize("who", ["eve", "ben"])
def test_who_is_no_member_sees_the_board_without_a_place(room: Room, who: str) -> None:
    room.joins("ben")
    enrolment.leave(room.scene("ben"))
    board = standings(room, who=who).board
    assert (board.mine, board.members) == (None, 1)


@pytest.mark.parametrize(("board", "names"), [("anonymous", ["", "Ben"]), ("hidden", ["Ben"])])
def test_who_wants_no_name_there_has_none(room: Room, board: BoardName, names: list[str]) -> None:
    room.joins("ben")
    scene = room.scene()
    me = scene.person
    personal.change(scene, "", me.quiet_from, me.quiet_until, nudges=False, board=board)
    assert [row.name for row in standings(room, who="ben").board.rows] == names


def test_a_circle_sets_out_to_keep_five_days_a_week_each(room: Room) -> None:
    room.joins("ben")
    assert goal(room, 3) == (0, 10)


def test_who_joins_late_in_the_week_sets_out_to_keep_fewer(room: Room) -> None:
    room.joins("ben", joined_day=6)
    assert goal(room, 6) == (0, 7)


def test_a_week_before_somebody_joined_is_not_theirs(room: Room) -> None:
    room.joins("ben", joined_day=8)
    assert goal(room, 7) == (0, 5)


def test_days_off_and_rest_days_ask_for_less(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(1, 2, 3, REST, 4, 5, 6)))
    enrolment.take_days_off(room.enrolled(), 3)
    assert goal(room, 1) == (0, 3)


def test_the_last_week_ends_with_the_circle(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=tuple(range(1, 11))))
    assert goal(room, 9) == (0, 3)


def test_days_kept_are_those_of_this_week_and_of_who_is_still_in(room: Room) -> None:
    room.joins("ben")
    for day in (7, 8, 9):
        made = store_serving(room.repos, room.circle, day=day)
        for who in ("ana", "ben"):
            store_attempt(room.repos, made, room.enrolled(who).member)
    assert goal(room, 9) == (4, 10)
    enrolment.leave(room.scene("ben"))
    assert goal(room, 9) == (2, 5)
    room.now = at(9, 12)
    assert (standings(room).kept, standings(room).goal) == (2, 5)
