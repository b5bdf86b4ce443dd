"""Signed requests over HTTP: checked before a byte of them is parsed."""

from collections.abc import Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from bot.ports import Clock

_SHAPELESS = (AttributeError, LookupError, TypeError, ValueError)
"""What bolt stumbles with over a body that is no request; our own listeners' errors it catches."""
_HOUR = 3600.0
_UNSIGNED = (
    "requests in Slack's name arrive, and none is signed with PREPCIRCLE_SLACK_SIGNING_SECRET: "
    "take it from the app's page, or set this machine's clock"
)


class SignedRequests:
    """The handler of the events address. Slack allows a request to be five minutes old.

    `warn` is told, once an hour at most, that the secret seems to be another app's.
    """

    def __init__(
        self,
        bolt: Callable[[], AsyncApp],
        signing_secret: str,
        clock: Clock,
        warn: Callable[[str], None],
    ) -> None:
        self._bolt, self._clock, self._warn = bolt, clock, warn
        self._verifier = SignatureVerifier(signing_secret, _Now(clock))
        self.heard_at: float | None = None
        self._warned_at: float | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if not self._is_slack(request, body):
            self._doubt(request)
            return web.Response(status=401, text="This is not signed as Slack signs.\n")
        self.heard_at = self._clock.now().timestamp()
        try:
            answer = await self._dispatch(request, body.decode())
        except _SHAPELESS:
            return web.Response(status=400, text="Slack sends nothing of this shape.\n")
        return await to_aiohttp_response(answer)

    async def _dispatch(self, request: web.Request, body: str) -> BoltResponse:
        asked = AsyncBoltRequest(
            body=body, query=request.query_string, headers=dict(request.headers)
        )
        return await self._bolt().async_dispatch(asked)

    def _is_slack(self, request: web.Request, body: bytes) -> bool:
        timestamp, signature = _signed(request)
        try:
            return bool(self._verifier.is_valid(body, timestamp, signature))
        except (TypeError, ValueError):
            # A body that is no text, a time that is no number, a signature in strange letters.
            return False

    def _doubt(self, request: web.Request) -> None:
        """Where Slack itself gets through, a stranger is at the door, of whom there are many."""
        now = self._clock.now().timestamp()
        lately = [at for at in (self.heard_at, self._warned_at) if at is not None]
        if all(_signed(request)) and all(now - at >= _HOUR for at in lately):
            self._warned_at = now
            self._warn(_UNSIGNED)


def _signed(request: web.Request) -> tuple[str, str]:
    """When it was, and how; empty where it says neither."""
    named = request.headers
    return named.get("X-Slack-Request-Timestamp", ""), named.get("X-Slack-Signature", "")


class _Now(SlackClock):
    """slack_sdk's own clock interface on ours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()
