"""What the doctor says of a circle, to a member and to its host."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.ids import ChannelRef
from bot.domain.records import PostState
from bot.ports import Finding
from bot.usecases import hosting, workspaces
from bot.usecases.checkup import MOST_POSTS, PATIENCE, OtherRoom, examine
from tests.builders import PLAYGROUND, a_card, a_channel, an_outgoing
from tests.usecases.room import DIRECT, OTHER_ROOM, ROOM, Room, at

WELL = [
    "DS Circle is on day 1 of 28.", "This room is switched on for posts.", "No post is stuck.",
]  # fmt: skip


@pytest.fixture
def begun(room: Room) -> Room:
    room.lives_to(at(1, 10))
    for _ in range(2):
        for claim in room.repos.courier.claim(PLAYGROUND, room.now, 9, "test"):
            room.repos.courier.sent(claim.id, "m", room.now)
    return room


def said(room: Room, who: str = "ana", where: ChannelRef = ROOM) -> list[str]:
    return [finding.what for finding in examine(room.scene(who, where))]


def wrong(room: Room, who: str = "ana", where: ChannelRef = ROOM) -> list[str]:
    return [f.what for f in examine(room.scene(who, where)) if not f.good]


def test_a_circle_that_is_well_says_so(begun: Room) -> None:
    found = examine(begun.scene())
    assert [finding.what for finding in found] == WELL
    assert all(finding.good for finding in found)


def test_what_was_found_outside_comes_first(begun: Room) -> None:
    outside = Finding("The bot may post.", good=True)
    found = examine(replace(begun.scene(), findings=(outside,)))
    assert (found[0], len(found)) == (outside, 4)


def test_what_was_found_outside_is_told_without_a_circle(empty_room: Room) -> None:
    outside = Finding("The bot may not post.", good=False)
    assert examine(replace(empty_room.scene(), findings=(outside,)))[0] == outside


@pytest.mark.parametrize(
    ("where", "what"), [(ROOM, "No circle meets here."), (DIRECT, "You are in no circle.")]
)
def test_where_no_circle_is_nothing_else_is_asked(
    empty_room: Room, where: ChannelRef, what: str
) -> None:
    (found,) = examine(empty_room.scene("ana", where))
    assert (found.what, found.good) == (what, False)
    assert "/prep" in found.fix


def test_before_its_first_day_a_circle_is_well(room: Room) -> None:
    room.now = at(0)
    assert said(room)[0] == "DS Circle starts on Monday, 08 March."
    assert wrong(room) == []


def test_a_paused_circle_posts_nothing(begun: Room) -> None:
    hosting.pause(begun.scene("host"))
    assert wrong(begun) == ["DS Circle is paused."]


@pytest.mark.parametrize("status", [CohortStatus.CLOSED, CohortStatus.ARCHIVED])
def test_a_circle_that_is_over_posts_nothing(begun: Room, status: CohortStatus) -> None:
    begun.saves(status=status)
    begun.now = at(40)
    assert wrong(begun) == ["DS Circle is over."]


def test_on_the_last_evening_the_day_is_the_last(begun: Room) -> None:
    begun.now = at(40)
    assert said(begun)[0] == "DS Circle is on day 28 of 28."


def test_a_room_that_is_switched_off_says_why_and_what_to_do(begun: Room) -> None:
    (place,) = begun.repos.cohorts.places(begun.circle.id)
    begun.repos.cohorts.switch_off(place.id, "not in the channel")
    (found,) = (f for f in examine(begun.scene()) if not f.good)
    assert found.what == "This room is switched off: not in the channel"
    assert "Switch on" in found.fix


def test_a_room_of_a_lost_workspace_comes_back_with_the_bot(begun: Room) -> None:
    workspaces.left(begun.repos, PLAYGROUND, "w1")
    (found,) = (f for f in examine(begun.scene()) if not f.good)
    assert "Add the bot there again" in found.fix
    assert "Switch on" not in found.fix


def test_a_room_of_a_circle_that_is_over_is_not_mended(begun: Room) -> None:
    workspaces.room_left(begun.repos, ROOM, "archived", begun.now)
    begun.saves(status=CohortStatus.CLOSED)
    _, found = (f for f in examine(begun.scene()) if not f.good)
    assert (found.what, found.fix) == ("This room is switched off: archived", "")


@pytest.mark.parametrize(("who", "seen"), [("ana", []), ("host", [OTHER_ROOM])])
def test_another_room_that_is_off_is_the_hosts_business(
    begun: Room, who: str, seen: list[ChannelRef]
) -> None:
    place = begun.repos.cohorts.add_place(begun.circle.id, OTHER_ROOM)
    begun.repos.cohorts.add_place(begun.circle.id, a_channel("third"))
    begun.repos.cohorts.switch_off(place.id, "gone")
    found = [finding for finding in examine(begun.scene(who)) if not finding.good]
    assert [finding.room for finding in found if isinstance(finding, OtherRoom)] == seen
    assert [finding.what for finding in found] == ["is switched off: gone"] * len(seen)


def test_in_person_no_room_is_this_one(begun: Room) -> None:
    assert said(begun, "ana", DIRECT) == [WELL[0], WELL[2]]


def stuck(room: Room, state: PostState, number: int = 1) -> None:
    card, key = a_card(f"Day {number} · Gaps"), f"{state}/{number}"
    room.repos.outbox.add(an_outgoing(key=key, card=card, due_at=room.now), room.circle.id)
    (claim,) = room.repos.courier.claim(PLAYGROUND, room.now, 1, "test")
    if state is PostState.UNCLEAR:
        room.repos.courier.unclear(claim.id, "it broke off")
    else:
        room.repos.courier.fail(claim.id, "no such room")


def test_the_host_sees_which_posts_are_stuck(begun: Room) -> None:
    stuck(begun, PostState.FAILED, 1)
    stuck(begun, PostState.UNCLEAR, 2)
    assert sorted(wrong(begun, "host")) == [
        "Day 1 · Gaps: failed. no such room", "Day 2 · Gaps: unclear. it broke off",
    ]  # fmt: skip


def test_others_see_how_many(begun: Room) -> None:
    stuck(begun, PostState.FAILED, 1)
    stuck(begun, PostState.UNCLEAR, 2)
    assert wrong(begun) == ["Posts that did not arrive in time: 2."]


def test_a_skipped_post_was_left_out_with_reason(begun: Room) -> None:
    begun.repos.outbox.add(an_outgoing(key="k"), begun.circle.id)
    begun.repos.outbox.cancel("k", "not needed")
    assert wrong(begun, "host") == []


def test_a_post_that_waits_is_late_after_a_while(begun: Room) -> None:
    begun.repos.outbox.add(an_outgoing(due_at=begun.now, card=a_card("Day 1")), begun.circle.id)
    begun.now += PATIENCE
    assert wrong(begun, "host") == []
    begun.now += timedelta(seconds=1)
    assert wrong(begun, "host") == ["Day 1: late, it waits for playground."]
    assert wrong(begun) == ["Posts that did not arrive in time: 1."]


def test_the_host_is_shown_a_few(begun: Room) -> None:
    for number in range(MOST_POSTS + 2):
        stuck(begun, PostState.FAILED, number)
    assert len(wrong(begun, "host")) == MOST_POSTS


def test_a_slot_nobody_has_planned_is_told(begun: Room) -> None:
    due = begun.circle.next_slot_at
    assert due is not None
    begun.now = due + PATIENCE
    assert wrong(begun) == []
    begun.now += timedelta(seconds=1)
    assert wrong(begun) == ["A post is due and nobody has written it yet."]
