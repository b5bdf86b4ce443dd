"""Slack's two calls of an installation on 127.0.0.1: codes and refresh tokens work once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Json = dict[str, Any]
CLIENT_ID, CLIENT_SECRET = "12.34", "s3cret-of-the-app"
TEAM: Json = {"team": {"id": "T1", "name": "Ada & Co"}, "enterprise": None}
ORG: Json = {
    "team": None,
    "enterprise": {"id": "E1", "name": "Starship"},
    "is_enterprise_install": True,
}


@dataclass
class OAuthSlack:
    """`trouble` is taken by the next calls in turn: an error, a status, "drop", or "bytes"."""

    rotating: bool = False
    works: bool = True
    """Whether auth.test takes the tokens."""
    trouble: list[str | int] = field(default_factory=list)
    asked: list[Json] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    url: str = ""
    _grants: dict[str, Json] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))

    def consent(self, **changes: Any) -> str:  # noqa: ANN401  any field of the answer
        """The code somebody's browser brings along after agreeing."""
        code = f"code-{next(self._numbers)}"
        self._grants[code] = {**TEAM, **changes}
        return code

    def issue(self, grant: Json | None = None) -> Json:
        """A token as the answer carries it; with rotation its refresh token too."""
        number = next(self._numbers)
        answer = {"access_token": f"xoxb-{number}", **(grant or TEAM)}
        if self.rotating:
            refresh = f"xoxe-{number}"
            self._grants[refresh] = grant or TEAM
            answer |= {"refresh_token": refresh, "expires_in": 43_200}
        self.tokens.append(str(answer["access_token"]))
        return answer

    async def access(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble == "drop":
            assert request.transport is not None
            request.transport.close()
        if trouble == "bytes":
            return web.Response(body=b"\x1f\x8b", content_type="application/gzip")
        if isinstance(trouble, int):
            return web.Response(status=trouble, text="trouble")
        return web.json_response(_failed(trouble) if trouble else self._answer(form))

    async def auth_test(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.works or token not in self.tokens:
            return web.json_response(_failed("invalid_auth"))
        return web.json_response({"ok": True, "bot_id": "B1", "user_id": "UBOT", "team_id": "T1"})

    def _answer(self, form: Json) -> Json:
        if (form["client_id"], form["client_secret"]) != (CLIENT_ID, CLIENT_SECRET):
            return _failed("bad_client_secret")
        refreshes = form.get("grant_type") == "refresh_token"
        grant = self._grants.pop(form["refresh_token" if refreshes else "code"], None)
        if grant is None:
            return _failed("invalid_refresh_token" if refreshes else "invalid_code")
        return {
            "ok": True,
            "token_type": "bot",
            "scope": "chat:write,commands",
            "bot_user_id": "UBOT",
            "app_id": "A1",
            "is_enterprise_install": False,
            "authed_user": {"id": "U1", "access_token": "xoxp-of-a-person"},
            **self.issue(grant),
        }


def _failed(error: str) -> Json:
    return {"ok": False, "error": error}


@asynccontextmanager
async def an_oauth_slack() -> AsyncIterator[OAuthSlack]:
    slack, app = OAuthSlack(), web.Application()
    app.router.add_post("/api/oauth.v2.access", slack.access)
    app.router.add_route("*", "/api/auth.test", slack.auth_test)
    async with TestServer(app, host="127.0.0.1") as server:
        slack.url = str(server.make_url("/api/"))
        yield slack
