"""A Discord of our own on a loopback port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.clock import WallClock
from bot.ports import Clock
from tests.discord.api import Api
from tests.discord.deliveries import Deliveries
from tests.discord.gateway import Gateway
from tests.discord.happenings import Happenings
from tests.discord.laws import Validator, nothing_against
from tests.discord.payloads import Payloads
from tests.discord.people import Person
from tests.discord.permissions import MODEST
from tests.discord.rates import Rates
from tests.discord.records import (
    FORUM,
    TEXT,
    THREAD,
    Account,
    Guild,
    Interaction,
    Json,
    Member,
    Ping,
    Rejection,
    Role,
    Room,
)
from tests.discord.shown import Channel
from tests.discord.state import State
from tests.discord.trouble import Fine, Trouble, Troubles

FIRST_GUILD, FIRST_ID = 250_000_000_000, 260_000_000_000 << 22
"""Guilds count up in steps of a shard, so they spread over any number of shards."""


@dataclass
class Discord:
    """The whole of it."""

    state: State
    gateway: Gateway
    api: Api
    deliveries: Deliveries
    payloads: Payloads
    happens: Happenings
    files: Trouble = field(default_factory=Fine)
    """What everybody meets who fetches what was uploaded."""

    @property
    def api_url(self) -> str:
        """Where the product is told to find Discord, in the form of Route.BASE."""
        return f"{self.state.base}/api/v10"

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def app_id(self) -> str:
        return self.state.app_id

    @property
    def trouble(self) -> Troubles:
        return self.api.troubles

    @property
    def rates(self) -> Rates:
        return self.api.rates

    @property
    def rejected(self) -> list[Rejection]:
        """Payloads Discord would not have taken; a good app leaves it empty."""
        return self.state.rejected

    @property
    def pings(self) -> list[Ping]:
        """Whom the app's messages notified."""
        return self.state.pings

    @property
    def failed(self) -> list[Interaction]:
        """Interactions whose person read "interaction failed"; a good app leaves it empty."""
        return [one for one in self.state.interactions.values() if self.state.failed(one)]

    @property
    def thinking(self) -> list[Interaction]:
        """Interactions that were deferred and are still waited for."""
        answered = [one for one in self.state.interactions.values() if one.original]
        return [one for one in answered if self._loading(one)]

    def _loading(self, interaction: Interaction) -> bool:
        room = self.state.rooms.get(interaction.room)
        message = room.messages.get(interaction.original) if room else None
        return message is not None and message.loading

    async def settled(self, patience: float = 30.0) -> None:
        """Wait until nothing is being thought about."""
        await self.state.until(lambda: not self.thinking, patience)

    @property
    def commands(self) -> list[Json]:
        """Those registered globally; `state.commands` has a guild's own under its id."""
        return list(self.state.commands.get("", {}).values())

    def channel(self, name: str) -> Channel:
        """What a room shows."""
        return Channel(self.state, self.state.room(name))

    def room(self, name: str) -> Room:
        """A room's settings, to be changed."""
        return self.state.room(name)

    def guild(self, name: str) -> Guild:
        return self.state.guild(name)

    def user(self, name: str) -> Person:
        account = self.state.account(name)
        return Person(self.state, account, self.deliveries, self.payloads)

    def resets_token(self) -> None:
        """Somebody asks for a new token, or Discord does it after too many identifies."""
        self.state.token = f"{self.state.token}.new"
        self.gateway.cut()

    def forget(self) -> None:
        """Drop messages, files and interactions, so that a long run measures the app's memory."""
        for room in self.state.rooms.values():
            room.messages.clear()
        self.state.interactions.clear()
        self.state.uploads.clear()
        self.state.nonces.clear()

    def add_guild(self, name: str, *people: str, bot_in: bool = True) -> Guild:
        """With the bot in it, unless only people who installed the app for themselves are."""
        made = str(FIRST_GUILD + len(self.state.guilds) << 22)
        guild = Guild(made, name, bot_in=bot_in)
        everyone = Role(guild.id, "@everyone", position=0)
        bots = Role(self._fixed_id(), "Prepcircle", position=5, managed=True)
        guild.roles = {everyone.id: everyone, bots.id: bots}
        self.state.guilds[guild.id] = guild
        self.state.bot_guild_may[guild.id] = set(MODEST)
        for one in people:
            account = self.state.account(one)
            guild.members[account.id] = Member(account.id)
        return guild

    def add_user(self, name: str, *guilds: str) -> Account:
        account = Account(self._fixed_id(), name, name.capitalize())
        self.state.accounts[account.id] = account
        for guild in guilds:
            self.state.guild(guild).members[account.id] = Member(account.id)
        return account

    def add_channel(self, name: str, guild: str, kind: int = TEXT) -> Room:
        """With whatever the bot may do in the guild."""
        there = self.state.guild(guild).id
        may = set(self.state.bot_guild_may[there])
        room = Room(self._fixed_id(), name, kind, there, bot_may=may)
        self.state.rooms[room.id] = room
        return room

    def add_thread(self, name: str, parent: str, owner: str = "") -> Room:
        """Started by a person, or by the bot when nobody is named."""
        above = self.state.room(parent)
        by = self.state.account(owner).id if owner else self.state.app_id
        room = Room(self._fixed_id(), name, THREAD, above.guild, above.id, by)
        self.state.rooms[room.id] = room
        return room

    def add_role(self, name: str, guild: str, *, mentionable: bool = False) -> Role:
        role = Role(self._fixed_id(), name, mentionable=mentionable)
        self.state.guild(guild).roles[role.id] = role
        return role

    def _fixed_id(self) -> str:
        return str(FIRST_ID + self.state.number())


