"""A server that answers like Slack's Web API, one method at a time, as each test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Loopback:
    """`asked` holds each request's method and token, in the order they came."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    _handlers: dict[str, Handler] = field(default_factory=dict)

    def does(self, method: str, handler: Handler) -> None:
        self._handlers[method] = handler

    def answers(
        self, method: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        async def handler(_: web.Request) -> web.Response:
            return web.json_response({"ok": True, **body}, headers=headers)

        self.does(method, handler)

    def refuses(self, method: str, code: str) -> None:
        self.answers(method, {"ok": False, "error": code})

    def says(self, method: str, text: str, kind: str = "text/html", status: int = 200) -> None:
        """No answer of Slack's at all."""

        async def handler(_: web.Request) -> web.Response:
            return web.Response(text=text, content_type=kind, status=status)

        self.does(method, handler)

    def hangs_up(self, method: str) -> None:
        async def handler(request: web.Request) -> web.Response:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        self.does(method, handler)

    def keeps_silent(self, method: str) -> None:
        async def handler(_: web.Request) -> web.Response:
            await asyncio.Event().wait()
            return web.Response()

        self.does(method, handler)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.asked.append((method, token))
        return await self._handlers[method](request)


@asynccontextmanager
async def a_web_api() -> AsyncIterator[Loopback]:
    made = Loopback()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", made._answer)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/api/"))
        yield made
