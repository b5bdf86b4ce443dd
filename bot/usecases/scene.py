"""Who did something, where and when: what every use case starts from."""

import random
from dataclasses import dataclass
from datetime import datetime

from bot.curriculum.catalog import Curriculum, Track
from bot.domain.cohorts import Cohort, CohortStatus, Member, Person
from bot.domain.errors import Closed, NotEnrolled, NotFound, NotPermitted
from bot.domain.ids import ActorRef, ChannelRef
from bot.ports import Finding
from bot.repositories.store import Repos

_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Scene:
    """`cohort` is the circle of this room, or in a direct conversation the person's newest one.

    `findings` is what was examined outside, for commands that ask for it.
    """

    repos: Repos
    curriculum: Curriculum
    now: datetime
    random: random.Random
    actor: ActorRef
    channel: ChannelRef
    person: Person
    cohort: Cohort | None = None
    member: Member | None = None
    findings: tuple[Finding, ...] = ()

    def circle(self) -> Cohort:
        if self.cohort is None:
            raise NotFound(
                "There is no circle in this room yet.", "A host starts one with `/prep start`."
            )
        return self.cohort

    def enrolled(self) -> "Enrolled":
        """Raises NotEnrolled or Closed unless the person is in a circle that still practises."""
        cohort = self.circle()
        if self.member is None or self.member.left:
            raise NotEnrolled(f"You have not joined {cohort.name}.", "`/prep join` lets you in.")
        if cohort.status is CohortStatus.ARCHIVED:
            raise Closed(f"{cohort.name} is archived.", "`/prep start` begins a new circle.")
        return Enrolled(self, cohort, self.member, self.curriculum.track(cohort.track))

    def hosted(self) -> Cohort:
        cohort = self.circle()
        if cohort.host != self.person.id:
            host = self.repos.people.get(cohort.host).name
            raise NotPermitted(f"Only the host may do this; that is {host}.", "Ask them.")
        return cohort

    def code(self) -> str:
        """Six letters that are easy to read out."""
        return "".join(self.random.choice(_CODE_LETTERS) for _ in range(6))


@dataclass(frozen=True)
class Enrolled:
    """A scene in which somebody is a member."""

    scene: Scene
    cohort: Cohort
    member: Member
    track: Track

    @property
    def repos(self) -> Repos:
        return self.scene.repos

    @property
    def now(self) -> datetime:
        return self.scene.now

    @property
    def day(self) -> int:
        """The circle's day, from 1; raises Closed before it starts."""
        today = self.cohort.day(self.now)
        if today < 1:
            start = f"{self.cohort.calendar.start:%A, %d %B}"
            raise Closed(f"{self.cohort.name} starts on {start}.", "Until then, nothing is due.")
        return today

    @property
    def last_day(self) -> int:
        """Today, or the circle's last day once it is over."""
        return min(self.day, self.cohort.calendar.days)
