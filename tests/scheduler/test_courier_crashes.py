"""A process that ends between sending and recording, and what the next one makes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.bootstrap import OTHERS_GRACE
from bot.domain.ids import Platform
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from scheduler.courier import LOOK_AGAIN, SEND_TIMEOUT
from tests.builders import MONDAY, a_channel, an_outgoing
from tests.fakes import DieAfterSending, Died, Hang, PushedLoop, run_on
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


async def test_a_dead_ones_post_is_found_while_a_platform_of_two_minutes_still_knows_it(
    any_store: SqlStore,
) -> None:
    rules = {"remembers": timedelta(minutes=2)}
    office = PostOffice(any_store, grace=OTHERS_GRACE, rules=rules)
    other = office.started("w2")
    await other.drain()
    office.started("w1")
    await dies_while_sending(office)
    while office.clock.now() < MONDAY + rules["remembers"]:
        office.clock.move_to(office.clock.now() + timedelta(seconds=LOOK_AGAIN))
        await other.drain()
    assert (await office.states(), office.room.titles) == ({"1/1/drill": "sent"}, ["Day 1"])


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


@contextmanager
def unable_to_record(store: SqlStore, key: str) -> Iterator[None]:
    """Meanwhile the database refuses to write down that this post was sent."""
    refuse = f"""
        CREATE TRIGGER refuse BEFORE UPDATE OF state ON outbox
        WHEN NEW.state = 'sent' AND NEW.key = '{key}'
        BEGIN SELECT RAISE(ABORT, 'disk full'); END
    """
    store.migrate(lambda connection: connection.execute(text(refuse)))
    yield
    store.migrate(lambda connection: connection.execute(text("DROP TRIGGER refuse")))


async def test_what_a_courier_could_not_record_it_looks_for_in_its_next_wave(
    store: SqlStore,
) -> None:
    office = PostOffice(store, rules=REMEMBERS)
    await office.puts_one()
    with unable_to_record(store, "1/1/drill"), pytest.raises(IntegrityError, match="disk full"):
        await office.courier.drain()
    await office.drain_at(MONDAY + timedelta(seconds=1))
    assert (await office.states(), office.room.titles) == ({"1/1/drill": "sent"}, ["Day 1"])


def test_an_error_leaves_a_wave_only_when_its_other_sends_have_ended(store: SqlStore) -> None:
    loop = PushedLoop()

    async def story() -> bool:
        office = PostOffice(store)
        office.room.troubles.extend([None, Hang])
        await office.puts(*(an_outgoing(key=key, target=a_channel(key)) for key in "ab"))
        sending = loop.create_task(office.courier.drain())
        await office.room.hanging.wait()
        # The store's one writer comes to these after the record that fails.
        for _ in range(3):
            await office.rows()
        ended = sending.done()
        loop.push(SEND_TIMEOUT)
        with pytest.raises(IntegrityError, match="disk full"):
            await sending
        return ended

    with unable_to_record(store, "a"):
        assert run_on(loop, story()) is False


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
