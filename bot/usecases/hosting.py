"""What a host can do with a circle, and what a host is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.curriculum.catalog import Track
from bot.domain.cohorts import (
    Cohort,
    CohortStatus,
    Member,
    Place,
    with_extension,
    with_hour,
    with_pause,
    with_resume,
)
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.ids import MemberId, PostId
from bot.domain.records import Colleague, Post
from bot.domain.timeline import (
    REST,
    Calendar,
    SlotKind,
    is_paused,
    local_date,
    next_slot,
    ordinal,
)
from bot.usecases.nudging import REFUSED
from bot.usecases.progress import circle_goal, next_post
from bot.usecases.scene import Scene

REFUSED_FOR = timedelta(days=7)
SEND_AGAIN_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Status:
    """The host's one screen: where the circle stands, who is falling behind, what went wrong."""

    cohort: Cohort
    day: int
    paused: bool
    next_post: datetime | None
    places: tuple[Place, ...]
    colleagues: tuple[Colleague, ...]
    kept: int
    goal: int
    troubled: tuple[Post, ...]
    refused: tuple[Post, ...] = ()
    """Nudges of the last week that the platform did not let us write."""


def status(scene: Scene) -> Status:
    cohort = scene.hosted()
    day = min(max(cohort.day(scene.now), 0), cohort.calendar.days)
    kept, wanted = circle_goal(scene.repos, cohort, day)
    track = scene.curriculum.track(cohort.track)
    return Status(
        cohort=cohort,
        day=day,
        paused=is_paused(cohort.calendar),
        next_post=next_post(cohort, track) if cohort.open else None,
        places=tuple(scene.repos.cohorts.places(cohort.id)),
        colleagues=tuple(scene.repos.members.colleagues(cohort.id, cohort.calendar.days)),
        kept=kept,
        goal=wanted,
        troubled=tuple(scene.repos.outbox.troubled(cohort.id)),
        refused=tuple(_refused(scene, cohort)),
    )


def _refused(scene: Scene, cohort: Cohort) -> Iterator[Post]:
    since = scene.now - REFUSED_FOR
    return (p for p in scene.repos.outbox.refused(cohort.id, REFUSED) if p.due_at > since)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    day: int
    on: date | None
    theme: str
    form: str
    checklist: str


def preview(scene: Scene, cohort: Cohort) -> list[PlannedDay]:
    return planned_days(scene.curriculum.track(cohort.track), cohort.calendar)


def planned_days(track: Track, calendar: Calendar) -> list[PlannedDay]:
    """Every day of the circle with its date; None while a pause hides it."""
    days = []
    for number, plan_day in enumerate(calendar.plan, 1):
        on = local_date(calendar, number)
        if plan_day == REST:
            days.append(PlannedDay(number, on, "Rest day", "", ""))
            continue
        entry = track.day(plan_day)
        days.append(PlannedDay(number, on, entry.theme, entry.drill.form, entry.checklist))
    return days


def move_hour(scene: Scene, hour: time) -> Cohort:
    return _save(scene, with_hour(_running(scene), hour))


def pause(scene: Scene) -> Cohort:
    cohort = _running(scene)
    posted = cohort.settled >= ordinal(cohort.day(scene.now), SlotKind.KICKOFF)
    return _save(scene, with_pause(cohort, scene.now, posted_today=posted))


def resume(scene: Scene) -> Cohort:
    return _save(scene, with_resume(_running(scene), scene.now))


def extend(scene: Scene, days: int) -> Cohort:
    return _save(scene, with_extension(_running(scene), days, scene.now))


def _running(scene: Scene) -> Cohort:
    cohort = scene.hosted()
    if cohort.status is not CohortStatus.RUNNING:
        raise Closed(f"{cohort.name} is over.", "`/prep start` begins a new circle.")
    return cohort


def _save(scene: Scene, cohort: Cohort) -> Cohort:
    """Store the change and look again at when the next slot falls."""
    rules = scene.curriculum.track(cohort.track).rules
    upcoming = next_slot(cohort.calendar, rules, cohort.settled)
    changed = replace(cohort, next_slot_at=upcoming.due_at if upcoming else None)
    scene.repos.cohorts.save(changed)
    return changed


def archive(scene: Scene) -> Cohort:
    cohort = scene.hosted()
    if cohort.status is CohortStatus.ARCHIVED:
        raise Closed(f"{cohort.name} is archived already.", "`/prep start` begins a new one.")
    archived = replace(cohort, status=CohortStatus.ARCHIVED, next_slot_at=None)
    scene.repos.cohorts.save(archived)
    return archived


def colleague(scene: Scene, member: MemberId) -> str:
    """The name of a member whom the host is about to remove."""
    return _name(scene, _member(scene, member, left=False))


