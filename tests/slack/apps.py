"""A real bolt app next to a loopback Slack, for the tests of that Slack."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.records import Json
from tests.slack.workspace import APP_TOKEN, SIGNING_SECRET, Slack

Answer = Callable[[web.Request], Awaitable[web.Response]]


@dataclass
class Heard:
    """The app and every body its listeners got, by kind."""

    app: AsyncApp
    client: AsyncWebClient
    bodies: list[tuple[str, Json]] = field(default_factory=list)

    def last(self, kind: str) -> Json:
        return next(body for heard, body in reversed(self.bodies) if heard == kind)

    def hears(self, kind: str) -> Any:  # noqa: ANN401  a bolt listener
        async def listener(ack: Any, body: Json) -> None:  # noqa: ANN401
            self.bodies.append((kind, body))
            await ack()

        return listener


@asynccontextmanager
async def a_client(slack: Slack, team: str = "T1") -> AsyncIterator[AsyncWebClient]:
    """A web client that never retries on its own."""
    async with ClientSession() as session:
        token = slack.token(team).text
        yield AsyncWebClient(token, slack.api_url, session=session, retry_handlers=[])


@asynccontextmanager
async def an_app(slack: Slack) -> AsyncIterator[Heard]:
    """Not yet connected; it acks everything it knows with nothing."""
    async with a_client(slack) as client:
        app = AsyncApp(client=client, signing_secret=SIGNING_SECRET)
        yield Heard(app, client)


@asynccontextmanager
async def connected(
    slack: Slack, app: AsyncApp, ping: float = 5.0
) -> AsyncIterator[AsyncSocketModeHandler]:
    """`ping`: seconds; half of it without a pong and the SDK takes the connection for lost."""
    handler = AsyncSocketModeHandler(app, APP_TOKEN, ping_interval=ping)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await slack.links.connected()
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def served(app: AsyncApp) -> AsyncIterator[str]:
    """The app behind an address of its own."""

    async def events(request: web.Request) -> web.Response:
        headers: dict[str, str | Sequence[str]] = {**request.headers}
        asked = AsyncBoltRequest(body=await request.text(), headers=headers)
        answer = await app.async_dispatch(asked)
        return web.Response(
            status=answer.status, text=answer.body, content_type=_kind(answer.first_headers())
        )

    async with listening(events) as url:
        yield url


@asynccontextmanager
async def listening(handler: Answer) -> AsyncIterator[str]:
    """Whatever answers requests, at an address of its own."""
    site = web.Application()
    site.router.add_post("/slack/events", handler)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


def _kind(headers: dict[str, str]) -> str:
    return headers.get("content-type", "text/plain").split(";")[0]


async def refusal(asked: Awaitable[object]) -> str:
    """The code of the error a call ends with."""
    try:
        await asked
    except SlackApiError as error:
        return str(error.response["error"])
    raise AssertionError("it was not refused")
