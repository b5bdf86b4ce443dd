"""The dashboard: everything about one's circle on one card, and a welcome for who has none."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.cohorts import Cohort, CohortStatus, Person
from bot.usecases.progress import (
    CheckLine,
    Standings,
    Today,
    checklist,
    next_post,
    standings,
    today,
)
from bot.usecases.scene import Enrolled, Scene


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody for whom there is no circle here; in a room a circle could be started."""

    in_room: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who sees a circle from outside, perhaps as its host."""

    standings: Standings
    hosting: bool

    @property
    def cohort(self) -> Cohort:
        return self.standings.cohort


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A member's own. `today` is None before the first day; `starts` is then the first post."""

    person: Person
    cohort: Cohort
    today: Today | None
    starts: datetime | None
    checks: tuple[CheckLine, ...]
    standings: Standings


Home = Stranger | Visitor | Dashboard


def home(scene: Scene) -> Home:
    cohort = scene.cohort
    if cohort is None or cohort.status is CohortStatus.ARCHIVED:
        return Stranger(in_room=not scene.channel.direct)
    if scene.member is None or scene.member.left:
        return Visitor(standings(scene, "week"), hosting=cohort.host == scene.person.id)
    return _dashboard(scene.enrolled())


def _dashboard(enrolled: Enrolled) -> Dashboard:
    cohort = enrolled.cohort
    begun = cohort.day(enrolled.now) >= 1
    return Dashboard(
        person=enrolled.scene.person,
        cohort=cohort,
        today=today(enrolled) if begun else None,
        starts=None if begun else next_post(cohort, enrolled.track),
        checks=tuple(checklist(enrolled)),
        standings=standings(enrolled.scene, "week"),
    )
