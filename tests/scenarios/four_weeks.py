"""28 days of a circle on one platform: three lives of the program, with what each day holds."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.bootstrap import Core
from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.tokens import read
from tests.adapters.slack.club import Diary
from tests.conftest import MONDAY

DAY = timedelta(days=1)
BEN_AWAY = {11, 12, 18}
STOPPED_AT_NOON, STOPPED_BEFORE_POSTING = 13, 19
_MORNING, _AFTERNOON = timedelta(minutes=6), timedelta(hours=5)
_ANSWERING = {"quiz", "answer to", "pick", "number", "write", "scope"}


class Club(Protocol):
    core: Core
    clock: SetClock
    log: Diary

    async def starts(self, days: int = 2) -> None: ...

    async def until(self, at: datetime) -> None: ...


C = TypeVar("C", bound=Club)
D = TypeVar("D", bound=Club, contravariant=True)


class Doings(Protocol[D]):
    """What people do, which each platform has its own ways for."""

    async def begins(self, club: D) -> None: ...

    async def mornings(self, club: D, day: int) -> None: ...

    async def afternoons(self, club: D, day: int) -> None: ...

    async def ends(self, club: D) -> None: ...


@dataclass
class Seen:
    """By person, what they were told; the rest as it stood in the end."""

    titles: Counter[str] = field(default_factory=Counter)
    """Of everything in the room, what stands in threads among the rest."""
    threads: dict[str, list[str]] = field(default_factory=dict)
    """Titles, by the title of what they are under; nothing where there are none."""
    verdicts: dict[str, list[str]] = field(default_factory=dict)
    boards: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    troubles: list[object] = field(default_factory=list)


async def lived(
    bot: Callable[[], AbstractAsyncContextManager[C]], doings: Doings[C]
) -> list[object]:
    """Stopped between a post and its answers, and between planning a post and sending it.

    Returns what was logged.
    """
    logged: list[object] = []
    async with bot() as club:
        await club.starts(0)
        await doings.begins(club)
        await _days(club, doings, 1, STOPPED_AT_NOON)
        await _morning(club, doings, STOPPED_AT_NOON)
        logged += club.log.lines
    async with bot() as club:
        await _afternoon(club, doings, STOPPED_AT_NOON)
        await _days(club, doings, STOPPED_AT_NOON + 1, STOPPED_BEFORE_POSTING)
        await _planned(club, STOPPED_BEFORE_POSTING)
        logged += club.log.lines
    async with bot() as club:
        await _days(club, doings, STOPPED_BEFORE_POSTING, 29)
        await club.until(MONDAY + 30 * DAY)
        await doings.ends(club)
        logged += club.log.lines
    return logged


async def _days(club: C, doings: Doings[C], first: int, end: int) -> None:
    for day in range(first, end):
        await _morning(club, doings, day)
        await _afternoon(club, doings, day)


async def _morning(club: C, doings: Doings[C], day: int) -> None:
    await club.until(MONDAY + day * DAY + _MORNING)
    await doings.mornings(club, day)


async def _afternoon(club: C, doings: Doings[C], day: int) -> None:
    await club.until(MONDAY + day * DAY + _AFTERNOON)
    await doings.afternoons(club, day)


async def _planned(club: Club, day: int) -> None:
    """Nobody sends what is due: the bot is stopped in between."""
    await club.until(MONDAY + day * DAY - timedelta(minutes=10))
    club.clock.move_to(MONDAY + day * DAY + timedelta(minutes=1))
    await club.core.tick.run()


def is_drill(day: int, title: str, shown: Iterable[str]) -> bool:
    """Whether a post is the day's drill or quiz."""
    commands = {found[0] for found in map(read, shown) if found}
    return title.startswith(f"Day {day} ·") and bool(commands & _ANSWERING)


def way_in(shown: Iterable[str]) -> str:
    """The token that leads to what is to be answered."""
    return next(made for made in shown if (read(made) or ("",))[0] in {"open", "quiz"})


def posted_once(curriculum: Curriculum) -> list[str]:
    """The titles of all slots."""
    answers = [f"Day {day} · Answer" for day in range(1, 28)]
    weeks = [f"Day {day} · The week in short" for day in (7, 14, 21)]
    around = ["You are invited · Sony data science intern", "Day 1 · We start"]
    return [*around, *drills(curriculum), *answers, *weeks, "Day 28 · That was it"]


def drills(curriculum: Curriculum) -> list[str]:
    """The titles of each day's drill or quiz."""
    days = curriculum.track("sony-ds").file.days
    return [f"Day {day.day} · {day.theme}" for day in days]


def threads(curriculum: Curriculum) -> dict[str, list[str]]:
    """What is to stand under each drill; the last one's answer comes with the close."""
    return {title: [f"Day {day} · Answer"] for day, title in enumerate(drills(curriculum)[:-1], 1)}
