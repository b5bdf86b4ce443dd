"""A circle's days: local dates and times, breaks, and the slots they hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.timeline import (
    REST,
    Break,
    Calendar,
    SlotKind,
    SlotRule,
    day_at,
    instant,
    is_paused,
    local_date,
    next_slot,
    ordinal,
    plan_days,
    slots_due,
    slots_from,
    slots_of,
)

HOUR = timedelta(hours=1)
RULES = {
    SlotKind.KICKOFF: SlotRule(0 * HOUR, 48 * HOUR, "post"),
    SlotKind.REVEAL: SlotRule(0 * HOUR, 20 * HOUR, "drop"),
    SlotKind.DRILL: SlotRule(0 * HOUR, 14 * HOUR, "skip"),
    SlotKind.NUDGE: SlotRule(9 * HOUR, 2 * HOUR, "drop"),
    SlotKind.RECAP: SlotRule(10 * HOUR, 30 * HOUR, "skip"),
    SlotKind.CLOSE: SlotRule(11 * HOUR, 72 * HOUR, "post"),
}
K, R, D, N, C, X = SlotKind


def calendar(
    start: date = date(2027, 3, 8),
    zone: str = "Europe/Berlin",
    hour: time = time(9),
    plan: tuple[int, ...] = tuple(range(1, 29)),
    breaks: tuple[Break, ...] = (),
) -> Calendar:
    return Calendar(start, zone, hour, plan, frozenset({7, 14, 21, 28}), breaks)


def utc(*parts: int) -> datetime:
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def drill_at(subject: Calendar, day: int) -> datetime:
    return next(s.due_at for s in slots_of(subject, RULES, day) if s.kind is SlotKind.DRILL)


def test_nine_in_berlin_moves_from_seven_to_eight_utc_in_october() -> None:
    autumn = calendar(start=date(2026, 10, 24))
    assert [drill_at(autumn, day) for day in (1, 2)] == [
        utc(2026, 10, 24, 7, 0), utc(2026, 10, 25, 8, 0)
    ]  # fmt: skip


def test_cairos_missing_midnight_becomes_one_o_clock() -> None:
    assert instant(date(2027, 4, 30), time(0), "Africa/Cairo") == utc(2027, 4, 29, 22, 0)


def test_new_yorks_repeated_half_past_one_fires_once_and_the_first_time() -> None:
    autumn = calendar(start=date(2026, 10, 31), zone="America/New_York", hour=time(1, 30))
    due = [s for s in slots_from(autumn, RULES, 0) if (s.day, s.kind) == (2, SlotKind.DRILL)]
    assert [slot.due_at for slot in due] == [utc(2026, 11, 1, 5, 30)]


def test_new_yorks_missing_half_past_two_becomes_half_past_three() -> None:
    assert instant(date(2027, 3, 14), time(2, 30), "America/New_York") == utc(2027, 3, 14, 7, 30)


def test_the_first_day_holds_kickoff_drill_and_nudge() -> None:
    assert [slot.kind for slot in slots_of(calendar(), RULES, 1)] == [K, D, N]


def test_a_later_day_reveals_yesterdays_drill_first() -> None:
    assert [slot.kind for slot in slots_of(calendar(), RULES, 2)] == [R, D, N]


def test_a_review_day_ends_with_a_recap() -> None:
    assert [slot.kind for slot in slots_of(calendar(), RULES, 7)] == [R, D, N, C]


def test_the_last_day_closes_the_circle() -> None:
    assert [slot.kind for slot in slots_of(calendar(), RULES, 28)] == [R, D, N, C, X]


def test_a_rest_day_only_reveals() -> None:
    assert [slot.kind for slot in slots_of(calendar(plan=(1, REST, 2)), RULES, 2)] == [R]


def test_the_day_after_a_rest_day_has_nothing_to_reveal() -> None:
    assert [slot.kind for slot in slots_of(calendar(plan=(1, REST, 2, 3)), RULES, 3)] == [D, N]


def test_slots_fall_after_the_hour_on_the_same_day() -> None:
    hours = [slot.due_at.hour for slot in slots_of(calendar(), RULES, 28)]
    assert hours == [7, 7, 16, 17, 18]


def test_slots_that_would_fall_past_the_day_are_pulled_back_to_half_past_nine() -> None:
    late = slots_of(calendar(hour=time(14)), RULES, 7)
    assert [slot.due_at for slot in late[-2:]] == [utc(2027, 3, 14, 20, 30)] * 2


def test_an_evening_circle_has_its_recap_the_same_evening() -> None:
    recap = slots_of(calendar(hour=time(18, 30)), RULES, 7)[-1]
    assert (recap.kind, recap.due_at) == (SlotKind.RECAP, utc(2027, 3, 14, 20, 30))


def test_slots_are_never_pulled_back_before_the_circles_hour() -> None:
    late = slots_of(calendar(hour=time(23, 45)), RULES, 2)
    assert {slot.due_at for slot in late} == {utc(2027, 3, 9, 22, 45)}


def test_a_slot_is_stale_once_its_time_is_over() -> None:
    drill = slots_of(calendar(), RULES, 1)[1]
    deadline = drill.due_at + 14 * HOUR
    assert (drill.is_stale(deadline), drill.is_stale(deadline + HOUR)) == (False, True)


def test_slots_know_their_plan_day_and_place() -> None:
    slot = slots_of(calendar(plan=(15, 16)), RULES, 2)[1]
    assert (slot.plan_day, slot.ordinal) == (16, ordinal(2, SlotKind.DRILL))


@pytest.mark.parametrize(
    ("length", "missing", "rests"),
    [(28, set(), 0), (25, {7, 14, 21}, 0), (27, {7}, 0), (30, set(), 2)],
)
def test_the_plan_drops_review_days_or_adds_rest_days(
    length: int, missing: set[int], rests: int
) -> None:
    plan = plan_days(length, (7, 14, 21), (14, 21))
    assert (len(plan), plan.count(REST)) == (length, rests)
    assert set(range(1, 29)) - set(plan) == missing


def test_rest_days_follow_the_days_they_are_named_after() -> None:
    plan = plan_days(30, (), (14, 21))
    assert (plan[14], plan[22]) == (REST, REST)


PAUSED = Break(date(2027, 3, 10), date(2027, 3, 13))


def test_a_break_moves_the_days_behind_it() -> None:
    assert local_date(calendar(breaks=(PAUSED,)), 3) == date(2027, 3, 13)


def test_days_before_a_break_stay() -> None:
    assert local_date(calendar(breaks=(PAUSED,)), 2) == date(2027, 3, 9)


def test_breaks_that_touch_add_up() -> None:
    second = Break(date(2027, 3, 13), date(2027, 3, 15))
    assert local_date(calendar(breaks=(PAUSED, second)), 3) == date(2027, 3, 15)


def test_days_behind_an_open_break_have_no_date_and_no_slots() -> None:
    subject = calendar(breaks=(Break(date(2027, 3, 10)),))
    assert (local_date(subject, 3), slots_of(subject, RULES, 3)) == (None, [])


def test_only_an_open_break_is_a_pause() -> None:
    assert not is_paused(calendar(breaks=(PAUSED,)))
    assert is_paused(calendar(breaks=(PAUSED, Break(date(2027, 3, 20)))))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (utc(2027, 3, 7, 22, 59), 0),
        (utc(2027, 3, 7, 23, 0), 1),
        (utc(2027, 3, 9, 12, 0), 2),
        (utc(2027, 3, 11, 12, 0), 2),
        (utc(2027, 3, 13, 12, 0), 3),
        (utc(2027, 6, 1, 12, 0), 29),
    ],
)
def test_the_day_counts_local_dates_without_paused_ones(now: datetime, day: int) -> None:
    assert day_at(calendar(breaks=(PAUSED,)), now) == day


def test_a_settled_slot_never_comes_again() -> None:
    settled = ordinal(1, SlotKind.DRILL)
    assert [s.kind for s in slots_due(calendar(), RULES, settled, utc(2027, 3, 8, 20, 0))] == [N]


def test_what_is_not_due_yet_waits() -> None:
    assert slots_due(calendar(), RULES, 0, utc(2027, 3, 8, 7, 59)) == []


def test_a_new_hour_moves_only_what_is_not_settled() -> None:
    moved = replace(calendar(), hour=time(18))
    upcoming = next_slot(moved, RULES, ordinal(3, SlotKind.NUDGE))
    assert upcoming is not None
    assert (upcoming.day, upcoming.due_at) == (4, utc(2027, 3, 11, 17, 0))


def test_after_the_last_slot_there_is_no_next_one() -> None:
    assert next_slot(calendar(), RULES, ordinal(28, SlotKind.CLOSE)) is None
