"""For any zone, hour, length and pauses: each slot once, in order, on its local day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.timeline import (
    LATEST,
    Break,
    Calendar,
    Slot,
    SlotKind,
    day_at,
    local_date,
    plan_days,
    slots_due,
    slots_from,
)
from tests.domain.test_timeline import RULES

ZONES = sorted(available_timezones())
FAR = datetime(2040, 1, 1, tzinfo=UTC)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    length = draw(st.sampled_from([14, *range(25, 31)]))
    full = plan_days(length, (7, 14, 21), (14, 21))
    plan = tuple(range(15, 29)) if length == 14 else tuple(full)
    start = draw(st.dates(date(2025, 1, 1), date(2029, 12, 31)))
    pauses = draw(st.lists(st.tuples(st.integers(0, 15), st.integers(1, 9)), max_size=3))
    breaks, at = [], start
    for gap, days in pauses:
        first = at + timedelta(days=gap)
        at = first + timedelta(days=days)
        breaks.append(Break(first, at))
    hour = draw(st.times())
    return Calendar(
        start, draw(st.sampled_from(ZONES)), hour.replace(second=0, microsecond=0, fold=0), plan,
        frozenset({7, 14, 21, 28}), tuple(breaks),
    )  # fmt: skip


def names(slots: list[Slot]) -> list[int]:
    return [slot.ordinal for slot in slots]


def expected_count(calendar: Calendar) -> int:
    worked = [number for number, plan in enumerate(calendar.plan, 1) if plan]
    recaps = sum(plan in calendar.reviews for plan in calendar.plan)
    reveals = sum(day < calendar.days for day in worked)
    return 1 + 2 * len(worked) + reveals + recaps + 1


@given(calendars())
def test_every_slot_occurs_exactly_once(calendar: Calendar) -> None:
    slots = list(slots_from(calendar, RULES, 0))
    assert len(set(names(slots))) == len(slots) == expected_count(calendar)


@given(calendars())
def test_slots_come_in_order_of_time_and_of_settling(calendar: Calendar) -> None:
    slots = list(slots_from(calendar, RULES, 0))
    assert names(slots) == sorted(names(slots))
    assert [s.due_at for s in slots] == sorted(s.due_at for s in slots)


@given(calendars())
def test_every_slot_falls_on_its_days_local_date(calendar: Calendar) -> None:
    for slot in slots_from(calendar, RULES, 0):
        here = slot.due_at.astimezone(ZoneInfo(calendar.zone))
        wanted = local_date(calendar, slot.day)
        assert wanted is not None
        skipped_midnight = here.date() == wanted + timedelta(days=1) and _is_missing(
            wanted, LATEST, calendar
        )
        assert here.date() == wanted or skipped_midnight


def _is_missing(day: date, at: time, calendar: Calendar) -> bool:
    """Clocks may skip the whole evening of a date."""
    wanted = datetime.combine(day, at, tzinfo=ZoneInfo(calendar.zone))
    return wanted.astimezone(UTC).astimezone(wanted.tzinfo).time() != at


@given(calendars())
def test_the_drill_comes_at_the_circles_hour_unless_the_clocks_skip_it(calendar: Calendar) -> None:
    for slot in slots_from(calendar, RULES, 0):
        on = local_date(calendar, slot.day)
        if slot.kind is SlotKind.DRILL and on and not _is_missing(on, calendar.hour, calendar):
            assert slot.due_at.astimezone(ZoneInfo(calendar.zone)).time() == calendar.hour


@given(calendars())
def test_no_slot_falls_into_a_break(calendar: Calendar) -> None:
    for slot in slots_from(calendar, RULES, 0):
        on = local_date(calendar, slot.day)
        assert on is not None
        assert not any(b.first <= on and b.until and on < b.until for b in calendar.breaks)


@given(calendars())
def test_the_day_at_a_drill_is_the_drills_day(calendar: Calendar) -> None:
    for day in range(1, calendar.days + 1):
        on = local_date(calendar, day)
        assert on is not None
        noon = datetime.combine(on, time(12), tzinfo=ZoneInfo(calendar.zone))
        assert day_at(calendar, noon.astimezone(UTC)) == day


@given(calendars(), st.lists(st.integers(1, 24 * 60), max_size=60))
def test_slots_due_over_any_partition_of_time_are_those_due_at_once(
    calendar: Calendar, minutes: list[int]
) -> None:
    now = datetime.combine(calendar.start, time(), tzinfo=UTC) - timedelta(days=1)
    found, settled = [], 0
    for now_and_then in [*minutes, None]:
        now = now + timedelta(minutes=now_and_then) if now_and_then else FAR
        due = slots_due(calendar, RULES, settled, now)
        assert all(slot.due_at <= now for slot in due)
        settled = due[-1].ordinal if due else settled
        found += due
    assert found == slots_due(calendar, RULES, 0, FAR)


@given(calendars(), st.times(), st.integers(0, 27))
def test_a_change_of_hour_on_the_way_neither_doubles_nor_loses_a_slot(
    calendar: Calendar, hour: time, days: int
) -> None:
    change = datetime.combine(calendar.start + timedelta(days=days), time(12), tzinfo=UTC)
    before = slots_due(calendar, RULES, 0, change)
    moved = replace(calendar, hour=hour.replace(second=0, microsecond=0))
    after = slots_due(moved, RULES, before[-1].ordinal if before else 0, FAR)
    assert names(before + after) == names(list(slots_from(calendar, RULES, 0)))
