"""A query handed in on each chat platform: graded for real, the verdict in the form's place."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.judge.app import JudgeApp
from adapters.judge.sandbox.workers import Helpers
from adapters.judge.work import Job, Ran
from bot.curriculum.reading import Bookshelf
from bot.domain.exercises import Language
from bot.judging import Quiet
from bot.ports import Isolation, Judge
from tests.adapters.discord import club as discord
from tests.adapters.discord import test_windows as discord_windows
from tests.adapters.slack import club as slack
from tests.adapters.slack import test_windows as slack_windows
from tests.conftest import CONTENT
from tests.usecases.room import executed

SQL: frozenset[Language] = frozenset({"sql"})
RIGHT, WRONG, BROKEN = "SELECT count(*) FROM sessions", "SELECT 41", "SELECT * FROM session"
SKILL = "sql.window"


class Losing:
    """Workers that lose everything."""

    async def run(self, job: Job) -> Ran:  # noqa: ARG002  whatever it is
        return Ran("lost")

    def close(self) -> None: ...


@dataclass
class Member:
    """Ben on one of the platforms; `sees` is what stands where he looks."""

    asks: Callable[[], Coroutine[Any, Any, None]]
    """For a drill that is run."""
    presses: Callable[[str], Coroutine[Any, Any, None]]
    hands_in: Callable[[str], Coroutine[Any, Any, None]]
    sees: Callable[[], str]
    written: Callable[[], str]
    """What stands in the open window."""
    mends: str = ""
    """The button that opens the form again, where that does not open by itself."""

    async def answers(self, text: str) -> None:
        await self.asks()
        await self.presses("Write the answer")
        await self.hands_in(text)


@pytest.fixture
async def judge() -> AsyncIterator[JudgeApp]:
    helpers = Helpers()
    yield await judging(helpers)
    helpers.close()


async def judging(workers: Helpers | Losing) -> JudgeApp:
    async def examine() -> Isolation:
        return Isolation("native", SQL)

    made = JudgeApp(workers, examine, Quiet(), lambda _: None)
    await made.serve()
    return made


@pytest.fixture
def shelf() -> Bookshelf:
    """The shipped content with a single drill in one skill, and that one is run."""
    made = Bookshelf(CONTENT)
    curriculum = made.current
    short = next(f.family for f in curriculum.playable if f.skill == "sql.plan")
    family = executed(curriculum, f"{SKILL}.count-them", short)
    others = {name: f for name, f in curriculum.families.items() if f.skill != SKILL}
    made.current = replace(curriculum, families={**others, family.family: family}, runs=SQL)
    return made


@asynccontextmanager
async def on_slack(folder: Path, shelf: Bookshelf, judge: Judge) -> AsyncIterator[Member]:
    manner = slack.Manner(shelf=shelf, judge=judge)
    async with slack.a_club(folder, manner=manner) as club:
        await club.starts()
        ben = club.slack.user("U2")

        async def hands_in(text: str) -> None:
            await ben.submits({"text": text})
            await club.settled()

        yield Member(
            lambda: club.types("U2", f"/prep drill {SKILL}"),
            lambda label: club.presses("U2", label),
            hands_in,
            lambda: ben.modals[-1].words,
            lambda: slack_windows.entered(ben.modals[-1], "text"),
        )


@asynccontextmanager
async def on_discord(folder: Path, shelf: Bookshelf, judge: Judge) -> AsyncIterator[Member]:
    manner = discord.Manner(shelf=shelf, judge=judge)
    async with discord.a_club(folder, manner=manner) as club:
        await club.starts()

        async def hands_in(text: str) -> None:
            await club.submits("ben", {"text": text})

        yield Member(
            lambda: club.types("ben", "/prep drill", skill=SKILL),
            lambda label: club.presses("ben", label),
            hands_in,
            lambda: club.told("ben"),
            lambda: discord_windows.entered(club, "ben", "text"),
            mends="Mend it",
        )


Platform = Callable[[Path, Bookshelf, Judge], AbstractAsyncContextManager[Member]]
PLATFORMS: dict[str, Platform] = {"slack": on_slack, "discord": on_discord}
platforms = pytest.mark.parametrize("on", PLATFORMS.values(), ids=PLATFORMS)


@platforms
async def test_the_verdict_takes_the_place_of_the_form(
    on: Platform, tmp_path: Path, shelf: Bookshelf, judge: JudgeApp
) -> None:
    async with on(tmp_path, shelf, judge) as ben:
        await ben.answers(RIGHT)
        assert "Right · " in ben.sees()
        assert "ran first time" in ben.sees()


@platforms
async def test_a_broken_query_can_be_mended_where_it_stood(
    on: Platform, tmp_path: Path, shelf: Bookshelf, judge: JudgeApp
) -> None:
    async with on(tmp_path, shelf, judge) as ben:
        await ben.answers(BROKEN)
        assert "Did you mean" in ben.sees()
        await ben.presses("Change it")
        assert ben.written() == BROKEN
        await ben.hands_in(RIGHT)
        assert "Right · " in ben.sees()
        assert "did not run first time" in ben.sees()


@platforms
async def test_the_short_version_needs_no_judge(
    on: Platform, tmp_path: Path, shelf: Bookshelf, judge: JudgeApp
) -> None:
    async with on(tmp_path, shelf, judge) as ben:
        await ben.asks()
        await ben.presses("Short version")
        await ben.presses("Hint")


@platforms
async def test_what_the_judge_loses_comes_back_in_the_form(
    on: Platform, tmp_path: Path, shelf: Bookshelf
) -> None:
    async with on(tmp_path, shelf, await judging(Losing())) as ben:
        await ben.answers(WRONG)
        if ben.mends:
            await ben.presses(ben.mends)
        assert ben.written() == WRONG
