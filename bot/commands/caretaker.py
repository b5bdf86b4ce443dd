"""What happens when a platform takes the bot out of somewhere."""

from bot.domain.ids import ChannelRef, Platform
from bot.ports import Clock
from bot.repositories.store import Repos, Store
from bot.usecases import workspaces
from bot.views.circles import lacking_post, place_off_post


class Housekeeper:
    """Implements bot.ports.Caretaker."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def workspace_left(self, platform: Platform, workspace: str) -> None:
        await self._store.transact(lambda repos: workspaces.left(repos, platform, workspace))

    async def workspace_back(self, platform: Platform, workspace: str) -> None:
        await self._store.transact(lambda repos: workspaces.back(repos, platform, workspace))

    async def workspace_forgotten(self, platform: Platform, workspace: str) -> None:
        await self._store.transact(lambda repos: workspaces.forgotten(repos, platform, workspace))

    async def room_left(self, channel: ChannelRef, why: str) -> None:
        now = self._clock.now()

        def step(repos: Repos) -> None:
            off = workspaces.room_left(repos, channel, why, now)
            if off is not None:
                repos.outbox.add(place_off_post(off))

        await self._store.transact(step)

    async def room_back(self, channel: ChannelRef) -> None:
        await self._store.transact(lambda repos: workspaces.room_back(repos, channel))

    async def room_lacks(self, channel: ChannelRef, what: str, fix: str) -> None:
        now = self._clock.now()

        def step(repos: Repos) -> None:
            lack = workspaces.lacking(repos, channel, what, fix, now)
            if lack is not None:
                repos.outbox.add(lacking_post(lack))

        await self._store.transact(step)
