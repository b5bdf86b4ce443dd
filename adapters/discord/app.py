"""Discord as one part of the program: built, connected to the core, served."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.discord.answers import Answers
from adapters.discord.api import API, Api, Client, Identifies, Sleep
from adapters.discord.doctor import DiscordDoctor
from adapters.discord.gateway import Gateway
from adapters.discord.inbound import PATIENCE_SECONDS, Inbound
from adapters.discord.lifecycle import watch
from adapters.discord.messenger import DiscordMessenger
from adapters.shapes import Json, Violation
from adapters.tasks import TaskSet
from bot.ports import Caretaker, Clock, Desk, Service
from bot.repositories import Store

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
        self.messenger = DiscordMessenger(self.api, self._mended)
        self.doctor = DiscordDoctor(self.client)
        self._gateway = Gateway(self.api, store, clock, config.guild, sleep)

    def connect(self, desk: Desk, caretaker: Caretaker) -> None:
        """Give the router somebody to ask; before the gateway is served."""
        answers = Answers(self.api, self._mended, self.messenger)
        self._inbound = Inbound(desk, answers, self.tasks, self._patience)
        watch(self.client, caretaker)

    def services(self) -> list[Service]:
        return [self._gateway]

    def routes(self) -> Mapping[tuple[str, str], Any]:
        return {}

    async def close(self) -> None:
        await self.tasks.drain(DRAIN_SECONDS)
        await self.api.close()

    def _heard(self, body: Json) -> None:
        assert self._inbound is not None, "connect comes before serving"
        self._inbound.heard(body)

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
