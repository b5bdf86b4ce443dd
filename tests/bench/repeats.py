"""How often somebody meets the very same item again: a circle of sixty on each shipped track.

One drill a day for all or a quiz, and practice of their own in the skills each of them prefers.
Everything is chosen and stored by the use cases that serve members; nothing here is timed.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import get_args

from bot.domain.cohorts import Cohort, Member, Person
from bot.domain.errors import Closed
from bot.domain.exercises import Language
from bot.domain.ids import ActorRef, CohortId, MemberId
from bot.domain.records import Serving
from bot.domain.specimens import specimen
from bot.domain.timeline import Calendar
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from bot.usecases.answering import answer
from bot.usecases.daily import daily_serving
from bot.usecases.scene import Enrolled, Scene
from bot.usecases.serving import serve_extra, serve_quiz
from tests.bench.ground import PLATFORM, SEED, SQLITE, START, Bench, channel
from tests.bench.measuring import percentile
from tests.bench.report import Figure

LEARNERS, DAYS = 60, 28
WEEK = timedelta(days=7)
EXTRA_A_DAY = (2, 6)
SOON_AT_MOST = 0.5


async def measure(bench: Bench) -> list[Figure]:
    bench.bookshelf.run(frozenset(get_args(Language)))
    tracks = sorted(bench.bookshelf.current.tracks)
    cases = [(track, extra) for track in tracks for extra in EXTRA_A_DAY]
    figures = []
    for number, (track, extra) in enumerate(cases, 1):
        met = await asyncio.to_thread(_lived, bench, track, extra)
        figures.append(_figure(track, extra, met))
        bench.progress(number / len(cases))
    return figures


@dataclass(frozen=True)
class Met:
    """What happened to all learners together; `gaps` are between two meetings of one item."""

    servings: int
    gaps: tuple[timedelta, ...]

    @property
    def again(self) -> float:
        return 100 * len(self.gaps) / self.servings

    @property
    def soon(self) -> float:
        return 100 * sum(gap < WEEK for gap in self.gaps) / self.servings


def _figure(track: str, extra: int, met: Met) -> Figure:
    least = percentile((gap / timedelta(days=1) for gap in met.gaps), 0.05) if met.gaps else 0
    return Figure(
        f"{track}, {extra} extra a day: the very same item again within 7 days",
        f"ever again {met.again:.2g} %, 5th-percentile gap {least:.1f} d",
        f"{met.servings:,} servings", met.soon, SOON_AT_MOST, unit=" %",
    )  # fmt: skip


def _lived(bench: Bench, track: str, extra: int) -> Met:
    """A circle in a database of its own; its clock stands where each drill is asked for."""
    url = bench.databases.new(SQLITE)
    store = SqlStore(url)
    learners, days = bench.size(LEARNERS, 3), bench.size(DAYS, 9)
    seed = f"{SEED}/{track}/{extra}"
    circle = store.run(lambda repos: Circle(bench, repos, track, learners, seed))
    for day in range(1, days + 1):
        store.run(partial(circle.lives, day=day, extra=extra))
    store.close()
    bench.databases.drop(url)
    return circle.met()


@dataclass(frozen=True)
class Learner:
    """`tastes` are the track's skills, the one practised most first."""

    actor: ActorRef
    person: Person
    member: Member
    tastes: list[str]


class Circle:
    """Its learners, and when each of them met which item."""

    def __init__(self, bench: Bench, repos: Repos, track: str, learners: int, seed: str) -> None:
        self.curriculum, self.rng = bench.bookshelf.current, random.Random(seed)
        self.seen: dict[tuple[MemberId, str], list[datetime]] = defaultdict(list)
        host = repos.people.identify(ActorRef(PLATFORM, "w", "host"), "Host")
        plan = self.curriculum.track(track)
        calendar = Calendar(START.date(), "UTC", START.time(), plan.plan(DAYS), plan.reviews)
        new = Cohort(CohortId(0), "Circle", track, calendar, host.id, START)
        self.cohort = repos.cohorts.add(new)
        self.learners = [self._joins(repos, number) for number in range(learners)]

    def _joins(self, repos: Repos, number: int) -> Learner:
        actor = ActorRef(PLATFORM, "w", f"u{number}")
        person = repos.people.identify(actor, f"Learner {number}")
        member = repos.members.add(Member(MemberId(0), self.cohort.id, person.id, 1, START))
        assert member is not None
        skills = sorted({family.skill for family in self.curriculum.of_track(self.cohort.track)})
        return Learner(actor, person, member, self.rng.sample(skills, len(skills)))

    def lives(self, repos: Repos, day: int, extra: int) -> None:
        """The day's drill is posted to all; later that day everybody practises.

        Questions of a quiz are answered before.
        """
        posted = START + timedelta(days=day - 1)
        shared = daily_serving(repos, self.curriculum, self.cohort, day, posted)
        quiz = self._is_quizzed(day)
        for learner in self.learners:
            self._meets(learner, shared)
            for question in self._is_asked(self._asks(repos, learner, posted)) if quiz else ():
                self._meets(learner, question)
            for minute in sorted(self.rng.sample(range(1, 14 * 60), extra)):
                now = posted + timedelta(minutes=minute)
                self._meets(learner, self._practised(repos, learner, now))

    def _meets(self, learner: Learner, serving: Serving | None) -> None:
        if serving is not None:
            self.seen[learner.member.id, serving.drill.item].append(serving.created_at)

    def _asks(self, repos: Repos, learner: Learner, now: datetime) -> Enrolled:
        return Scene(
            repos, self.curriculum, now, self.rng, learner.actor, channel(1), learner.person,
            self.cohort, learner.member,
        ).enrolled()  # fmt: skip

    def _is_quizzed(self, day: int) -> bool:
        plan_day = self.cohort.calendar.plan[day - 1]
        return self.curriculum.track(self.cohort.track).day(plan_day).drill.form == "quiz"

    def _is_asked(self, enrolled: Enrolled) -> Iterator[Serving]:
        """Every question of the day's quiz, each answered before the next comes."""
        while (served := serve_quiz(enrolled)) is not None:
            yield served.serving
            text = specimen(served.serving.drill, right=True, rng=self.rng)
            answer(enrolled, served.serving, text)

    def _practised(self, repos: Repos, learner: Learner, now: datetime) -> Serving | None:
        """In a skill the learner likes, else in any; None when the bank has nothing fresh."""
        liking = [1 / rank for rank in range(1, len(learner.tastes) + 1)]
        for skill in (self.rng.choices(learner.tastes, liking)[0], ""):
            with suppress(Closed):
                return serve_extra(self._asks(repos, learner, now), skill).serving
        return None

    def met(self) -> Met:
        times = self.seen.values()
        gaps = (later - earlier for met in times for earlier, later in pairwise(met))
        return Met(sum(map(len, times)), tuple(gaps))
