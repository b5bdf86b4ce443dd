"""One workspace, whose token is a setting: whose it is, and whether Slack takes it."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import REFUSED_TOKEN, code_of
from adapters.slack.logs import quiet
from adapters.slack.places import PLATFORM
from bot.ports import Caretaker, GiveUp, Unavailable

CHECK_SECONDS = 4.0
BOT_TOKEN, APP_TOKEN = "PREPCIRCLE_SLACK_BOT_TOKEN", "PREPCIRCLE_SLACK_APP_TOKEN"
BOT_HINT = "copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions in the app's settings"
APP_HINT = (
    "make one with the scope connections:write under Basic Information, App-Level Tokens (xapp-…)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    workspaces: frozenset[str]
    """The team and, on Enterprise Grid, its organisation."""
    name: str


class OneToken:
    """adapters.slack.client.Tokens for a single workspace."""

    def __init__(self, token: str, url: str, patience: float = CHECK_SECONDS) -> None:
        self._token, self._url, self._patience = token, url, patience
        self._identity: Identity | None = None
        self._refusal: GiveUp | Unavailable | None = None
        self._caretaker: Caretaker | None = None
        self._asking, self._doubted = asyncio.Lock(), asyncio.Event()

    def connect(self, caretaker: Caretaker) -> None:
        self._caretaker = caretaker

    async def arrive(self) -> None:
        """Identify; where the app was missing for a while, circles go on. Raises as `identify`."""
        self._doubted.clear()
        identity = await self.identify()
        if self._caretaker is not None:
            for workspace in identity.workspaces:
                await self._caretaker.workspace_back(PLATFORM, workspace)

    async def gone(self, _workspace: str, _at: datetime | None) -> bool:
        """The token is a setting and stays; whether Slack takes it is asked anew."""
        self.doubt()
        return True

    def doubt(self, _workspace: str = "") -> None:
        """Something speaks against the token: whoever waits in `watch` asks Slack."""
        self._identity = None
        self._doubted.set()

    async def watch(self, seconds: float | None = None) -> None:
        """So long, or until the token is doubted; then as `arrive`, which it raises as well."""
        if not self._in_doubt():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._doubted.wait()
        if self._in_doubt():
            await self.arrive()

    def _in_doubt(self) -> bool:
        # A post may have found out meanwhile that the token is refused, or that it is not.
        return self._doubted.is_set() or self._identity is None

    async def token(self, workspace: str) -> str | None:
        """Raises Unavailable as long as nobody knows whose token it is."""
        try:
            identity = self._identity or await self.identify()
        except GiveUp as error:
            # Said by the service, once; what is due waits as long as it is useful.
            raise Unavailable(str(error)) from error
        return self._token if workspace in identity.workspaces else None

    async def identify(self) -> Identity:
        """Raises GiveUp when Slack refuses the token, Unavailable when Slack cannot be asked."""
        known = self._refusal
        async with self._asking:
            # Whoever waited for somebody else's question takes the same answer: asking a slow
            # Slack one after the other, the last would hear of a wrong token far too late.
            if self._identity is None and self._refusal is known:
                await self._ask()
            if self._identity is None:
                assert self._refusal is not None, "Slack has said one or the other"
                raise type(self._refusal)(str(self._refusal)) from self._refusal
            return self._identity

    async def _ask(self) -> None:
        try:
            answer = await checked(
                self._token, self._url, "auth.test", BOT_TOKEN, BOT_HINT, self._patience
            )
        except (GiveUp, Unavailable) as error:
            self._refusal = error
            return
        found = {str(answer.get(key) or "") for key in ("team_id", "enterprise_id")}
        self._identity = Identity(frozenset(found - {""}), str(answer.get("team", "")))


async def checked(
    token: str, url: str, method: str, setting: str, hint: str, patience: float = CHECK_SECONDS
) -> dict[str, Any]:
    """One quick call that tells a wrong token from an unreachable Slack."""
    client = AsyncWebClient(token, url, retry_handlers=[], logger=quiet())
    try:
        async with asyncio.timeout(patience):
            answer = await client.api_call(method)
    except SlackApiError as error:
        code = code_of(error)
        if code in REFUSED_TOKEN or code in {"not_allowed_token_type", "missing_scope"}:
            raise GiveUp(f"Slack refuses {setting} ({code}): {hint}.") from error
        raise Unavailable(f"Slack answered {method} with {code or 'nonsense'}") from error
    except Exception as error:
        # Whatever it was, Slack did not judge the token.
        raise Unavailable(f"Slack cannot be reached ({type(error).__name__})") from error
    if not isinstance(answer.data, dict):
        raise Unavailable(f"Slack answered {method} with nonsense")
    return answer.data
