"""Which posts a circle's days hold, and when each is due.

A circle's calendar is a start date, a local hour, a zone and the plan days in order; 0 is a rest
day. Days the host paused do not count. Instants are aware UTC; local time exists only in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

REST = 0
LATEST = time(21, 30)
"""No slot but the hour's own comes later in the evening; it is pulled back to here."""


class SlotKind(StrEnum):
    """In the order in which slots of one day are settled."""

    KICKOFF = "kickoff"
    REVEAL = "reveal"
    DRILL = "drill"
    NUDGE = "nudge"
    RECAP = "recap"
    CLOSE = "close"


_ORDER = {kind: place for place, kind in enumerate(SlotKind)}
_STRIDE = 10


def ordinal(day: int, kind: SlotKind) -> int:
    """The slot's place among all slots of a circle; what a circle has settled is kept as one."""
    return day * _STRIDE + _ORDER[kind]


WhenLate = Literal["post", "skip", "drop"]


@dataclass(frozen=True, slots=True)
class SlotRule:
    """`offset` after the circle's hour; past `late_after` the slot is handled by `when_late`."""

    offset: timedelta
    late_after: timedelta
    when_late: WhenLate


@dataclass(frozen=True, slots=True)
class Break:
    """Days the whole circle is paused: from `first` until the day before `until` (None: open)."""

    first: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """`plan` holds the track's day for each day of the circle; `reviews` those with a recap."""

    start: date
    zone: str
    hour: time
    plan: tuple[int, ...]
    reviews: frozenset[int] = frozenset()
    breaks: tuple[Break, ...] = ()

    @property
    def days(self) -> int:
        return len(self.plan)


@dataclass(frozen=True, slots=True)
class Slot:
    """`day` counts the circle's days from 1; `plan_day` is the track's day, 0 on a rest day."""

    day: int
    plan_day: int
    kind: SlotKind
    due_at: datetime
    rule: SlotRule

    @property
    def ordinal(self) -> int:
        return ordinal(self.day, self.kind)

    def is_stale(self, now: datetime) -> bool:
        return now > self.due_at + self.rule.late_after


Rules = dict[SlotKind, SlotRule]


def plan_days(length: int, drop_first: tuple[int, ...], rest_after: tuple[int, ...]) -> list[int]:
    """The track's 28 days fitted to 25–30: review days go first, rest days come last."""
    dropped = set(drop_first[: max(0, 28 - length)])
    plan = [day for day in range(1, 29) if day not in dropped]
    for day in rest_after[: max(0, length - 28)]:
        plan.insert(plan.index(day) + 1, REST)
    return plan


def local_date(calendar: Calendar, day: int) -> date | None:
    """The date of the circle's day; None while an open break stands before it."""
    current = calendar.start
    remaining = day
    while True:
        pause = _break_on(calendar, current)
        if pause is not None:
            if pause.until is None:
                return None
            current = max(pause.until, current)
            continue
        remaining -= 1
        if remaining == 0:
            return current
        current += timedelta(days=1)


def _break_on(calendar: Calendar, day: date) -> Break | None:
    for pause in calendar.breaks:
        if pause.first <= day and (pause.until is None or day < pause.until):
            return pause
    return None


def day_at(calendar: Calendar, now: datetime) -> int:
    """The circle's day at an instant: 0 before it starts, days + 1 when it is over.

    A paused day belongs to the last day before the break.
    """
    today = now.astimezone(ZoneInfo(calendar.zone)).date()
    day = 0
    current = calendar.start
    while current <= today and day <= calendar.days:
        if _break_on(calendar, current) is None:
            day += 1
        current += timedelta(days=1)
    return day


def is_paused(calendar: Calendar) -> bool:
    return any(pause.until is None for pause in calendar.breaks)


def instant(day: date, at: time, zone: str) -> datetime:
    """Local date and time as UTC: a missing time moves forward by the gap, a repeated one is
    the first."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def slots_of(calendar: Calendar, rules: Rules, day: int) -> list[Slot]:
    """The day's slots in order; empty when a break hides the day."""
    on = local_date(calendar, day)
    if on is None:
        return []
    plan_day = calendar.plan[day - 1]
    return [
        Slot(day, plan_day, kind, _due(calendar, on, rules[kind].offset), rules[kind])
        for kind in SlotKind
        if _holds(calendar, day, plan_day, kind)
    ]


def _holds(calendar: Calendar, day: int, plan_day: int, kind: SlotKind) -> bool:
    match kind:
        case SlotKind.KICKOFF:
            return day == 1
        case SlotKind.REVEAL:
            return day > 1 and calendar.plan[day - 2] != REST
        case SlotKind.DRILL | SlotKind.NUDGE:
            return plan_day != REST
        case SlotKind.RECAP:
            return plan_day in calendar.reviews
        case SlotKind.CLOSE:
            return day == calendar.days
        case unreachable:
            assert_never(unreachable)


def _due(calendar: Calendar, on: date, offset: timedelta) -> datetime:
    wanted = datetime.combine(on, calendar.hour) + offset
    if wanted.date() != on or (offset and wanted.time() > LATEST):
        wanted = datetime.combine(on, max(LATEST, calendar.hour))
    return instant(on, wanted.time(), calendar.zone)


def slots_from(calendar: Calendar, rules: Rules, settled: int) -> Iterator[Slot]:
    """Every slot not yet settled, in order. `settled` is the ordinal of the last settled slot."""
    for day in range(max(1, settled // _STRIDE), calendar.days + 1):
        for slot in slots_of(calendar, rules, day):
            if slot.ordinal > settled:
                yield slot


def slots_due(calendar: Calendar, rules: Rules, settled: int, now: datetime) -> list[Slot]:
    due = []
    for slot in slots_from(calendar, rules, settled):
        if slot.due_at > now:
            break
        due.append(slot)
    return due


def next_slot(calendar: Calendar, rules: Rules, settled: int) -> Slot | None:
    return next(slots_from(calendar, rules, settled), None)
