"""Steps before a post: whatever goes wrong in them, nothing was posted, so nothing is in doubt."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.api import ENTERING_SECONDS, Api
from adapters.discord.app import Discord as Surface
from adapters.discord.app import DiscordConfig
from adapters.discord.errors import UNSENT_SECONDS, unsent
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.posts import Posts
from adapters.discord.rooms import Rooms
from adapters.discord.validate import violations
from bot.cards import Card
from bot.clock import SetClock
from bot.domain.ids import ChannelRef
from bot.ports import RateLimited, Unavailable
from bot.storage.store import SqlStore
from scheduler.courier import SEND_TIMEOUT
from tests.adapters.discord.club import STUDY, Club, Waits
from tests.adapters.slack.club import Diary
from tests.discord.routes import OPEN_DM
from tests.discord.server import Discord, a_discord
from tests.discord.trouble import PASSING, Banned, Broken, Garbled, Held, Limited

CARD = Card("A", ())
ME = "GET /users/@me"
THREAD = "POST /channels/{channel_id}/messages/{message_id}/threads"


@pytest.fixture
async def surface(store: SqlStore, clock: SetClock) -> AsyncIterator[tuple[Surface, Discord]]:
    """One that has asked Discord nothing yet."""
    async with a_discord(clock, violations) as discord:
        config = DiscordConfig(discord.token, discord.api_url)
        made = Surface(config, store, clock, Diary([]), Waits().sleep)
        yield made, discord
        await made.close()


def ben(club: Club) -> ChannelRef:
    return replace(club.place(), channel=club.discord.user("ben").id, direct=True)


@pytest.mark.parametrize("name", PASSING)
async def test_a_conversation_that_could_not_be_opened_leaves_no_doubt(
    club: Club, name: str
) -> None:
    club.discord.trouble.next(OPEN_DM, PASSING[name])
    with pytest.raises(Unavailable):
        await club.surface.messenger.post(ben(club), CARD, key="a")


async def test_a_conversation_that_was_opened_into_a_limit_leaves_no_doubt(club: Club) -> None:
    club.discord.trouble.next(OPEN_DM, Broken(502), Limited(400))
    with pytest.raises(RateLimited):
        await club.surface.messenger.post(ben(club), CARD, key="a")


@pytest.mark.parametrize("name", PASSING)
async def test_a_thread_that_could_not_be_begun_leaves_no_doubt(club: Club, name: str) -> None:
    above = await club.surface.messenger.post(club.place(), CARD, key="a")
    club.discord.trouble.next(THREAD, PASSING[name])
    with pytest.raises(Unavailable):
        await club.surface.messenger.post(club.place(), CARD, key="b", parent=above.message)


async def test_before_the_wall_an_answer_does_not_go_to_the_room_instead_of_its_thread(
    club: Club,
) -> None:
    above = await club.surface.messenger.post(club.place(), CARD, key="a")
    club.discord.trouble.next(THREAD, Banned())
    with pytest.raises(RateLimited):
        await club.surface.messenger.post(club.place(), CARD, key="b", parent=above.message)
    assert len(club.discord.channel(STUDY).messages) == 1


async def test_a_database_that_does_not_know_the_rooms_wishes_leaves_no_doubt(
    club: Club, tmp_path: Path
) -> None:
    empty = SqlStore(f"sqlite:///{tmp_path / 'empty.db'}")
    api, clock = club.surface.api, club.clock
    rooms = Rooms(api, empty, clock)
    messenger = DiscordMessenger(api, Posts(api, clock), rooms, lambda _title, _problems: None)
    with pytest.raises(Unavailable):
        await messenger.post(club.place(), replace(CARD, opens=True), key="a")
    empty.close()


async def test_half_an_answer_to_who_the_bot_is_leaves_no_doubt(
    surface: tuple[Surface, Discord],
) -> None:
    made, discord = surface
    discord.trouble.next(ME, Garbled())
    with pytest.raises(Unavailable):
        await made.api.call("GET", "/users/@me")


async def test_a_request_does_not_wait_for_ever_until_the_token_is_known(
    surface: tuple[Surface, Discord],
) -> None:
    made, discord = surface
    held = Held()
    discord.trouble.next(ME, held)
    async with asyncio.timeout(20):
        with pytest.raises(Unavailable):
            await Api(made.client, discord.token, 0.05).call("GET", "/users/@me")
    held.release()


async def test_a_step_that_takes_too_long_leaves_no_doubt() -> None:
    with pytest.raises(Unavailable):
        await unsent(asyncio.Event().wait(), 0.01)


def test_the_steps_before_a_post_leave_it_time() -> None:
    assert max(ENTERING_SECONDS, 3 * UNSENT_SECONDS) < SEND_TIMEOUT
