"""Slack's Web API for every workspace, over one shared session."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.shapes import Json
from adapters.slack.errors import REFUSED_TOKEN, NotInstalled, code_of
from adapters.slack.logs import quiet
from adapters.slack.paces import Paces
from adapters.slack.patience import Pause, patiently

File = tuple[str, bytes]
"""What kind of file, such as text/plain, and what is in it."""
API = "https://slack.com/api/"
TIMEOUT_SECONDS = 10
CONNECT_SECONDS = 5
"""Only what ends while connecting is known never to have been sent."""
MOST_CLIENTS = 1_000


class Tokens(Protocol):
    async def token(self, workspace: str) -> str | None:
        """The bot token of an installed workspace (a team, or an organisation)."""
        ...


def _nobody(_workspace: str) -> None:
    """Nobody wants to know whose token was refused."""


class WebApi:
    """`post` makes one attempt, because Slack recognises no repeats; `call` tries again.

    `refused` is told the workspace whose token Slack has refused.
    """

    def __init__(
        self,
        tokens: Tokens,
        paces: Paces,
        url: str = API,
        refused: Callable[[str], None] = _nobody,
        sleep: Pause = asyncio.sleep,
    ) -> None:
        self.url, self._refused, self._sleep = url, refused, sleep
        self._tokens, self.paces = tokens, paces
        self._session: aiohttp.ClientSession | None = None
        self._scopes: dict[str, frozenset[str]] = {}
        self._clients: dict[str, AsyncWebClient] = {}

    async def post(
        self, workspace: str, message: Mapping[str, Any], most: float = math.inf
    ) -> Json:
        """chat.postMessage at the pace Slack asks for. Raises what slack_sdk and aiohttp raise.

        RateLimited, where that pace would have it wait for longer than `most` seconds.
        """
        client = await self._client(workspace)
        await self.paces.post(workspace, str(message["channel"]), most)
        return await self._told(workspace, client.api_call("chat.postMessage", json=dict(message)))

    async def call(self, workspace: str, method: str, given: Mapping[str, Any]) -> Json:
        """Any method that does no harm when repeated."""

        async def attempt() -> Json:
            await self.paces.call(workspace, method)
            return await self.at_once(workspace, method, given)

        return await patiently(attempt, self._sleep)

    async def at_once(self, workspace: str, method: str, given: Mapping[str, Any]) -> Json:
        """One attempt, now: for what opens windows, which dies in three seconds."""
        client = await self._client(workspace)
        return await self._told(workspace, client.api_call(method, json=dict(given)))

    async def read(self, workspace: str, method: str, given: Mapping[str, str]) -> Json:
        """Methods that read take their arguments from the address."""

        async def attempt() -> Json:
            await self.paces.call(workspace, method)
            return await self.glance(workspace, method, given)

        return await patiently(attempt, self._sleep)

    async def glance(self, workspace: str, method: str, given: Mapping[str, str]) -> Json:
        """The same, once and without waiting; the caller has asked whether it may."""
        client = await self._client(workspace)
        asked = client.api_call(method, http_verb="GET", params=dict(given))
        return await self._told(workspace, asked)

    async def headers(self, workspace: str, method: str) -> Mapping[str, str]:
        """What stands above the answer, by names in small letters: scopes, and Slack's time."""
        client = await self._client(workspace)
        answer = await self._heard(workspace, client.api_call(method))
        return {name.lower(): str(value) for name, value in answer.headers.items()}

    async def upload(self, workspace: str, channel: str, name: str, text: str, words: str) -> None:
        """In three steps: an address, the bytes there, and who is to see them."""
        data = text.encode()
        size = {"filename": name, "length": str(len(data))}
        given = await self.read(workspace, "files.getUploadURLExternal", size)
        await patiently(lambda: self._put(str(given["upload_url"]), data), self._sleep)
        files = [{"id": given["file_id"], "title": name}]
        shared = {"files": files, "channel_id": channel, "initial_comment": words}
        await self.call(workspace, "files.completeUploadExternal", shared)

    async def _put(self, address: str, data: bytes) -> None:
        async with self.session().post(address, data=data) as response:
            response.raise_for_status()

    async def fetch(self, workspace: str, address: str, most: int, seconds: float) -> File:
        """At most so many bytes of a file, and of what kind they are.

        Raises aiohttp.ClientError, TimeoutError and NotInstalled, and ValueError for an address
        that is not Slack's: no other may see the token. On the way elsewhere aiohttp drops it.
        """
        if not self._is_ours(address):
            raise ValueError("the file lies outside of Slack")
        token = await self._tokens.token(workspace)
        if token is None:
            raise NotInstalled
        headers, limit = {"Authorization": f"Bearer {token}"}, aiohttp.ClientTimeout(total=seconds)
        async with self.session().get(address, headers=headers, timeout=limit) as response:
            response.raise_for_status()
            return response.content_type, await _first(response.content, most)

    def _is_ours(self, address: str) -> bool:
        """files.slack.com belongs to slack.com."""
        asked, ours = urlsplit(address), urlsplit(self.url)
        host, home = asked.hostname or "", ours.hostname or ""
        return asked.scheme == ours.scheme and (host == home or host.endswith(f".{home}"))

    async def respond(self, address: str, answer: Mapping[str, Any]) -> bool:
        """Answer through a response_url; False when it is used up or too old.

        Raises aiohttp.ClientError or TimeoutError where nobody can tell.
        """
        async with self.session().post(address, json=answer) as response:
            if response.status >= 500:
                response.raise_for_status()
            return response.status < 400

    def may(self, workspace: str, scope: str) -> bool:
        """As far as Slack has said, which it does with every answer."""
        known = self._scopes.get(workspace)
        return known is None or scope in known

    async def _told(self, workspace: str, asked: Awaitable[AsyncSlackResponse]) -> Json:
        try:
            answer: Any = await self._heard(workspace, asked)
        except SlackApiError as error:
            self._note_scopes(workspace, getattr(error.response, "headers", {}))
            raise
        self._note_scopes(workspace, answer.headers)
        data: Json = answer.data
        return data

    async def _heard(
        self, workspace: str, asked: Awaitable[AsyncSlackResponse]
    ) -> AsyncSlackResponse:
        try:
            return await asked
        except SlackApiError as error:
            if code_of(error) in REFUSED_TOKEN:
                self._refused(workspace)
            raise

    def _note_scopes(self, workspace: str, headers: Mapping[str, str]) -> None:
        given = headers.get("x-oauth-scopes")
        if given is None:
            return
        if workspace not in self._scopes and len(self._scopes) >= MOST_CLIENTS:
            self._scopes.clear()
        self._scopes[workspace] = frozenset(scope.strip() for scope in given.split(","))

    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(TIMEOUT_SECONDS, CONNECT_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _client(self, workspace: str) -> AsyncWebClient:
        token = await self._tokens.token(workspace)
        if token is None:
            raise NotInstalled
        return self._client_of(token)

    def _client_of(self, token: str) -> AsyncWebClient:
        session, known = self.session(), self._clients.get(token)
        if known is not None and known.session is session:
            return known
        if len(self._clients) >= MOST_CLIENTS:
            self._clients.clear()
        made = AsyncWebClient(
            token, self.url, session=session, timeout=TIMEOUT_SECONDS, logger=quiet(),
            # The SDK's own read one digit of how long Slack wants it to wait.
            retry_handlers=[],
        )  # fmt: skip
        self._clients[token] = made
        return made


async def _first(content: aiohttp.StreamReader, most: int) -> bytes:
    read = bytearray()
    async for part in content.iter_chunked(most):
        read += part
        if len(read) >= most:
            break
    return bytes(read[:most])
