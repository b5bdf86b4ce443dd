"""A Slack of our own on a loopback port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, web

from bot.clock import WallClock
from bot.ports import Clock
from tests.slack.api import Api
from tests.slack.deliveries import Deliveries
from tests.slack.happenings import Happenings
from tests.slack.hooks import Hooks
from tests.slack.http_way import HttpWay
from tests.slack.laws import Validator, nothing_against
from tests.slack.links import Links
from tests.slack.oauth import OAuth
from tests.slack.payloads import Payloads
from tests.slack.people import Person
from tests.slack.rates import Rates
from tests.slack.records import Account, Rejection, Room, Team, Token
from tests.slack.responses import Responses
from tests.slack.shown import Channel
from tests.slack.state import State
from tests.slack.triggers import Triggers
from tests.slack.trouble import Troubles
from tests.slack.views import Views

APP_TOKEN = "xapp-1-A1-1-loopback"
SIGNING_SECRET = "the-signing-secret"
TOKENS = {"T1": "xoxb-T1-loopback", "T2": "xoxb-T2-loopback"}


@dataclass
class Slack:
    """The whole of it. Socket Mode is the way in until `over_http` names an address."""

    state: State
    api: Api
    hooks: Hooks
    links: Links
    oauth: OAuth
    deliveries: Deliveries
    payloads: Payloads
    happens: Happenings
    session: ClientSession

    @property
    def api_url(self) -> str:
        """The `base_url` for a web client."""
        return f"{self.state.base}/api/"

    @property
    def trouble(self) -> Troubles:
        return self.api.troubles

    @property
    def rates(self) -> Rates:
        return self.api.rates

    @property
    def rejected(self) -> list[Rejection]:
        """Payloads Slack would not have taken; a good app leaves it empty."""
        return self.state.rejected

    def channel(self, name: str) -> Channel:
        """What a room shows."""
        return Channel(self.state.room(name))

    def room(self, name: str) -> Room:
        """A room's settings, to be changed."""
        return self.state.room(name)

    def team(self, name: str) -> Team:
        return self.state.teams[name]

    def token(self, team: str) -> Token:
        return self.state.tokens[TOKENS[team]]

    def user(self, name: str) -> Person:
        responses = Responses(self.api.views, self.hooks)
        account = self.state.accounts[name]
        return Person(self.state, account, self.deliveries, self.payloads, responses)

    def over_http(self, url: str, secret: str = SIGNING_SECRET) -> HttpWay:
        """From now on everything is posted to this address."""
        way = HttpWay(self.state, self.session, url, secret)
        self.deliveries.way = way
        return way

    def add_team(self, name: str, title: str) -> Team:
        """A workspace with its bot user; the app has no token there yet."""
        team = Team(name, title, bot_user=f"UB{name}", bot_id=f"B{name}")
        self.state.teams[name] = team
        bot = Account(team.bot_user, name, "prepcircle", "Prepcircle", is_bot=True)
        self.state.accounts[bot.id] = bot
        return team

    def add_user(self, name: str, team: str, handle: str) -> Account:
        account = Account(name, team, handle, handle.capitalize())
        self.state.accounts[name] = account
        return account

    def add_channel(self, name: str, title: str, team: str, *members: str) -> Room:
        """With the bot in it."""
        bot = self.state.teams[team].bot_user
        room = Room(name, title, team, {bot, *members}, private=name.startswith("G"))
        self.state.rooms[name] = room
        return room

    def add_org(self, name: str, *teams: str) -> None:
        """These workspaces belong to one organisation that installed the app for all of them."""
        for team in teams:
            self.state.teams[team].enterprise, self.state.teams[team].org_wide = name, True
            self.token(team).enterprise = name


@asynccontextmanager
async def a_slack(
    clock: Clock | None = None, validator: Validator = nothing_against
) -> AsyncIterator[Slack]:
    """Running, with two workspaces, people and channels in each; gone afterwards.

    `clock` rules triggers, response URLs, signatures, tokens and rates; acks run on the wall's.
    """
    async with ClientSession() as session:
        slack = _assembled(State(clock or WallClock(), validator), session)
        _peopled(slack)
        runner = web.AppRunner(
            _routes(slack), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.state.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield slack
        finally:
            await slack.links.close()
            await runner.cleanup()


def _assembled(state: State, session: ClientSession) -> Slack:
    triggers, hooks, links, oauth = Triggers(state), Hooks(state), Links(state), OAuth(state)
    payloads = Payloads(state, triggers, hooks)
    deliveries = Deliveries(links)
    api = Api(Views(state, triggers), oauth, links)
    happens = Happenings(state, deliveries, payloads)
    return Slack(state, api, hooks, links, oauth, deliveries, payloads, happens, session)


def _peopled(slack: Slack) -> None:
    """T1 with Ana, Ben and Cem, T2 with Dee; a general channel each, a second and a private one."""
    slack.add_team("T1", "First")
    slack.add_team("T2", "Second")
    for name, team, handle in (("U1", "T1", "ana"), ("U2", "T1", "ben"), ("U3", "T1", "cem")):
        slack.add_user(name, team, handle)
    slack.add_user("U21", "T2", "dee")
    slack.add_channel("C1", "general", "T1", "U1", "U2", "U3")
    slack.add_channel("C2", "study", "T1", "U1", "U2")
    slack.add_channel("G1", "quiet", "T1", "U1")
    slack.add_channel("C21", "general", "T2", "U21")
    for team, text in TOKENS.items():
        slack.state.tokens[text] = Token(text, team)
    slack.state.tokens[APP_TOKEN] = Token(APP_TOKEN, "T1", "app", scopes="connections:write")


def _routes(slack: Slack) -> web.Application:
    async def upload(request: web.Request) -> web.Response:
        data = await request.read()
        slack.state.uploads[request.match_info["name"]].data = data
        return web.Response(text=f"OK - {len(data)}")

    async def signin(_: web.Request) -> web.Response:
        return web.Response(text="<!DOCTYPE html><title>Slack</title>", content_type="text/html")

    app = web.Application(client_max_size=20 * 1024**2)
    app.router.add_route("*", "/api/{method}", slack.api.answer)
    app.router.add_get("/files/{name}", slack.api.file)
    app.router.add_get("/signin", signin)
    app.router.add_get("/link/", slack.links.accept)
    app.router.add_post("/hooks/{name}", slack.hooks.accept)
    app.router.add_post("/upload/{name}", upload)
    return app
