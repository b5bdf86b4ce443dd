"""The one listening socket: health, the routes passed in, and one application below them."""

import asyncio
import errno
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_NEIGHBOURS = 20
"""How many ports above the default one are tried."""
_GRACE_S = 0.7
"""How long open requests may take when the server stops. aiohttp waits it twice, the second time
for what it cancelled; together they stay under 2 s."""


@dataclass(frozen=True, slots=True)
class Health:
    """The answer of a health check: 200 when all is well, 503 when not."""

    text: str
    status: int = 200
    media_type: str = "text/plain"


Probe = Callable[[], Awaitable[Health]]
Routes = Mapping[tuple[str, str], Handler]
"""Handlers by method and exact path."""


class WebServer:
    """Serves until cancelled. A Service of the runtime."""

    name = "web"

    def __init__(
        self,
        host: str,
        port: int,
        *,
        exact: bool = True,
        probes: Mapping[str, Probe] | None = None,
        routes: Routes | None = None,
        app: web.Application | None = None,
        grace: float = _GRACE_S,
    ) -> None:
        """`exact` insists on the port; otherwise the next free one above it will do.

        `probes` are health checks by path, such as "/livez"; `app` gets every other request.
        `grace` in seconds, as said of its default.
        """
        self._host = host
        self._port = port
        self._exact = exact
        self._grace = grace
        self._root = _root({**_health_routes(probes or {}), **(routes or {})}, app)
        self._runner: web.AppRunner | None = None
        self.address = ""
        """Where the server listens, such as http://127.0.0.1:8700; empty before it does."""
        self.listening = asyncio.Event()

    async def serve(self) -> None:
        await self.start()
        try:
            await asyncio.Event().wait()
        finally:
            await self.stop()

    async def start(self) -> None:
        """Bind and answer. Raises OSError with a text for the operator."""
        runner = web.AppRunner(
            self._root, handle_signals=False, access_log=None, shutdown_timeout=self._grace
        )
        await runner.setup()
        try:
            port = await self._bind(runner)
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        host = f"[{self._host}]" if ":" in self._host else self._host
        self.address = f"http://{host}:{port}"
        self.listening.set()

    async def stop(self) -> None:
        """Take no more requests, give open ones a moment, and close."""
        runner, self._runner = self._runner, None
        self.address = ""
        self.listening.clear()
        if runner:
            await runner.cleanup()

    async def _bind(self, runner: web.AppRunner) -> int:
        last = self._port if self._exact or not self._port else self._port + _NEIGHBOURS
        for port in range(self._port, last + 1):
            try:
                await web.TCPSite(runner, self._host, port).start()
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise _refused(self._host, port, error.strerror or str(error)) from error
            else:
                return int(runner.addresses[0][1])
        ports = str(last) if last == self._port else f"{self._port} to {last}"
        raise _refused(self._host, ports, "another program is using it")


def _refused(host: str, port: int | str, why: str) -> OSError:
    return OSError(
        f"Cannot listen on {host}, port {port}: {why}. "
        "Stop the program that uses it, or choose another port."
    )


def _root(own: Routes, app: web.Application | None) -> web.Application:
    root = web.Application(middlewares=[_own_first(own)])
    if app is not None:
        # aiohttp mounts nothing at "/" by prefix; a domain of "*" is the same thing.
        root.add_domain("*", app)
    return root


def _own_first(own: Routes) -> Middleware:
    """Answer our own paths before the application, which may be strict about who asks."""

    @web.middleware
    async def dispatch(request: web.Request, handler: Handler) -> web.StreamResponse:
        method = "GET" if request.method == "HEAD" else request.method
        return await own.get((method, request.path), handler)(request)

    return dispatch


def _health_routes(probes: Mapping[str, Probe]) -> dict[tuple[str, str], Handler]:
    return {("GET", path): _health_handler(probe) for path, probe in probes.items()}


def _health_handler(probe: Probe) -> Handler:
    async def answer(_request: web.Request) -> web.StreamResponse:
        health = await probe()
        return web.Response(text=health.text, status=health.status, content_type=health.media_type)

    return answer
