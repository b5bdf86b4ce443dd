"""Our installation pages on 127.0.0.1, and a browser that visits them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import parse_qs, urlsplit

import aiohttp
from yarl import URL

from adapters.slack.install_access import OAuthApp
from adapters.slack.oauth import COOKIE, install_flow, install_routes
from adapters.web import WebServer
from bot.clock import SetClock
from bot.storage.store import SqlStore
from tests.adapters.slack.install_parts import Process, a_process
from tests.adapters.slack.oauth_page import Seen, seen
from tests.adapters.slack.oauth_server import (
    CLIENT_ID,
    CLIENT_SECRET,
    OAuthSlack,
    an_oauth_slack,
)

SCOPES = {"chat:write": "to post the daily drill", "commands": "for /prep & <the> shortcuts"}
PUBLIC = "https://prep.example.org"
BACK = "/slack/oauth_redirect"


class Site:
    """Our pages, and a browser with at most one cookie. `added` is what the core is told."""

    def __init__(
        self, slack: OAuthSlack, process: Process, store: SqlStore, clock: SetClock
    ) -> None:
        self.slack, self.process, self.store, self.clock = slack, process, store, clock
        self.added: list[str] = []
        self.breaks: Exception | None = None
        self.cookie = ""
        numbers = count(1)
        flow = install_flow(
            process.installs,
            store,
            OAuthApp(slack.url, CLIENT_ID, CLIENT_SECRET),
            clock,
            scopes=SCOPES,
            public_url=PUBLIC + "/",
            added=self._added,
            tell=process.told.append,
            ids=lambda: f"state-{next(numbers)}",
        )
        self.server = WebServer("127.0.0.1", 0, routes=install_routes(flow))

    async def get(self, path: str) -> Seen:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser,
            browser.get(URL(self.server.address + path, encoded=True), headers=headers) as answer,
        ):
            for header in answer.headers.getall("Set-Cookie", []):
                value = SimpleCookie(header)[COOKIE].value
                self.cookie = f"{COOKIE}={value}"
            return seen(answer.status, answer.headers, await answer.text())

    async def start(self) -> str:
        """Open our page; the state that its button carries to Slack."""
        return parse_qs(urlsplit((await self.get("/slack/install")).button).query)["state"][0]

    async def install(self, code: str) -> Seen:
        return await self.get(f"{BACK}?code={code}&state={await self.start()}")

    async def token(self, workspace: str = "T1") -> str | None:
        return await self.process.installs.token(workspace)

    async def _added(self, workspace: str) -> None:
        if self.breaks:
            raise self.breaks
        self.added.append(workspace)


@asynccontextmanager
async def a_site(store: SqlStore, clock: SetClock) -> AsyncIterator[Site]:
    async with an_oauth_slack() as slack:
        site = Site(slack, a_process(store, clock, slack), store, clock)
        await site.server.start()
        yield site
        await site.server.stop()
