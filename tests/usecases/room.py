"""A room whose circle is played by calling the use cases on a real database."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import DataEntry, DrawEntry, SqlFamily, SqlWrong
from bot.curriculum.tracks import DayEntry
from bot.domain.cohorts import Cohort, Member
from bot.domain.ids import ChannelRef
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.domain.specimens import specimen
from bot.domain.timeline import instant
from bot.ports import Outgoing
from bot.storage.repos import SqlRepos
from bot.usecases import answering, broadcasts
from bot.usecases.answering import Answered
from bot.usecases.broadcasts import Plan, plan_due
from bot.usecases.daily import daily_serving
from bot.usecases.scene import Enrolled, Scene
from tests.builders import (
    a_card,
    a_channel,
    a_drill,
    an_actor,
    store_cohort,
    store_member,
    store_serving,
)

FIRST_DAY, ZONE = date(2027, 3, 8), "Europe/Berlin"
ROOM, OTHER_ROOM, DIRECT = a_channel("room"), a_channel("other"), a_channel("ana", direct=True)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A local time of the circle's day as an instant."""
    return instant(FIRST_DAY + timedelta(days=day - 1), time(hour, minute), ZONE)


BEFORE = at(1, 8)
"""An hour before the first drill."""


@dataclass
class Room:
    """`now` is moved by hand; everybody acts at that instant."""

    repos: SqlRepos
    curriculum: Curriculum
    rng: random.Random
    now: datetime = BEFORE

    def scene(self, who: str = "ana", where: ChannelRef = ROOM) -> Scene:
        """What somebody's command starts from, put together as the dispatcher does."""
        person = self.repos.people.identify(an_actor(who), who.title())
        found = self.repos.presences.of(an_actor(who), where)
        return Scene(
            self.repos, self.curriculum, self.now, self.rng, an_actor(who), where, person,
            found.cohort, found.member,
        )  # fmt: skip

    def starts(self, **changes: Any) -> Cohort:  # noqa: ANN401  fields of the cohort
        """A circle of 28 days in the room; its first slots fall an hour from now."""
        return store_cohort(self.repos, **{"next_slot_at": at(1), **changes})

    def joins(self, who: str = "ana", **changes: Any) -> Member:  # noqa: ANN401  fields of Member
        return store_member(self.repos, self.circle, who, **{"joined_at": self.now, **changes})

    def enrolled(self, who: str = "ana") -> Enrolled:
        return self.scene(who).enrolled()

    @property
    def circle(self) -> Cohort:
        found = self.repos.cohorts.latest_at(ROOM)
        assert found is not None
        return found

    def saves(self, **changes: Any) -> Cohort:  # noqa: ANN401  fields of the cohort
        self.repos.cohorts.save(replace(self.circle, **changes))
        return self.circle

    def plans(self) -> Plan:
        """One look at the clock, with what it found written down as the scheduler does."""
        plan = plan_due(self.repos, self.curriculum, self.circle, self.now)
        for post in plan.posts:
            outgoing = Outgoing(
                post.key, post.target, a_card(), post.due_at, post.expires_at, post.parent_key
            )
            self.repos.outbox.add(outgoing, plan.cohort.id, late=post.late)
        for _, skipped in plan.skipped:
            self.repos.outbox.skip(skipped)
        self.repos.cohorts.save(plan.cohort)
        return plan

    def lives_to(self, until: datetime) -> list[broadcasts.Planned]:
        """Every slot at its time, as if the bot had been running; what was posted on the way."""
        posts: list[broadcasts.Planned] = []
        while (due := self.circle.next_slot_at) is not None and due <= until:
            self.now = max(due, self.now)
            posts += self.plans().posts
        self.now = until
        return posts

    def daily(self, day: int) -> Serving:
        found = daily_serving(self.repos, self.curriculum, self.circle, day, self.now)
        assert found is not None
        return found

    def answers(self, serving: Serving, who: str = "ana", *, right: bool = True) -> Answered:
        text = specimen(serving.drill, right=right, rng=self.rng)
        return answering.answer(self.enrolled(who), serving, text)

    def own(
        self, purpose: Purpose = Purpose.EXTRA, family: str = "a.b.c", level: int = 3
    ) -> Serving:
        """A drill served to ana a minute ago, in which B is right."""
        enrolled = self.enrolled()
        return store_serving(
            self.repos, enrolled.cohort, member=enrolled.member.id, day=enrolled.day,
            purpose=purpose, drill=a_drill(family=family, item=f"{family}@0", level=level),
            created_at=self.now - timedelta(minutes=1),
        )  # fmt: skip

    def due_in(self, made: Serving) -> int | None:
        """Days until ana meets the family again; None when it is not remembered."""
        memory = self.repos.memories.get(self.enrolled().member.id, made.drill.family)
        return None if memory is None else (memory.due_at - self.now).days


def with_families(curriculum: Curriculum, *families: AnyFamily) -> Curriculum:
    """The same tracks with these families alone."""
    return replace(curriculum, families={family.family: family for family in families})


def with_day(curriculum: Curriculum, **drill: Any) -> Curriculum:  # noqa: ANN401  drill's fields
    """The shipped track with another main drill on its first day."""
    track = curriculum.tracks["sony-ds"]
    first: DayEntry = track.file.days[0]
    changed = first.model_copy(update={"drill": first.drill.model_copy(update=drill)})
    file = track.file.model_copy(update={"days": [changed, *track.file.days[1:]]})
    return replace(curriculum, tracks={"sony-ds": replace(track, file=file)})


def renamed(family: AnyFamily, name: str, **changes: Any) -> AnyFamily:  # noqa: ANN401  any field
    """The same family under another name, in the skill that the name says."""
    skill = name.rpartition(".")[0]
    return family.model_copy(update={"family": name, "skill": skill, **changes})


def executed(curriculum: Curriculum, name: str, short: str, **changes: Any) -> SqlFamily:  # noqa: ANN401  any field
    """A family whose answers have to be run."""
    like = next(iter(curriculum.families.values()))
    shared = {key: getattr(like, key) for key in ("level", "seconds", "stem", "hints", "seed_ref")}
    sample, hidden = (DrawEntry(seed=seed, size=3) for seed in (1, 2))
    data = DataEntry(set="game_sessions", tables=["sessions"], sample=sample, hidden=[hidden])
    wrong = [SqlWrong(query=f"SELECT {n}", why="counts nothing") for n in (1, 2)]
    made = SqlFamily(
        family=name, skill=name.rpartition(".")[0], tracks=["sony-ds"], format="sql", short=short,
        context=like.context, explanation=like.explanation, so_what=like.so_what, data=data,
        reference="SELECT count(*) FROM sessions", wrong=wrong, **shared,
    )  # fmt: skip
    return made.model_copy(update=changes)
