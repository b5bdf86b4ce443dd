"""The day's shared drill: one serving for the whole circle, chosen once."""

import random
from datetime import datetime

from bot.curriculum.catalog import AnyFamily, Curriculum, Track
from bot.curriculum.families import ExecutedBase
from bot.curriculum.resolving import resolve
from bot.curriculum.tracks import DayEntry
from bot.domain.cohorts import Cohort
from bot.domain.ids import ServingId
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.repositories.store import Repos
from bot.usecases.serving import daily_key

_QUICK = ("mcq", "flaw", "numeric", "order", "multi")


def daily_serving(
    repos: Repos, curriculum: Curriculum, cohort: Cohort, day: int, now: datetime
) -> Serving | None:
    """The day's serving, made on first need. None on quiz days and when the bank has nothing."""
    known = repos.practice.by_key(daily_key(cohort, day))
    if known is not None:
        return known
    track = curriculum.track(cohort.track)
    entry = track.day(cohort.calendar.plan[day - 1])
    family = _family(repos, curriculum, track, cohort, entry)
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


def _family(
    repos: Repos, curriculum: Curriculum, track: Track, cohort: Cohort, entry: DayEntry
) -> AnyFamily | None:
    """The named family, else one of the day's skill and form that the circle has not had."""
    if entry.drill.form == "quiz":
        return None
    for name in (entry.drill.family, entry.drill.short):
        named = curriculum.families.get(name or "")
        if isinstance(named, ExecutedBase) and not curriculum.can_ask(named):
            named = curriculum.families.get(named.short)
        if named is not None and curriculum.can_ask(named):
            return named
    used = repos.practice.circle_families(cohort.id)
    bank = [f for f in curriculum.of_track(track.id) if f.skill == entry.drill.skill]
    ranked = sorted(bank, key=lambda f: (f.family in used, _distance(f, entry), f.family))
    return ranked[0] if ranked else None


def _distance(family: AnyFamily, entry: DayEntry) -> int:
    """The form asked for first; for an executed day the quickest other one."""
    if family.format == entry.drill.form:
        return 0
    return 1 + _QUICK.index(family.format) if family.format in _QUICK else 9
