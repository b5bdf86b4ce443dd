"""The connection over which interactions come."""

import asyncio
import logging

import aiohttp
import discord

from adapters.discord.api import SHORTEST_BACKOFF, Api, Sleep
from adapters.discord.commands import (
    Translated,
    application_commands,
    english_only,
    fingerprint,
)
from adapters.discord.places import PLATFORM
from adapters.shapes import Json
from adapters.tasks import TaskSet
from bot.ports import Clock, GiveUp, Unavailable
from bot.repositories.deeds import Installation
from bot.repositories.store import Store

_NOT_THERE = (
    "The bot is not on the server that PREPCIRCLE_DISCORD_GUILD names: invite it there, or leave "
    "that setting empty."
)
_NO_COMMANDS = "Discord does not let the bot register its commands:"
_NAME = "commands"
_UNWELL = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError, Unavailable)
"""ValueError: half of a JSON text."""
_LOG = logging.getLogger(__name__)


def _told_by_serve(_name: str, _error: BaseException) -> None:
    """Whoever supervises the service logs it."""


class Gateway:
    """A bot.ports.Service. Raises GiveUp for a token that Discord refuses."""

    name = "discord"

    def __init__(
        self,
        api: Api,
        store: Store,
        clock: Clock,
        guild: str = "",
        sleep: Sleep = asyncio.sleep,
        translated: Translated = english_only,
    ) -> None:
        """`guild`: register the commands on this server alone, where they change at once."""
        self._api, self._store, self._clock = api, store, clock
        self._translated = translated
        self._guild, self._sleep = guild, sleep
        self._tasks = TaskSet(_told_by_serve)

    async def serve(self) -> None:
        client = self._api.client
        if client.is_closed():
            self._api.leave()
        await self._api.enter()
        try:
            await self._register(str(client.application_id))
            await self._connected()
        except GiveUp:
            # Posts and what was posted before go on over REST.
            raise
        except Exception:
            await client.close()
            await self._sleep(SHORTEST_BACKOFF.total_seconds())
            raise

    async def _connected(self) -> None:
        """discord.py 2.7.1 swallows a cancellation that meets it connecting a shard again."""
        connecting = self._tasks.start(self._api.client.connect(), "discord connection")
        try:
            await asyncio.wait({connecting})
        except asyncio.CancelledError:
            while not connecting.done():
                connecting.cancel()
                await asyncio.sleep(0)
            raise
        connecting.result()

    async def _register(self, app: str) -> None:
        """Only what differs from what was registered last: Discord counts each time."""
        commands, kept = application_commands(self._translated), await self._scopes(app)
        mark = fingerprint(commands)
        if kept.get(self._guild) != mark:
            try:
                await self._put(app, self._guild, commands)
            except (discord.Forbidden, discord.NotFound) as error:
                told = _NOT_THERE if self._guild else f"{_NO_COMMANDS} {error.text}"
                raise GiveUp(told) from error
            await self._keep(app, self._guild, mark)
        for other in kept.keys() - {self._guild}:
            await self._clear(app, other)

    async def _scopes(self, app: str) -> dict[str, str]:
        """Where commands stand, "" for everywhere, each with their fingerprint."""
        found = await self._store.transact(
            lambda repos: repos.installations.active(PLATFORM), read_only=True
        )
        start = _scope(app, "")
        kept = [one for one in found if one.name == _NAME and one.workspace.startswith(start)]
        return {one.workspace.removeprefix(start): one.details for one in kept}

    async def _put(self, app: str, guild: str, commands: list[Json]) -> None:
        path, names = "/applications/{application_id}/commands", {"application_id": app}
        if guild:
            path = "/applications/{application_id}/guilds/{guild_id}/commands"
            names["guild_id"] = guild
        await self._api.call("PUT", path, commands, **names)

    async def _keep(self, app: str, guild: str, mark: str) -> None:
        entry = Installation(PLATFORM, _scope(app, guild), _NAME, "", mark, self._clock.now())
        await self._store.transact(lambda repos: repos.installations.save(entry))

    async def _clear(self, app: str, guild: str) -> None:
        """Commands of a former setting would be offered beside those of this one for ever."""
        try:
            await self._put(app, guild, [])
        except (discord.Forbidden, discord.NotFound):
            # On a server that the bot left there are none any more.
            pass
        except _UNWELL as error:
            kind = type(error).__name__
            _LOG.warning("old commands stay on discord until the next start: %s", kind)
            return
        where, now = _scope(app, guild), self._clock.now()
        await self._store.transact(lambda repos: repos.installations.gone(PLATFORM, where, now))


def _scope(app: str, guild: str) -> str:
    return f"commands/{app}/{guild}"
