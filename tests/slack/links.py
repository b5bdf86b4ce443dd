"""Socket Mode: tickets, connections, envelopes, acks, and the ways a connection ends."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.slack.deliveries import Ack, Delivery, NotAcked
from tests.slack.records import Json
from tests.slack.state import State

MOST = 10


@dataclass(eq=False)
class Link:
    """One connection. `deaf`: it looks open and answers nothing, not even a ping."""

    socket: web.WebSocketResponse
    noticed: Callable[[], None]
    deaf: bool = False
    pings: int = 0
    pongs: int = 0
    waiting: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)

    async def send(self, message: Json) -> None:
        if not self.deaf:
            await self.socket.send_str(json.dumps(message))

    async def listen(self) -> None:
        """Take acks and pings until it closes."""
        async for message in self.socket:
            if message.type == WSMsgType.TEXT and not self.deaf:
                self._acked(json.loads(message.data))
            elif message.type == WSMsgType.PING and not self.deaf:
                self.pings += 1
                await self.socket.pong(message.data)
            elif message.type == WSMsgType.PONG:
                self.pongs += 1
            self.noticed()

    def _acked(self, message: Json) -> None:
        waiting = self.waiting.pop(message.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload") or {})

    def end(self) -> None:
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_exception(NotAcked("the connection ended"))


@dataclass
class Links:
    """`patience`: how long an ack may take, in seconds of the wall."""

    state: State
    patience: float = 30.0
    open: list[Link] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    refuses: bool = False
    """Every further ticket is turned away at the door."""
    opened: int = 0
    """Connections ever made."""
    _turn: int = 0

    def issue(self) -> str:
        """A ws address for one connection."""
        ticket = f"ticket-{self.state.number()}"
        self.tickets.add(ticket)
        return f"{self.state.base.replace('http', 'ws', 1)}/link/?ticket={ticket}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets or self.refuses or len(self.open) >= MOST:
            return web.Response(status=408)
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        link = Link(socket, self.state.touch)
        try:
            await self._serve(link)
        finally:
            self._forget(link)
        return socket

    async def _serve(self, link: Link) -> None:
        self.open.append(link)
        self.opened += 1
        known = {"app_id": self.state.app_id}
        hello = {"type": "hello", "num_connections": len(self.open), "connection_info": known}
        await link.send({**hello, "debug_info": {"host": "applink-1"}})
        self.state.touch()
        await link.listen()

    def _forget(self, link: Link) -> None:
        if link in self.open:
            self.open.remove(link)
        link.end()
        self.state.touch()

    async def deliver(self, delivery: Delivery, attempt: int = 0, reason: str = "") -> Ack:
        """Over any one of the open connections, each in its turn."""
        await self.connected()
        self._turn += 1
        link = self.open[self._turn % len(self.open)]
        loop = asyncio.get_running_loop()
        name, started = f"envelope-{self.state.number()}", loop.time()
        waiting = link.waiting[name] = loop.create_future()
        await link.send(_envelope(name, delivery, attempt, reason))
        try:
            async with asyncio.timeout(self.patience):
                payload = await waiting
        except TimeoutError:
            raise NotAcked(f"no ack within {self.patience} s") from None
        return Ack(payload, loop.time() - started)

    async def connected(self, number: int = 1) -> None:
        """Wait until the app has that many connections."""
        await self.state.until(lambda: len(self.open) >= number, self.patience)

    async def warn(self, reason: str = "warning") -> None:
        """Ask the app to move: `warning`, `refresh_requested` or `link_disabled`."""
        note = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
        for link in list(self.open):
            await link.send(note)

    async def ping(self) -> None:
        for link in list(self.open):
            await link.socket.ping(b"from Slack")

    async def close(self) -> None:
        """End every connection in good order."""
        for link in list(self.open):
            await link.socket.close()

    def cut(self) -> None:
        """Every connection breaks without a word."""
        for link in list(self.open):
            transport = link.socket._req.transport if link.socket._req else None
            if transport is not None:
                transport.abort()


def _envelope(name: str, delivery: Delivery, attempt: int, reason: str) -> Json:
    told: Json = {
        "envelope_id": name,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != "events_api",
        "payload": delivery.payload,
    }
    if delivery.kind == "events_api":
        told |= {"retry_attempt": attempt, "retry_reason": reason}
    return told