def remove(scene: Scene, member: MemberId) -> str:
    """Takes somebody out; returns their name. Their points stay out of the board."""
    found = _member(scene, member, left=False)
    scene.repos.members.save(replace(found, left=True, removed=True))
    return _name(scene, found)


def admit(scene: Scene, member: MemberId) -> str:
    """Somebody who was removed may join again; returns their name."""
    found = _member(scene, member, left=True)
    scene.repos.members.save(replace(found, removed=False))
    return _name(scene, found)


def _member(scene: Scene, member: MemberId, *, left: bool) -> Member:
    cohort = scene.hosted()
    found = scene.repos.members.get(member)
    if found.cohort != cohort.id or found.left is not left:
        raise NotFound("That person is not in this circle.", "`/prep circle status` lists members.")
    return found


def _name(scene: Scene, member: Member) -> str:
    return scene.repos.people.get(member.person).name


def place_code(scene: Scene) -> str:
    """The code that lets the circle meet in a second room."""
    cohort = _running(scene)
    if not cohort.code:
        cohort = replace(cohort, code=scene.code())
        scene.repos.cohorts.save(cohort)
    return cohort.code


def add_place(scene: Scene, code: str) -> tuple[Cohort, Place]:
    """The circle with this code meets in this room too; the room must be free."""
    cohort = scene.repos.cohorts.by_code(code.strip().upper())
    if cohort is None:
        raise NotFound("No circle has that code.", "The host sees it with `/prep circle place`.")
    if scene.channel.direct:
        raise InvalidInput("A circle meets in a channel.", "Type this in the channel.")
    scene.repos.cohorts.hold_room(scene.channel)
    here = scene.repos.cohorts.at(scene.channel)
    if here is not None and here.id != cohort.id:
        raise Closed(f"{here.name} already meets here.", "Use a channel of its own.")
    place = scene.repos.cohorts.add_place(cohort.id, scene.channel)
    if place.off_reason:
        scene.repos.cohorts.switch_on(place.id)
    return cohort, place


def send_again(scene: Scene, post_id: PostId) -> Post:
    post = _stuck(scene, post_id)
    if not scene.repos.outbox.send_again(post.id, scene.now, scene.now + SEND_AGAIN_FOR):
        raise Closed("That post is not waiting for you.", "`/prep circle status` shows which are.")
    _switch_on(scene, post)
    return post


def saw_it(scene: Scene, post_id: PostId) -> Post:
    post = _stuck(scene, post_id)
    if not scene.repos.outbox.settle_unclear(post.id, scene.now):
        raise Closed("That post is not unclear.", "`/prep circle status` shows which are.")
    return post


def _stuck(scene: Scene, post_id: PostId) -> Post:
    cohort = scene.hosted()
    post = scene.repos.outbox.get(post_id)
    if post is None or post.cohort != cohort.id:
        raise NotFound("That post is not of this circle.", "`/prep circle status` shows them.")
    return post


def _switch_on(scene: Scene, post: Post) -> None:
    for place in scene.repos.cohorts.places(scene.circle().id):
        if place.channel == post.target:
            scene.repos.cohorts.switch_on(place.id)


def export(scene: Scene) -> dict[str, Any]:
    """The circle as the host may keep it: effort, no accuracy and no answers."""
    cohort = scene.hosted()
    days = cohort.calendar.days
    return {
        "format": "prepcircle-circle",
        "version": 1,
        "exported_at": scene.now.isoformat(),
        "circle": {
            "name": cohort.name,
            "track": cohort.track,
            "start": cohort.calendar.start.isoformat(),
            "zone": cohort.calendar.zone,
            "hour": cohort.calendar.hour.isoformat("minutes"),
            "days": days,
            "status": cohort.status,
        },
        "places": [_place(place) for place in scene.repos.cohorts.places(cohort.id)],
        "members": [_colleague(scene, c) for c in scene.repos.members.colleagues(cohort.id, days)],
        "troubled_posts": _posts(scene.repos.outbox.troubled(cohort.id)),
    }


def _place(place: Place) -> dict[str, str]:
    at = place.channel
    return {"platform": at.platform, "workspace": at.workspace, "channel": at.channel}


def _colleague(scene: Scene, colleague: Colleague) -> dict[str, Any]:
    return {
        "name": colleague.name,
        "joined_day": colleague.joined_day,
        "days_kept": colleague.days_kept,
        "last_day_kept": colleague.last_day,
        "effort_points": scene.repos.efforts.total(colleague.member),
    }


def _posts(posts: Sequence[Post]) -> list[dict[str, str]]:
    return [
        {"title": p.title, "state": p.state, "due": _iso(p.due_at), "reason": p.reason}
        for p in posts
    ]


def _iso(at: datetime) -> str:
    return at.isoformat()
