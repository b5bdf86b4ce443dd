"""The workspaces that have added the app, and the token for each."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.slack.install_cipher import Cipher, Unreadable
from adapters.slack.install_records import Installed, opened, sealed
from adapters.slack.install_renewal import Exchange, Renewal, Tell
from adapters.slack.places import PLATFORM
from adapters.tasks import TaskSet
from bot.ports import Clock, Unavailable
from bot.repositories.deeds import Installation
from bot.repositories.store import Repos, Store

KEPT_FOR = timedelta(seconds=60)
"""How long another process's news may go unseen."""
RENEWED_BEFORE = timedelta(minutes=120)


@dataclass(frozen=True, slots=True)
class _Known:
    row: Installation
    installed: Installed
    read_at: datetime


class Installs:
    """Implements adapters.slack.client.Tokens for many workspaces."""

    def __init__(
        self,
        store: Store,
        cipher: Cipher,
        clock: Clock,
        *,
        exchange: Exchange,
        tasks: TaskSet,
        tell: Tell,
    ) -> None:
        """`clock` is the wall's: Slack lets tokens end by it. `tasks` runs the renewals."""
        self._store, self._cipher, self._clock = store, cipher, clock
        self._renewal = Renewal(store, cipher, clock, exchange, tell)
        self._tasks = tasks
        self._renewing: dict[str, asyncio.Task[None]] = {}
        self._kept: dict[str, _Known] = {}
        self._drops = 0

    async def token(self, workspace: str) -> str | None:
        """None where the app is not installed (any more).

        Raises Unavailable when there is a token but none that works at the moment.
        """
        found = await self.find(workspace)
        return None if found is None else found.token

    async def find(self, workspace: str) -> Installed | None:
        """As `token`, with all that is known of the installation."""
        known = await self._known(workspace)
        if known is None:
            return None
        if not self._ends_within(known.installed, RENEWED_BEFORE):
            return known.installed
        renewing = self._renew(known)
        if not self._ends_within(known.installed, timedelta()):
            return known.installed
        # Shielded: an exchange that is cut off loses the only refresh token there is.
        await asyncio.shield(renewing)
        return await self._renewed(workspace)

    async def workspaces(self) -> Sequence[str]:
        return [row.workspace for row in await self._active()]

    async def add(self, installed: Installed) -> None:
        """For the first time or again."""
        row = sealed(installed, self._cipher)
        await self._store.transact(lambda repos: repos.installations.save(row))
        self._drop(installed.workspace)

    async def gone(self, workspace: str, at: datetime | None = None) -> bool | None:
        """The app was removed or its token revoked: the row stays, the token does not.

        `at` is the time of the event, for one that comes late must not end a newer installation.
        True however often it is told; False for a newer one; None where none was ever kept.
        """
        when = at or self._clock.now()

        def end(repos: Repos) -> bool | None:
            repos.installations.gone(PLATFORM, workspace, when)
            row = repos.installations.get(PLATFORM, workspace)
            return None if row is None else row.gone_at is not None

        ended = await self._store.transact(end)
        self._drop(workspace)
        return ended

    async def gone_before(self, instant: datetime) -> Sequence[str]:
        return await self._store.transact(
            lambda repos: repos.installations.gone_before(PLATFORM, instant), read_only=True
        )

    async def forget_before(self, instant: datetime) -> Sequence[str]:
        """Delete what went before the instant; returns the workspaces."""
        return await self._store.transact(
            lambda repos: repos.installations.forget_before(PLATFORM, instant)
        )

    async def reseal(self) -> Sequence[str]:
        """Seal everything under the newest key; returns workspaces whose token no key opens."""
        lost = []
        for row in await self._active():
            try:
                await self._reseal(row)
            except Unreadable:
                lost.append(row.workspace)
        return lost

    async def _known(self, workspace: str) -> _Known | None:
        now = self._clock.now()
        known = self._kept.get(workspace)
        if known and known.read_at <= now < known.read_at + KEPT_FOR:
            return known
        drops = self._drops
        row = await self._store.transact(
            lambda repos: repos.installations.get(PLATFORM, workspace), read_only=True
        )
        if row is None or row.gone_at is not None:
            self._kept.pop(workspace, None)
            return None
        known = _Known(row, self._open(row), now)
        if drops == self._drops:
            # Else something changed while this was being read.
            self._kept[workspace] = known
        return known

    def _open(self, row: Installation) -> Installed:
        try:
            return opened(row, self._cipher)
        except Unreadable as error:
            raise Unavailable(
                f"the stored Slack token of {row.name} ({row.workspace}) cannot be read, {error}: "
                "add the key it was stored with again, or install the app there once more"
            ) from error

    def _drop(self, workspace: str) -> None:
        self._kept.pop(workspace, None)
        self._drops += 1

    def _ends_within(self, installed: Installed, span: timedelta) -> bool:
        until = installed.expires_at
        return (
            bool(installed.refresh_token)
            and until is not None
            and (until - self._clock.now() <= span)
        )

    def _renew(self, known: _Known) -> asyncio.Task[None]:
        workspace = known.row.workspace
        if workspace not in self._renewing:
            work = self._run_renewal(known)
            task = self._tasks.start(work, f"renewing the token of {workspace}")
            self._renewing[workspace] = task
        return self._renewing[workspace]

    async def _run_renewal(self, known: _Known) -> None:
        try:
            await self._renewal.run(known.row, known.installed)
        finally:
            # In here: between the end of a task and its callbacks others may come and ask.
            self._drop(known.row.workspace)
            self._renewing.pop(known.row.workspace, None)

    async def _renewed(self, workspace: str) -> Installed | None:
        known = await self._known(workspace)
        if known is None:
            return None
        if self._ends_within(known.installed, timedelta()):
            raise Unavailable("the app's token has ended and Slack has not renewed it yet")
        return known.installed

    async def _active(self) -> Sequence[Installation]:
        return await self._store.transact(
            lambda repos: repos.installations.active(PLATFORM), read_only=True
        )

    async def _reseal(self, row: Installation) -> None:
        if self._cipher.is_current(row.secret):
            return
        fresh, now = self._cipher.seal(self._cipher.open(row.secret)), self._clock.now()

        def replace(repos: Repos) -> bool:
            # The claim: a renewal under way must not find another secret than it began with.
            claimed = repos.installations.claim_renewal(row, now, now)
            return claimed and repos.installations.renew(row, fresh)

        await self._store.transact(replace)
        self._drop(row.workspace)
