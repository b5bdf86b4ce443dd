"""Which room is meant, and what was chosen for it: whom its daily post calls, where that stands."""

import asyncio
import json
import logging
from collections.abc import Awaitable
from dataclasses import asdict, dataclass, replace
from typing import Literal

import discord

from adapters.discord.api import Api
from adapters.discord.places import PLATFORM
from bot.domain.ids import ActorRef, ChannelRef
from bot.ports import Caretaker, Clock, NotAllowed, Wish
from bot.repositories.deeds import Installation
from bot.repositories.store import Repos, Store

_ROLES = "/guilds/{guild_id}/roles"
_ROLE = "/guilds/{guild_id}/roles/{role_id}"
_ONE = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"
ROLE_NAME = "Daily drill"
UNKNOWN_ROLE = 10011
_LACKS = "The bot could not keep the role that calls people when the day's drill is up."
FIX = (
    "Server Settings, Roles, the bot's role: allow Manage Roles, and keep that role above "
    f"“{ROLE_NAME}”. Then `/prep ping on` works."
)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chosen:
    role: str = ""
    posts: Literal["", "room", "thread"] = ""


class Rooms:
    """A role belongs to one room, so that a server's other circles are not called with it."""

    def __init__(self, api: Api, store: Store, clock: Clock) -> None:
        self._api, self._store, self._clock = api, store, clock
        self._making = asyncio.Lock()

    async def chosen(self, room: ChannelRef) -> Chosen:
        """Read each time: another process may have changed it."""
        known = await self._store.transact(
            lambda repos: repos.installations.get(PLATFORM, _key(room)), read_only=True
        )
        return Chosen(**json.loads(known.details)) if known else Chosen()

    async def meant(self, thread: ChannelRef, above: ChannelRef) -> ChannelRef:
        """Whose circle is spoken to there: the thread's own before the room's over it, and one
        that is over after any that is not. Without any the thread is a room like others."""
        return await self._store.transact(
            lambda repos: _meant(repos, thread, above), read_only=True
        )

    async def keep(self, wish: Wish, room: ChannelRef, user: str, caretaker: Caretaker) -> None:
        """Raises NotAllowed where the bot may not manage roles; the host is told then."""
        if wish.posts:
            await self._save(room, replace(await self.chosen(room), posts=wish.posts))
        for there, account in wish.leaving:
            await _quietly(self._let_go(there, account))
        if wish.silence:
            await _quietly(self._silence(room))
        if wish.calls is not None:
            try:
                await self._call(room, user, wanted=wish.calls)
            except discord.Forbidden as error:
                await caretaker.room_lacks(room, _LACKS, FIX)
                raise NotAllowed(_LACKS, FIX) from error

    async def _let_go(self, room: ChannelRef, account: ActorRef) -> None:
        role = (await self.chosen(room)).role if account.platform == PLATFORM else ""
        if role:
            await self._turn(room, account.user, role, wanted=False)

    async def _silence(self, room: ChannelRef) -> None:
        """Forgotten first: a role that cannot be deleted calls nobody either."""
        chosen = await self.chosen(room)
        if chosen.role:
            await self._save(room, replace(chosen, role=""))
            await self._api.call("DELETE", _ROLE, guild_id=room.workspace, role_id=chosen.role)

    async def _call(self, room: ChannelRef, user: str, *, wanted: bool) -> None:
        role = (await self.chosen(room)).role
        if not role and not wanted:
            return
        try:
            await self._turn(room, user, role or await self._made(room), wanted=wanted)
        except discord.NotFound as error:
            if error.code != UNKNOWN_ROLE:
                raise
            # Somebody deleted it, and took it from everybody with that.
            if wanted:
                await self._turn(room, user, await self._made(room, gone=role), wanted=True)

    async def _turn(self, room: ChannelRef, user: str, role: str, *, wanted: bool) -> None:
        names = {"guild_id": room.workspace, "user_id": user, "role_id": role}
        await self._api.call("PUT" if wanted else "DELETE", _ONE, **names)

    async def _made(self, room: ChannelRef, gone: str = "") -> str:
        """The room's role. Of several people who ask at once, the first has it made."""
        async with self._making:
            chosen = await self.chosen(room)
            if chosen.role in {"", gone}:
                chosen = replace(chosen, role=await self._new_role(room))
                await self._save(room, chosen)
            return chosen.role

    async def _new_role(self, room: ChannelRef) -> str:
        """It may do nothing. Only a mentionable one can be called without more rights."""
        asked = {"name": ROLE_NAME, "permissions": "0", "mentionable": True}
        made = await self._api.call("POST", _ROLES, asked, guild_id=room.workspace)
        return str(made["id"])

    async def _save(self, room: ChannelRef, chosen: Chosen) -> None:
        details = json.dumps(asdict(chosen))
        entry = Installation(PLATFORM, _key(room), "room", "", details, self._clock.now())
        await self._store.transact(lambda repos: repos.installations.save(entry))


async def _quietly(step: Awaitable[None]) -> None:
    """What was asked for is done by now: none of this may spoil its answer."""
    try:
        await step
    except (discord.Forbidden, discord.NotFound):
        # Without the right, the role or the member there is nothing left to take.
        return
    except Exception as error:
        _LOG.warning("a role on discord stays as it was: %s", type(error).__name__)


def _meant(repos: Repos, *rooms: ChannelRef) -> ChannelRef:
    circles = repos.cohorts
    found = (room for known in (circles.at, circles.latest_at) for room in rooms if known(room))
    return next(found, rooms[0])


def _key(room: ChannelRef) -> str:
    return f"room/{room.channel}"
