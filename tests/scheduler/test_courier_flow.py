"""Order, threads, pace and the courier's life as a service."""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import ChannelRef
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from scheduler.courier import LOOK_AGAIN, Courier
from scheduler.pacing import BURST_SECONDS
from tests.builders import MONDAY, a_card, a_channel, an_outgoing
from tests.fakes import PushedLoop, run_on
from tests.scheduler.post_office import PostOffice

SECOND = timedelta(seconds=1)


async def test_posts_of_one_room_arrive_in_the_order_they_were_due(office: PostOffice) -> None:
    titles = ["first", "second", "third"]
    posts = [
        an_outgoing(key=title, card=a_card(title), due_at=MONDAY + n * SECOND)
        for n, title in enumerate(titles)
    ]
    await office.puts(*reversed(posts))
    await office.drain_at(MONDAY + 3 * SECOND)
    assert office.room.titles == titles


async def test_an_answer_goes_under_the_message_it_answers(office: PostOffice) -> None:
    await office.puts_one(key="drill")
    await office.courier.drain()
    await office.puts_one(key="answer", parent_key="drill")
    await office.courier.drain()
    assert [arrival.parent for arrival in office.room.arrived] == ["", "m0"]


async def test_an_answer_due_together_with_its_message_still_goes_under_it(
    office: PostOffice,
) -> None:
    await office.puts(an_outgoing(key="drill"), an_outgoing(key="answer", parent_key="drill"))
    await office.courier.drain()
    assert [arrival.parent for arrival in office.room.arrived] == ["", "m0"]


async def test_an_answer_to_a_message_that_never_arrived_stands_alone(office: PostOffice) -> None:
    await office.puts(
        an_outgoing(key="drill", expires_at=MONDAY - SECOND),
        an_outgoing(key="answer", parent_key="drill"),
    )
    await office.courier.drain()
    assert [arrival.parent for arrival in office.room.arrived] == [""]


async def test_posts_for_other_platforms_are_not_touched(office: PostOffice) -> None:
    await office.puts_one(target=a_channel(platform="elsewhere"))
    await office.courier.drain()
    assert await office.states() == {"1/1/drill": "ready"}


async def test_the_platform_gets_the_posts_key(office: PostOffice) -> None:
    await office.puts_one(key="c1/3/drill/p1")
    await office.courier.drain()
    assert office.room.arrived[0].key == "c1/3/drill/p1"


async def test_a_wave_is_no_wider_than_the_platforms_lanes(store: SqlStore) -> None:
    office = PostOffice(store, rules={"lanes": 2})
    await office.puts(*(an_outgoing(key=f"k{n}", target=a_channel(f"r{n}")) for n in range(5)))
    assert [await office.courier.step() for _ in range(4)] == [2, 2, 1, 0]


async def test_two_couriers_share_the_work_and_send_nothing_twice(any_store: SqlStore) -> None:
    office = PostOffice(any_store, grace=timedelta(minutes=2))
    posts = [an_outgoing(key=f"k{n}", target=a_channel(f"r{n}")) for n in range(40)]
    await office.puts(*posts)
    couriers = [office.started("w1"), office.started("w2")]
    await asyncio.gather(*(courier.drain() for courier in couriers))
    for _ in range(9):
        office.clock.move_to(office.clock.now() + SECOND)
        await asyncio.gather(*(courier.drain() for courier in couriers))
    assert sorted(arrival.key for arrival in office.room.arrived) == sorted(p.key for p in posts)


async def live_through(courier: Courier, office: PostOffice, waits: list[float]) -> None:
    for wait in waits:
        office.clock.move_to(office.clock.now() + timedelta(seconds=wait))
        await courier.drain()


