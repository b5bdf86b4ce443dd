"""Slack's Web API for every workspace, over one shared session."""

import math
from collections.abc import Awaitable, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.shapes import Json
from adapters.slack.errors import NotInstalled
from adapters.slack.logs import quiet
from adapters.slack.paces import Paces

File = tuple[str, bytes]
"""What kind of file, such as text/plain, and what is in it."""
API = "https://slack.com/api/"
TIMEOUT_SECONDS = 10
RETRIES = 2
MOST_CLIENTS = 1_000
AT_ONCE = frozenset({"views.open", "views.push"})
"""What opens them dies in three seconds: Slack may refuse it, our own pace must not delay it."""


class Tokens(Protocol):
    async def token(self, workspace: str) -> str | None:
        """The bot token of an installed workspace (a team, or an organisation)."""
        ...


class WebApi:
    """`post` makes one attempt, because Slack recognises no repeats; `call` tries again."""

    def __init__(self, tokens: Tokens, paces: Paces, url: str = API) -> None:
        self.url = url
        self._tokens, self.paces = tokens, paces
        self._session: aiohttp.ClientSession | None = None
        self._scopes: dict[str, frozenset[str]] = {}
        self._clients: dict[tuple[str, bool], AsyncWebClient] = {}

    async def post(
        self, workspace: str, message: Mapping[str, Any], most: float = math.inf
    ) -> Json:
        """chat.postMessage at the pace Slack asks for. Raises what slack_sdk and aiohttp raise.

        RateLimited, where that pace would have it wait for longer than `most` seconds.
        """
        client = await self._client(workspace, patient=False)
        await self.paces.post(workspace, str(message["channel"]), most)
        return await self._told(workspace, client.api_call("chat.postMessage", json=dict(message)))

    async def call(self, workspace: str, method: str, given: Mapping[str, Any]) -> Json:
        """Any method that does no harm when repeated."""
        client = await self._client(workspace, patient=True)
        if method not in AT_ONCE:
            await self.paces.call(workspace, method)
        return await self._told(workspace, client.api_call(method, json=dict(given)))

    async def read(self, workspace: str, method: str, given: Mapping[str, str]) -> Json:
        """Methods that read take their arguments from the address."""
        client = await self._client(workspace, patient=True)
        await self.paces.call(workspace, method)
        asked = client.api_call(method, http_verb="GET", params=dict(given))
        return await self._told(workspace, asked)

    async def glance(self, workspace: str, method: str, given: Mapping[str, str]) -> Json:
        """The same, once and without waiting; the caller has asked whether it may."""
        client = await self._client(workspace, patient=False)
        asked = client.api_call(method, http_verb="GET", params=dict(given))
        return await self._told(workspace, asked)

    async def headers(self, workspace: str, method: str) -> Mapping[str, str]:
        """What stands above the answer, by names in small letters: scopes, and Slack's time."""
        client = await self._client(workspace, patient=False)
        answer = await client.api_call(method)
        return {name.lower(): str(value) for name, value in answer.headers.items()}

    async def upload(self, workspace: str, channel: str, name: str, text: str, words: str) -> None:
        client = await self._client(workspace, patient=True)
        await client.files_upload_v2(
            channel=channel, filename=name, content=text, title=name, initial_comment=words
        )

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
            answer: Any = await asked
        except SlackApiError as error:
            self._note_scopes(workspace, getattr(error.response, "headers", {}))
            raise
        self._note_scopes(workspace, answer.headers)
        data: Json = answer.data
        return data

    def _note_scopes(self, workspace: str, headers: Mapping[str, str]) -> None:
        given = headers.get("x-oauth-scopes")
        if given is None:
            return
        if workspace not in self._scopes and len(self._scopes) >= MOST_CLIENTS:
            self._scopes.clear()
        self._scopes[workspace] = frozenset(scope.strip() for scope in given.split(","))

    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _client(self, workspace: str, *, patient: bool) -> AsyncWebClient:
        token = await self._tokens.token(workspace)
        if token is None:
            raise NotInstalled
        return self.client(token, patient=patient)

    def client(self, token: str, *, patient: bool = True) -> AsyncWebClient:
        session, known = self.session(), self._clients.get((token, patient))
        if known is not None and known.session is session:
            return known
        if len(self._clients) >= MOST_CLIENTS:
            self._clients.clear()
        handlers = _patience() if patient else []
        made = AsyncWebClient(
            token, self.url, session=session, timeout=TIMEOUT_SECONDS, logger=quiet(),
            retry_handlers=handlers,
        )  # fmt: skip
        self._clients[token, patient] = made
        return made


async def _first(content: aiohttp.StreamReader, most: int) -> bytes:
    read = bytearray()
    async for part in content.iter_chunked(most):
        read += part
        if len(read) >= most:
            break
    return bytes(read[:most])


def _patience() -> list[Any]:
    return [
        AsyncRateLimitErrorRetryHandler(max_retry_count=RETRIES),
        AsyncServerErrorRetryHandler(max_retry_count=RETRIES),
    ]
