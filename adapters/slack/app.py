"""Slack as one part of the program: built, connected to the core, served."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp.typedefs import Handler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.slack.answers import Answers
from adapters.slack.client import API, Tokens, WebApi
from adapters.slack.doctor import SlackDoctor
from adapters.slack.files import Files
from adapters.slack.homes import Homes
from adapters.slack.http import SignedRequests
from adapters.slack.identity import OneToken
from adapters.slack.inbound import PATIENCE_SECONDS, Inbound
from adapters.slack.lifecycle import Lifecycle
from adapters.slack.logs import quiet
from adapters.slack.manifest import EVENTS_PATH, INSTALL_PATH
from adapters.slack.messenger import SlackMessenger
from adapters.slack.names import NAME_SECONDS, Names
from adapters.slack.paces import Paces
from adapters.slack.patience import Pause
from adapters.slack.socket import PING_SECONDS, SocketMode
from adapters.slack.standing import Standing
from adapters.slack.validate import Violation
from adapters.slack.workspaces import OAuthConfig, Workspaces
from adapters.tasks import TaskSet
from adapters.uploads import Reading
from bot.ports import Caretaker, Clock, Desk, Finding, Service
from bot.repositories.store import Store

DRAIN_SECONDS = 5.0
_NO_REQUEST = "Check the request URLs in the app's settings, and that this address is public."
_BROKEN = "Something broke on our side; nothing was lost. Please try it once more."


class Log(Protocol):
    def warning(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401

    def error(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401


@dataclass(frozen=True, slots=True, repr=False)
class SlackConfig:
    """One workspace: a bot token with an app token (Socket Mode) or a signing secret (HTTP).

    Many: a signing secret and `oauth`, no bot token.
    """

    bot_token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    api_url: str = API
    oauth: OAuthConfig | None = None


class Slack:
    """The parts that the composition root wires: messenger, doctor, services, routes."""

    def __init__(
        self,
        config: SlackConfig,
        store: Store,
        clock: Clock,
        log: Log,
        paces: Paces | None = None,
        sleep: Pause = asyncio.sleep,
        patience: float = PATIENCE_SECONDS,
        ping: float = PING_SECONDS,
        naming: float = NAME_SECONDS,
    ) -> None:
        self._config, self._clock, self._log, self._sleep = config, clock, log, sleep
        self._patience, self._ping, self._naming = patience, ping, naming
        self.tasks = TaskSet(self._failed)
        self._one = OneToken(config.bot_token, config.api_url)
        self._many = self._workspaces(config.oauth, store) if config.oauth else None
        self._tokens: Tokens = self._many.tokens if self._many else self._one
        # With many workspaces nobody watches the one token that there is not.
        self.api = WebApi(self._tokens, paces or Paces(), config.api_url, self._one.doubt, sleep)
        self.messenger = SlackMessenger(self.api, self._mended)
        self.doctor = SlackDoctor(self.api, clock, self._delivery)
        self._bolt: AsyncApp | None = None
        self._http = (
            SignedRequests(self._app, config.signing_secret, clock, self._unsigned)
            if config.signing_secret
            else None
        )
        self._socket = self._new_socket() if config.app_token else None

    def connect(self, desk: Desk, caretaker: Caretaker) -> None:
        """Give the listeners somebody to ask; before any service is served."""
        answers = Answers(self.api, self._mended, self._sleep)
        homes = Homes(desk, self.api, answers, self.tasks, self._sleep)
        app = _bolt(self._tokens, self._log, _not_here(self._config.oauth))
        reading = Reading(desk, Files(self.api).text_of)
        names = Names(self.api, self._naming)
        parts = (reading, answers, homes, names, self.tasks)
        Inbound(*parts, self._patience, self._sleep).listen(app)
        workspaces = self._many or self._one
        workspaces.connect(caretaker)
        Lifecycle(caretaker, workspaces.gone).listen(app)
        self._bolt = app

    def services(self) -> list[Service]:
        return [self._many or self._socket or Standing(self._one)]

    def connections(self) -> Mapping[str, bool]:
        """Over HTTP nothing is kept open."""
        return {"socket": _is_up(self._socket.client)} if self._socket else {}

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        events = {("POST", EVENTS_PATH): self._http.handle} if self._http else {}
        return {**events, **(self._many.routes() if self._many else {})}

    def _new_socket(self) -> SocketMode:
        given = (self._config.app_token, self._config.api_url)
        # A task set of its own: a lost connection must not cancel what people wait for.
        envelopes = TaskSet(self._failed)
        return SocketMode(self._app, self._one, *given, envelopes, quiet(), self._ping)

    def _workspaces(self, config: OAuthConfig, store: Store) -> Workspaces:
        def tell(line: str) -> None:
            self._log.warning("slack installation", news=line)

        return Workspaces(config, self._config.api_url, store, self._clock, self.tasks, tell)

    async def close(self) -> None:
        await self.tasks.drain(DRAIN_SECONDS)
        await self.api.close()

    def _app(self) -> AsyncApp:
        assert self._bolt is not None, "connect comes before serving"
        return self._bolt

    async def _delivery(self) -> Finding:
        if self._socket is None:
            return _heard(self._http)
        if await self._socket.is_connected():
            return Finding("Connected to Slack.", True)
        return Finding("Not connected to Slack.", False, "The log says why; it goes on trying.")

    def _unsigned(self, why: str) -> None:
        self._log.warning("slack requests refused", why=why)

    def _failed(self, name: str, error: BaseException) -> None:
        self._log.error("slack work failed", work=name, error=f"{type(error).__name__}: {error}")

    def _mended(self, title: str, problems: Sequence[Violation]) -> None:
        rules = [problem.rule for problem in problems]
        self._log.warning("card shortened for slack", card=title, rules=rules)


def _is_up(client: SocketModeClient | None) -> bool:
    """As far as is known without asking; Slack may have gone a few pings ago."""
    session = client.current_session if client else None
    lost = client is None or client.closed or client.stale
    return not lost and session is not None and not session.closed


def _heard(http: SignedRequests | None) -> Finding:
    if http is not None and http.heard_at is not None:
        return Finding("Slack's requests arrive.", True)
    return Finding("No request of Slack's has arrived yet.", False, _NO_REQUEST)


def _not_here(oauth: OAuthConfig | None) -> str:
    """What somebody reads whose workspace has no token of ours."""
    way = f"Add it: {oauth.public_url.rstrip('/')}{INSTALL_PATH}" if oauth else "Ask who runs it."
    return f"Prepcircle is not installed in this workspace (any more). {way}"


def _bolt(tokens: Tokens, log: Log, stranger: str) -> AsyncApp:
    """Requests are verified, and their workspace's token found, by us: bolt only routes them."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        for workspace in (team_id, enterprise_id):
            token = await tokens.token(workspace) if workspace else None
            if token:
                return AuthorizeResult(
                    enterprise_id=enterprise_id, team_id=team_id, bot_token=token
                )
        return None

    async def broken(error: Exception, body: Mapping[str, Any]) -> BoltResponse:
        log.error("slack request failed", error=f"{type(error).__name__}: {error}")
        if "command" in body:
            return BoltResponse(status=200, body=_BROKEN)
        # Slack then delivers an event again, keeps a form open with all that was typed, and
        # marks a button as not working.
        return BoltResponse(status=500, body="")

    app = AsyncApp(
        name="prepcircle",
        logger=quiet(),
        # By default bolt looks every 10 ms whether a listener has acknowledged.
        process_before_response=True,
        request_verification_enabled=False,
        user_facing_authorize_error_message=stranger,
        authorize=authorize,  # type: ignore[arg-type]  # bolt takes None for a stranger
    )
    app.error(broken)
    return app
