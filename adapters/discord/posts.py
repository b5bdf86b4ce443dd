"""Where a post stands: in the room, in the thread under another one, or in a forum."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta

import discord

from adapters.discord import limits
from adapters.discord.api import Api
from adapters.discord.doubts import may_have_arrived, once
from adapters.discord.errors import unsent
from adapters.shapes import Json
from adapters.text import cut, flat
from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import Clock

_MESSAGES = "/channels/{channel_id}/messages"
_THREADS = "/channels/{channel_id}/messages/{message_id}/threads"
_POSTS = "/channels/{channel_id}/threads"
_CHANNEL = "/channels/{channel_id}"
_ACTIVE = "/guilds/{guild_id}/threads/active"
THREAD_NAME = "Answer and discussion"
ALREADY_THERE, ARCHIVED, NO_HISTORY = 160004, 50083, 160002
NO_TEXT_CHANNEL = {50008, 50024}
_NEEDS_TAG = 1 << 4
FRESH = timedelta(minutes=5)
"""Longer than the courier tries one post again without asking anybody."""
SOLVED = {"solved", "answered"}
AFTER_SECONDS = 5.0
"""What belongs to a post must not use up the time that the courier gives it."""
_LOG = logging.getLogger(__name__)


class Posts:
    """Sends what is finished. Raises what discord.py does."""

    def __init__(self, api: Api, clock: Clock, after_seconds: float = AFTER_SECONDS) -> None:
        self._api, self._clock, self._after_seconds = api, clock, after_seconds
        self._forums: set[str] = set()

    async def send(self, room: ChannelRef, payload: Json, card: Card, parent: str = "") -> str:
        """The id of the message; of a forum post that is its thread's as well."""
        if parent and (under := await self._under(room.channel, payload, parent)):
            await self._after(self._solve(room.channel, parent), "tag on")
            return under
        if room.channel in self._forums:
            return await self._forum_post(room, payload, card)
        try:
            return await self._in_room(room.channel, payload, parent)
        except discord.HTTPException as error:
            if error.code not in NO_TEXT_CHANNEL or room.direct:
                raise
            self._forums.add(room.channel)
            return await self.send(room, payload, card, parent)

    async def begin_thread(self, channel: str, message: str, title: str) -> None:
        """Raises nothing: without it the post stands all the same, and so does its answer."""
        names = {"channel_id": channel, "message_id": message}
        call = self._api.call("POST", _THREADS, {"name": _name(title)}, **names)
        await self._after(call, "thread under")

    async def _after(self, step: Awaitable[object], what: str) -> None:
        """What belongs to a post that stands: if it fails, that must not be sent again.

        A cancellation does pass, and the post that is then repeated is known by its nonce.
        """
        try:
            async with asyncio.timeout(self._after_seconds):
                await step
        except Exception as error:
            if not _expected(error):
                _LOG.warning("no %s a post on discord: %s", what, type(error).__name__)

    async def _solve(self, channel: str, thread: str) -> None:
        """Marks a forum's post whose answer is out, where the forum has a tag for that."""
        found = self._api.client.get_channel(int(channel))
        if channel not in self._forums and not isinstance(found, discord.ForumChannel):
            return
        tags = [tag["id"] for tag in (await self._look(channel))[0] if _called(tag) in SOLVED]
        if not tags:
            return
        applied = (await self._api.call("GET", _CHANNEL, channel_id=thread))["applied_tags"]
        if tags[0] not in applied and len(applied) < limits.TAGS:
            body = {"applied_tags": [*applied, tags[0]]}
            await self._api.call("PATCH", _CHANNEL, body, channel_id=thread)

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
        if channel not in self._forums and not await unsent(self._has_thread(channel, parent)):
            return ""
        try:
            # A thread that grew from a message has the message's id.
            return await self._say(parent, payload)
        except discord.HTTPException as error:
            # What may stand in the thread must not be said in the room as well.
            if may_have_arrived(error) or not _shut(error):
                raise
        return ""

    async def _has_thread(self, channel: str, parent: str) -> bool:
        """Starts it if need be. Without the right to, the answer stands in the channel."""
        try:
            names = {"channel_id": channel, "message_id": parent}
            await self._api.call("POST", _THREADS, {"name": THREAD_NAME}, **names)
        except discord.HTTPException as error:
            if error.status >= 429:
                # It may be there with the answer in it: elsewhere a repeated nonce is unknown.
                raise
            return error.code == ALREADY_THERE
        return True

    async def _forum_post(self, room: ChannelRef, payload: Json, card: Card) -> str:
        """A forum knows no nonce, so one that was just made under this name is taken for it."""
        name = _name(card.title)
        known, tags = await unsent(self._prepared(room, name, card))
        if known:
            return known
        inner = {k: v for k, v in payload.items() if k not in {"nonce", "enforce_nonce"}}
        asked = {"name": name, "message": inner, **tags}
        with once():
            posted = await self._api.call("POST", _POSTS, asked, channel_id=room.channel)
        return str(posted["id"])

    async def _prepared(self, room: ChannelRef, name: str, card: Card) -> tuple[str, Json]:
        """The post that is there already, else the tags for a new one."""
        known = await self._just_made(room, name)
        return known, {} if known else await self._tags(room.channel, card)

    async def _just_made(self, room: ChannelRef, name: str) -> str:
        found = await self._api.call("GET", _ACTIVE, guild_id=room.workspace)
        own, since = str(self._api.client.application_id), self._clock.now() - FRESH
        for one in found["threads"]:
            is_it = (one.get("parent_id"), one.get("owner_id")) == (room.channel, own)
            at = discord.utils.snowflake_time(int(one["id"]))
            if is_it and one.get("name") == name and at >= since:
                return str(one["id"])
        return ""

    async def _tags(self, forum: str, card: Card) -> Json:
        """Those that title or level name; where one is demanded and none fits, the first."""
        tags, needed = await self._look(forum)
        level, title = card.accent if card.opens else "", card.title.casefold()
        fits = [tag for tag in tags if _called(tag) in title or _called(tag) == level]
        if not fits and needed:
            fits = tags[:1]
        return {"applied_tags": [tag["id"] for tag in fits[: limits.TAGS]]} if fits else {}

    async def _look(self, forum: str) -> tuple[list[Json], bool]:
        """The tags that everybody may put on there, and whether a post needs one."""
        told = await self._api.call("GET", _CHANNEL, channel_id=forum)
        tags = [tag for tag in told.get("available_tags") or [] if not tag.get("moderated")]
        return tags, bool(int(told.get("flags") or 0) & _NEEDS_TAG)


def _called(tag: Json) -> str:
    return str(tag["name"]).casefold()


def _name(title: str) -> str:
    return cut(flat(title), limits.THREAD_NAME) or THREAD_NAME


def _expected(error: Exception) -> bool:
    """The right to is missing, or the thread is there already."""
    return isinstance(error, discord.HTTPException) and error.status < 500


def _shut(error: discord.HTTPException) -> bool:
    """Only this one thread is; the channel may be open."""
    return isinstance(error, discord.Forbidden | discord.NotFound) or error.code == ARCHIVED
