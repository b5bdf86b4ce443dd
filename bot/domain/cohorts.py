"""Circles, the rooms they meet in, and the people in them. A cohort is what users call a circle."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.errors import Closed, InvalidInput
from bot.domain.ids import ChannelRef, CohortId, MemberId, PersonId, PlaceId
from bot.domain.timeline import REST, Break, Calendar, day_at, is_paused

LENGTHS = (14, *range(25, 31))
LONGEST = 42
"""Days of a circle that was extended with rest days as far as it goes."""


class CohortStatus(StrEnum):
    RUNNING = "running"
    CLOSED = "closed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Cohort:
    """`settled` is the ordinal of the last slot dealt with; `next_slot_at` when to look again."""

    id: CohortId
    name: str
    track: str
    calendar: Calendar
    host: PersonId
    created_at: datetime
    status: CohortStatus = CohortStatus.RUNNING
    settled: int = 0
    next_slot_at: datetime | None = None
    code: str = ""
    """Typed in another room to let the circle meet there too."""

    def day(self, now: datetime) -> int:
        return day_at(self.calendar, now)

    @property
    def open(self) -> bool:
        return self.status is CohortStatus.RUNNING


@dataclass(frozen=True, slots=True)
class Place:
    """`off_reason` says why nothing is posted here any more; empty while the place is on."""

    id: PlaceId
    cohort: CohortId
    channel: ChannelRef
    off_reason: str = ""


BoardName = Literal["name", "anonymous", "hidden"]


@dataclass(frozen=True, slots=True)
class Person:
    """Quiet hours are in the person's own zone; equal ends mean none."""

    id: PersonId
    name: str
    zone: str = ""
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    nudges: bool = False
    board: BoardName = "name"
    link_code: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One person's part in one circle. `days_off` are circle days planned off.

    `removed` is `left` by the host's will: only the host can undo it.
    """

    id: MemberId
    cohort: CohortId
    person: PersonId
    joined_day: int
    joined_at: datetime
    left: bool = False
    removed: bool = False
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Presence:
    """Who somebody is, the circle they speak in, and their part in it, as far as known.

    In a direct conversation it is the newest circle they belong to or host, an open one first.
    """

    person: Person | None
    cohort: Cohort | None
    member: Member | None


def zone_or_error(name: str) -> str:
    """The zone's own name. Raises InvalidInput for anything the zone database does not hold."""
    wanted = name.strip().replace(" ", "_")
    try:
        ZoneInfo(wanted)
    except (ValueError, OSError, KeyError) as error:
        message = f"“{name[:40]}” is not a time zone I know."
        raise InvalidInput(message, "For example: Europe/Berlin, America/New_York.") from error
    return wanted


def check_start(start: date, zone: str, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(zone)).date()
    if not today <= start <= today + timedelta(days=180):
        raise InvalidInput(
            f"The start must lie between today ({today}) and half a year from now.",
            f"For example: {today + timedelta(days=1)}.",
        )


def with_hour(cohort: Cohort, hour: time) -> Cohort:
    return replace(cohort, calendar=replace(cohort.calendar, hour=hour))


def with_pause(cohort: Cohort, now: datetime, *, posted_today: bool) -> Cohort:
    """Pause from today, or from tomorrow when today's drill is already out."""
    if is_paused(cohort.calendar):
        raise Closed("The circle is already paused.", "`/prep circle resume` goes on.")
    today = now.astimezone(ZoneInfo(cohort.calendar.zone)).date()
    first = max(today + timedelta(days=posted_today), cohort.calendar.start)
    breaks = (*cohort.calendar.breaks, Break(first))
    return replace(cohort, calendar=replace(cohort.calendar, breaks=breaks))


def with_resume(cohort: Cohort, now: datetime) -> Cohort:
    """Go on today, or tomorrow when today's hour has passed."""
    if not is_paused(cohort.calendar):
        raise Closed("The circle is not paused.", "`/prep circle status` shows where it stands.")
    local = now.astimezone(ZoneInfo(cohort.calendar.zone))
    until = local.date() + timedelta(days=local.time() >= cohort.calendar.hour)
    *before, last = cohort.calendar.breaks
    closed = [replace(last, until=until)] if until > last.first else []
    return replace(cohort, calendar=replace(cohort.calendar, breaks=(*before, *closed)))


def with_extension(cohort: Cohort, days: int, now: datetime) -> Cohort:
    """Rest days right after the day in progress, or the first; the plan's other days follow."""
    calendar = cohort.calendar
    if calendar.days + days > LONGEST:
        raise InvalidInput(
            f"A circle lasts {LONGEST} days at most.", f"Now it has {calendar.days}."
        )
    today = min(max(cohort.day(now), 1), calendar.days)
    plan = (*calendar.plan[:today], *([REST] * days), *calendar.plan[today:])
    return replace(cohort, calendar=replace(calendar, plan=plan))


def within_hours(person: Person, zone: str, due: datetime) -> datetime:
    """The first instant from `due` on that lies outside the person's quiet hours."""
    here = due.astimezone(ZoneInfo(person.zone or zone))
    if not _is_quiet(person, here.time()):
        return due
    day = here.date() + timedelta(days=here.time() >= person.quiet_until)
    until = datetime.combine(day, person.quiet_until, tzinfo=here.tzinfo)
    if until.astimezone(UTC) < due:
        # The clocks went back meanwhile: this time of day comes a second time.
        until = until.replace(fold=1)
    return until.astimezone(UTC)


def _is_quiet(person: Person, at: time) -> bool:
    start, end = person.quiet_from, person.quiet_until
    if start == end:
        return False
    return start <= at < end if start < end else at >= start or at < end
