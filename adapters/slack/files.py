"""Text files from Slack."""

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.client import WebApi
from adapters.slack.errors import code_of
from adapters.uploads import FETCH_SECONDS, INSTEAD, LARGEST, Unreadable, decoded, refuse_size
from bot.ports import MessengerError

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

    async def text_of(self, workspace: str, file: dict[str, Any]) -> str:
        """Raises Unreadable."""
        name = str(file.get("name") or "The file")
        try:
            known = file if file.get("url_private") else await self._asked(workspace, file)
            name = str(known.get("name") or name)
            refuse_size(name, int(known.get("size") or 0))
            data = await self._data(workspace, str(known.get("url_private") or ""), name)
        except (MessengerError, SlackApiError, aiohttp.ClientError, TimeoutError) as error:
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


def _why(error: Exception) -> str:
    status = error.status if isinstance(error, aiohttp.ClientResponseError) else 0
    code = code_of(error) if isinstance(error, SlackApiError) else ""
    if status in _CLOSED or code == "missing_scope":
        return _SCOPE
    if status in _GONE or code in {"file_not_found", "file_deleted"}:
        return "is not on Slack any more. Give it again, or paste its text."
    return _LATER