@asynccontextmanager
async def a_discord(
    clock: Clock | None = None, validator: Validator = nothing_against
) -> AsyncIterator[Discord]:
    """Running, with two guilds, people and channels in each; gone afterwards.

    `clock` rules the three seconds, tokens, nonces, ids and rates; heartbeats run on the wall's.
    """
    discord = _assembled(State(clock or WallClock(), validator))
    _peopled(discord)
    runner = web.AppRunner(
        _site(discord), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    discord.state.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield discord
    finally:
        discord.gateway.cut()
        await runner.cleanup()


def _assembled(state: State) -> Discord:
    gateway = Gateway(state)
    state.tell = gateway.tell
    bot = Account(state.app_id, "prepcircle", "Prepcircle", is_bot=True)
    state.accounts[bot.id] = bot
    api = Api(state, gateway)
    return Discord(state, gateway, api, Deliveries(state), Payloads(state), Happenings(state))


def _peopled(discord: Discord) -> None:
    """first: ana (who may manage it), ben and cem; second: dee. Channels as their names say."""
    discord.add_guild("first")
    discord.add_guild("second")
    for name in ("ana", "ben", "cem"):
        discord.add_user(name, "first")
    discord.add_user("dee", "second")
    discord.guild("first").members[discord.user("ana").id].may.add("manage_guild")
    discord.add_channel("general", "first")
    discord.add_channel("study", "first")
    discord.add_channel("lobby", "second")
    forum = discord.add_channel("drills", "first", FORUM)
    forum.tags = {"11": "sql", "12": "easy"}


def _site(discord: Discord) -> web.Application:
    async def attachment(request: web.Request) -> web.StreamResponse:
        async def given() -> web.Response:
            upload = discord.state.uploads.get(request.match_info["id"])
            if upload is None:
                return web.Response(status=404)
            return web.Response(body=upload.data, headers={"Content-Type": upload.kind})

        return await discord.files.around(request, given)

    app = web.Application(client_max_size=30 * 1024**2)
    discord.api.register(app)
    app.router.add_get("/", discord.gateway.accept)
    app.router.add_get("/attachments/{id}/{name}", attachment)
    return app
