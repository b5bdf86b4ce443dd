"""Rooms on the loopback platforms, as the tests that kill processes look at them."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from adapters.discord.places import PLATFORM as DISCORD
from adapters.discord.validate import violations as discord_violations
from adapters.slack.places import PLATFORM as SLACK
from adapters.slack.validate import violations as slack_violations
from bot.domain.ids import ChannelRef
from tests.discord.server import Discord, a_discord
from tests.slack.workspace import Slack, a_slack


class Rooms(Protocol):
    kind: str

    @property
    def url(self) -> str: ...

    def channel(self, number: int) -> ChannelRef: ...

    def shown(self) -> Counter[tuple[str, str]]:
        """How often each title stands in each channel, answers in threads included."""
        ...


class SlackRooms:
    kind = "slack"

    def __init__(self, slack: Slack, count: int) -> None:
        self._slack, self._count = slack, count
        for number in range(count):
            slack.add_channel(f"C10{number}", f"room-{number}", "T1", "U1")

    @property
    def url(self) -> str:
        return self._slack.api_url

    def channel(self, number: int) -> ChannelRef:
        return ChannelRef(SLACK, "T1", f"C10{number}")

    def shown(self) -> Counter[tuple[str, str]]:
        names = [self.channel(number).channel for number in range(self._count)]
        return Counter(
            (name, shown.text.splitlines()[0])
            for name in names
            for shown in self._slack.channel(name).everything
        )


class DiscordRooms:
    kind = "discord"

    def __init__(self, discord: Discord, count: int) -> None:
        self._discord = discord
        self._rooms = [discord.add_channel(f"room-{n}", "first") for n in range(count)]

    @property
    def url(self) -> str:
        return self._discord.api_url

    def channel(self, number: int) -> ChannelRef:
        room = self._rooms[number]
        return ChannelRef(DISCORD, room.guild, room.id)

    def shown(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for room in self._rooms:
            channel = self._discord.channel(room.name)
            for shown in (*channel.messages, *(m for t in channel.threads for m in t.messages)):
                title = shown.words.splitlines()[0].removeprefix("## ")
                found[room.id, title] += 1
        return found


@asynccontextmanager
async def slack_rooms(count: int) -> AsyncIterator[Rooms]:
    async with a_slack(validator=slack_violations) as slack:
        yield SlackRooms(slack, count)
        assert slack.rejected == []


@asynccontextmanager
async def discord_rooms(count: int) -> AsyncIterator[Rooms]:
    async with a_discord(validator=discord_violations) as discord:
        yield DiscordRooms(discord, count)
        assert discord.rejected == []
