"""Trouble on demand: what the next request to a route meets instead of an ordinary answer."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from aiohttp import web

from tests.discord.records import Call

Run = Callable[[], Awaitable[web.Response]]
Headers = dict[str, str]
Scope = Literal["user", "global", "shared"]


class Trouble(Protocol):
    async def around(self, request: web.Request, run: Run) -> web.StreamResponse:
        """The answer; `run` carries the request out."""
        ...


@dataclass(frozen=True)
class Fail:
    """An error with this status and JSON code."""

    status: int
    code: int = 0
    message: str = "something"

    async def around(self, _request: web.Request, _run: Run) -> web.StreamResponse:
        told = {"code": self.code, "message": self.message}
        return json_answer(told, self.status)


@dataclass(frozen=True)
class Limited:
    """429 as Discord's own limits give it."""

    seconds: float = 1.0
    scope: Scope = "user"

    async def around(self, _request: web.Request, _run: Run) -> web.StreamResponse:
        return too_fast(self.seconds, self.scope)


@dataclass(frozen=True)
class Banned:
    """429 with a page for humans, from the wall before Discord: too many invalid requests."""

    async def around(self, _request: web.Request, _run: Run) -> web.StreamResponse:
        page = "<html><body>You are being rate limited</body></html>"
        headers = {"Retry-After": "3600"}
        return web.Response(status=429, text=page, content_type="text/html", headers=headers)


@dataclass(frozen=True)
class Broken:
    """A server error with a page for humans, before anything was kept or after it.

    discord.py tries again by itself, after a second and more, on 500, 502, 504 and 524.
    """

    status: int = 503
    kept: bool = False

    async def around(self, _request: web.Request, run: Run) -> web.StreamResponse:
        if self.kept:
            await run()
        page = "<html><body>Server Error</body></html>"
        return web.Response(status=self.status, text=page, content_type="text/html")


@dataclass(frozen=True)
class Dropped:
    """The connection dies. `kept`: after Discord had done it, so the caller cannot know."""

    kept: bool

    async def around(self, request: web.Request, run: Run) -> web.StreamResponse:
        if self.kept:
            await run()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


@dataclass(frozen=True)
class Garbled:
    """Half a JSON text as the answer to something that was done."""

    async def around(self, _request: web.Request, run: Run) -> web.StreamResponse:
        whole = ((await run()).text or "").encode()
        return web.Response(body=whole[: len(whole) // 2], content_type="application/json")


@dataclass(frozen=True)
class Fine:
    """An ordinary answer, between two troubles."""

    async def around(self, _request: web.Request, run: Run) -> web.StreamResponse:
        return await run()


@dataclass
class Held:
    """The answer waits until `release()`; whether it is done before or after waiting is `kept`."""

    kept: bool = True
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    _free: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self._free.set()

    async def around(self, _request: web.Request, run: Run) -> web.StreamResponse:
        done = await run() if self.kept else None
        self.reached.set()
        await self._free.wait()
        return done or await run()


def json_answer(told: object, status: int = 200, headers: Headers | None = None) -> web.Response:
    """discord.py reads JSON only where the type is stated without a charset."""
    body = json.dumps(told).encode()
    kind = "application/json"
    return web.Response(body=body, status=status, content_type=kind, headers=headers)


def too_fast(seconds: float, scope: Scope) -> web.Response:
    """`Via` tells discord.py that it was Discord itself that answered."""
    headers = {"Retry-After": str(seconds), "Via": "1.1 google", "X-RateLimit-Scope": scope}
    headers |= {"X-RateLimit-Global": "true"} if scope == "global" else {}
    words = "You are being rate limited."
    told = {"message": words, "retry_after": seconds, "global": scope == "global"}
    return json_answer(told, 429, headers)


@dataclass
class Troubles:
    """`next` queues troubles for a route; each is met once, in order."""

    _queued: dict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    _always: dict[str, tuple[Trouble, Callable[[Call], bool]]] = field(default_factory=dict)

    def next(self, route: str, *troubles: Trouble) -> None:
        self._queued[route].extend(troubles)

    def always(
        self, route: str, trouble: Trouble, when: Callable[[Call], bool] = lambda _call: True
    ) -> None:
        """Until `stop`; a route of "*" means every one."""
        self._always[route] = (trouble, when)

    def stop(self) -> None:
        self._queued.clear()
        self._always.clear()

    def for_(self, call: Call) -> Trouble:
        if self._queued[call.route]:
            return self._queued[call.route].popleft()
        rules = [self._always[name] for name in (call.route, "*") if name in self._always]
        return next((trouble for trouble, when in rules if when(call)), Fine())


PASSING: dict[str, Trouble] = {
    "a server error": Broken(),
    "dropped before": Dropped(kept=False),
    "dropped after": Dropped(kept=True),
    "half an answer": Garbled(),
}
"""What another try mends."""
