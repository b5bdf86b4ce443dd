"""Many workspaces: added over OAuth, their tokens sealed in our own database."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp.typedefs import Handler

from adapters.slack.install_access import OAuthApp
from adapters.slack.install_cipher import Cipher
from adapters.slack.install_renewal import SlackExchange
from adapters.slack.installs import Installs
from adapters.slack.manifest import SCOPES
from adapters.slack.oauth import install_flow, install_routes
from adapters.slack.places import PLATFORM
from adapters.tasks import TaskSet
from bot.ports import Caretaker, Clock
from bot.repositories.store import Store

KEPT_FOR = timedelta(days=30)
"""How long a workspace that removed the app may come back and go on where it was."""
TIDY_SECONDS = 3600.0 * 24
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, repr=False)
class OAuthConfig:
    """`token_keys`: comma separated, the newest first. `public_url` is this server's own."""

    client_id: str
    client_secret: str
    token_keys: str
    public_url: str


class Workspaces:
    """The installations as a bot.ports.Service, which forgets those long gone."""

    name = "slack"

    def __init__(
        self, config: OAuthConfig, api_url: str, store: Store, clock: Clock,
        tasks: TaskSet, tell: Tell,
    ) -> None:  # fmt: skip
        """Raises BadKey, a ValueError, with one line for the operator."""
        self._clock, self._tell = clock, tell
        access = OAuthApp(api_url, config.client_id, config.client_secret)
        cipher = Cipher(config.token_keys)
        exchange = SlackExchange(access, clock)
        self.tokens = Installs(store, cipher, clock, exchange=exchange, tasks=tasks, tell=tell)
        self._caretaker: Caretaker | None = None
        self._flow = install_flow(
            self.tokens, store, access, clock,
            scopes=SCOPES, public_url=config.public_url, added=self._added, tell=tell,
        )  # fmt: skip

    def connect(self, caretaker: Caretaker) -> None:
        self._caretaker = caretaker

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        return install_routes(self._flow)

    async def gone(self, workspace: str, at: datetime | None) -> bool | None:
        return await self.tokens.gone(workspace, at)

    async def serve(self) -> None:
        for workspace in await self.tokens.reseal():
            self._tell(f"no key of PREPCIRCLE_SLACK_TOKEN_KEYS opens the token of {workspace}")
        while True:
            await self.tidy()
            await asyncio.sleep(TIDY_SECONDS)

    async def tidy(self) -> None:
        """Let go of those that have been away for too long, and of their circles first."""
        assert self._caretaker is not None, "connect comes before serving"
        instant = self._clock.now() - KEPT_FOR
        for workspace in await self.tokens.gone_before(instant):
            await self._caretaker.workspace_forgotten(PLATFORM, workspace)
        await self.tokens.forget_before(instant)

    async def _added(self, workspace: str) -> None:
        assert self._caretaker is not None, "connect comes before serving"
        await self._caretaker.workspace_back(PLATFORM, workspace)
