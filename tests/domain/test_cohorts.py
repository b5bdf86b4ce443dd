"""Changes to a running circle, and the hours in which a person may be written to."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.cohorts import (
    LONGEST,
    CohortStatus,
    check_start,
    with_extension,
    with_hour,
    with_pause,
    with_resume,
    within_hours,
    zone_or_error,
)
from bot.domain.errors import Closed, InvalidInput
from bot.domain.ids import direct_to
from bot.domain.timeline import REST, Break, local_date
from tests.builders import a_calendar, a_channel, a_cohort, a_person, an_actor
from tests.domain.test_timeline_properties import ZONES


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["Europe/Berlin", " Europe/Berlin ", "America/New York", "UTC"])
def test_a_zone_is_known_by_its_name(typed: str) -> None:
    assert zone_or_error(typed) == typed.strip().replace(" ", "_")


@pytest.mark.parametrize(
    "typed",
    ["", "Berlin", "Europe", "../etc/passwd", "/etc/passwd", "x" * 5000, "🎲", "\u202eUTC", "a\0b"],
)
def test_what_the_zone_database_does_not_hold_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        zone_or_error(typed)
    assert "Europe/Berlin" in caught.value.hint
    assert len(caught.value.message) < 100


@given(st.text(max_size=60))
def test_any_text_is_a_zone_or_invalid_input(typed: str) -> None:
    with suppress(InvalidInput):
        ZoneInfo(zone_or_error(typed))


NOON = utc(3, 8, 12)


@pytest.mark.parametrize("days", [0, 180])
def test_a_circle_may_start_from_today_to_half_a_year_ahead(days: int) -> None:
    check_start(date(2027, 3, 8) + timedelta(days=days), "Europe/Berlin", NOON)


@pytest.mark.parametrize("days", [-1, 181])
def test_another_start_is_refused_with_tomorrow_as_example(days: int) -> None:
    with pytest.raises(InvalidInput, match="between today") as caught:
        check_start(date(2027, 3, 8) + timedelta(days=days), "Europe/Berlin", NOON)
    assert "2027-03-09" in caught.value.hint


def test_today_is_the_date_in_the_circles_zone() -> None:
    with pytest.raises(InvalidInput):
        check_start(date(2027, 3, 8), "Pacific/Kiritimati", NOON)


def test_a_circle_knows_its_day() -> None:
    assert a_cohort().day(utc(3, 10, 12)) == 3


@pytest.mark.parametrize("status", CohortStatus)
def test_only_a_running_circle_is_open(status: CohortStatus) -> None:
    assert a_cohort(status=status).open == (status == "running")


def test_a_new_hour_leaves_the_rest_of_the_calendar() -> None:
    moved = with_hour(a_cohort(), time(18))
    assert moved == a_cohort(calendar=a_calendar(hour=time(18)))


@pytest.mark.parametrize(("posted", "first"), [(False, 10), (True, 11)])
def test_a_pause_begins_today_unless_todays_drill_is_out(posted: bool, first: int) -> None:
    paused = with_pause(a_cohort(), utc(3, 10, 12), posted_today=posted)
    assert paused.calendar.breaks == (Break(date(2027, 3, first)),)


def test_a_pause_begins_on_the_local_date() -> None:
    paused = with_pause(a_cohort(), utc(3, 9, 23, 30), posted_today=False)
    assert paused.calendar.breaks == (Break(date(2027, 3, 10)),)


def test_a_pause_before_the_start_begins_with_the_first_day() -> None:
    paused = with_pause(a_cohort(), utc(3, 1, 12), posted_today=False)
    assert paused.calendar.breaks == (Break(date(2027, 3, 8)),)


def test_an_earlier_break_is_kept() -> None:
    over = Break(date(2027, 3, 9), date(2027, 3, 10))
    earlier = a_cohort(calendar=a_calendar(breaks=(over,)))
    paused = with_pause(earlier, utc(3, 12, 7), posted_today=False)
    assert paused.calendar.breaks == (over, Break(date(2027, 3, 12)))


def test_a_paused_circle_cannot_be_paused_again() -> None:
    paused = with_pause(a_cohort(), utc(3, 10, 7), posted_today=False)
    with pytest.raises(Closed, match="already paused"):
        with_pause(paused, utc(3, 11, 7), posted_today=False)


PAUSED = a_cohort(calendar=a_calendar(breaks=(Break(date(2027, 3, 10)),)))


@pytest.mark.parametrize(("now", "until"), [((7, 59), 12), ((8, 0), 13), ((20, 0), 13)])
def test_a_circle_goes_on_today_unless_its_hour_has_passed(
    now: tuple[int, int], until: int
) -> None:
    going = with_resume(PAUSED, utc(3, 12, *now))
    assert going.calendar.breaks == (Break(date(2027, 3, 10), date(2027, 3, until)),)


def test_a_pause_taken_back_before_it_begins_leaves_no_break() -> None:
    assert with_resume(PAUSED, utc(3, 10, 7)).calendar.breaks == ()


def test_going_on_keeps_earlier_breaks() -> None:
    over = Break(date(2027, 3, 9), date(2027, 3, 10))
    twice = a_cohort(calendar=a_calendar(breaks=(over, Break(date(2027, 3, 12)))))
    assert with_resume(twice, utc(3, 14, 7)).calendar.breaks == (
        over, Break(date(2027, 3, 12), date(2027, 3, 14)),
    )  # fmt: skip


def test_a_circle_that_is_not_paused_cannot_go_on() -> None:
    with pytest.raises(Closed, match="not paused"):
        with_resume(a_cohort(), utc(3, 10, 7))


def test_the_day_behind_a_pause_falls_on_the_day_it_ended() -> None:
    going = with_resume(PAUSED, utc(3, 12, 7))
    assert local_date(going.calendar, 3) == date(2027, 3, 12)


@pytest.mark.parametrize(
    ("now", "plan"),
    [
        (utc(3, 9, 12), (1, 2, REST, REST, 3)),
        (utc(3, 1, 12), (1, REST, REST, 2, 3)),
        (utc(6, 1, 12), (1, 2, 3, REST, REST)),
    ],
)
def test_rest_days_are_put_right_behind_the_day_in_progress(
    now: datetime, plan: tuple[int, ...]
) -> None:
    longer = with_extension(a_cohort(calendar=a_calendar(plan=(1, 2, 3))), 2, now)
    assert longer.calendar.plan == plan


def test_a_circle_can_be_extended_up_to_the_longest() -> None:
    assert with_extension(a_cohort(), LONGEST - 28, NOON).calendar.days == LONGEST


def test_past_the_longest_it_is_refused_with_the_present_length() -> None:
    with pytest.raises(InvalidInput, match=f"{LONGEST} days at most") as caught:
        with_extension(a_cohort(), LONGEST - 27, NOON)
    assert "28" in caught.value.hint


BERLIN = "Europe/Berlin"
OWL = a_person(quiet_from=time(21), quiet_until=time(8))


@pytest.mark.parametrize(
    ("due", "written"),
    [
        ((10, 17, 0), (10, 17, 0)),
        ((10, 20, 0), (11, 7, 0)),
        ((10, 23, 30), (11, 7, 0)),
        ((10, 6, 59), (10, 7, 0)),
        ((10, 7, 0), (10, 7, 0)),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(
    due: tuple[int, int, int], written: tuple[int, int, int]
) -> None:
    assert within_hours(OWL, BERLIN, utc(3, *due)) == utc(3, *written)


def test_quiet_hours_within_a_day_end_on_that_day() -> None:
    busy = replace(OWL, quiet_from=time(9), quiet_until=time(17))
    assert within_hours(busy, BERLIN, utc(3, 10, 12)) == utc(3, 10, 16)


def test_quiet_hours_with_equal_ends_are_none() -> None:
    always = replace(OWL, quiet_from=time(8), quiet_until=time(8))
    assert within_hours(always, BERLIN, utc(3, 10, 2)) == utc(3, 10, 2)


def test_the_persons_own_zone_comes_before_the_circles() -> None:
    abroad = replace(OWL, zone="America/New_York")
    assert within_hours(abroad, BERLIN, utc(3, 10, 8)) == utc(3, 10, 13)


def test_the_morning_after_the_clocks_went_forward_is_an_hour_earlier() -> None:
    assert within_hours(OWL, BERLIN, utc(3, 27, 22)) == utc(3, 28, 6)


def test_an_end_that_comes_twice_counts_the_second_time_when_the_first_is_over() -> None:
    early = replace(OWL, quiet_until=time(1, 30), zone="America/New_York")
    assert within_hours(early, BERLIN, utc(11, 7, 6, 10)) == utc(11, 7, 6, 30)


HALF_HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
DUE = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def _is_quiet(at: datetime, zone: str, start: time, end: time) -> bool:
    here = at.astimezone(ZoneInfo(zone)).time()
    return start <= here < end if start <= end else not end <= here < start


@given(DUE, st.sampled_from(ZONES), HALF_HOURS, st.integers(0, 40))
@example(datetime(2027, 11, 7, 6, 10, tzinfo=UTC), "America/New_York", time(21), 9)
@example(datetime(2027, 4, 3, 15, 5, tzinfo=UTC), "Australia/Lord_Howe", time(21), 10)
def test_nobody_is_written_to_in_quiet_hours_nor_long_after_them(
    due: datetime, zone: str, start: time, halves: int
) -> None:
    end = (datetime.combine(date(2027, 1, 1), start) + timedelta(minutes=30 * halves)).time()
    person = a_person(zone=zone, quiet_from=start, quiet_until=end)
    written = within_hours(person, "UTC", due)
    assert not _is_quiet(written, zone, start, end)
    waited = written - due
    # An end that the clocks skip is reached at most the skipped time later.
    for minutes in range(0, int(waited.total_seconds() // 60) - 60, 10):
        assert _is_quiet(due + timedelta(minutes=minutes), zone, start, end)


def test_a_persons_direct_conversation_is_a_room_named_after_them() -> None:
    assert direct_to(an_actor("ada")) == a_channel("ada", direct=True)
