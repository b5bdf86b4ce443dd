"""Discord's side of the outbox. A repeated nonce returns the first message for some minutes."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta

import discord

from adapters.discord.api import Api
from adapters.discord.errors import failure
from adapters.discord.places import PLATFORM
from adapters.discord.render import message
from adapters.discord.shrink import fitted
from adapters.shapes import Json, Violation
from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import Receipt

Mended = Callable[[str, Sequence[Violation]], None]
_MESSAGES = "/channels/{channel_id}/messages"
_THREADS = "/channels/{channel_id}/messages/{message_id}/threads"
THREAD_NAME = "Answer and discussion"
ALREADY_THERE, ARCHIVED = 160004, 50083
MOST_REMEMBERED = 10_000


class DiscordMessenger:
    """A bot.ports.Messenger."""

    platform = PLATFORM
    # "The past few minutes", says Discord; two are certain.
    remembers = timedelta(minutes=2)
    per_channel = timedelta(seconds=1)
    per_second = 45.0
    lanes = 8

    def __init__(self, api: Api, mended: Mended) -> None:
        self._api, self._mended = api, mended
        self._direct: dict[str, str] = {}

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        payload, problems = fitted(message(card), "message")
        if problems:
            self._mended(card.title, problems)
        payload |= {"nonce": nonce_of(key), "enforce_nonce": True}
        try:
            channel = await self._channel(target)
            return Receipt(str((await self._send(channel, payload, parent))["id"]))
        except Exception as error:
            raise failure(error) from error

    async def _send(self, channel: str, payload: Json, parent: str) -> Json:
        if parent and await self._has_thread(channel, parent):
            try:
                # A thread that grew from a message has the message's id.
                return await self._say(parent, payload)
            except discord.HTTPException as error:
                if not _shut(error):
                    raise
        if parent:
            reference = {"message_id": parent, "fail_if_not_exists": False}
            payload = {**payload, "message_reference": reference}
        return await self._say(channel, payload)

    async def _say(self, channel: str, payload: Json) -> Json:
        found: Json = await self._api.call("POST", _MESSAGES, payload, channel_id=channel)
        return found

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

    async def _channel(self, target: ChannelRef) -> str:
        if not target.direct:
            return target.channel
        if target.channel not in self._direct:
            asked = {"recipient_id": target.channel}
            opened = await self._api.call("POST", "/users/@me/channels", asked)
            if len(self._direct) >= MOST_REMEMBERED:
                self._direct.clear()
            self._direct[target.channel] = str(opened["id"])
        return self._direct[target.channel]


def _shut(error: discord.HTTPException) -> bool:
    """Only this one thread is; the channel may be open."""
    return isinstance(error, discord.Forbidden | discord.NotFound) or error.code == ARCHIVED


def nonce_of(key: str) -> str:
    """At most 25 characters, the same for the same key."""
    digest = hashlib.sha256(key.encode()).digest()
    return base64.b32encode(digest[:15]).decode()
