"""Discord's side of the outbox. A repeated nonce returns the first message for some minutes."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from adapters.discord.api import Api
from adapters.discord.errors import failure, unsent
from adapters.discord.places import PLATFORM
from adapters.discord.posts import Posts
from adapters.discord.render import calling, message
from adapters.discord.rooms import Chosen, Rooms
from adapters.discord.shrink import fitted
from adapters.shapes import Json, Violation
from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import Receipt

Mended = Callable[[str, Sequence[Violation]], None]
MOST_REMEMBERED = 10_000


class DiscordMessenger:
    """A bot.ports.Messenger."""

    platform = PLATFORM
    # "The past few minutes", says Discord; two are certain.
    remembers = timedelta(minutes=2)
    per_channel = timedelta(seconds=1)
    per_second = 50.0
    lanes = 12

    def __init__(self, api: Api, posts: Posts, rooms: Rooms, mended: Mended) -> None:
        self._rooms = rooms
        self._api, self._posts, self._mended = api, posts, mended
        self._direct: dict[str, str] = {}

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        chosen = await unsent(self._chosen(target, card))
        payload = self._fit(card, chosen) | {"nonce": nonce_of(key), "enforce_nonce": True}
        room = await unsent(self._room(target))
        try:
            posted = await self._posts.send(room, payload, card, parent)
        except Exception as error:
            raise failure(error) from error
        if chosen.posts == "thread":
            await self._posts.begin_thread(room.channel, posted, card.title)
        return Receipt(posted)

    async def _chosen(self, target: ChannelRef, card: Card) -> Chosen:
        opens = card.opens and not target.direct
        return await self._rooms.chosen(target) if opens else Chosen()

    def _fit(self, card: Card, chosen: Chosen) -> Json:
        drawn = calling(message(card), chosen.role) if chosen.role else message(card)
        payload, problems = fitted(drawn, "message")
        if problems:
            self._mended(card.title, problems)
        return payload

    async def _room(self, target: ChannelRef) -> ChannelRef:
        """Of a person, the conversation with them."""
        if not target.direct:
            return target
        if target.channel not in self._direct:
            asked = {"recipient_id": target.channel}
            opened = await self._api.call("POST", "/users/@me/channels", asked)
            if len(self._direct) >= MOST_REMEMBERED:
                self._direct.clear()
            self._direct[target.channel] = str(opened["id"])
        return replace(target, channel=self._direct[target.channel])


def nonce_of(key: str) -> str:
    """At most 25 characters, the same for the same key."""
    digest = hashlib.sha256(key.encode()).digest()
    return base64.b32encode(digest[:15]).decode()
