"""Answering an interaction: in its three seconds, or by editing what was put there meanwhile."""

import logging
from collections.abc import Awaitable

import aiohttp
import discord

from adapters.discord.api import Api
from adapters.discord.deeds import Deed, Kind
from adapters.discord.limits import EPHEMERAL
from adapters.discord.messenger import Mended
from adapters.discord.places import PLATFORM
from adapters.discord.render import message
from adapters.discord.shrink import fitted
from adapters.shapes import Json
from bot.cards import Card, Text, plain
from bot.domain.ids import ChannelRef
from bot.ports import Attachment, Messenger, MessengerError, Reply

_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
_ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
_FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"
_SAY, _THINK, _LOOK, _REPLACE, _SUGGEST, _MODAL = 4, 5, 6, 7, 8, 9
_LOST, _ANSWERED, _TOO_LATE = -1, 40060, {10008, 10015, 10062, 50027}
"""A message that its reader dismissed is unknown (10008), as a token is that has expired."""
_UNSURE = (aiohttp.ClientError, discord.DiscordServerError, OSError, ValueError)
"""ValueError: half of a JSON text."""
_FAILED = (*_UNSURE, discord.DiscordException, MessengerError)
_TRIES = 3
"""At once: Discord waits three seconds. A repeat is harmless: 40060 says that one had arrived."""
_TRIED = {500, 502, 504, 524}
"""What discord.py has tried five times, waiting ever longer: once more would be too late."""
_LOG = logging.getLogger(__name__)


class Answers:
    """What comes too late for its place is sent as a direct message by `messenger`."""

    def __init__(self, api: Api, mended: Mended, messenger: Messenger) -> None:
        self._api, self._mended, self._messenger = api, mended, messenger

    async def say(self, deed: Deed, reply: Reply) -> None:
        """The first answer: in the place of a private card, else a message of its own."""
        how = _REPLACE if deed.takes_place else _SAY
        match await _landed(self._call(deed, {"type": how, "data": self._private(reply.card)})):
            case 0:
                await self._enclose(deed, reply)
            case code if code == _ANSWERED:
                # Another process has said that somebody is at it.
                await self.follow(deed, reply)
            case _:
                await self._send(deed, reply)

    async def defer(self, deed: Deed) -> None:
        """Discord shows that somebody is at it; `follow` brings the answer."""
        if deed.takes_place:
            await self._call(deed, {"type": _LOOK})
        else:
            await self._call(deed, {"type": _THINK, "data": {"flags": EPHEMERAL}})

    async def follow(self, deed: Deed, reply: Reply) -> None:
        edit = self._tried("PATCH", _ORIGINAL, self._private(reply.card), **_of_app(deed))
        if await _landed(edit):
            await self._send(deed, reply)
        else:
            await self._enclose(deed, reply)

    async def open(self, deed: Deed, view: Json) -> None:
        await self._call(deed, {"type": _MODAL, "data": fitted(view, "modal")[0]})

    async def suggest(self, deed: Deed, choices: Json) -> None:
        data = fitted(choices, "autocomplete")[0]
        await self._call(deed, {"type": _SUGGEST, "data": data})

    def _private(self, card: Card, file: str = "") -> Json:
        made, problems = fitted(message(card, file), "message")
        if problems:
            self._mended(card.title, problems)
        return {**made, "flags": made["flags"] | EPHEMERAL}

    async def _enclose(self, deed: Deed, reply: Reply) -> None:
        """A file comes after its card, for the same eyes; else a word that it does not."""
        if reply.file is None:
            return
        try:
            await self._upload(deed, reply.file, reply.card.title)
        except _FAILED as error:
            _LOG.warning("a file on discord could not be sent: %s", type(error).__name__)
            await self._post(deed, _missing(reply.file.name))

    async def _upload(self, deed: Deed, file: Attachment, title: str) -> None:
        name = file.name
        body = self._private(Card(name, ()), name)
        body["attachments"] = [{"id": 0, "filename": name, "description": title}]
        data = file.text.encode()
        await self._api.send_file(_FOLLOW_UP, body, name, data, **_of_app(deed))

    async def _send(self, deed: Deed, reply: Reply) -> None:
        await self._post(deed, reply.card)
        # What could not fill its place may be followed all the same.
        await self._enclose(deed, reply)

    async def _post(self, deed: Deed, card: Card) -> None:
        person = ChannelRef(PLATFORM, "", deed.invocation.actor.user, direct=True)
        # One deed may have several answers, of which the nonce must not swallow the later.
        await self._messenger.post(person, card, key=f"late:{deed.id}:{card}")

    async def _call(self, deed: Deed, body: Json) -> int:
        names = {"webhook_id": deed.id, "webhook_token": deed.token}
        return await self._tried("POST", _CALLBACK, body, **names)

    async def _tried(self, method: str, path: str, body: Json, **names: str) -> int:
        """0, or why nobody saw it: it was answered already, or it is too late.

        Raises what the last try did.
        """
        for _ in range(_TRIES - 1):
            try:
                return await self._once(method, path, body, **names)
            except _UNSURE as error:
                if getattr(error, "status", 0) in _TRIED:
                    raise
        return await self._once(method, path, body, **names)

    async def _once(self, method: str, path: str, body: Json, **names: str) -> int:
        try:
            await self._api.call(method, path, body, **names)
        except discord.HTTPException as error:
            if error.code not in {_ANSWERED, *_TOO_LATE}:
                raise
            return error.code
        return 0


async def _landed(call: Awaitable[int]) -> int:
    """As `call`; for what can be said elsewhere, any failure is another reason to."""
    try:
        return await call
    except _FAILED as error:
        _LOG.warning("an answer on discord is sent another way: %s", type(error).__name__)
        return _LOST


def _missing(name: str) -> Card:
    told = Text(plain(f"{name} could not be sent. Please ask for it once more."))
    return Card("A file is missing", (told,), "bad")


def _of_app(deed: Deed) -> dict[str, str]:
    return {"webhook_id": deed.app, "webhook_token": deed.token}


def can_open(deed: Deed) -> bool:
    """A modal cannot be answered with another one."""
    return deed.kind in {Kind.COMMAND, Kind.COMPONENT}
