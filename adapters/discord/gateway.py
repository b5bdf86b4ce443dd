"""The connection over which interactions come."""

import asyncio

from adapters.discord.api import SHORTEST_BACKOFF, Api, Sleep
from adapters.discord.commands import application_commands, fingerprint
from adapters.discord.places import PLATFORM
from adapters.tasks import TaskSet
from bot.ports import Clock
from bot.repositories import Installation, Store


def _told_by_serve(_name: str, _error: BaseException) -> None:
    """Whoever supervises the service logs it."""


class Gateway:
    """A bot.ports.Service. Raises GiveUp for a token that Discord refuses."""

    name = "discord"

    def __init__(
        self, api: Api, store: Store, clock: Clock, guild: str = "", sleep: Sleep = asyncio.sleep
    ) -> None:
        """`guild`: register the commands on this server alone, where they change at once."""
        self._api, self._store, self._clock = api, store, clock
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
        commands = application_commands()
        mark, where = fingerprint(commands), f"commands/{app}/{self._guild}"
        known = await self._store.transact(
            lambda repos: repos.installations.get(PLATFORM, where), read_only=True
        )
        if known is not None and known.details == mark:
            return
        path, names = "/applications/{application_id}/commands", {"application_id": app}
        if self._guild:
            path = "/applications/{application_id}/guilds/{guild_id}/commands"
            names["guild_id"] = self._guild
        await self._api.call("PUT", path, commands, **names)
        entry = Installation(PLATFORM, where, "commands", "", mark, self._clock.now())
        await self._store.transact(lambda repos: repos.installations.save(entry))
