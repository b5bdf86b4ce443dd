"""Adding the app to a workspace from a web page (OAuth), for as many workspaces as like to.

Slack calls it the OAuth v2 flow: our page sends people to Slack, which sends them back with a code,
which is exchanged for the token. A value in a cookie and in the database, good once and for ten
minutes, proves that who comes back is who was sent.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler
from multidict import CIMultiDict
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth import AuthorizeUrlGenerator, OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation

from adapters.slack.errors import code_of
from adapters.slack.install_access import OAuthApp
from adapters.slack.install_bolt import (
    STATE_LASTS,
    InstallStates,
    InstallStore,
    new_state,
)
from adapters.slack.install_pages import HEADERS, done, failed, start
from adapters.slack.install_records import from_slack
from adapters.slack.install_renewal import Tell
from adapters.slack.installs import Installs
from adapters.slack.logs import quiet
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH
from bot.ports import Clock
from bot.repositories.store import Store

COOKIE = "prepcircle-slack-install"
_STALE_CODES = frozenset({"invalid_code", "code_already_used"})
_BUSY = frozenset(
    {"", "fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
)
"""Slack's own troubles; an answer that is none carries no code."""
_TEAM = re.compile(r"[TE][A-Z0-9]{2,30}")
Added = Callable[[str], Awaitable[None]]
"""Told the workspace after each installation, the first or another."""


class Trouble(Exception):
    """Ends an installation with the failure page of that name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InstallFlow(AsyncOAuthFlow):
    """Bolt's flow with our pages, and with errors that say whose they are."""

    def __init__(
        self,
        app: OAuthApp,
        settings: AsyncOAuthSettings,
        clock: Clock,
        scopes: Mapping[str, str],
        added: Added,
        tell: Tell,
    ) -> None:
        settings.callback_options = AsyncCallbackOptions(_succeeded, self._failed)
        super().__init__(client=app.client, logger=quiet(), settings=settings)
        self._app, self._clock, self._scopes = app, clock, scopes
        self._added, self._tell = added, tell

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Both addresses; whatever breaks ends in a page."""
        cookies = "; ".join(request.headers.getall("Cookie", []))
        # Not aiohttp's decoded query: bolt decodes it itself.
        query = request.rel_url.raw_query_string
        asked = AsyncBoltRequest(body="", query=query, headers={"cookie": cookies})
        starts = request.path == self.install_path
        try:
            answer = await (self.handle_installation if starts else self.handle_callback)(asked)
        except Trouble as trouble:
            answer = _failure(trouble.reason)
        except Exception as error:
            # Only its kind: its words may carry a code or a token.
            self._tell(f"Adding the app to a Slack workspace failed: {type(error).__name__}.")
            answer = _failure("trouble")
        return _to_aiohttp(answer)

    async def build_install_page_html(
        self,
        url: str,
        request: AsyncBoltRequest,  # noqa: ARG002  bolt's signature
    ) -> str:
        return start(url, self._scopes).html()

    async def run_installation(self, code: str) -> Installation:
        try:
            answer = await self._app.access(code=code, redirect_uri=str(self.redirect_uri))
            if not answer.get("access_token"):
                # So it is when the app asks for no permissions of a bot.
                raise self._refused("no_bot_token")
            about = await self._app.about(str(answer["access_token"]))
        except SlackApiError as error:
            raise self._refused(code_of(error)) from error
        except (aiohttp.ClientError, TimeoutError, SlackClientError) as error:
            self._tell(f"Slack did not answer an installation: {type(error).__name__}.")
            raise Trouble("unreachable") from error
        return _installation(answer, about, self._clock)

    async def store_installation(
        self, request: AsyncBoltRequest, installation: Installation
    ) -> None:
        await super().store_installation(request, installation)
        await self._added(from_slack(installation).workspace)

    def _refused(self, error: str) -> Trouble:
        if error in _STALE_CODES:
            return Trouble("invalid_code")
        self._tell(f"Slack refused an installation: {error or 'no reason given'}.")
        return Trouble("unreachable" if error in _BUSY else "misconfigured")

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        if args.reason == "invalid_browser" and "state" not in args.request.query:
            return _failure("no_state")
        if args.error is not None:
            self._tell(f"Adding the app to a Slack workspace failed: {args.error}.")
        return _failure(args.reason)


class _AuthorizeUrl(AuthorizeUrlGenerator):
    """Bolt's own pastes a visitor's `team` into the address as it came."""

    def generate(self, state: str, team: str | None = None) -> str:
        query = {
            "client_id": self.client_id,
            "scope": ",".join(self.scopes or ()),
            "state": state,
            "redirect_uri": self.redirect_uri,
            "team": team if team and _TEAM.fullmatch(team) else None,
        }
        given = {name: value for name, value in query.items() if value}
        return f"{self.authorization_url}?{urlencode(given)}"


class _Cookie(OAuthStateUtils):
    def build_set_cookie_for_new_state(self, state: str) -> str:
        return f"{super().build_set_cookie_for_new_state(state)}; SameSite=Lax"


def install_flow(
    installs: Installs,
    store: Store,
    app: OAuthApp,
    clock: Clock,
    *,
    scopes: Mapping[str, str],
    public_url: str,
    added: Added,
    tell: Tell,
    ids: Callable[[], str] = new_state,
) -> InstallFlow:
    """`scopes` come with a reason each; `public_url` is this server's own, without a path."""
    settings = AsyncOAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=list(scopes),
        user_scopes=[],
        redirect_uri=public_url.rstrip("/") + REDIRECT_PATH,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        installation_store=InstallStore(installs),
        state_store=InstallStates(store, clock, ids),
    )
    seconds = int(STATE_LASTS.total_seconds())
    settings.state_utils = _Cookie(cookie_name=COOKIE, expiration_seconds=seconds)
    settings.authorize_url_generator = _AuthorizeUrl(
        client_id=app.client_id, redirect_uri=settings.redirect_uri, scopes=list(scopes)
    )
    return InstallFlow(app, settings, clock, scopes, added, tell)


