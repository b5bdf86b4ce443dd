"""Socket Mode: Slack's requests over a connection of ours, so no public address is needed."""

import asyncio
import time
from collections.abc import Callable
from logging import Logger
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.identity import APP_HINT, APP_TOKEN, OneToken, checked
from adapters.tasks import TaskSet
from bot.ports import GiveUp

PING_SECONDS = 5.0
CONNECT_PINGS, SILENT_PINGS = 4, 6
"""How long connecting may take, and how long a lost connection may stay lost."""
DRAIN_SECONDS = 10.0


class SocketMode:
    """A bot.ports.Service. Raises GiveUp for a token that Slack refuses."""

    name = "slack"

    def __init__(
        self,
        bolt: Callable[[], AsyncApp],
        tokens: OneToken,
        app_token: str,
        url: str,
        tasks: TaskSet,
        logger: Logger,
        ping: float = PING_SECONDS,
    ) -> None:
        """`tasks` is nobody else's: what is in it ends with the connection."""
        self._bolt, self._tokens, self._tasks = bolt, tokens, tasks
        self._app_token, self._url, self._logger, self._ping = app_token, url, logger, ping
        self.client: SocketModeClient | None = None

    async def serve(self) -> None:
        # The SDK would try a wrong token for ever without a word.
        opened = await self._admitted()
        app, client = self._bolt(), self._new_client()
        self.client = client

        async def heard(_: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            # Awaited by a task of the SDK that nobody keeps; ours is kept until it is done.
            work = self._answer(app, client, request)
            await asyncio.shield(self._tasks.start(work, f"slack {request.type}"))

        client.socket_mode_request_listeners.append(heard)
        client.wss_uri = str(opened["url"])
        try:
            async with asyncio.timeout(self._ping * CONNECT_PINGS):
                await client.connect()  # type: ignore[no-untyped-call]
            await self._keep(client)
        finally:
            await self._close(client)

    async def _admitted(self) -> dict[str, Any]:
        """Slack's answer to the app token. Raises GiveUp with all it refuses, or Unavailable."""
        opening = checked(self._app_token, self._url, "apps.connections.open", APP_TOKEN, APP_HINT)
        # Both at once: after one another a slow Slack would take twice as long to name a token.
        both = await asyncio.gather(self._tokens.arrive(), opening, return_exceptions=True)
        arrived: BaseException | None = both[0]
        opened: BaseException | dict[str, Any] = both[1]
        refused = [str(answer) for answer in both if isinstance(answer, GiveUp)]
        if refused:
            raise GiveUp(" ".join(refused))
        if isinstance(arrived, BaseException):
            raise arrived
        if isinstance(opened, BaseException):
            raise opened
        return opened

    async def is_connected(self) -> bool:
        return self.client is not None and await self.client.is_connected()

    async def _keep(self, client: SocketModeClient) -> None:
        """The SDK mends a lost connection; where it gives up silently, begin anew.

        Raises GiveUp for a bot token that Slack refuses from now on.
        """
        silent = 0
        while silent < SILENT_PINGS:
            await self._tokens.watch(self._ping)
            silent = 0 if await client.is_connected() else silent + 1
        raise ConnectionError("the connection to Slack did not come back")

    async def _answer(
        self, app: AsyncApp, client: SocketModeClient, request: SocketModeRequest
    ) -> None:
        began = time.time()
        asked = AsyncBoltRequest(
            mode="socket_mode", body=request.payload, headers=build_headers(request)
        )
        answer = await app.async_dispatch(asked)
        await send_async_response(client, request, answer, began)

    def _new_client(self) -> SocketModeClient:
        web = AsyncWebClient(base_url=self._url)
        return SocketModeClient(self._app_token, self._logger, web, ping_interval=self._ping)

    async def _close(self, client: SocketModeClient) -> None:
        """Acknowledgements that are being worked on still go out over the old connection."""
        await self._tasks.drain(DRAIN_SECONDS)
        self.client = None
        await client.close()  # type: ignore[no-untyped-call]
