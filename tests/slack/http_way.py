"""The app behind a public address: Slack signs what it posts, or somebody else pretends to."""

import hashlib
import hmac
import json
from asyncio import get_running_loop
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.slack.deliveries import Ack, Delivery, NotAcked
from tests.slack.records import Json
from tests.slack.state import State

Signing = Literal["good", "forged", "missing", "stale", "early"]
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
OFF = {"stale": -400, "early": 400}


@dataclass(frozen=True)
class Posted:
    """One request as it went out, to be replayed byte for byte."""

    body: str
    headers: dict[str, str]


@dataclass
class HttpWay:
    """`posted` are the requests, oldest first."""

    state: State
    session: ClientSession
    url: str
    secret: str
    patience: float = 30.0
    posted: list[Posted] = field(default_factory=list)

    async def deliver(self, delivery: Delivery, attempt: int = 0, reason: str = "") -> Ack:
        retry = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": f"http_{reason}"}
        ack = await self.post(self.request(delivery, more=retry if attempt else {}))
        if ack.status != 200:
            raise NotAcked(f"answered {ack.status}", wanted=not ack.no_retry)
        return ack

    def request(
        self, delivery: Delivery, signing: Signing = "good", more: dict[str, str] | None = None
    ) -> Posted:
        """What Slack, or a forger, would send."""
        body, kind = _body(delivery)
        return self.signed(body, kind, signing, more)

    def signed(
        self, body: str, kind: str, signing: Signing = "good", more: dict[str, str] | None = None
    ) -> Posted:
        stamp = str(int(self.state.now()) + OFF.get(signing, 0))
        secret = "another-secret" if signing == "forged" else self.secret
        digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        headers = {"Content-Type": kind, **(more or {})}
        if signing != "missing":
            headers["X-Slack-Request-Timestamp"] = stamp
            headers["X-Slack-Signature"] = f"v0={digest.hexdigest()}"
        return Posted(body, headers)

    async def post(self, request: Posted) -> Ack:
        """The answer, whatever its status. Raises NotAcked when there was none in time."""
        self.posted.append(request)
        loop = get_running_loop()
        started = loop.time()
        try:
            async with self.session.post(
                self.url,
                data=request.body.encode(),
                headers=request.headers,
                timeout=ClientTimeout(total=self.patience),
            ) as answer:
                text = await answer.text()
                no_retry = answer.headers.get("x-slack-no-retry") == "1"
                return Ack(_payload(text), loop.time() - started, answer.status, no_retry)
        except (ClientError, TimeoutError) as error:
            raise NotAcked(repr(error)) from None

    async def verify_url(self) -> bool:
        """What happens when somebody enters the address in the app's settings."""
        challenge = f"challenge-{self.state.number()}"
        asked = {"type": "url_verification", "challenge": challenge, "token": "t"}
        ack = await self.post(self.signed(json.dumps(asked), JSON))
        return ack.status == 200 and challenge in (
            ack.payload.get("challenge"),
            ack.payload.get("text"),
        )

    async def check_ssl(self) -> Ack:
        """Slack's occasional look at the certificate."""
        return await self.post(self.signed(urlencode({"ssl_check": "1", "token": "t"}), FORM))


def _body(delivery: Delivery) -> tuple[str, str]:
    match delivery.kind:
        case "slash_commands":
            return urlencode(delivery.payload), FORM
        case "interactive":
            return urlencode({"payload": json.dumps(delivery.payload)}), FORM
        case "events_api":
            return json.dumps(delivery.payload), JSON


def _payload(text: str) -> Json:
    """A plain text answer means a message of that text."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}
