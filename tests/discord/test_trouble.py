"""Each trouble as the real discord.py meets it, and what the room shows afterwards."""

import asyncio

import aiohttp
import pytest
from discord import DiscordServerError, Forbidden, HTTPException, RateLimited

from tests.discord.apps import Heard
from tests.discord.raw import a_raw
from tests.discord.routes import EDIT, SEND
from tests.discord.server import Discord
from tests.discord.trouble import (
    Banned,
    Broken,
    Dropped,
    Fail,
    Fine,
    Garbled,
    Held,
    Limited,
    Trouble,
)


async def says(discord: Discord, client: Heard, text: str = "A", room: str = "general") -> None:
    await client.call(SEND, {"content": text}, channel_id=discord.room(room).id)


def said(discord: Discord) -> list[str]:
    return [shown.text for shown in discord.channel("general").messages]


async def test_an_error_asked_for_is_the_answer(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Fail(403, 160005, "Thread is locked"))
    with pytest.raises(Forbidden) as caught:
        await says(discord, client)
    assert (caught.value.code, caught.value.text) == (160005, "Thread is locked")
    assert said(discord) == []


async def test_trouble_passes(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Fail(403))
    with pytest.raises(Forbidden):
        await says(discord, client, "A")
    await says(discord, client, "B")
    assert said(discord) == ["B"]


async def test_troubles_come_in_the_order_given(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Fine(), Fail(403))
    await says(discord, client, "A")
    with pytest.raises(Forbidden):
        await says(discord, client, "B")


async def test_trouble_can_stay_for_one_room(discord: Discord, client: Heard) -> None:
    general = discord.room("general").id
    discord.trouble.always(SEND, Fail(403), lambda call: call.path["channel_id"] == general)
    await says(discord, client, room="study")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await says(discord, client)
    discord.trouble.stop()
    await says(discord, client)


async def test_trouble_can_meet_every_route(discord: Discord, client: Heard) -> None:
    discord.trouble.always("*", Fail(403))
    with pytest.raises(Forbidden):
        await client.call("GET /users/@me")


async def test_trouble_is_each_routes_own(discord: Discord, client: Heard) -> None:
    discord.trouble.next(EDIT, Broken())
    await says(discord, client)
    assert said(discord) == ["A"]


async def test_the_library_waits_a_limit_out_and_tries_again(
    discord: Discord, client: Heard
) -> None:
    discord.trouble.next(SEND, Limited(0.01), Limited(0.01, "shared"), Limited(0.01, "global"))
    await says(discord, client)
    assert (said(discord), discord.state.counts[SEND]) == (["A"], 4)


async def test_a_limit_longer_than_the_librarys_patience_is_an_error(
    discord: Discord, client: Heard
) -> None:
    discord.trouble.next(SEND, Limited(60))
    with pytest.raises(RateLimited) as caught:
        await says(discord, client)
    assert caught.value.retry_after == 60


async def test_a_limit_names_its_scope(discord: Discord) -> None:
    discord.trouble.next(SEND, Limited(7, "global"))
    async with a_raw(discord) as raw:
        answer = await raw.says("general")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert (answer.body["retry_after"], answer.body["global"]) == (7, True)
    assert answer.headers["X-RateLimit-Scope"] == "global"


async def test_the_wall_before_discord_is_not_waited_out(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Banned())
    with pytest.raises(HTTPException) as caught:
        await says(discord, client)
    assert (caught.value.status, discord.state.counts[SEND]) == (429, 1)


async def test_refused_requests_are_counted(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Banned(), Fail(403))
    for _ in range(2):
        with pytest.raises(HTTPException):
            await says(discord, client)
    assert discord.rates.invalid == 2


async def test_a_server_error_is_a_page_for_humans(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Broken(503))
    with pytest.raises(DiscordServerError):
        await says(discord, client)
    assert said(discord) == []


async def test_the_library_tries_again_after_a_bad_gateway(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Broken(502))
    await says(discord, client)
    assert (said(discord), discord.state.counts[SEND]) == (["A"], 2)


@pytest.mark.parametrize(("kept", "shown"), [(False, []), (True, ["A"])], ids=["before", "after"])
async def test_a_dropped_connection_looks_the_same_before_and_after_it_was_kept(
    discord: Discord, client: Heard, kept: bool, shown: list[str]
) -> None:
    discord.trouble.next(SEND, Dropped(kept=kept))
    with pytest.raises(aiohttp.ClientConnectionError):
        await says(discord, client)
    assert said(discord) == shown


async def test_half_an_answer_is_not_an_answer(discord: Discord, client: Heard) -> None:
    discord.trouble.next(SEND, Garbled())
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        await says(discord, client)
    assert said(discord) == ["A"]


@pytest.mark.parametrize(("kept", "shown"), [(False, []), (True, ["A"])], ids=["before", "after"])
async def test_an_answer_can_be_held_back(
    discord: Discord, client: Heard, kept: bool, shown: list[str]
) -> None:
    held = Held(kept=kept)
    discord.trouble.next(SEND, held)
    async with asyncio.TaskGroup() as both:
        both.create_task(says(discord, client))
        await held.reached.wait()
        assert said(discord) == shown
        held.release()
    assert said(discord) == ["A"]


@pytest.mark.parametrize("trouble", [Broken(), Limited(5), Fail(404, 10008)], ids=str)
async def test_nothing_is_kept_when_it_is_refused(discord: Discord, trouble: Trouble) -> None:
    discord.trouble.next(SEND, trouble)
    async with a_raw(discord) as raw:
        assert (await raw.says("general")).status >= 400
    assert said(discord) == []


async def test_a_wrong_token_is_unauthorized(discord: Discord) -> None:
    async with a_raw(discord) as raw:
        answer = await raw.asks("GET", "/users/@me", token="another")
    assert (answer.status, answer.body["code"]) == (401, 0)


async def test_an_unknown_route_is_not_found(discord: Discord) -> None:
    async with a_raw(discord) as raw:
        answer = await raw.asks("GET", "/nowhere")
    assert (answer.status, answer.body["code"]) == (404, 0)
