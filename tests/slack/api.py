"""The Web API's door: read the request, meet trouble and limits, check the token, answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import partial
from typing import Any

from aiohttp import web

from tests.slack import api_chat, api_facts, api_files, api_views
from tests.slack.links import Links
from tests.slack.oauth import OAuth
from tests.slack.rates import Rates
from tests.slack.records import ApiError, Call, Json, Token
from tests.slack.trouble import Troubles, too_fast
from tests.slack.views import Views

Method = Callable[..., Json]
ON_STATE: dict[str, tuple[Method, str]] = {
    "auth.revoke": (api_facts.auth_revoke, ""),
    "auth.test": (api_facts.auth_test, ""),
    "bots.info": (api_facts.bots_info, "users:read"),
    "chat.delete": (api_chat.delete, "chat:write"),
    "chat.postEphemeral": (api_chat.post_ephemeral, "chat:write"),
    "chat.postMessage": (api_chat.post_message, "chat:write"),
    "chat.update": (api_chat.update, "chat:write"),
    "conversations.info": (api_facts.conversations_info, "channels:read"),
    "conversations.members": (api_facts.conversations_members, "channels:read"),
    "conversations.open": (api_facts.conversations_open, "im:write"),
    "files.completeUploadExternal": (api_files.complete_upload, "files:write"),
    "files.getUploadURLExternal": (api_files.upload_url, "files:write"),
    "files.info": (api_files.file_info, "files:read"),
    "team.info": (api_facts.team_info, "team:read"),
    "users.info": (api_facts.users_info, "users:read"),
}
"""Method -> what carries it out, the scope it needs."""
ON_VIEWS: dict[str, Method] = {
    "views.open": api_views.open_view,
    "views.publish": api_views.publish_view,
    "views.push": api_views.push_view,
    "views.update": api_views.update_view,
}
PRIVATE = "url_private"
STRUCTURED = ("blocks", "view", "metadata")
NOBODY = Token("", "", scopes="")


@dataclass
class Api:
    views: Views
    oauth: OAuth
    links: Links
    troubles: Troubles = field(default_factory=Troubles)
    rates: Rates = field(default_factory=Rates)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await self._call(request)
        except ApiError as error:
            return web.json_response(_refused(error))
        self._note(call)
        wait = self.rates.refusal(call, self._team(call))
        if wait:
            return too_fast(wait)
        run = partial(self._run, call, request.headers.get("Authorization", ""))
        return await self.troubles.for_(call).around(request, run)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """What stands at a url_private; its troubles are met under the name PRIVATE."""
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        args = {"file": request.match_info["name"]}
        call = Call(PRIVATE, args, bearer, self.views.state.now())
        self._note(call)
        return await self.troubles.for_(call).around(request, partial(self._read, call))

    async def _read(self, call: Call) -> web.Response:
        state = self.views.state
        try:
            return api_files.private(state, self._known(call), str(call.args["file"]))
        except ApiError:
            # Slack takes whoever may not read a file for a person who has not signed in.
            return web.Response(status=302, headers={"Location": f"{state.base}/signin"})

    def _note(self, call: Call) -> None:
        state = self.views.state
        state.calls.append(call)
        state.counts[call.method] += 1
        state.touch()

    async def _call(self, request: web.Request) -> Call:
        args = await _arguments(request)
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = str(args.pop("token", "") or bearer)
        return Call(request.match_info["method"], args, token, self.views.state.now())

    def _team(self, call: Call) -> str:
        token = self.views.state.tokens.get(call.token)
        return token.team if token else ""

    async def _run(self, call: Call, authorization: str) -> web.Response:
        token = self.views.state.tokens.get(call.token, NOBODY)
        try:
            told = {"ok": True, **self._done(call, authorization)}
        except ApiError as error:
            told = _refused(error)
        self.views.state.touch()
        date = formatdate(self.views.state.now(), usegmt=True)
        return web.json_response(told, headers={"x-oauth-scopes": token.scopes, "Date": date})

    def _done(self, call: Call, authorization: str) -> Json:
        """Carry it out. Raises ApiError."""
        if call.method == "oauth.v2.access":
            return self.oauth.access(call.args, authorization)
        if call.method == "apps.connections.open":
            self._known(call, "app")
            return {"url": self.links.issue()}
        if call.method in ON_VIEWS:
            return ON_VIEWS[call.method](self.views, self._known(call), call.args)
        if call.method not in ON_STATE:
            raise ApiError("unknown_method", req_method=call.method)
        carry_out, scope = ON_STATE[call.method]
        token = self._known(call)
        _scoped(token, scope, call.args)
        return carry_out(self.views.state, token, call.args)

    def _known(self, call: Call, kind: str = "bot") -> Token:
        if not call.token:
            raise ApiError("not_authed")
        token = self.views.state.tokens.get(call.token)
        if token is None:
            raise ApiError("invalid_auth")
        if token.refused:
            raise ApiError(token.refused)
        if token.expires_at is not None and self.views.state.now() >= token.expires_at:
            raise ApiError("token_expired")
        if token.kind != kind:
            raise ApiError("not_allowed_token_type")
        return token


def _scoped(token: Token, scope: str, args: Json) -> None:
    """Private channels and direct messages have reading scopes of their own."""
    kinds = {"G": "groups:read", "D": "im:read"}
    needed = kinds.get(str(args.get("channel"))[:1], scope) if scope == "channels:read" else scope
    if needed and needed not in token.scopes.split(","):
        raise ApiError("missing_scope", needed=needed, provided=token.scopes)


def _refused(error: ApiError) -> Json:
    return {"ok": False, "error": error.code, **error.more}


async def _arguments(request: web.Request) -> Json:
    """From the address, a form or a JSON body alike; nested ones may come as JSON text."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= await _json_body(request)
    else:
        given |= dict(await request.post())
    for name in STRUCTURED:
        if isinstance(given.get(name), str):
            given[name] = _parsed(given[name], name)
    return given


async def _json_body(request: web.Request) -> Json:
    body = await request.text()
    found = _parsed(body, "json") if body else {}
    if not isinstance(found, dict):
        raise ApiError("json_not_object")
    return found


def _parsed(text: str, name: str) -> Any:  # noqa: ANN401  any JSON
    try:
        return json.loads(text)
    except ValueError:
        raise ApiError("invalid_json" if name == "json" else "invalid_arguments") from None
