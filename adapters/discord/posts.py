"""Where a post stands: in the room, in the thread under another one, or in a forum."""

from datetime import timedelta

import discord

from adapters.discord import limits
from adapters.discord.api import Api
from adapters.shapes import Json
from adapters.text import cut, flat
from bot.domain.ids import ChannelRef
from bot.ports import Clock

_MESSAGES = "/channels/{channel_id}/messages"
_THREADS = "/channels/{channel_id}/messages/{message_id}/threads"
_POSTS = "/channels/{channel_id}/threads"
_ACTIVE = "/guilds/{guild_id}/threads/active"
THREAD_NAME = "Answer and discussion"
ALREADY_THERE, ARCHIVED, NO_HISTORY = 160004, 50083, 160002
NO_TEXT_CHANNEL = {50008, 50024}
_NEEDS_TAG = 1 << 4
FRESH = timedelta(minutes=5)
"""Longer than the courier tries one post again without asking anybody."""


class Posts:
    """Sends what is finished. Raises what discord.py does."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._forums: set[str] = set()

    async def send(self, room: ChannelRef, payload: Json, title: str, parent: str = "") -> str:
        """The id of the message; of a forum post that is its thread's as well."""
        if parent and (under := await self._under(room.channel, payload, parent)):
            return under
        if room.channel in self._forums:
            return await self._forum_post(room, payload, title)
        try:
            return await self._in_room(room.channel, payload, parent)
        except discord.HTTPException as error:
            if error.code not in NO_TEXT_CHANNEL or room.direct:
                raise
            self._forums.add(room.channel)
            return await self.send(room, payload, title, parent)

    async def begin_thread(self, channel: str, message: str, title: str) -> None:
        """Without the right to, the post stands all the same, and so does its answer."""
        try:
            names = {"channel_id": channel, "message_id": message}
            await self._api.call("POST", _THREADS, {"name": _name(title)}, **names)
        except discord.HTTPException:
            return

    async def _in_room(self, channel: str, payload: Json, parent: str) -> str:
        if not parent:
            return await self._say(channel, payload)
        reference = {"message_id": parent, "fail_if_not_exists": False}
        try:
            return await self._say(channel, {**payload, "message_reference": reference})
        except discord.HTTPException as error:
            if error.code != NO_HISTORY:
                raise
            return await self._say(channel, payload)

    async def _say(self, channel: str, payload: Json) -> str:
        return str((await self._api.call("POST", _MESSAGES, payload, channel_id=channel))["id"])

    async def _under(self, channel: str, payload: Json, parent: str) -> str:
        """Empty when there is no thread to say it in."""
        if channel not in self._forums and not await self._has_thread(channel, parent):
            return ""
        try:
            # A thread that grew from a message has the message's id.
            return await self._say(parent, payload)
        except discord.HTTPException as error:
            if not _shut(error):
                raise
        return ""

    async def _has_thread(self, channel: str, parent: str) -> bool:
        """Starts it if need be. Without the right to, the answer stands in the channel."""
        try:
            names = {"channel_id": channel, "message_id": parent}
            await self._api.call("POST", _THREADS, {"name": THREAD_NAME}, **names)
        except discord.DiscordServerError:
            # It may be there with the answer in it: elsewhere a repeated nonce is unknown.
            raise
        except discord.HTTPException as error:
            return error.code == ALREADY_THERE
        return True

    async def _forum_post(self, room: ChannelRef, payload: Json, title: str) -> str:
        """A forum knows no nonce, so one that was just made under this name is taken for it."""
        known = await self._just_made(room, _name(title))
        if known:
            return known
        inner = {k: v for k, v in payload.items() if k not in {"nonce", "enforce_nonce"}}
        asked = {"name": _name(title), "message": inner, **await self._tags(room.channel, title)}
        return str((await self._api.call("POST", _POSTS, asked, channel_id=room.channel))["id"])

    async def _just_made(self, room: ChannelRef, name: str) -> str:
        found = await self._api.call("GET", _ACTIVE, guild_id=room.workspace)
        own, since = str(self._api.client.application_id), self._clock.now() - FRESH
        for one in found["threads"]:
            is_it = (one.get("parent_id"), one.get("owner_id")) == (room.channel, own)
            at = discord.utils.snowflake_time(int(one["id"]))
            if is_it and one.get("name") == name and at >= since:
                return str(one["id"])
        return ""

    async def _tags(self, forum: str, title: str) -> Json:
        """Those that the title names; where one is demanded and none fits, the first."""
        told = await self._api.call("GET", "/channels/{channel_id}", channel_id=forum)
        tags = [tag for tag in told.get("available_tags") or [] if not tag.get("moderated")]
        fits = [tag for tag in tags if str(tag["name"]).casefold() in title.casefold()]
        if not fits and int(told.get("flags") or 0) & _NEEDS_TAG:
            fits = tags[:1]
        return {"applied_tags": [tag["id"] for tag in fits[: limits.TAGS]]} if fits else {}


def _name(title: str) -> str:
    return cut(flat(title), limits.THREAD_NAME) or THREAD_NAME


def _shut(error: discord.HTTPException) -> bool:
    """Only this one thread is; the channel may be open."""
    return isinstance(error, discord.Forbidden | discord.NotFound) or error.code == ARCHIVED
