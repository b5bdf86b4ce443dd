"""Discord, on the loopback Discord of tests.discord."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.discord.app import Discord as Adapter
from adapters.discord.app import DiscordConfig
from adapters.discord.places import PLATFORM
from adapters.discord.render import message
from adapters.discord.validate import violations
from bot.cards import Actions, Button, Card, Form, FormField
from bot.clock import WallClock
from bot.commands.registry import COMMANDS
from bot.domain.ids import ChannelRef
from bot.ports import Invocation, Messenger, Reply
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from tests.adapters.discord.reading import tokens, words
from tests.adapters.playground.scripted import ScriptedDesk
from tests.adapters.slack.club import Diary, running
from tests.contracts.slack_surface import NoCaretaker
from tests.contracts.surface import Inbound, Rendered, Venue
from tests.discord.server import Discord, a_discord


def _room(discord: Discord, channel: str) -> ChannelRef:
    guild = discord.state.guild("first").id
    return ChannelRef(PLATFORM, guild, channel)


class DiscordVenue:
    def __init__(self, discord: Discord, messenger: Messenger) -> None:
        self._discord, self.messenger = discord, messenger
        self.room = _room(discord, discord.channel("study").id)
        self.nowhere = _room(discord, "404")

    def titles(self) -> list[str]:
        return [_title(shown.words) for shown in self._discord.channel("study").messages]

    def replies(self) -> list[str]:
        threads = self._discord.channel("study").threads
        return [_title(shown.words) for thread in threads[:1] for shown in thread.messages]


def _title(text: str) -> str:
    return text.splitlines()[0].removeprefix("## ")


class DiscordInbound:
    def __init__(self, discord: Discord, adapter: Adapter, desk: ScriptedDesk) -> None:
        self._discord, self._adapter, self._desk = discord, adapter, desk
        self._ben = discord.user("ben")

    async def type(self, text: str) -> Invocation:
        """Discord's own client asks for each parameter by its name."""
        name, *values = text.split()
        (command,) = (each for each in COMMANDS if each.name == name)
        given = {
            n: int(v) if v.isdecimal() else v for n, v in zip(command.asked, values, strict=False)
        }
        await self._ben.types(f"/prep {name}", "study", **given)
        return await self._last()

    async def press(self, token: str) -> Invocation:
        card = Card("Press", (Actions((Button("Here", token),)),))
        room = _room(self._discord, self._discord.channel("study").id)
        await self._adapter.messenger.post(room, card, key=token)
        await self._ben.presses(self._discord.channel("study").last, token)
        return await self._last()

    async def submit(self, token: str, values: Mapping[str, str]) -> Invocation:
        fields = tuple(FormField(name, name, "paragraph") for name in values)
        self._desk.forms["start"] = Form(token, "Form", "Send", fields)
        await self._ben.types("/prep start", "study")
        await self._adapter.tasks.drain(20)
        await self._ben.submits(values)
        return await self._last()

    async def _last(self) -> Invocation:
        await self._adapter.tasks.drain(20)
        return self._desk.asked[-1]


class DiscordSurface:
    def render(self, card: Card) -> Rendered:
        made = message(card)
        return Rendered(words(made), tokens(made))

    @asynccontextmanager
    async def venue(self) -> AsyncIterator[Venue]:
        async with a_discord(validator=violations) as discord, _adapter(discord) as adapter:
            yield DiscordVenue(discord, adapter.messenger)
            assert discord.rejected == []

    @asynccontextmanager
    async def inbound(self) -> AsyncIterator[Inbound]:
        # Whom nobody answers sees "the application did not respond".
        desk = ScriptedDesk(otherwise=Reply(Card("Noted", ())))
        async with a_discord(validator=violations) as discord, _adapter(discord) as adapter:
            adapter.connect(desk, NoCaretaker())
            async with running(adapter.services()[0]):
                await discord.gateway.connected()
                await adapter.client.wait_until_ready()
                yield DiscordInbound(discord, adapter, desk)
            assert discord.rejected == []


@asynccontextmanager
async def _adapter(discord: Discord) -> AsyncIterator[Adapter]:
    store = SqlStore("sqlite://")
    store.migrate(upgrade)
    config = DiscordConfig(discord.token, discord.api_url)
    adapter = Adapter(config, store, WallClock(), Diary([]))
    try:
        yield adapter
    finally:
        await adapter.close()
        store.close()
