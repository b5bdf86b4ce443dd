"""Discord as one part of the program: built, connected to the core, served."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from adapters.discord.answers import Answers
from adapters.discord.api import API, Api, Client, Identifies, Sleep
from adapters.discord.commands import Translated, english_only
from adapters.discord.doctor import DiscordDoctor
from adapters.discord.files import Files
from adapters.discord.gateway import Gateway
from adapters.discord.inbound import PATIENCE_SECONDS, Inbound
from adapters.discord.keeping import Keeping
from adapters.discord.lifecycle import watch
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.posts import Posts
from adapters.discord.rooms import Rooms
from adapters.discord.shards import Shards
from adapters.shapes import Json, Violation
from adapters.tasks import TaskSet
from bot.ports import Caretaker, Clock, Desk, Service
from bot.repositories.store import Store

DRAIN_SECONDS = 5.0


class Log(Protocol):
    def warning(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401

    def error(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401


@dataclass(frozen=True, slots=True, repr=False)
class DiscordConfig:
    """`shards`: the ids this process serves, of so many; empty: as many as Discord advises."""

    token: str
    api_url: str = API
    guild: str = ""
    shards: tuple[Sequence[int], int] | None = None
    translated: Translated = english_only


class Discord:
    """The parts that the composition root wires: messenger, doctor, services."""

    def __init__(
        self,
        config: DiscordConfig,
        store: Store,
        clock: Clock,
        log: Log,
        sleep: Sleep = asyncio.sleep,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._log, self._patience = log, patience
        self._inbound: Inbound | None = None
        self.tasks = TaskSet(self._failed)
        identifies = Identifies(clock, sleep)
        self.client = Client(config.api_url, self._heard, identifies, **_sharded(config))
        self.api = Api(self.client, config.token)
        self._rooms = Rooms(self.api, store, clock)
        posts = Posts(self.api, clock)
        self.messenger = DiscordMessenger(self.api, posts, self._rooms, self._mended)
        self._shards = Shards(self.client)
        self.doctor = DiscordDoctor(self.client, self._shards)
        self._gateway = Gateway(self.api, store, clock, config.guild, sleep, config.translated)

    def connect(self, desk: Desk, caretaker: Caretaker) -> None:
        """Give the router somebody to ask; before the gateway is served."""
        answers = Answers(self.api, self._mended, self.messenger)
        keeping = Keeping(desk, Files(self.api), self._rooms, caretaker)
        self._inbound = Inbound(keeping, answers, self.tasks, self._rooms, self._patience)
        watch(self.client, caretaker)

    def services(self) -> list[Service]:
        return [self._gateway]

    def connections(self) -> dict[str, bool]:
        return {f"shard {shard}": up for shard, up in self._shards.states().items()}

    def routes(self) -> Mapping[tuple[str, str], Any]:
        return {}

    async def close(self) -> None:
        await self.tasks.drain(DRAIN_SECONDS)
        await self.api.close()

    def _heard(self, body: Json) -> None:
        assert self._inbound is not None, "connect comes before serving"
        self._inbound.heard(self._in_forum(body))

    def _in_forum(self, body: Json) -> Json:
        """A forum is one room, whichever of its posts somebody is in."""
        parent = str((body.get("channel") or {}).get("parent_id") or "0")
        if not isinstance(self.client.get_channel(int(parent)), discord.ForumChannel):
            return body
        return {**body, "channel_id": parent, "channel": {"id": parent}}

    def _failed(self, name: str, error: BaseException) -> None:
        self._log.error("discord work failed", work=name, error=f"{type(error).__name__}: {error}")

    def _mended(self, title: str, problems: Sequence[Violation]) -> None:
        rules = [problem.rule for problem in problems]
        self._log.warning("card shortened for discord", card=title, rules=rules)


def _sharded(config: DiscordConfig) -> dict[str, Any]:
    if config.shards is None:
        return {}
    ids, count = config.shards
    return {"shard_ids": list(ids), "shard_count": count}