@settings(max_examples=15, deadline=None)
@given(
    per_second=st.floats(2, 30),
    gap=st.floats(0, 1.5),
    rooms=st.lists(st.integers(0, 3), min_size=5, max_size=25),
    waits=st.lists(st.floats(0, 0.6), min_size=5, max_size=20),
)
def test_neither_the_rate_nor_a_rooms_gap_is_ever_exceeded(
    per_second: float, gap: float, rooms: list[int], waits: list[float]
) -> None:
    sent = asyncio.run(flood(per_second, gap, rooms, waits))
    burst = max(1.0, per_second * BURST_SECONDS)
    by_room: dict[ChannelRef, list[datetime]] = defaultdict(list)
    for number, (at, room) in enumerate(sent):
        by_room[room].append(at)
        for count, (later, _) in enumerate(sent[number:], 1):
            assert count <= per_second * (later - at).total_seconds() + burst + 0.01
    for times in by_room.values():
        assert all(b - a >= timedelta(seconds=gap) for a, b in pairwise(times))


async def flood(
    per_second: float, gap: float, rooms: list[int], waits: list[float]
) -> list[tuple[datetime, ChannelRef]]:
    """Everything due at once; what arrived when, while the clock moves on in leaps."""
    store = SqlStore("sqlite://")
    store.migrate(upgrade)
    rules = {"per_second": per_second, "per_channel": timedelta(seconds=gap)}
    office = PostOffice(store, rules=rules)
    await office.puts(
        *(an_outgoing(key=f"k{n}", target=a_channel(f"r{room}")) for n, room in enumerate(rooms))
    )
    await live_through(office.courier, office, [0.0, *waits])
    store.close()
    return [(arrival.at, arrival.target) for arrival in office.room.arrived]


def test_a_woken_courier_sends_at_once(store: SqlStore) -> None:
    loop = PushedLoop()

    async def story() -> list[str]:
        office = PostOffice(store)
        serving = loop.create_task(office.courier.serve())
        await loop.resting(LOOK_AGAIN)
        await office.puts_one()
        office.courier.wake()
        await office.room.received(1)
        serving.cancel()
        return office.room.titles

    assert run_on(loop, story()) == ["Day 1"]


def test_an_unwoken_courier_looks_by_itself_every_half_minute(store: SqlStore) -> None:
    loop = PushedLoop()

    async def story() -> list[str]:
        office = PostOffice(store)
        serving = loop.create_task(office.courier.serve())
        await loop.resting(LOOK_AGAIN)
        await office.puts_one()
        loop.push(LOOK_AGAIN)
        await office.room.received(1)
        serving.cancel()
        return office.room.titles

    assert run_on(loop, story()) == ["Day 1"]


def test_a_sleeping_courier_rises_when_the_next_post_is_due(store: SqlStore) -> None:
    loop = PushedLoop()

    async def story() -> list[str]:
        office = PostOffice(store)
        await office.puts_one(due_at=MONDAY + 5 * SECOND)
        serving = loop.create_task(office.courier.serve())
        await loop.resting(5)
        office.clock.move_to(MONDAY + 5 * SECOND)
        loop.push(5)
        await office.room.received(1)
        serving.cancel()
        return office.room.titles

    assert run_on(loop, story()) == ["Day 1"]


def test_posts_above_the_pace_follow_when_the_pace_allows(store: SqlStore) -> None:
    loop = PushedLoop()

    async def story() -> int:
        office = PostOffice(store, rules={"per_second": 0.25})
        await office.puts(an_outgoing(key="a"), an_outgoing(key="b"))
        serving = loop.create_task(office.courier.serve())
        await loop.resting(4)
        before = len(office.room.arrived)
        office.clock.move_to(MONDAY + 4 * SECOND)
        loop.push(4)
        await office.room.received(2)
        serving.cancel()
        return before

    assert run_on(loop, story()) == 1


@pytest.mark.parametrize("count", [1, 3])
async def test_draining_sends_all_that_is_due_even_in_one_room(
    office: PostOffice, count: int
) -> None:
    await office.puts(*(an_outgoing(key=f"k{n}") for n in range(count)))
    await office.courier.drain()
    assert len(office.room.arrived) == count
