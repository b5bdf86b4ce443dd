"""The day's shared drill: one serving for the whole circle, chosen once."""

import random
from datetime import datetime

from bot.curriculum.catalog import Curriculum
from bot.curriculum.course import family_of_day
from bot.curriculum.resolving import resolve
from bot.domain.cohorts import Cohort
from bot.domain.ids import ServingId
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
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
