"""discord.py as the two things we use it for: the gateway, and requests that know their buckets."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Ratelimit, Route

from adapters.discord.doubts import noted, watching
from adapters.shapes import Json
from bot.ports import Clock, GiveUp, Unavailable

API = Route.BASE
LONGEST_WAIT = 5.0
"""Seconds discord.py may wait for a bucket; beyond, the courier waits and goes on elsewhere."""
LONGEST_REQUEST = 5 * 60.0
ENTERING_SECONDS = 8.0
"""How long a request waits for the token to be known as good; it was not begun then."""
FEW_BUCKETS = 256
TOKEN_HINT = "copy it again from the application's page, Bot, Reset Token"
SHARDS_APART = timedelta(seconds=5)
SHORTEST_BACKOFF, LONGEST_BACKOFF = timedelta(seconds=30), timedelta(minutes=10)
"""Discord resets the token of a bot that identifies more than 1,000 times a day."""
Heard = Callable[[Json], None]
Sleep = Callable[[float], Awaitable[None]]


class Identifies:
    """Keeps a shard from identifying again too soon; ever longer while its sessions are short."""

    def __init__(self, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._clock, self._sleep = clock, sleep
        self._last: dict[int | None, tuple[datetime, timedelta]] = {}

    async def turn(self, shard: int | None, *, initial: bool) -> None:
        least = timedelta(0) if initial else SHARDS_APART
        backoff, wait = self._due(shard)
        if max(least, wait):
            await self._sleep(max(least, wait).total_seconds())
        self._last[shard] = self._clock.now(), min(LONGEST_BACKOFF, backoff * 2)

    def _due(self, shard: int | None) -> tuple[timedelta, timedelta]:
        """How far apart they are to be now, and what is left of that."""
        at, backoff = self._last.get(shard, (None, SHORTEST_BACKOFF))
        passed = self._clock.now() - at if at else LONGEST_BACKOFF * 2
        if passed > LONGEST_BACKOFF:
            return SHORTEST_BACKOFF / 2, timedelta(0)
        return backoff, backoff - passed


class Http(HTTPClient):
    """Every route and every gateway belongs to one address; `idle` and `connecting` are in seconds.

    Connecting ends before the courier's patience, so that what never left is known as such.
    """

    base: str = API
    idle: float = 10.0
    connecting: float = 5.0
    most_buckets: int = FEW_BUCKETS

    def _try_clear_expired_ratelimits(self) -> None:
        """Every interaction has a bucket of its own. discord.py would keep each for five minutes,
        and look at all of them whenever one is added.
        """
        if len(self._buckets) < self.most_buckets:
            return
        for key in [key for key, bucket in self._buckets.items() if self._is_blank(bucket)]:
            del self._buckets[key]
        self.most_buckets = max(FEW_BUCKETS, 2 * len(self._buckets))

    def _is_blank(self, bucket: Ratelimit) -> bool:
        """A new one would do as well: nobody waits for it, and it has nothing to remember."""
        if bucket.outgoing or bucket._pending_requests:
            return False
        quiet = bucket._loop.time() - bucket._last_request >= self.idle
        return quiet and (bucket.expires is None or bucket.is_expired())

    async def request(self, route: Route, **more: Any) -> Any:  # noqa: ANN401  any JSON
        route.url = route.url.replace(Route.BASE, self.base, 1)
        times = aiohttp.ClientTimeout(LONGEST_REQUEST, sock_connect=self.connecting)
        try:
            with noted():
                return await super().request(route, timeout=times, **more)
        except asyncio.CancelledError:
            # discord.py 2.7.1, cancelled in a limit for everybody, would keep everybody waiting.
            self._global_over.set()
            raise

    async def ws_connect(self, url: str, *, compress: int = 0) -> Any:  # noqa: ANN401
        """After an invalid session discord.py takes its own idea of where the gateway is."""
        wanted = yarl.URL(url)
        if self.base != API and wanted.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            _, gateway, _ = await self.get_bot_gateway()
            wanted = yarl.URL(gateway).with_query(wanted.query)
        return await super().ws_connect(str(wanted), compress=compress)


class Client(discord.AutoShardedClient):
    """No intents but `guilds`, no caches of people or messages; interactions arrive raw."""

    def __init__(
        self,
        base: str,
        heard: Heard,
        identifies: Identifies,
        **shards: Any,  # noqa: ANN401  discord.py's own
    ) -> None:
        self._base, self._identifies = base, identifies
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            **shards,
        )
        # discord.py would build objects for views that we do not have.
        self._connection.parsers["INTERACTION_CREATE"] = heard

    def _get_state(self, **options: Any) -> Any:  # noqa: ANN401  discord.py's own
        """The one place from which everything gets its HTTP client."""
        self.http = Http(self.http.loop, http_trace=watching())
        # As a parameter it could not be less than 30 seconds.
        self.http.max_ratelimit_timeout = LONGEST_WAIT
        self.http.base = self._base
        return super()._get_state(**options)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await self._identifies.turn(shard_id, initial=initial)


class Api:
    """Requests as JSON, from whenever the token is known to be good."""

    def __init__(
        self, client: Client, token: str, entering_seconds: float = ENTERING_SECONDS
    ) -> None:
        self.client, self._token, self._entering_seconds = client, token, entering_seconds
        self._entering, self._entered = asyncio.Lock(), False
        self._refused = False

    async def enter(self) -> None:
        """Raises GiveUp for a token that Discord refuses, and asks no second time.

        Raises Unavailable when Discord cannot be asked.
        """
        async with self._entering:
            if not (self._entered or self._refused):
                await self._login()
        if self._refused:
            raise GiveUp(f"Discord refuses PREPCIRCLE_DISCORD_TOKEN: {TOKEN_HINT}.")

    async def _login(self) -> None:
        try:
            await self.client.login(self._token)
            self._entered = True
        except discord.LoginFailure:
            self._refused = True
        except Exception as error:
            # Half an answer is one of many kinds.
            raise Unavailable(f"Discord cannot be reached: {type(error).__name__}") from error
        finally:
            if not self._entered:
                await self.client.http.close()
                self._begin_anew()

    async def close(self) -> None:
        if self._entered:
            # Before that discord.py 2.7.1 fails to close what it never opened.
            await self.client.close()

    def leave(self) -> None:
        """After the client was closed: the next request begins with a new session."""
        self._entered = False
        self.client.clear()
        self._begin_anew()

    def _begin_anew(self) -> None:
        """A closed session has closed its connector, which discord.py 2.7.1 would use again."""
        self.client.http.clear()
        self.client.http.connector = discord.utils.MISSING

    async def call(self, method: str, path: str, body: object = None, **names: str) -> Any:  # noqa: ANN401  any JSON
        """`names` fill the path; discord.py keeps a bucket for each channel and webhook.

        Raises Unavailable when the request was not even begun.
        """
        await self._ready()
        route = Route(method, path, **names)
        if body is None:
            return await self.client.http.request(route)
        return await self.client.http.request(route, json=body)

    async def fetch(self, url: str) -> bytes:
        """A file that somebody gave. Raises as `call`, and aiohttp.ClientError."""
        await self._ready()
        return await self.client.http.get_from_cdn(url)

    async def _ready(self) -> None:
        if self.client.is_closed():
            raise Unavailable("Discord is being connected again")
        try:
            async with asyncio.timeout(self._entering_seconds):
                await self.enter()
        except GiveUp as error:
            raise Unavailable(str(error)) from error
        except TimeoutError as error:
            raise Unavailable("Discord does not answer") from error

    async def send_file(self, path: str, body: Json, name: str, data: bytes, **names: str) -> Any:  # noqa: ANN401  any JSON
        """Raises as `call`."""
        await self._ready()
        form: list[Json] = [
            {"name": "payload_json", "value": discord.utils._to_json(body)},
            {"name": "files[0]", "value": data, "filename": name},
        ]
        return await self.client.http.request(Route("POST", path, **names), form=form)
