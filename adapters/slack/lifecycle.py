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

Gone = Callable[[str, datetime | None], Awaitable[bool]]
_LEFT = "The app was removed from the channel. Type /invite and its name there."
_ARCHIVED = "The channel was archived."
_DELETED = "The channel was deleted."


class Lifecycle:
    """`gone` forgets the token of a workspace; False when there was nothing to forget."""

    def __init__(self, caretaker: Caretaker, gone: Gone) -> None:
        self._caretaker, self._gone = caretaker, gone

    def listen(self, app: AsyncApp) -> None:
        app.event("app_uninstalled")(self.uninstalled)
        app.event("tokens_revoked")(self.revoked)
        app.event("member_left_channel")(self.left)
        app.event(re.compile(r"^(channel|group)_(archive|deleted)$"))(self.closed)

    async def uninstalled(self, body: Json) -> None:
        stamp = body.get("event_time")
        at = datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int) else None
        # An uninstall of a whole organisation may name no more than one of its teams.
        for workspace in dict.fromkeys((workspace_of(body), str(body.get("enterprise_id") or ""))):
            if workspace and await self._gone(workspace, at):
                await self._caretaker.workspace_left(PLATFORM, workspace)
                return

    async def revoked(self, body: Json) -> None:
        """People's own tokens are of no concern: the app has none."""
        if body["event"].get("tokens", {}).get("bot"):
            await self.uninstalled(body)

    async def left(self, body: Json) -> None:
        own = {str(each.get("user_id")) for each in body.get("authorizations") or ()}
        if str(body["event"].get("user")) in own:
            await self._close(body, _LEFT)

    async def closed(self, body: Json) -> None:
        archived = str(body["event"]["type"]).endswith("archive")
        await self._close(body, _ARCHIVED if archived else _DELETED)

    async def _close(self, body: Json, why: str) -> None:
        room = ChannelRef(PLATFORM, workspace_of(body), str(body["event"]["channel"]))
        await self._caretaker.room_left(room, why)
