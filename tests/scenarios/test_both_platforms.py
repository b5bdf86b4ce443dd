"""One circle in a Slack channel and a Discord channel: one day, one board, linked people."""

import random
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from adapters.discord.app import Discord as DiscordSurface
from adapters.discord.app import DiscordConfig
from adapters.discord.validate import violations as discord_violations
from adapters.slack.app import Slack as SlackSurface
from adapters.slack.app import SlackConfig
from adapters.slack.paces import Paces
from adapters.slack.validate import violations as slack_violations
from bot.bootstrap import Core, build
from bot.clock import SetClock
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.adapters.slack.club import SHELF, STUDY, Diary, Unhurried, running
from tests.conftest import MONDAY
from tests.discord.routes import SEND
from tests.discord.server import Discord, a_discord
from tests.discord.trouble import Dropped
from tests.slack.workspace import APP_TOKEN, TOKENS, Slack, a_slack

DAY = timedelta(days=1)
PATIENCE = 20.0
"""Seconds; however busy the machine is, answers come in the order of the questions."""


@dataclass
class Both:
    slack: Slack
    discord: Discord
    surfaces: tuple[SlackSurface, DiscordSurface]
    core: Core
    clock: SetClock

    async def settled(self) -> None:
        for surface in self.surfaces:
            await surface.tasks.drain(20)

    async def until(self, at: datetime) -> None:
        while self.clock.now() < at:
            upcoming = await self.core.tick.run()
            await self.send()
            step = self.clock.now() + timedelta(minutes=1)
            self.clock.move_to(min(at, max(step, upcoming or at)))
        await self.core.tick.run()
        for _ in range(5):
            await self.send()
            self.clock.move_to(self.clock.now() + timedelta(seconds=2))

    async def send(self) -> None:
        for courier in self.core.couriers:
            await courier.drain()

    def titles(self) -> tuple[list[str], list[str]]:
        """Of the daily drills, on Slack and on Discord."""
        on_slack = [shown.text.splitlines()[0] for shown in self.slack.channel(STUDY).messages]
        shown = self.discord.channel("study").messages
        on_discord = [one.words.splitlines()[0].removeprefix("## ") for one in shown]
        return _days(on_slack), _days(on_discord)


def _days(titles: list[str]) -> list[str]:
    return [title for title in titles if title.startswith("Day ")]


@asynccontextmanager
async def both(folder: Path) -> AsyncIterator[Both]:
    clock = SetClock(MONDAY)
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(a_slack(clock, slack_violations))
        discord = await stack.enter_async_context(a_discord(clock, discord_violations))
        store = SqlStore(f"sqlite:///{folder / 'both.db'}")
        stack.callback(store.close)
        store.migrate(upgrade)
        time, log = Unhurried(), Diary([])
        config = SlackConfig(TOKENS["T1"], APP_TOKEN, api_url=slack.api_url)
        paces = Paces(time.now, time.sleep)
        one = SlackSurface(
            config, store, clock, log, paces, time.sleep, patience=PATIENCE, naming=PATIENCE
        )
        there = DiscordConfig(discord.token, discord.api_url)
        other = DiscordSurface(there, store, clock, log, patience=PATIENCE)
        stack.push_async_callback(one.close)
        stack.push_async_callback(other.close)
        core = build(
            store, SHELF, clock, Telemetry(make_log("error", "json")),
            [one.messenger, other.messenger], random.Random(28),
        )  # fmt: skip
        for surface in (one, other):
            surface.connect(core.desk, core.caretaker)
            for service in surface.services():
                await stack.enter_async_context(running(service))
        await slack.links.connected()
        await discord.gateway.connected()
        await other.client.wait_until_ready()
        yield Both(slack, discord, (one, other), core, clock)
        assert (slack.rejected, discord.rejected, discord.failed) == ([], [], [])


async def started(club: Both) -> None:
    """On Slack by Ana, whose circle then also meets on Discord."""
    ana = club.slack.user("U1")
    await ana.types("/prep start", STUDY)
    await club.settled()
    await ana.submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.settled()
    await ana.presses(ana.modal, "Start and invite")
    await club.settled()
    await ana.types("/prep join", STUDY)
    await ana.types("/prep circle place", STUDY)
    await club.settled()
    code = re.search(r"/prep circle here (\w+)", ana.sees(STUDY)[-1].text)
    assert code is not None
    await club.discord.user("ben").types("/prep circle here", "study", code=code[1])
    await club.discord.user("ben").types("/prep join", "study")
    await club.settled()


async def test_one_day_one_board_two_places(tmp_path: Path) -> None:
    async with both(tmp_path) as club:
        await started(club)
        await club.until(MONDAY + 2 * DAY)
        on_slack, on_discord = club.titles()
        assert on_slack == on_discord
        assert on_slack[-1].startswith("Day 2 · ")
        ben = club.discord.user("ben")
        await ben.presses(club.discord.channel("study").last, "B")
        await club.settled()
        await club.slack.user("U1").types("/prep board", STUDY)
        await club.settled()
        assert "| Ben |" in club.slack.user("U1").sees(STUDY)[-1].text


async def test_one_platform_fails_for_a_day_and_the_other_goes_on(tmp_path: Path) -> None:
    async with both(tmp_path) as club:
        await started(club)
        await club.until(MONDAY + 1.5 * DAY)
        club.discord.trouble.always(SEND, Dropped(kept=False))
        await club.until(MONDAY + 2.5 * DAY)
        on_slack, on_discord = club.titles()
        assert on_slack[-1].startswith("Day 2 · ")
        assert on_discord == on_slack[:-1]
        missed = on_slack[-1]

        club.discord.trouble.stop()
        await club.until(MONDAY + 3.5 * DAY)
        on_slack, on_discord = club.titles()
        assert on_slack[-1].startswith("Day 3 · ")
        assert on_discord[-1] == on_slack[-1]
        assert set(on_slack) - set(on_discord) == {missed}
        ana = club.slack.user("U1")
        await ana.types("/prep circle status", STUDY)
        await club.settled()
        assert f"{missed}: unclear" in ana.sees(STUDY)[-1].text


async def test_a_person_is_one_on_both(tmp_path: Path) -> None:
    async with both(tmp_path) as club:
        await started(club)
        await club.until(MONDAY + 2 * DAY)
        ana, elsewhere = club.slack.user("U1"), club.discord.user("ana")
        await ana.types("/prep settings link", STUDY)
        await club.settled()
        code = re.search(r"/prep settings link (\w+)", ana.sees(STUDY)[-1].text)
        assert code is not None
        await elsewhere.types("/prep settings link", "study", code=code[1])
        await elsewhere.presses(club.discord.channel("study").last, "B")
        await club.settled()
        await ana.types("/prep board", STUDY)
        await club.settled()
        assert "→ 1 | Ana |" in ana.sees(STUDY)[-1].text
