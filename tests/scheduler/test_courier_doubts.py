"""A room that forgets: a repeat goes out while it is recognised, and never after that."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import (
    Ambiguous,
    ChannelGone,
    MessengerError,
    NotAllowed,
    RateLimited,
    Receipt,
    Unavailable,
)
from bot.repositories.posts import MAY_BE_THERE
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from scheduler.courier import FIRST_WAIT, MOST_TRIES
from tests.builders import MONDAY, a_channel, an_outgoing, store_cohort
from tests.fakes import Arrival, DieAfterSending, Died, FlakyMessenger, Trouble
from tests.scheduler.post_office import PostOffice

MEMORY, MINUTE = timedelta(minutes=2), timedelta(minutes=1)
LOST, DOWN = Ambiguous("the line broke"), Unavailable("503")
LIMITED = RateLimited("slow down", timedelta(seconds=400))


class Forgetful(FlakyMessenger):
    """Recognises a key for two minutes, to the very end; with Ambiguous the post has arrived."""

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        trouble = self.troubles[0] if self.troubles else None
        if isinstance(trouble, Ambiguous):
            self.troubles[0] = None
        receipt = await super().post(target, card, key=key, parent=parent)
        if isinstance(trouble, Ambiguous):
            raise trouble
        return receipt

    def _arrive(self, arrival: Arrival) -> Receipt:
        for number, known in enumerate(self.arrived):
            if known.key == arrival.key and arrival.at - known.at <= self.remembers:
                return Receipt(f"m{number}")
        self.arrived.append(arrival)
        return Receipt(f"m{len(self.arrived) - 1}")


def an_office(store: SqlStore) -> PostOffice:
    office = PostOffice(store)
    office.room = Forgetful(office.clock, remembers=MEMORY)
    office.started()
    return office


@pytest.fixture
def office(store: SqlStore) -> PostOffice:
    return an_office(store)


async def meets(office: PostOffice, *troubles: Trouble) -> None:
    """A post on its first way, which ends in the first trouble."""
    office.room.troubles.extend(troubles)
    await office.puts_one()
    await office.courier.drain()


async def goes_on(office: PostOffice, minutes: int = 20) -> None:
    """In steps shorter than any wait."""
    for _ in range(minutes * 15):
        await office.drain_at(office.clock.now() + timedelta(seconds=4))


@pytest.mark.parametrize("later", [LOST, DOWN, LIMITED], ids=lambda error: type(error).__name__)
async def test_after_a_lost_answer_no_later_trouble_makes_a_second_post(
    office: PostOffice, later: MessengerError
) -> None:
    await meets(office, LOST, *[later] * (MOST_TRIES - 2))
    await goes_on(office)
    assert (office.room.titles, (await office.row()).state) == (["Day 1"], "unclear")


async def test_the_repeats_of_a_post_in_doubt_end_with_the_memory(office: PostOffice) -> None:
    await meets(office, *[LOST] * MOST_TRIES)
    await goes_on(office)
    # At 0, 5, 15, 35 and 75 seconds; the next would be at 155.
    assert office.room.calls == 5


async def test_a_repeat_at_the_very_end_of_the_memory_is_made(office: PostOffice) -> None:
    await meets(office, LOST)
    await office.drain_at(MONDAY + MEMORY)
    assert (office.room.calls, (await office.row()).state) == (2, "sent")


async def test_after_a_restart_that_takes_longer_than_the_memory_it_is_not_sent_again(
    office: PostOffice,
) -> None:
    await meets(office, LOST)
    office.clock.move_to(MONDAY + MEMORY + timedelta(microseconds=1))
    await office.started().drain()
    row = await office.row()
    assert (office.room.calls, row.state, row.reason) == (1, "unclear", MAY_BE_THERE)


async def test_after_a_silence_that_another_room_caused_it_is_not_sent_again(
    office: PostOffice,
) -> None:
    await meets(office, LOST)
    office.room.troubles.append(LIMITED)
    await office.puts_one(key="other", target=a_channel("other"))
    await office.courier.drain()
    await goes_on(office)
    assert await office.states() == {"1/1/drill": "unclear", "other": "sent"}
    assert sorted(arrival.key for arrival in office.room.arrived) == ["1/1/drill", "other"]


async def test_what_a_crash_put_in_doubt_is_not_sent_again_later_than_the_memory(
    office: PostOffice,
) -> None:
    office.room.troubles.extend([DieAfterSending, LIMITED])
    await office.puts_one()
    with pytest.raises(Died):
        await office.courier.drain()
    office.clock.move_to(MONDAY + MINUTE)
    await office.started().drain()
    await goes_on(office)
    assert (office.room.titles, (await office.row()).state) == (["Day 1"], "unclear")


async def test_the_host_need_not_wait_for_a_try_that_will_not_be_made(office: PostOffice) -> None:
    await meets(office, LOST, LIMITED)
    await office.drain_at(MONDAY + FIRST_WAIT)
    row = await office.row()
    assert (row.state, row.reason) == ("unclear", f"{MAY_BE_THERE}; then: slow down")


@pytest.mark.parametrize("trouble", [DOWN, LIMITED], ids=lambda error: type(error).__name__)
async def test_what_was_surely_not_sent_goes_out_however_late(
    office: PostOffice, trouble: MessengerError
) -> None:
    await meets(office, *[trouble] * (MOST_TRIES - 1))
    await goes_on(office, 60)
    assert (office.room.titles, (await office.row()).state) == (["Day 1"], "sent")


async def test_the_memory_begins_with_the_doubt_and_not_with_the_first_try(
    office: PostOffice,
) -> None:
    await meets(office, LIMITED, LOST)
    await goes_on(office)
    assert (office.room.calls, (await office.row()).state) == (3, "sent")


@pytest.mark.parametrize(
    "refusal",
    [MessengerError("too long"), ChannelGone("no room"), NotAllowed("not in the room", "Invite.")],
    ids=lambda error: type(error).__name__,
)
async def test_a_refusal_of_the_repeat_does_not_say_that_the_post_failed(
    office: PostOffice, refusal: MessengerError
) -> None:
    await meets(office, LOST, refusal)
    await office.drain_at(MONDAY + FIRST_WAIT)
    assert (await office.row()).state == "unclear"
    assert office.watch.sends == ["retry", "unclear"]


async def test_a_platform_that_stays_down_after_a_doubt_leaves_it_to_the_host(
    office: PostOffice,
) -> None:
    office.room.remembers = timedelta(days=1)
    await meets(office, LOST, *[DOWN] * MOST_TRIES)
    await goes_on(office, 60)
    assert (office.room.calls, (await office.row()).state) == (MOST_TRIES, "unclear")


async def test_what_the_host_sends_again_goes_out_after_the_memory_too(office: PostOffice) -> None:
    cohort = await office.ask(store_cohort)
    office.room.troubles.extend([LOST, LIMITED])
    await office.puts(an_outgoing(), cohort=cohort.id)
    await goes_on(office)
    post, now = (await office.row()).id, office.clock.now()
    assert await office.ask(lambda repos: repos.outbox.send_again(post, now, now + MINUTE))
    await office.courier.drain()
    assert (len(office.room.arrived), (await office.row()).state) == (2, "sent")


SHORT = RateLimited("slow down", timedelta(seconds=20))
TROUBLES = st.sampled_from([None, LOST, DOWN, SHORT, LIMITED, DieAfterSending, KeyError("ts")])
WAITS = st.sampled_from([1, 5, 10, 45, 60, 90, 120, 121, 400]).map(lambda s: timedelta(seconds=s))


@given(st.lists(st.tuples(TROUBLES, WAITS, st.booleans()), max_size=12))
@settings(max_examples=60)
def test_whatever_happens_the_room_shows_a_post_once(
    fates: list[tuple[Trouble | None, timedelta, bool]],
) -> None:
    """Sends that end well or badly, waits, and restarts."""

    async def story(office: PostOffice) -> None:
        await office.puts_one()
        for trouble, wait, restarts in fates:
            office.room.troubles.append(trouble)
            with suppress(Died):
                await office.courier.step()
            office.clock.move_to(office.clock.now() + wait)
            if restarts:
                office.started()

    with TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{Path(folder) / 'test.db'}")
        store.migrate(upgrade)
        office = an_office(store)
        asyncio.run(story(office))
        store.close()
    assert len(office.room.arrived) <= 1
