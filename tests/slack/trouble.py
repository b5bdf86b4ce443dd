"""Trouble on demand: what the next request to a method meets instead of an ordinary answer."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from tests.slack.records import Call

Run = Callable[[], Awaitable[web.Response]]


class Trouble(Protocol):
    async def around(self, request: web.Request, run: Run) -> web.StreamResponse:
        """The answer; `run` carries the call out."""
        ...


@dataclass(frozen=True)
class Fail:
    """`ok: false` with this code."""

    error: str

    async def around(self, _request: web.Request, _run: Run) -> web.StreamResponse:
        return web.json_response({"ok": False, "error": self.error})


@dataclass(frozen=True)
class Limited:
    """429 with Retry-After."""

    seconds: int = 1

    async def around(self, _request: web.Request, _run: Run) -> web.StreamResponse:
        return too_fast(self.seconds)


@dataclass(frozen=True)
class Broken:
    """A server error with a page for humans. `kept`: after Slack had done it all the same."""

    status: int = 503
    kept: bool = False

    async def around(self, _request: web.Request, run: Run) -> web.StreamResponse:
        if self.kept:
            await run()
        page = "<html><body>Server Error</body></html>"
        return web.Response(status=self.status, text=page, content_type="text/html")


@dataclass(frozen=True)
class Dropped:
    """The connection dies. `kept`: after Slack had done it, so the caller cannot know."""

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
        whole = (await run()).text or ""
        return web.Response(text=whole[: len(whole) // 2], content_type="application/json")


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


def too_fast(seconds: int) -> web.Response:
    headers = {"Retry-After": str(seconds)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


@dataclass
class Troubles:
    """`next` queues troubles for a method; each is met once, in order."""

    _queued: dict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    _always: dict[str, tuple[Trouble, Callable[[Call], bool]]] = field(default_factory=dict)

    def next(self, method: str, *troubles: Trouble) -> None:
        self._queued[method].extend(troubles)

    def always(
        self, method: str, trouble: Trouble, when: Callable[[Call], bool] = lambda _call: True
    ) -> None:
        """Until `stop`; a method of "*" means every one."""
        self._always[method] = (trouble, when)

    def stop(self) -> None:
        self._queued.clear()
        self._always.clear()

    def for_(self, call: Call) -> Trouble:
        if self._queued[call.method]:
            return self._queued[call.method].popleft()
        rules = [self._always[name] for name in (call.method, "*") if name in self._always]
        return next((trouble for trouble, when in rules if when(call)), Fine())
