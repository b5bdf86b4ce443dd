"""The day's shared drill: one serving for the whole circle, chosen once, and until when."""

import random
from datetime import datetime, time

from bot.curriculum.catalog import Curriculum, Track
from bot.curriculum.course import family_of_day
from bot.curriculum.resolving import resolve
from bot.domain.cohorts import Cohort
from bot.domain.ids import ServingId
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.domain.timeline import Calendar, SlotKind, instant, local_date, slots_of
from bot.repositories.store import Repos
from bot.usecases.serving import daily_key


def daily_serving(
    repos: Repos, curriculum: Curriculum, cohort: Cohort, day: int, now: datetime
) -> Serving | None:
    """The day's serving, made on first need. None on quiz days and when the bank has nothing."""
    known = repos.practice.by_key(daily_key(cohort, day))
    if known is not None:
        return known
    track = curriculum.track(cohort.track)
    used = repos.practice.circle_families(cohort.id)
    family = family_of_day(curriculum, track, cohort.calendar.plan[day - 1], used)
    if family is None:
        return None
    seed = random.Random(daily_key(cohort, day)).getrandbits(31)
    new = Serving(
        id=ServingId(0),
        cohort=cohort.id,
        member=None,
        day=day,
        purpose=Purpose.DAILY,
        drill=resolve(curriculum, family, seed),
        created_at=now,
        key=daily_key(cohort, day),
    )
    return repos.practice.serve(new)


def answer_at(cohort: Cohort, track: Track, day: int) -> datetime | None:
    """When the day's drill is revealed and closes; None while a pause hides that day."""
    last = day == cohort.calendar.days
    closing = slots_of(cohort.calendar, track.rules, day if last else day + 1)
    kind = SlotKind.CLOSE if last else SlotKind.REVEAL
    return next((slot.due_at for slot in closing if slot.kind is kind), None)


def end_of(calendar: Calendar, day: int) -> datetime | None:
    """Until when an answer keeps the circle's day; None while a pause holds it open."""
    return local_instant(calendar, day + 1, time(0))


def local_instant(calendar: Calendar, day: int, at: time) -> datetime | None:
    """A local time of the circle's day, also of one after its last; None while a pause hides it."""
    on = local_date(calendar, day)
    return None if on is None else instant(on, at, calendar.zone)
