"""Text files from Slack, read into the field they stand for before the core is asked."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.client import WebApi
from adapters.slack.errors import NotInstalled, code_of
from adapters.uploads import (
    INSTEAD,
    LARGEST,
    Unreadable,
    decoded,
    read_into,
    refuse_size,
    unread,
)
from bot.cards import Form
from bot.domain.ids import ActorRef
from bot.ports import Completion, Desk, Invocation, Reply, Request

FETCH_SECONDS = 10.0
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 403})
_A_PAGE = "text/html"
"""What Slack answers, with 200, where the token may not read files: its page to sign in."""
_SCOPE = (
    "could not be read: the app has no permission to (files:read). Paste the text instead; whoever "
    "runs the app gives it by installing it again, and /prep doctor shows whether it is there."
)
_LATER = "could not be had from Slack just now. Please send it once more."


class Files:
    """`seconds` is how long Slack may take with one."""

    def __init__(self, api: WebApi, seconds: float = FETCH_SECONDS) -> None:
        self._api, self._seconds = api, seconds

    async def read_into(self, invocation: Invocation) -> Invocation:
        """Raises Unreadable, and then nothing has been done with what was typed."""
        workspace = invocation.channel.workspace
        return await read_into(invocation, partial(self._text, workspace))

    async def _text(self, workspace: str, file: dict[str, Any]) -> str:
        name = str(file.get("name") or "The file")
        try:
            known = file if file.get("url_private") else await self._asked(workspace, file)
            name = str(known.get("name") or name)
            refuse_size(name, int(known.get("size") or 0))
            data = await self._data(workspace, str(known.get("url_private") or ""), name)
        except (NotInstalled, SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            raise Unreadable(f"{name} {_why(error)}") from error
        refuse_size(name, len(data))
        return decoded(name, data)

    async def _asked(self, workspace: str, file: dict[str, Any]) -> dict[str, Any]:
        """For a file of somebody from another organisation, Slack sends no more than its id."""
        answer = await self._api.read(workspace, "files.info", {"file": str(file.get("id") or "")})
        return dict(answer["file"])

    async def _data(self, workspace: str, address: str, name: str) -> bytes:
        try:
            kind, data = await self._api.fetch(workspace, address, LARGEST + 1, self._seconds)
        except ValueError as error:
            raise Unreadable(f"{name} lies outside of Slack. {INSTEAD}") from error
        if kind == _A_PAGE:
            raise Unreadable(f"{name} {_SCOPE}")
        return data


class Reading:
    """A bot.ports.Desk around another one, for which files have been read."""

    def __init__(self, desk: Desk, files: Files) -> None:
        self._desk, self._files = desk, files

    def form(self, request: Request, actor: ActorRef | None = None) -> Form | None:
        return self._desk.form(request, actor)

    def complete(self, text: str) -> Sequence[Completion]:
        return self._desk.complete(text)

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        try:
            read = await self._files.read_into(invocation)
        except Unreadable as error:
            return unread(self._desk, invocation, error)
        return await self._desk.dispatch(read)


def _why(error: Exception) -> str:
    status = error.status if isinstance(error, aiohttp.ClientResponseError) else 0
    code = code_of(error) if isinstance(error, SlackApiError) else ""
    if status in _CLOSED or code == "missing_scope":
        return _SCOPE
    if status in _GONE or code in {"file_not_found", "file_deleted"}:
        return "is not on Slack any more. Give it again, or paste its text."
    return _LATER
