import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse

from adapters.playground.live import Stream
from adapters.playground.places import direct_ref, room_ref
from tests.adapters.playground.gallery import HINT
from tests.adapters.playground.site import ANA, Site, a_site
from tests.adapters.playground.test_room import HERE

News = tuple[str, dict[str, Any]]


@asynccontextmanager
async def listening(site: Site, person: str) -> AsyncIterator[ClientResponse]:
    async with site.client.get(f"/events?as={person}") as stream:
        assert stream.content_type == "text/event-stream"
        assert await heard(stream) == ("hello", {})
        yield stream


async def heard(stream: ClientResponse) -> News:
    """The next event."""
    text = (await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 20)).decode()
    lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
    return lines["event"], json.loads(lines["data"])


async def test_a_page_hears_of_a_message_in_the_room() -> None:
    async with a_site() as site, listening(site, "ben") as ben:
        await site.post("/send", ANA, text="hello")
        assert await heard(ben) == ("change", {"place": "r/general"})


async def test_a_page_hears_nothing_of_what_it_may_not_see() -> None:
    async with a_site() as site, listening(site, "ben") as ben, listening(site, "ana") as ana:
        site.room.post(HERE, HINT, only_for="ana")
        assert await heard(ana) == ("change", {"place": "r/general"})
        site.room.post(direct_ref("ana"), HINT)
        assert await heard(ana) == ("change", {"place": "d/ana"})
        site.room.add_room("last", "Last")
        assert await heard(ben) == ("change", {"place": ""})


async def test_many_changes_before_a_page_reads_are_one() -> None:
    stream = Stream("ana")
    for number in range(1000):
        stream.tell("change", {"n": number}, about="r/general")
    stream.tell("clock", {})
    assert await stream.take() == ('event: change\ndata: {"n": 999}\n\nevent: clock\ndata: {}\n\n')


async def test_a_closed_stream_ends_even_with_news_waiting() -> None:
    stream = Stream("ana")
    stream.tell("change", {})
    stream.close()
    assert await stream.take() is None


async def test_pages_hear_the_clock_move() -> None:
    async with a_site() as site, listening(site, "ben") as ben:
        await site.post("/clock", ANA, move="day")
        event, data = await heard(ben)
        assert event == "clock"
        assert data == {
            "line": "Day 12 of 28 · Wed 19 May, 09:30 UTC",
            "moving": False,
            "share": None,
        }


async def test_a_closed_page_is_forgotten() -> None:
    async with a_site() as site:
        async with listening(site, "ana") as ana:
            ana.close()
        for number in range(50):
            site.room.post(room_ref("general"), f"message {number}")
            await asyncio.sleep(0)
        assert len(site.room.seen_by("ana", HERE)) == 50
