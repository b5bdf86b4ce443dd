"""Rooms and people that cannot be written to any more: switched off, and the host told once."""

import pytest

from bot.domain.ids import CohortId, PersonId
from bot.plain_text import plain_text
from bot.ports import ChannelGone, MessengerError, NotAllowed
from bot.repositories.store import Repos
from bot.usecases.nudging import REFUSED
from tests.builders import (
    a_channel,
    an_actor,
    an_outgoing,
    store_cohort,
    store_member,
    store_person,
)
from tests.scheduler.post_office import PostOffice

CIRCLE = CohortId(1)
TERMINAL = [ChannelGone("the room is no more"), NotAllowed("not in the room", "Invite the bot.")]


async def in_a_circle(office: PostOffice, *keys: str) -> None:
    """Posts of a circle that meets in "room" and whose host is "host"."""
    cohort = await office.ask(lambda repos: store_cohort(repos))
    await office.puts(*(an_outgoing(key=key) for key in keys), cohort=cohort.id)


@pytest.mark.parametrize("error", TERMINAL, ids=lambda error: type(error).__name__)
class TestForGood:
    """Errors after which a room cannot be posted in any more."""

    async def test_the_post_fails_with_the_reason(
        self, office: PostOffice, error: MessengerError
    ) -> None:
        office.room.troubles.append(error)
        await in_a_circle(office, "drill")
        await office.courier.drain()
        row = await office.row("drill")
        assert (row.state, row.reason) == ("failed", str(error))

    async def test_the_place_is_switched_off(
        self, office: PostOffice, error: MessengerError
    ) -> None:
        office.room.troubles.append(error)
        await in_a_circle(office, "drill")
        await office.courier.drain()
        (place,) = await office.ask(lambda repos: repos.cohorts.places(CIRCLE))
        assert place.off_reason == str(error)

    async def test_the_host_is_told_once_however_many_posts_fail(
        self, office: PostOffice, error: MessengerError
    ) -> None:
        office.room.troubles.extend([error, error])
        await in_a_circle(office, "drill", "recap")
        await office.courier.step()
        await office.courier.step()
        await office.courier.drain()
        told = [arrival for arrival in office.room.arrived if arrival.target.direct]
        assert [arrival.target.channel for arrival in told] == ["host"]
        assert told[0].title == "A room is switched off · DS Circle"


async def test_the_host_reads_what_the_platform_says_must_be_done(office: PostOffice) -> None:
    office.room.troubles.append(NotAllowed("not in the room", "Invite the bot."))
    await in_a_circle(office, "drill")
    await office.courier.step()
    (notice,) = [row for row in (await office.rows()).values() if row.direct]
    assert "Invite the bot." in str(notice.card)


async def test_another_room_of_the_circle_goes_on(office: PostOffice) -> None:
    office.room.troubles.append(ChannelGone("the room is no more"))
    await in_a_circle(office, "drill")
    await office.ask(lambda repos: repos.cohorts.add_place(CIRCLE, a_channel("second")))
    await office.courier.drain()
    places = await office.ask(lambda repos: repos.cohorts.places(CIRCLE))
    assert [(p.channel.channel, bool(p.off_reason)) for p in places] == [
        ("room", True),
        ("second", False),
    ]


async def test_a_room_without_a_circle_only_loses_its_post(office: PostOffice) -> None:
    office.room.troubles.append(ChannelGone("the room is no more"))
    await office.puts_one()
    await office.courier.drain()
    assert await office.states() == {"1/1/drill": "failed"}


async def test_somebody_who_takes_no_direct_messages_is_not_nudged_any_more(
    office: PostOffice,
) -> None:
    def enrol(repos: Repos) -> PersonId:
        cohort = store_cohort(repos)
        ana = store_person(repos, "ana", nudges=True)
        store_member(repos, cohort, "ana")
        return ana.id

    ana = await office.ask(enrol)
    office.room.troubles.append(ChannelGone("takes no messages"))
    await office.puts_one(target=a_channel("ana", direct=True))
    await office.courier.drain()
    assert not (await office.ask(lambda repos: repos.people.get(ana))).nudges


async def test_the_host_reads_why_nudges_do_not_arrive_and_what_helps(office: PostOffice) -> None:
    await office.ask(lambda repos: store_cohort(repos))
    office.room.troubles.append(NotAllowed("the tab is off", "Switch it on."))
    await office.puts(an_outgoing(target=a_channel("ana", direct=True)), cohort=CIRCLE)
    await office.courier.step()
    (told,) = [row for row in (await office.rows()).values() if row.channel == "host"]
    assert "Nudges do not arrive: the tab is off" in plain_text(told.card)
    assert "Switch it on." in plain_text(told.card)


async def test_where_the_app_may_not_write_to_people_their_wish_is_kept(office: PostOffice) -> None:
    def enrol(repos: Repos) -> PersonId:
        cohort = store_cohort(repos)
        store_member(repos, cohort, "ana")
        return store_person(repos, "ana", nudges=True).id

    ana = await office.ask(enrol)
    office.room.troubles.append(NotAllowed("the tab is off", "Switch it on."))
    await office.puts(an_outgoing(target=a_channel("ana", direct=True)), cohort=CIRCLE)
    await office.courier.drain()
    assert (await office.ask(lambda repos: repos.people.get(ana))).nudges
    row = await office.row()
    assert (row.state, row.reason) == ("failed", f"{REFUSED}. the tab is off Switch it on.")


async def test_the_host_is_told_once_that_the_app_may_not_write_to_people(
    office: PostOffice,
) -> None:
    await office.ask(lambda repos: store_cohort(repos))
    for day in range(2):
        office.room.troubles.append(NotAllowed("the tab is off", "Switch it on."))
        letter = an_outgoing(key=f"nudge {day}", target=a_channel("ana", direct=True))
        await office.puts(letter, cohort=CIRCLE)
        await office.courier.drain()
    assert [arrival.target for arrival in office.room.arrived] == [a_channel("host", direct=True)]


async def test_a_refused_direct_message_switches_no_room_off(office: PostOffice) -> None:
    cohort = await office.ask(lambda repos: store_cohort(repos))
    office.room.troubles.append(NotAllowed("takes no messages", ""))
    await office.puts(an_outgoing(target=a_channel("ana", direct=True)), cohort=cohort.id)
    await office.courier.drain()
    (place,) = await office.ask(lambda repos: repos.cohorts.places(CIRCLE))
    assert (place.off_reason, (await office.states())["1/1/drill"]) == ("", "failed")


async def test_a_direct_message_to_somebody_forgotten_just_fails(office: PostOffice) -> None:
    office.room.troubles.append(NotAllowed("who?", ""))
    await office.puts_one(target=a_channel("nobody", direct=True))
    await office.courier.drain()
    found = await office.ask(lambda repos: repos.people.find(an_actor("nobody")))
    assert ((await office.row()).state, found) == ("failed", None)
