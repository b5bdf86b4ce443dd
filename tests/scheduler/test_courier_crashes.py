"""A process that ends between sending and recording, and what the next one makes of it."""

from datetime import timedelta

import pytest

from bot.domain.ids import Platform
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from tests.builders import MONDAY, a_channel, an_outgoing
from tests.fakes import DieAfterSending, Died
from tests.scheduler.post_office import PostOffice

GRACE = timedelta(minutes=2)
REMEMBERS = {"remembers": timedelta(hours=1)}


async def dies_while_sending(office: PostOffice, *, first: bool = True) -> None:
    """The post arrives; its sender's process ends before it can record so."""
    office.room.troubles.append(DieAfterSending)
    if first:
        await office.puts_one()
    with pytest.raises(Died):
        await office.courier.drain()
    assert (await office.row()).state == "sending"


async def test_a_lost_outcome_becomes_unclear_where_keys_are_not_recognised(
    any_store: SqlStore,
) -> None:
    office = PostOffice(any_store)
    await dies_while_sending(office)
    office.clock.move_to(MONDAY + timedelta(seconds=1))
    await office.started().drain()
    row = await office.row()
    assert (row.state, row.reason, office.room.calls) == (
        "unclear",
        "we stopped while it was being sent",
        1,
    )


async def test_a_lost_outcome_is_sent_again_where_keys_are_recognised(any_store: SqlStore) -> None:
    office = PostOffice(any_store, rules=REMEMBERS)
    await dies_while_sending(office)
    office.clock.move_to(MONDAY + timedelta(seconds=1))
    await office.started().drain()
    row = await office.row()
    assert (row.state, row.receipt, office.room.titles) == ("sent", "m0", ["Day 1"])


async def test_a_lost_outcome_older_than_the_platforms_memory_becomes_unclear(
    office: PostOffice,
) -> None:
    office.room.remembers = timedelta(hours=1)
    await dies_while_sending(office)
    office.clock.move_to(MONDAY + timedelta(hours=1, seconds=1))
    await office.started().drain()
    assert (await office.states(), office.room.calls) == ({"1/1/drill": "unclear"}, 1)


async def test_while_its_sender_may_live_a_post_in_sending_is_left_alone(
    store: SqlStore,
) -> None:
    office = PostOffice(store, grace=GRACE, rules=REMEMBERS)
    await dies_while_sending(office)
    office.clock.move_to(MONDAY + GRACE)
    await office.started("w2").drain()
    assert await office.states() == {"1/1/drill": "sending"}


async def test_after_the_grace_any_running_process_takes_a_dead_ones_post(
    store: SqlStore,
) -> None:
    office = PostOffice(store, grace=GRACE, rules=REMEMBERS)
    other = office.started("w2")
    await other.drain()
    office.started("w1")
    await dies_while_sending(office)
    office.clock.move_to(MONDAY + GRACE + timedelta(seconds=1))
    await other.drain()
    assert await office.states() == {"1/1/drill": "sent"}


async def test_a_lone_process_does_not_take_its_own_sends_for_lost(store: SqlStore) -> None:
    office = PostOffice(store)
    await office.courier.drain()
    await office.puts_one()
    await office.ask(lambda repos: repos.courier.claim(Platform("playground"), MONDAY, 1, "w1"))
    office.clock.move_to(MONDAY + timedelta(seconds=29))
    await office.courier.drain()
    assert await office.states() == {"1/1/drill": "sending"}


async def test_after_a_crash_the_rest_of_the_wave_is_sent_too(any_store: SqlStore) -> None:
    office = PostOffice(any_store, rules=REMEMBERS)
    posts = [an_outgoing(key=f"k{n}", target=a_channel(f"r{n}")) for n in range(5)]
    await office.puts(*posts)
    office.room.troubles.extend([None, DieAfterSending])
    with pytest.raises(Died):
        await office.courier.drain()
    office.clock.move_to(MONDAY + timedelta(seconds=1))
    await office.started().drain()
    assert sorted(arrival.key for arrival in office.room.arrived) == [f"k{n}" for n in range(5)]


async def test_a_receipt_that_comes_after_the_grace_still_counts(store: SqlStore) -> None:
    office = PostOffice(store)
    await office.puts_one()

    def slow(repos: Repos) -> None:
        (claim,) = repos.courier.claim(Platform("playground"), MONDAY, 1, "w1")
        repos.courier.orphans(Platform("playground"), MONDAY + GRACE, MONDAY + GRACE)
        repos.courier.sent(claim.id, "m9", MONDAY + GRACE)

    await office.ask(slow)
    row = await office.row()
    assert (row.state, row.receipt) == ("sent", "m9")
