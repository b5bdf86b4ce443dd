"""Workspaces and channels that the app can no longer reach."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncApp

from adapters.shapes import Json
from adapters.slack.deeds import workspace_of
from adapters.slack.places import PLATFORM
from bot.domain.ids import ChannelRef
from bot.ports import Caretaker

Gone = Callable[[str, datetime | None], Awaitable[bool | None]]
_LEFT = "The app was removed from the channel. Type /invite and its name there, and it goes on."
_ARCHIVED = "The channel was archived. Unarchive it, and it goes on."
_DELETED = "The channel was deleted."


class Lifecycle:
    """`gone` forgets a workspace's token and says whether it is without one; None: it never had."""

    def __init__(self, caretaker: Caretaker, gone: Gone) -> None:
        self._caretaker, self._gone = caretaker, gone

    def listen(self, app: AsyncApp) -> None:
        app.event("app_uninstalled")(self.uninstalled)
        app.event("tokens_revoked")(self.revoked)
        app.event("member_left_channel")(self.left)
        # Slack does not tell the app itself of members who leave by the event above.
        app.event(re.compile(r"^(channel|group)_left$"))(self.removed)
        app.event(re.compile(r"^(channel|group)_(archive|deleted)$"))(self.closed)
        app.event("member_joined_channel")(self.joined)
        app.event(re.compile(r"^(channel|group)_unarchive$"))(self.opened)

    async def uninstalled(self, body: Json) -> None:
        stamp = body.get("event_time")
        at = datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int) else None
        # An uninstall of a whole organisation may name no more than one of its teams. A team with
        # a token of its own speaks for itself alone, and Slack tells of it twice.
        for workspace in dict.fromkeys((workspace_of(body), str(body.get("enterprise_id") or ""))):
            gone = await self._gone(workspace, at) if workspace else None
            if gone:
                await self._caretaker.workspace_left(PLATFORM, workspace)
            if gone is not None:
                return

    async def revoked(self, body: Json) -> None:
        """People's own tokens are of no concern: the app has none."""
        if body["event"].get("tokens", {}).get("bot"):
            await self.uninstalled(body)

    async def left(self, body: Json) -> None:
        if _of_the_app(body):
            await self.removed(body)

    async def removed(self, body: Json) -> None:
        await self._close(body, _LEFT)

    async def closed(self, body: Json) -> None:
        archived = str(body["event"]["type"]).endswith("archive")
        await self._close(body, _ARCHIVED if archived else _DELETED)

    async def _close(self, body: Json, why: str) -> None:
        await self._caretaker.room_left(_room(body), why)

    async def joined(self, body: Json) -> None:
        if _of_the_app(body):
            await self.opened(body)

    async def opened(self, body: Json) -> None:
        await self._caretaker.room_back(_room(body))


def _of_the_app(body: Json) -> bool:
    """Whether it is the app itself that came or went."""
    own = {str(each.get("user_id")) for each in body.get("authorizations") or ()}
    return str(body["event"].get("user")) in own


def _room(body: Json) -> ChannelRef:
    return ChannelRef(PLATFORM, workspace_of(body), str(body["event"]["channel"]))
