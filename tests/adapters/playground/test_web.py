import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import pytest
from aiohttp import ClientError, ClientResponse, ClientSession, web

from adapters.playground.server import playground_app
from adapters.tasks import TaskSet
from adapters.web import Health, WebServer
from bot.ports import Service
from tests.adapters.playground.scripted import (
    ScriptedClock,
    ScriptedControls,
    ScriptedDesk,
    numbered,
    raised,
)
from tests.adapters.playground.test_room import HERE, a_room

LOOPBACK = "127.0.0.1"


@contextmanager
def a_taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        yield taken.getsockname()[1]


async def alive() -> Health:
    return Health("ok")


async def unready() -> Health:
    return Health("starting", status=503)


def a_server(port: int = 0, *, exact: bool = True, grace: float = 0.7) -> WebServer:
    clock = ScriptedClock()
    room = a_room(clock=clock)
    room.post(HERE, "hello")
    app = playground_app(
        ScriptedDesk(), room, ScriptedControls(clock), clock, numbered(), TaskSet(raised)
    )

    async def echo(request: web.Request) -> web.StreamResponse:
        return web.Response(text=await request.text())

    return WebServer(
        LOOPBACK,
        port,
        exact=exact,
        probes={"/livez": alive, "/readyz": unready},
        routes={("POST", "/slack/events"): echo},
        app=app,
        grace=grace,
    )


@asynccontextmanager
async def serving(server: WebServer) -> AsyncIterator[ClientSession]:
    task = asyncio.get_running_loop().create_task(server.serve())
    await asyncio.wait_for(server.listening.wait(), 5)
    try:
        async with ClientSession(server.address) as client:
            yield client
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_health_and_the_application_share_the_socket() -> None:
    server: Service = a_server()
    assert server.name == "web"
    assert isinstance(server, WebServer)
    async with serving(server) as client:
        async with client.get("/livez") as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
        async with client.head("/livez") as answer:
            assert answer.status == 200
        async with client.get("/readyz") as answer:
            assert answer.status == 503
        async with client.get("/r/general") as answer:
            assert "hello" in await answer.text()


async def test_own_routes_come_before_the_strict_application() -> None:
    async with serving(a_server()) as client:
        headers = {"Host": "bot.example.org"}
        async with client.get("/livez", headers=headers) as answer:
            assert answer.status == 200
        async with client.post("/slack/events", data="x", headers=headers) as answer:
            assert await answer.text() == "x"
        async with client.get("/r/general", headers=headers) as answer:
            assert answer.status == 421


async def test_without_an_application_there_is_only_health() -> None:
    async with serving(WebServer(LOOPBACK, 0, probes={"/livez": alive})) as client:
        async with client.get("/") as answer:
            assert answer.status == 404
        async with client.get("/livez") as answer:
            assert answer.status == 200


async def test_a_taken_default_port_gives_the_next_free_one() -> None:
    with a_taken_port() as port:
        server = a_server(port, exact=False)
        async with serving(server) as client, client.get("/livez") as answer:
            assert answer.status == 200
            assert server.address.startswith(f"http://{LOOPBACK}:")
            assert port < int(server.address.rpartition(":")[2]) <= port + 20


async def test_a_taken_chosen_port_is_an_error_that_says_what_to_do() -> None:
    with a_taken_port() as port:
        server = a_server(port)
        with pytest.raises(OSError, match=f"port {port}: another program is using it.*choose"):
            await server.serve()
        assert server.address == ""


async def test_an_impossible_host_is_an_error_with_its_reason() -> None:
    with pytest.raises(OSError, match=r"Cannot listen on 192\.0\.2\.1, port \d+"):
        await WebServer("192.0.2.1", 8700).serve()


async def test_stopping_closes_open_streams_at_once() -> None:
    async with a_server_with_stream() as (server, stream):
        async with asyncio.timeout(10):
            await server.stop()
            assert await stream.content.read() == b""
        assert server.address == ""


@asynccontextmanager
async def a_server_with_stream() -> AsyncIterator[tuple[WebServer, ClientResponse]]:
    """It would give whatever is still open a minute, twice."""
    server = a_server(grace=60)
    await server.start()
    async with ClientSession(server.address) as client, client.get("/events?as=ana") as stream:
        await stream.content.readuntil(b"\n\n")
        yield server, stream


async def test_stopping_does_not_wait_long_for_a_stuck_request() -> None:
    entered = asyncio.Event()

    async def stuck(_request: web.Request) -> web.StreamResponse:
        entered.set()
        await asyncio.sleep(60)
        return web.Response()

    server = WebServer(LOOPBACK, 0, routes={("GET", "/stuck"): stuck})
    await server.start()
    async with ClientSession(server.address) as client, asyncio.TaskGroup() as tasks:
        tasks.create_task(refused(client))
        await entered.wait()
        begun = time.monotonic()
        await server.stop()
        assert time.monotonic() - begun < 10


async def refused(client: ClientSession) -> None:
    with pytest.raises(ClientError):
        await client.get("/stuck")


async def test_a_server_can_serve_again_after_it_was_stopped() -> None:
    server = a_server()
    for _ in range(2):
        async with serving(server) as client:
            async with client.get("/r/general") as answer:
                assert answer.status == 200
            async with client.get("/events?as=ana") as stream:
                assert b"hello" in await stream.content.readuntil(b"\n\n")