def install_routes(flow: InstallFlow) -> dict[tuple[str, str], Handler]:
    """Handlers by method and path, as adapters.web takes them."""
    return {("GET", flow.install_path): flow.serve, ("GET", flow.redirect_uri_path): flow.serve}


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    cookie = args.settings.state_utils.build_set_cookie_for_deletion()
    body = done(from_slack(args.installation)).html()
    return BoltResponse(status=200, body=body, headers={"Set-Cookie": cookie})


def _failure(reason: str) -> BoltResponse:
    status, page = failed(reason, INSTALL_PATH)
    return BoltResponse(status=status, body=page.html())


def _to_aiohttp(answer: BoltResponse) -> web.Response:
    # Bolt's own conversion forgets SameSite.
    headers = CIMultiDict(HEADERS)
    for cookie in answer.headers.get("set-cookie", ()):
        headers.add("Set-Cookie", cookie)
    return web.Response(status=answer.status, body=answer.body.encode(), headers=headers)


def _installation(answer: dict[str, Any], about: dict[str, Any], clock: Clock) -> Installation:
    """As bolt reads it, by our clock and without users' tokens."""
    now = clock.now().timestamp()
    team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
    lasts = answer.get("expires_in")
    return Installation(
        app_id=answer.get("app_id"),
        enterprise_id=enterprise.get("id"),
        enterprise_name=enterprise.get("name"),
        team_id=team.get("id"),
        team_name=team.get("name"),
        bot_token=answer.get("access_token"),
        bot_id=about.get("bot_id"),
        bot_user_id=answer.get("bot_user_id"),
        bot_scopes=answer.get("scope") or "",
        bot_refresh_token=answer.get("refresh_token"),
        bot_token_expires_at=None if lasts is None else int(now) + int(lasts),
        user_id=(answer.get("authed_user") or {}).get("id") or "",
        is_enterprise_install=bool(answer.get("is_enterprise_install")),
        installed_at=now,
    )
