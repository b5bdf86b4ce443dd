"""What the courier does with each way in which a send can end."""

from datetime import timedelta

from bot.domain.ids import PostId
from bot.ports import Ambiguous, MessengerError, RateLimited, Unavailable
from bot.storage.store import SqlStore
from scheduler.courier import FIRST_WAIT, LONGEST_WAIT, MOST_TRIES, SEND_TIMEOUT
from tests.builders import (
    MONDAY,
    a_channel,
    an_outgoing,
)
from tests.fakes import Hang, PushedLoop, run_on
from tests.scheduler.post_office import PostOffice

MINUTE = timedelta(minutes=1)


async def test_a_sent_post_is_recorded_with_its_receipt_and_time(office: PostOffice) -> None:
    await office.puts_one()
    office.clock.move_to(MONDAY + MINUTE)
    await office.courier.drain()
    row = await office.row()
    assert (row.state, row.receipt, row.sent_at) == ("sent", "m0", MONDAY + MINUTE)


async def test_the_watch_hears_how_late_a_post_was_sent(office: PostOffice) -> None:
    await office.puts_one()
    await office.drain_at(MONDAY + MINUTE)
    assert office.watch.outcomes == [("playground", "sent", MINUTE)]


async def test_a_sent_post_is_not_sent_again(office: PostOffice) -> None:
    await office.puts_one()
    await office.courier.drain()
    await office.started().drain()
    assert office.room.calls == 1


async def test_a_post_waits_until_it_is_due(office: PostOffice) -> None:
    await office.puts_one(due_at=MONDAY + MINUTE)
    await office.drain_at(MONDAY + MINUTE - timedelta(microseconds=1))
    assert office.room.calls == 0
    await office.drain_at(MONDAY + MINUTE)
    assert office.room.titles == ["Day 1"]


async def test_after_a_rate_limit_the_post_waits_as_long_as_the_platform_said(
    office: PostOffice,
) -> None:
    office.room.troubles.append(RateLimited("slow down", timedelta(seconds=17)))
    await office.puts_one()
    await office.courier.drain()
    assert (await office.row()).due_at == MONDAY + timedelta(seconds=17)


async def test_a_rate_limit_keeps_every_other_room_waiting_too(office: PostOffice) -> None:
    office.room.troubles.append(RateLimited("slow down", timedelta(seconds=17)))
    await office.puts_one()
    await office.courier.drain()
    await office.puts_one(key="other", target=a_channel("other"))
    await office.drain_at(MONDAY + timedelta(seconds=16))
    assert office.room.calls == 1
    await office.drain_at(MONDAY + timedelta(seconds=17))
    assert await office.states() == {"1/1/drill": "sent", "other": "sent"}


async def test_a_platform_that_is_down_is_tried_again_and_again_ever_more_rarely(
    office: PostOffice,
) -> None:
    office.room.troubles.extend(Unavailable("503") for _ in range(MOST_TRIES - 1))
    await office.puts_one()
    waits = []
    for _ in range(MOST_TRIES - 1):
        await office.courier.drain()
        due = (await office.row()).due_at
        waits.append(due - office.clock.now())
        office.clock.move_to(due)
    doubled = [FIRST_WAIT * 2**n for n in range(MOST_TRIES - 1)]
    assert waits == [min(wait, LONGEST_WAIT) for wait in doubled]


async def test_a_platform_that_comes_back_gets_the_post(office: PostOffice) -> None:
    office.room.troubles.append(Unavailable("503"))
    await office.puts_one()
    await office.courier.drain()
    await office.drain_at(MONDAY + FIRST_WAIT)
    assert office.room.titles == ["Day 1"]
    assert office.watch.sends == ["retry", "sent"]


async def test_a_platform_that_stays_down_makes_the_post_fail_in_the_end(
    office: PostOffice,
) -> None:
    office.room.troubles.extend(Unavailable("503") for _ in range(MOST_TRIES))
    await office.puts_one()
    for n in range(MOST_TRIES):
        await office.drain_at(MONDAY + n * LONGEST_WAIT)
    row = await office.row()
    assert (row.state, row.reason, row.tries) == ("failed", "503", MOST_TRIES)


async def test_a_failed_post_that_the_host_sends_again_is_tried_as_often_as_a_new_one(
    office: PostOffice,
) -> None:
    office.room.troubles.extend(Unavailable("503") for _ in range(MOST_TRIES + 1))
    await office.puts_one()
    for n in range(MOST_TRIES):
        await office.drain_at(MONDAY + n * LONGEST_WAIT)
    post, now = PostId((await office.row()).id), office.clock.now()
    await office.ask(lambda repos: repos.outbox.send_again(post, now, now + MINUTE))
    await office.courier.drain()
    await office.drain_at(now + FIRST_WAIT)
    assert office.room.titles == ["Day 1"]


