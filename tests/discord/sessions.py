"""Gateway sessions: numbered events that outlive a connection, and the connection they go over."""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile

from aiohttp import web

from tests.discord.records import Json

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
KEPT = 1_000
"""Events a session can replay."""


@dataclass(eq=False)
class Link:
    """One connection. `deaf`: it takes everything and answers nothing, not even a heartbeat."""

    socket: web.WebSocketResponse
    compressed: bool
    deaf: bool = False
    heartbeats: int = 0
    _deflater: "zlib._Compress" = field(default_factory=zlib.compressobj)

    async def send(self, op: int, body: object = None, event: str = "", number: int = 0) -> None:
        told: Json = {"op": op, "d": body, "s": number or None, "t": event or None}
        await self.send_text(json.dumps(told))

    async def send_text(self, text: str) -> None:
        """Zlib keeps a context over the whole connection, so nothing may overtake."""
        if self.deaf or self.socket.closed:
            return
        with suppress(ConnectionError):
            if self.compressed:
                await self.socket.send_bytes(self._packed(text.encode()))
            else:
                await self.socket.send_str(text)

    def _packed(self, text: bytes) -> bytes:
        return self._deflater.compress(text) + self._deflater.flush(zlib.Z_SYNC_FLUSH)

    def abort(self) -> None:
        """It breaks without a word."""
        transport = self.socket._req.transport if self.socket._req else None
        if transport is not None:
            transport.abort()


@dataclass(eq=False)
class Session:
    """`link` is None while the client is away; then events wait."""

    id: str
    shard: int
    shards: int
    intents: int
    link: Link | None = None
    number: int = 0
    sent: int = 0
    """The number of the last event that went over the present link."""
    events: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT))
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def serves(self, guild: str) -> bool:
        """Without a guild it is a direct message, which goes to shard 0."""
        return (int(guild or 0) >> 22) % self.shards == self.shard

    def push(self, event: str, body: Json) -> None:
        self.number += 1
        told: Json = {"op": DISPATCH, "d": body, "s": self.number, "t": event}
        self.events.append((self.number, json.dumps(told)))
        self._more.set()

    def resumable_from(self, number: int) -> bool:
        """Whether every event after that one is still here."""
        oldest = self.events[0][0] if self.events else self.number + 1
        return oldest - 1 <= number <= self.number

    def detach(self) -> None:
        """The link is gone; its pump ends."""
        self.link = None
        self._more.set()

    async def pump(self, link: Link, noticed: Callable[[], None]) -> None:
        """Send what there is and what comes, while this is the session's link."""
        while self.link is link:
            self._more.clear()
            waiting = list(takewhile(lambda one: one[0] > self.sent, reversed(self.events)))
            for number, text in reversed(waiting):
                self.sent = number
                await link.send_text(text)
            noticed()
            if not waiting:
                await self._more.wait()
