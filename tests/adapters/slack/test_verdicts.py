"""Answers in several steps: one that cannot be shown costs none of those that come after it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.slack.homes import COMMAND
from bot.cards import Card, Text, plain
from bot.domain.exercises import Verdict
from bot.ports import Attachment, Invocation, Reply, Task, Typed
from tests.adapters.slack.club import STUDY, Club, Manner, Slow, a_club
from tests.adapters.slack.test_files import SHELF, opens
from tests.adapters.slack.test_home import at_home
from tests.commands.test_executed import RIGHT, ScriptedJudge
from tests.slack.trouble import Dropped, Fail

REFUSED = Fail("invalid_arguments")
"""What no other try would mend."""


def said(title: str) -> Card:
    return Card(title, (Text(plain("As it is.")),))


class Settling(Slow):
    """A desk whose every answer is settled by what comes after it, once somebody asks for that."""

    def __init__(self) -> None:
        super().__init__()
        self.settled = False

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        file = Attachment("me.json", "application/json", "{}")
        if await super().dispatch(invocation) is None:
            return None
        return Reply(said("Begun"), file=file, then=self._then())

    async def _then(self) -> AsyncIterator[Reply]:
        yield Reply(said("Waiting"))
        self.settled = True
        yield Reply(said("Settled"))


async def writes(club: Club, _desk: Settling) -> None:
    await club.slack.user("U2").says_in_dm("help")


async def types(club: Club, _desk: Settling) -> None:
    await club.slack.user("U2").types("/prep help", STUDY)


async def types_slowly(club: Club, desk: Settling) -> None:
    desk.hold()
    await types(club, desk)
    desk.release()


async def takes_a_shortcut(club: Club, _desk: Settling) -> None:
    await club.slack.user("U2").shortcut("today")


async def submits(club: Club, _desk: Settling) -> None:
    ben = club.slack.user("U2")
    await ben.types("/prep note", STUDY)
    await club.slack.state.until(lambda: ben.modals)
    await ben.submits({"text": "NULL"})


async def submits_slowly(club: Club, desk: Settling) -> None:
    desk.hold()
    await submits(club, desk)
    desk.release()


Doing = Callable[[Club, Settling], Awaitable[None]]
AT_ONCE: list[Doing] = [writes, types, takes_a_shortcut, submits]
LATE: list[Doing] = [types_slowly, submits_slowly]


async def settled_without_a_word(folder: Path, does: Doing, patience: float = 20.0) -> bool:
    """Whether what follows was still asked for where Slack takes no answer at all."""
    desk = Settling()
    manner = Manner(desk=desk.before, patience=patience)
    async with a_club(folder, manner=manner) as club:
        club.slack.hooks.troubles = [Dropped(kept=False)] * 30
        for method in "views.update", "chat.postEphemeral", "chat.postMessage":
            club.slack.trouble.always(method, REFUSED)
        club.slack.trouble.always("conversations.open", REFUSED)
        await does(club, desk)
        await club.settled()
        assert all("invalid_arguments" in line for line in club.log.lines)
    return desk.settled


@pytest.mark.parametrize("does", AT_ONCE, ids=lambda does: does.__name__)
async def test_what_follows_an_answer_is_settled_though_nothing_can_be_shown(
    tmp_path: Path, does: Doing
) -> None:
    assert await settled_without_a_word(tmp_path, does)


@pytest.mark.parametrize("does", LATE, ids=lambda does: does.__name__)
async def test_what_follows_a_late_answer_is_settled_though_nothing_can_be_shown(
    tmp_path: Path, does: Doing
) -> None:
    assert await settled_without_a_word(tmp_path, does, patience=0.05)


async def test_a_verdict_stands_in_the_window_though_the_place_in_line_could_not(
    tmp_path: Path,
) -> None:
    judge = ScriptedJudge([1, RIGHT])
    async with a_club(tmp_path, manner=Manner(shelf=SHELF, judge=judge)) as club:
        await opens(club)
        ben = club.slack.user("U2")
        club.slack.trouble.next("views.update", REFUSED)
        await ben.submits({"text": "SELECT 1"})
        await club.settled()
        assert "Right · " in ben.modal.words
        assert ["invalid_arguments" in line for line in club.log.lines] == [True]


async def test_a_verdict_that_could_not_be_shown_is_kept(tmp_path: Path) -> None:
    judge = ScriptedJudge([1, RIGHT])
    async with a_club(tmp_path, manner=Manner(shelf=SHELF, judge=judge)) as club:
        await opens(club)
        for method in "views.update", "chat.postMessage":
            club.slack.trouble.always(method, REFUSED)
        await club.slack.user("U2").submits({"text": "SELECT 1"})
        await club.settled()
        club.slack.trouble.stop()
        await club.types("U2", "/prep me")
        assert "Window functions | 1 | 100%" in club.told("U2")


@dataclass
class Pondering(ScriptedJudge):
    """It has its verdict once it is let go."""

    may_end: asyncio.Event = field(default_factory=asyncio.Event)

    async def judge(self, task: Task) -> AsyncIterator[int | Verdict]:
        await self.may_end.wait()
        async for news in super().judge(task):
            yield news


class Watched(Slow):
    """Tells when the Home tab has been looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.home = asyncio.Event()

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        reply = await super().dispatch(invocation)
        if invocation.request == Typed(COMMAND):
            self.home.set()
        return reply


async def test_the_home_tab_follows_a_verdict(tmp_path: Path) -> None:
    judge, desk = Pondering([RIGHT]), Watched()
    manner = Manner(shelf=SHELF, judge=judge, desk=desk.before)
    async with a_club(tmp_path, manner=manner) as club:
        await opens(club)
        ben = await at_home(club)
        desk.home.clear()
        await ben.submits({"text": "SELECT 1"})
        await desk.home.wait()
        judge.may_end.set()
        await club.settled()
        assert "answered, the day is kept" in ben.home.words