async def test_a_retry_that_comes_too_late_is_skipped(office: PostOffice) -> None:
    office.room.troubles.append(RateLimited("slow down", timedelta(hours=2)))
    await office.puts_one(expires_at=MONDAY + timedelta(hours=1))
    await office.courier.drain()
    await office.drain_at(MONDAY + timedelta(hours=3))
    row = await office.row()
    assert (row.state, row.reason, office.room.arrived) == ("skipped", "too late to be useful", [])


async def test_a_post_past_its_use_is_skipped_without_asking_the_platform(
    office: PostOffice,
) -> None:
    await office.puts_one(expires_at=MONDAY + MINUTE)
    await office.drain_at(MONDAY + 2 * MINUTE)
    assert (office.room.calls, (await office.row()).state) == (0, "skipped")


async def test_an_unknown_outcome_waits_for_the_host_where_keys_are_not_recognised(
    office: PostOffice,
) -> None:
    office.room.troubles.append(Ambiguous("the line broke"))
    await office.puts_one()
    await office.courier.drain()
    await office.drain_at(MONDAY + timedelta(hours=1))
    row = await office.row()
    assert (row.state, row.reason, office.room.calls) == ("unclear", "the line broke", 1)


async def test_an_unknown_outcome_is_sent_again_where_keys_are_recognised(
    store: SqlStore,
) -> None:
    office = PostOffice(store, rules={"remembers": timedelta(days=1)})
    office.room.troubles.append(Ambiguous("the line broke"))
    await office.puts_one()
    await office.courier.drain()
    await office.drain_at(MONDAY + FIRST_WAIT)
    assert (office.room.titles, (await office.row()).state) == (["Day 1"], "sent")


async def test_an_outcome_that_stays_unknown_is_left_to_the_host(store: SqlStore) -> None:
    office = PostOffice(store, rules={"remembers": timedelta(days=1)})
    office.room.troubles.extend(Ambiguous("the line broke") for _ in range(MOST_TRIES))
    await office.puts_one()
    for n in range(MOST_TRIES):
        await office.drain_at(MONDAY + n * LONGEST_WAIT)
    assert ((await office.row()).state, office.room.calls) == ("unclear", MOST_TRIES)


async def test_a_fault_of_the_adapter_counts_as_an_unknown_outcome(office: PostOffice) -> None:
    office.room.troubles.append(KeyError("ts"))
    await office.puts_one()
    await office.courier.drain()
    row = await office.row()
    assert (row.state, row.reason) == ("unclear", "KeyError: 'ts'")


async def test_an_error_nobody_foresaw_makes_the_post_fail(office: PostOffice) -> None:
    office.room.troubles.append(MessengerError("the card has 51 blocks"))
    await office.puts_one()
    await office.courier.drain()
    row = await office.row()
    assert (row.state, row.reason) == ("failed", "the card has 51 blocks")


async def test_every_trouble_is_reported_with_the_post_it_befell(office: PostOffice) -> None:
    trouble = Unavailable("503")
    office.room.troubles.append(trouble)
    await office.puts_one()
    await office.courier.drain()
    assert [(claim.key, error) for claim, error in office.watch.troubles] == [
        ("1/1/drill", trouble)
    ]


def test_a_send_that_hangs_counts_as_unknown_after_half_a_minute(store: SqlStore) -> None:
    loop = PushedLoop()

    async def story() -> tuple[str, str]:
        office = PostOffice(store)
        office.room.troubles.append(Hang)
        await office.puts_one()
        sending = loop.create_task(office.courier.drain())
        await office.room.hanging.wait()
        loop.push(SEND_TIMEOUT)
        await sending
        row = await office.row()
        return row.state, row.reason

    assert run_on(loop, story()) == ("unclear", "no answer within 30 s")


def test_a_hanging_room_does_not_keep_the_others_from_their_post(store: SqlStore) -> None:
    loop = PushedLoop()

    async def story() -> list[str]:
        office = PostOffice(store)
        office.room.troubles.append(Hang)
        await office.puts(
            an_outgoing(key="a", target=a_channel("a")), an_outgoing(key="b", target=a_channel("b"))
        )
        sending = loop.create_task(office.courier.drain())
        await office.room.hanging.wait()
        await office.room.received(2)
        arrived = [arrival.key for arrival in office.room.arrived]
        loop.push(SEND_TIMEOUT)
        await sending
        return arrived

    assert run_on(loop, story()) == ["a", "b"]
