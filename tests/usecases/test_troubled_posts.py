"""Posts that did not arrive, or perhaps did: what the host can do about them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.errors import Closed, NotFound, NotPermitted
from bot.domain.ids import PostId
from bot.domain.records import Post, PostState
from bot.usecases import hosting
from bot.usecases.hosting import REFUSED_FOR, SEND_AGAIN_FOR
from bot.usecases.nudging import REFUSED
from bot.usecases.scene import Scene
from tests.builders import PLAYGROUND, a_channel, an_outgoing
from tests.usecases.room import OTHER_ROOM, Room, at


def troubled(room: Room, state: PostState = PostState.UNCLEAR, channel: str = "room") -> PostId:
    """A post of the circle that was claimed and came to this."""
    outgoing = an_outgoing(key=f"{state}/{channel}", target=a_channel(channel), due_at=room.now)
    room.repos.outbox.add(outgoing, room.circle.id)
    (claim,) = room.repos.courier.claim(PLAYGROUND, room.now, 1, "test")
    if state is PostState.UNCLEAR:
        room.repos.courier.unclear(claim.id, "it broke off")
    elif state is PostState.FAILED:
        room.repos.courier.fail(claim.id, "no such room")
    return claim.id


def state_of(room: Room, post: PostId) -> PostState:
    found = room.repos.outbox.get(post)
    assert found is not None
    return found.state


STUCK = [PostState.UNCLEAR, PostState.FAILED]


@pytest.mark.parametrize("state", STUCK)
def test_the_host_is_shown_what_went_wrong(room: Room, state: PostState) -> None:
    post = troubled(room, state)
    (shown,) = hosting.status(room.scene("host")).troubled
    assert (shown.id, shown.state) == (post, state)


def test_the_host_is_shown_for_a_week_that_nudges_do_not_arrive(room: Room) -> None:
    letter = an_outgoing(key="nudge", target=a_channel("ana", direct=True), due_at=room.now)
    room.repos.outbox.add(letter, room.circle.id)
    (claim,) = room.repos.courier.claim(PLAYGROUND, room.now, 1, "test")
    room.repos.courier.fail(claim.id, f"{REFUSED}. The tab is off.")
    (shown,) = hosting.status(room.scene("host")).refused
    assert (shown.id, shown.reason) == (claim.id, f"{REFUSED}. The tab is off.")
    room.now += REFUSED_FOR
    assert hosting.status(room.scene("host")).refused == ()


def test_the_export_tells_why(room: Room) -> None:
    troubled(room, PostState.FAILED)
    assert hosting.export(room.scene("host"))["troubled_posts"] == [
        {"title": "Day 1", "state": "failed", "due": room.now.isoformat(), "reason": "no such room"}
    ]


@pytest.mark.parametrize("state", STUCK)
def test_a_stuck_post_can_be_sent_again(room: Room, state: PostState) -> None:
    post = troubled(room, state)
    assert hosting.send_again(room.scene("host"), post).id == post
    assert state_of(room, post) is PostState.READY


def test_it_is_sent_at_once_and_for_half_a_day(room: Room) -> None:
    post = troubled(room)
    room.now = at(2)
    hosting.send_again(room.scene("host"), post)
    sent = room.repos.outbox.get(post)
    assert sent is not None
    assert sent.due_at == room.now
    assert room.repos.courier.expire(PLAYGROUND, room.now + SEND_AGAIN_FOR) == 0
    assert room.repos.courier.expire(PLAYGROUND, room.now + SEND_AGAIN_FOR + timedelta(1)) == 1


def test_sending_again_switches_its_room_on_and_no_other(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, OTHER_ROOM)
    for place in room.repos.cohorts.places(room.circle.id):
        room.repos.cohorts.switch_off(place.id, "gone")
    hosting.send_again(room.scene("host"), troubled(room))
    places = room.repos.cohorts.places(room.circle.id)
    assert [place.off_reason for place in places] == ["", "gone"]


def test_a_post_on_its_way_is_not_sent_again(room: Room) -> None:
    post = troubled(room, PostState.SENDING)
    with pytest.raises(Closed, match="not waiting for you"):
        hosting.send_again(room.scene("host"), post)


def test_the_host_can_say_that_it_arrived(room: Room) -> None:
    post = troubled(room)
    assert hosting.saw_it(room.scene("host"), post).id == post
    assert state_of(room, post) is PostState.SENT


def test_what_failed_cannot_have_arrived(room: Room) -> None:
    post = troubled(room, PostState.FAILED)
    with pytest.raises(Closed, match="not unclear"):
        hosting.saw_it(room.scene("host"), post)


Act = Callable[[Scene, PostId], Post]
both = pytest.mark.parametrize("act", [hosting.send_again, hosting.saw_it])


@both
def test_nobody_but_the_host_may(room: Room, act: Act) -> None:
    post = troubled(room)
    with pytest.raises(NotPermitted):
        act(room.scene("ana"), post)
    assert state_of(room, post) is PostState.UNCLEAR


@both
def test_a_post_that_is_not_there_is_refused(room: Room, act: Act) -> None:
    with pytest.raises(NotFound, match="not of this circle"):
        act(room.scene("host"), PostId(987654321))


@both
def test_a_post_of_another_circle_is_refused(room: Room, act: Act) -> None:
    post = troubled(room)
    room.starts(channel="other")
    with pytest.raises(NotFound, match="not of this circle"):
        act(room.scene("host", OTHER_ROOM), post)
    assert state_of(room, post) is PostState.UNCLEAR
