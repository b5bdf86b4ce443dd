"""A real discord.py client next to a loopback Discord, for the tests of that Discord.

`Addressed` shows how a product points discord.py at another Discord without patching anything.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from tests.discord.records import Json
from tests.discord.routes import ANSWER, SEND
from tests.discord.server import Discord
from tests.discord.shown import Shown

Reply = Callable[[Json], Json | None]


class AddressedHttp(HTTPClient):
    """Every route and every gateway belongs to one address; `base` has the form of Route.BASE."""

    base: str = Route.BASE

    async def request(self, route: Route, **more: Any) -> Any:  # noqa: ANN401  as it is there
        route.url = route.url.replace(Route.BASE, self.base, 1)
        return await super().request(route, **more)

    async def ws_connect(self, url: str, *, compress: int = 0) -> Any:  # noqa: ANN401
        """After an invalid session, or with a given number of shards, discord.py asks nobody."""
        wanted = yarl.URL(url)
        if wanted.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            _, gateway, _ = await self.get_bot_gateway()
            wanted = yarl.URL(gateway).with_query(wanted.query)
        return await super().ws_connect(str(wanted), compress=compress)


class Heard(discord.AutoShardedClient):
    """Keeps every event it gets and answers interactions with what `reply` makes of them."""

    def __init__(self, there: Discord, **options: Any) -> None:  # noqa: ANN401  discord.py's own
        self.there = there
        self.bodies: list[Json] = []
        self.interactions: list[discord.Interaction[Any]] = []
        self.events: list[str] = []
        self.refusals: list[discord.HTTPException] = []
        self.reply: Reply = deferring
        self.ended: Exception | None = None
        self.over = asyncio.Event()
        options.setdefault("intents", discord.Intents(guilds=True))
        options.setdefault("guild_ready_timeout", 0.05)
        super().__init__(
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            enable_debug_events=True,
            **options,
        )

    def _get_state(self, **options: Any) -> Any:  # noqa: ANN401  discord.py's own
        """The one place from which everything gets its HTTP client."""
        self.http = AddressedHttp(self.http.loop, max_ratelimit_timeout=30)
        self.http.base = self.there.api_url
        return super()._get_state(**options)

    async def before_identify_hook(self, _shard: int | None, *, initial: bool = False) -> None:
        """discord.py would wait five seconds between two shards."""

    async def on_socket_event_type(self, event: str) -> None:
        self.events.append(event)
        self.there.state.touch()

    async def on_socket_raw_receive(self, text: str) -> None:
        event = json.loads(text)
        if event["t"] == "INTERACTION_CREATE":
            self.bodies.append(event["d"])
            self.there.state.touch()
            await self._answer(event["d"])

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """As the library understands it; it comes before the raw event is answered."""
        self.interactions.append(interaction)

    async def _answer(self, body: Json) -> None:
        told = self.reply(body)
        if told is None:
            return
        try:
            await self.answer(body, told)
        except discord.HTTPException as refusal:
            self.refusals.append(refusal)

    async def answer(self, body: Json, told: Json) -> Any:  # noqa: ANN401  any JSON
        """The first answer to an interaction."""
        return await self.call(ANSWER, told, webhook_id=body["id"], webhook_token=body["token"])

    async def follow(self, route: str, body: Json, told: Json | None, **more: str) -> Any:  # noqa: ANN401
        """A request with the token of an interaction."""
        app = str(self.application_id)
        named = {"webhook_id": app, "webhook_token": body["token"], **more}
        return await self.call(route, told, **named)

    async def call(self, route: str, told: object = None, **path: str) -> Any:  # noqa: ANN401
        """A request by the key of its route."""
        method, _, at = route.partition(" ")
        body: Json = {"json": told} if told is not None else {}
        return await self.http.request(Route(method, at, **path), **body)

    @property
    def last(self) -> Json:
        return self.bodies[-1]

    async def lives(self, token: str) -> None:
        """Until it is closed or gives up; then `ended` says why."""
        try:
            await self.start(token)
        except Exception as why:  # whatever it is, a test wants to see it
            self.ended = why
        self.over.set()


def deferring(body: Json) -> Json | None:
    """Buttons change nothing; everything else is thought about for one person."""
    if body["type"] == 4:
        return {"type": 8, "data": {"choices": []}}
    return {"type": 6} if body["type"] == 3 else {"type": 5, "data": {"flags": 64}}


@asynccontextmanager
async def connected(
    there: Discord,
    token: str = "",
    **options: Any,  # noqa: ANN401  discord.py's own
) -> AsyncIterator[Heard]:
    """A client that is through with its first READY."""
    async with running(there, token, **options) as client:
        await there.gateway.connected(options.get("shard_count") or there.gateway.shards)
        await client.wait_until_ready()
        yield client


@asynccontextmanager
async def running(
    there: Discord,
    token: str = "",
    **options: Any,  # noqa: ANN401  discord.py's own
) -> AsyncIterator[Heard]:
    """A client on its way."""
    async with asyncio.TaskGroup() as group, Heard(there, **options) as client:
        group.create_task(client.lives(token or there.token))
        yield client


async def refusal(asked: Awaitable[object]) -> tuple[int, int]:
    """Status and code of the error a request ends with."""
    try:
        await asked
    except discord.HTTPException as error:
        return error.status, error.code
    raise AssertionError("it was not refused")


async def stands(there: Discord, client: Heard, told: Json, room: str = "general") -> Shown:
    """A message of the bot's in a room."""
    await client.call(SEND, told, channel_id=there.room(room).id)
    return there.channel(room).last
