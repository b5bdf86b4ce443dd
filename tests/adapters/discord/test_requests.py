"""Requests to Discord: none holds up the others, and what never left is known as such."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest

from adapters.discord.api import Api, Http
from adapters.discord.errors import failure
from bot.ports import Unavailable
from scheduler.courier import SEND_TIMEOUT
from tests.adapters.discord.club import Club
from tests.discord.trouble import Limited

ME = "GET /users/@me"
LONG = 20.0


async def who(api: Api) -> Any:  # noqa: ANN401  any JSON
    return await api.call("GET", "/users/@me")


async def in_a_limit_for_everybody(api: Api) -> None:
    async with asyncio.timeout(LONG):
        while True:
            if not api.client.http._global_over.is_set():
                return
            await asyncio.sleep(0.01)


async def test_a_request_that_is_cancelled_in_a_limit_for_everybody_holds_up_no_other(
    club: Club,
) -> None:
    club.discord.trouble.next(ME, Limited(4.5, "global"))
    waiting = asyncio.get_running_loop().create_task(who(club.surface.api))
    await in_a_limit_for_everybody(club.surface.api)
    waiting.cancel()
    await asyncio.wait({waiting})
    async with asyncio.timeout(LONG):
        assert (await who(club.surface.api))["id"] == club.discord.app_id


@contextmanager
def deaf() -> Iterator[str]:
    """The address of somebody who takes one connection and leaves all others waiting."""
    with socket.socket() as listening, socket.socket() as only:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        only.connect(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/v10"


async def test_what_met_no_connection_in_time_never_left(club: Club) -> None:
    http = club.surface.client.http
    assert isinstance(http, Http)
    http.connecting = 0.1
    with deaf() as http.base, pytest.raises(aiohttp.ConnectionTimeoutError) as met:
        await who(club.surface.api)
    assert isinstance(failure(met.value), Unavailable)


def test_connecting_ends_before_the_courier_does() -> None:
    assert Http.connecting < SEND_TIMEOUT
