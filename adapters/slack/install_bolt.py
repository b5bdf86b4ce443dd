"""What slack_bolt asks of whoever keeps installations, on top of Installs."""

import logging
import re
import secrets
from collections.abc import Callable
from datetime import timedelta

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.install_records import (
    Installed,
    from_slack,
    to_slack,
    to_slack_bot,
    workspace_key,
)
from adapters.slack.installs import Installs
from bot.ports import Clock
from bot.repositories.store import Store

STATE_LASTS = timedelta(minutes=10)
_STATE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LOG = logging.getLogger(__name__)


def new_state() -> str:
    return secrets.token_urlsafe(32)


class InstallStore(AsyncInstallationStore):
    """Bolt never gets a refresh token: Installs renews, also for posts no request asks for."""

    def __init__(self, installs: Installs) -> None:
        self._installs = installs

    @property
    def logger(self) -> logging.Logger:
        return _LOG

    async def async_save(self, installation: Installation) -> None:
        """Raises BoltError when it names no workspace or has no bot token."""
        await self._installs.add(from_slack(installation))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        found = await self._find(enterprise_id, team_id, is_enterprise_install)
        return None if found is None else to_slack_bot(found)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        found = await self._find(enterprise_id, team_id, is_enterprise_install)
        if found is None or user_id not in (None, found.installer):
            return None
        return to_slack(found)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self._installs.gone(workspace_key(enterprise_id, team_id))

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Of one person nothing is kept, so only a whole installation can be ended."""
        if user_id is None:
            await self._installs.gone(workspace_key(enterprise_id, team_id))

    async def _find(
        self, enterprise: str | None, team: str | None, org_wide: bool | None
    ) -> Installed | None:
        return await self._installs.find(workspace_key(enterprise, team, org_wide))


class InstallStates(AsyncOAuthStateStore):
    """The values that prove that whoever comes back from Slack was sent there from here."""

    def __init__(self, store: Store, clock: Clock, ids: Callable[[], str] = new_state) -> None:
        self._store, self._clock, self._ids = store, clock, ids

    @property
    def logger(self) -> logging.Logger:
        return _LOG

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        value, now = self._ids(), self._clock.now()
        await self._store.transact(lambda repos: repos.states.issue(value, now, now + STATE_LASTS))
        return value

    async def async_consume(self, state: str) -> bool:
        now = self._clock.now()
        if not _STATE.fullmatch(state):
            return False
        return await self._store.transact(lambda repos: repos.states.consume(state, now))
