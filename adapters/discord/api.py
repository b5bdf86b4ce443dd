"""discord.py as the two things we use it for: the gateway, and requests that know their buckets."""

import asyncio
from collections.abc import Callable
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from adapters.shapes import Json
from bot.ports import GiveUp, Unavailable

API = Route.BASE
LONGEST_WAIT = 30.0
"""Seconds discord.py may wait for a bucket; beyond, the courier waits instead."""
TOKEN_HINT = "copy it again from the application's page, Bot, Reset Token"
Heard = Callable[[Json], None]


class _Http(HTTPClient):
    """Every route and every gateway belongs to one address."""

    base: str = API

    async def request(self, route: Route, **more: Any) -> Any:  # noqa: ANN401  any JSON
        route.url = route.url.replace(Route.BASE, self.base, 1)
        return await super().request(route, **more)

    async def ws_connect(self, url: str, *, compress: int = 0) -> Any:  # noqa: ANN401
        """After an invalid session discord.py takes its own idea of where the gateway is."""
        wanted = yarl.URL(url)
        if self.base != API and wanted.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            _, gateway, _ = await self.get_bot_gateway()
            wanted = yarl.URL(gateway).with_query(wanted.query)
        return await super().ws_connect(str(wanted), compress=compress)


class Client(discord.AutoShardedClient):
    """No intents but `guilds`, no caches of people or messages; interactions arrive raw."""

    def __init__(self, base: str, heard: Heard, **shards: Any) -> None:  # noqa: ANN401
        self._base = base
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
        self.http = _Http(self.http.loop, max_ratelimit_timeout=LONGEST_WAIT)
        self.http.base = self._base
        return super()._get_state(**options)


class Api:
    """Requests as JSON, from whenever the token is known to be good."""

    def __init__(self, client: Client, token: str) -> None:
        self.client, self._token = client, token
        self._entering, self._entered = asyncio.Lock(), False

    async def enter(self) -> None:
        """Raises GiveUp for a token that Discord refuses."""
        async with self._entering:
            if self._entered:
                return
            try:
                await self.client.login(self._token)
            except discord.LoginFailure as error:
                raise GiveUp(f"Discord refuses PREPCIRCLE_DISCORD_TOKEN: {TOKEN_HINT}.") from error
            self._entered = True

    async def close(self) -> None:
        if self._entered:
            # Before that discord.py 2.7.1 fails to close what it never opened.
            await self.client.close()

    def leave(self) -> None:
        """After the client was closed: the next request begins with a new session."""
        self._entered = False
        self.client.clear()

    async def call(self, method: str, path: str, body: object = None, **names: str) -> Any:  # noqa: ANN401  any JSON
        """`names` fill the path; discord.py keeps a bucket for each channel and webhook."""
        try:
            await self.enter()
        except GiveUp as error:
            raise Unavailable(str(error)) from error
        route = Route(method, path, **names)
        if body is None:
            return await self.client.http.request(route)
        return await self.client.http.request(route, json=body)

    async def send_file(self, path: str, body: Json, name: str, data: bytes, **names: str) -> Any:  # noqa: ANN401  any JSON
        form: list[Json] = [
            {"name": "payload_json", "value": discord.utils._to_json(body)},
            {"name": "files[0]", "value": data, "filename": name},
        ]
        return await self.client.http.request(Route("POST", path, **names), form=form)
