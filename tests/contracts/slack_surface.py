"""Slack, on the loopback Slack of tests.slack."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.slack.app import Slack as Adapter
from adapters.slack.app import SlackConfig
from adapters.slack.paces import Paces
from adapters.slack.places import PLATFORM
from adapters.slack.render import message
from adapters.slack.validate import violations
from bot.cards import Actions, Button, Card, Form, FormField
from bot.clock import WallClock
from bot.domain.ids import ChannelRef, Platform
from bot.ports import Invocation, Messenger
from bot.storage.store import SqlStore
from tests.adapters.playground.scripted import ScriptedDesk
from tests.adapters.slack.club import Diary, Unhurried, running
from tests.adapters.slack.reading import tokens, words
from tests.contracts.surface import Inbound, Rendered, Venue
from tests.slack.workspace import APP_TOKEN, TOKENS, Slack, a_slack

ROOM = ChannelRef(PLATFORM, "T1", "C2")


class SlackVenue:
    room, nowhere = ROOM, ChannelRef(PLATFORM, "T1", "C404")

    def __init__(self, slack: Slack, messenger: Messenger) -> None:
        self._channel, self.messenger = slack.channel("C2"), messenger

    def titles(self) -> list[str]:
        return [shown.text.splitlines()[0] for shown in self._channel.messages]

    def replies(self) -> list[str]:
        return [shown.text.splitlines()[0] for shown in self._channel.messages[0].replies]


class SlackInbound:
    def __init__(self, slack: Slack, adapter: Adapter, desk: ScriptedDesk) -> None:
        self._slack, self._adapter, self._desk = slack, adapter, desk
        self._ben = slack.user("U2")

    async def type(self, text: str) -> Invocation:
        await self._ben.types(f"/prep {text}", "C2")
        return await self._last()

    async def press(self, token: str) -> Invocation:
        card = Card("Press", (Actions((Button("Here", token),)),))
        await self._adapter.messenger.post(ROOM, card, key=token)
        await self._ben.presses(self._slack.channel("C2").last, token)
        return await self._last()

    async def submit(self, token: str, values: Mapping[str, str]) -> Invocation:
        fields = tuple(FormField(name, name, "paragraph") for name in values)
        self._desk.forms["form"] = Form(token, "Form", "Send", fields)
        await self._ben.types("/prep form", "C2")
        await self._adapter.tasks.drain(20)
        await self._ben.submits(values)
        return await self._last()

    async def _last(self) -> Invocation:
        await self._adapter.tasks.drain(20)
        return self._desk.asked[-1]


class SlackSurface:
    def render(self, card: Card) -> Rendered:
        made = message(card)
        return Rendered(words(made.blocks), tokens(made.blocks))

    @asynccontextmanager
    async def venue(self) -> AsyncIterator[Venue]:
        async with a_slack(validator=violations) as slack, _adapter(slack) as adapter:
            yield SlackVenue(slack, adapter.messenger)
            assert slack.rejected == []

    @asynccontextmanager
    async def inbound(self) -> AsyncIterator[Inbound]:
        desk = ScriptedDesk()
        async with a_slack(validator=violations) as slack, _adapter(slack) as adapter:
            adapter.connect(desk, NoCaretaker())
            async with running(adapter.services()[0]):
                await slack.links.connected()
                yield SlackInbound(slack, adapter, desk)
            assert slack.rejected == []


@asynccontextmanager
async def _adapter(slack: Slack) -> AsyncIterator[Adapter]:
    time = Unhurried()
    config = SlackConfig(TOKENS["T1"], APP_TOKEN, api_url=slack.api_url)
    paces = Paces(time.now, time.sleep)
    store = SqlStore("sqlite://")
    adapter = Adapter(config, store, WallClock(), Diary([]), paces, time.sleep)
    try:
        yield adapter
    finally:
        await adapter.close()
        store.close()


class NoCaretaker:
    """Nobody leaves in these tests."""

    async def workspace_left(self, platform: Platform, workspace: str) -> None:
        raise AssertionError(f"{platform} {workspace} left")

    async def workspace_back(self, platform: Platform, workspace: str) -> None:
        """Told at every start."""

    async def workspace_forgotten(self, platform: Platform, workspace: str) -> None:
        raise AssertionError(f"{platform} {workspace} is forgotten")

    async def room_left(self, channel: ChannelRef, why: str) -> None:
        raise AssertionError(f"{channel}: {why}")

    async def room_back(self, channel: ChannelRef) -> None:
        pass

    async def room_lacks(self, channel: ChannelRef, what: str, fix: str) -> None:
        raise AssertionError(f"{channel}: {what} {fix}")
