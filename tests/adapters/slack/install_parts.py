"""Installs as a program wires them, in front of a small Slack; one of several processes maybe."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from cryptography.fernet import Fernet

from adapters.slack.install_access import OAuthApp
from adapters.slack.install_cipher import Cipher
from adapters.slack.install_records import Installed
from adapters.slack.install_renewal import Exchange, SlackExchange
from adapters.slack.installs import Installs
from adapters.slack.places import PLATFORM
from adapters.tasks import TaskSet
from bot.clock import SetClock
from bot.repositories.deeds import Installation
from bot.repositories.store import Repos, Store
from bot.storage.store import SqlStore
from tests.adapters.slack.oauth_server import CLIENT_ID, CLIENT_SECRET, OAuthSlack
from tests.conftest import MONDAY

T = TypeVar("T")
KEY = Fernet.generate_key().decode()
CIPHER = Cipher(KEY)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Process:
    """Everything that one running program has of its own."""

    installs: Installs
    tasks: TaskSet
    told: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    async def settled(self) -> None:
        await self.tasks.drain(10)


def a_process(
    store: Store,
    clock: SetClock,
    slack: OAuthSlack | None = None,
    *,
    exchange: Exchange | None = None,
    keys: str = KEY,
) -> Process:
    told: list[str] = []
    broken: list[str] = []
    tasks = TaskSet(lambda name, error: broken.append(f"{name}: {error!r}"))
    url = slack.url if slack else "http://127.0.0.1:9/"
    exchange = exchange or SlackExchange(OAuthApp(url, CLIENT_ID, CLIENT_SECRET), clock)
    installs = Installs(
        store, Cipher(keys), clock, exchange=exchange, tasks=tasks, tell=told.append
    )
    return Process(installs, tasks, told, broken)


def an_installed(workspace: str = "T1", token: str = "xoxb-1") -> Installed:
    return Installed(workspace, "Ada & Co", token, MONDAY, team=workspace, installer="U1")


def a_rotating(slack: OAuthSlack, left: timedelta, workspace: str = "T1") -> Installed:
    """Installed with a token that ends when `left` has passed."""
    slack.rotating = True
    given = slack.issue()
    return Installed(
        workspace,
        "Ada & Co",
        given["access_token"],
        MONDAY - 12 * HOUR + left,
        refresh_token=given["refresh_token"],
        expires_at=MONDAY + left,
    )


def row_of(store: SqlStore, workspace: str = "T1") -> Installation | None:
    return store.run(lambda repos: repos.installations.get(PLATFORM, workspace))


class SlowReads:
    """A Store whose read-only transactions hand over their results late."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.has_read, self.may_return = asyncio.Event(), asyncio.Event()

    async def transact(
        self, step: Callable[[Repos], T], *, read_only: bool = False, atomic: bool = True
    ) -> T:
        found = await self._store.transact(step, read_only=read_only, atomic=atomic)
        if read_only:
            self.has_read.set()
            await self.may_return.wait()
        return found
