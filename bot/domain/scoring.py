"""Effort points, days kept, streaks and the circle's goal. Effort is public, accuracy private.

Points reward a first honest attempt as much as a right one (docs/decisions/0006).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, assert_never

DAILY, REVIEW, EXTRA, EXTRA_AFTER_TEN, CHECK = 10, 4, 3, 1, 5
EXTRAS_AT_FULL = 10
GOAL_DAYS_A_WEEK = 5
START_FREEZES = 2
WEEK = 7
FLOOR_SECONDS, FLOOR_WORDS = 3.0, 40
"""Nobody reads a 40-word stem in less than three seconds; shorter stems in proportion."""


class Purpose(StrEnum):
    """Why a drill was served."""

    DAILY = "daily"
    QUIZ = "quiz"
    REVIEW = "review"
    EXTRA = "extra"
    CATCH_UP = "catch-up"


@dataclass(frozen=True, slots=True)
class Effort:
    """What is known at the time of a first attempt. `first_today`: no daily points yet that day."""

    purpose: Purpose
    new_family: bool
    first_today: bool
    extras_today: int
    seconds: float
    stem_words: int


def points_for(effort: Effort) -> int:
    if effort.seconds < FLOOR_SECONDS * min(1.0, effort.stem_words / FLOOR_WORDS):
        return 0
    match effort.purpose:
        case Purpose.DAILY:
            return DAILY
        case Purpose.QUIZ if effort.first_today:
            return DAILY
        case Purpose.REVIEW:
            return REVIEW
        case Purpose.QUIZ | Purpose.EXTRA | Purpose.CATCH_UP:
            if not effort.new_family:
                return 0
            return EXTRA if effort.extras_today < EXTRAS_AT_FULL else EXTRA_AFTER_TEN
        case unreachable:
            assert_never(unreachable)


def skill_bonus(level: int, *, right: bool) -> int:
    """The private skill number's growth: 0–4 by difficulty."""
    return level - 1 if right else 0


DayMark = Literal["kept", "off", "rest", "frozen", "missed", "open"]


@dataclass(frozen=True, slots=True)
class Streak:
    """`marks` run from the day joined to today."""

    length: int
    freezes: int
    marks: tuple[DayMark, ...]


def streak(joined: int, today: int, kept: Collection[int], off: Collection[int]) -> Streak:
    """Walk the days: a missed one uses the week's rest day, then a freeze, then breaks the streak.

    Two freezes on the first day and one a week, used without being asked. `off` are planned days
    off and the plan's rest days; today counts once it is kept.
    """
    length, freezes, rest_used = 0, START_FREEZES, -1
    marks: list[DayMark] = []
    for day in range(joined, today + 1):
        week = (day - joined) // WEEK
        if day > joined and (day - joined) % WEEK == 0:
            freezes += 1
        if day in kept:
            length += 1
            marks.append("kept")
        elif day in off:
            marks.append("off")
        elif day == today:
            marks.append("open")
        elif rest_used < week:
            rest_used = week
            marks.append("rest")
        elif freezes:
            freezes -= 1
            marks.append("frozen")
        else:
            length = 0
            marks.append("missed")
    return Streak(length, freezes, tuple(marks))


def week_of(day: int) -> range:
    """The circle days of the week that holds `day`."""
    first = (max(day, 1) - 1) // WEEK * WEEK + 1
    return range(first, first + WEEK)


def active_days(joined: int, first: int, last: int, off: Collection[int]) -> int:
    """Days from max(joined, first) to last that were not planned off; at least 1."""
    start = max(joined, first)
    return max(1, last - start + 1 - sum(start <= day <= last for day in off))


def goal(active: Collection[int]) -> int:
    """Days the circle sets out to keep this week: up to five for each member's active days."""
    return sum(min(GOAL_DAYS_A_WEEK, days) for days in active)
