"""Starting a circle, joining and leaving it, and days off."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.curriculum.catalog import Track
from bot.domain.cohorts import (
    LENGTHS,
    Cohort,
    CohortStatus,
    Member,
    check_start,
    zone_or_error,
)
from bot.domain.errors import Closed, InvalidInput, NotPermitted
from bot.domain.ids import CohortId, MemberId
from bot.domain.timeline import Calendar, next_slot
from bot.usecases.answering import days_off
from bot.usecases.daily import local_instant
from bot.usecases.nudging import withdraw
from bot.usecases.scene import Enrolled, Scene


@dataclass(frozen=True, slots=True)
class Draft:
    """A circle that is looked at before anybody is invited."""

    track: Track
    calendar: Calendar


def draft(scene: Scene, track: str, start: date, zone: str, hour: time, length: int) -> Draft:
    _room_is_free(scene)
    if length not in LENGTHS:
        raise InvalidInput(f"A circle lasts 25 to 30 days, or 14; not {length}.", "For example: 28")
    chosen = scene.curriculum.track(track)
    known_zone = zone_or_error(zone)
    check_start(start, known_zone, scene.now)
    return Draft(chosen, Calendar(start, known_zone, hour, chosen.plan(length), chosen.reviews))


def start(scene: Scene, planned: Draft) -> Cohort:
    """Raises Closed when another circle has come to meet here since the draft."""
    scene.repos.cohorts.hold_room(scene.channel)
    _room_is_free(scene)
    first = next_slot(planned.calendar, planned.track.rules, 0)
    cohort = scene.repos.cohorts.add(
        Cohort(
            id=CohortId(0),
            name=planned.track.title,
            track=planned.track.id,
            calendar=planned.calendar,
            host=scene.person.id,
            created_at=scene.now,
            next_slot_at=first.due_at if first else None,
        )
    )
    scene.repos.cohorts.add_place(cohort.id, scene.channel)
    return cohort


def _room_is_free(scene: Scene) -> None:
    if scene.channel.direct:
        raise InvalidInput("A circle meets in a channel.", "Go to one and type `/prep start`.")
    running = scene.repos.cohorts.at(scene.channel)
    if running is not None:
        raise Closed(
            f"{running.name} already meets here.",
            "Its host can archive it: `/prep circle archive`.",
        )


def join(scene: Scene) -> tuple[Cohort, Member]:
    """The circle and the membership; coming back after leaving keeps the old points."""
    cohort = scene.circle()
    if cohort.status is not CohortStatus.RUNNING:
        raise Closed(f"{cohort.name} is over.", "`/prep start` begins a new one.")
    if scene.member is not None and not scene.member.left:
        raise _in_already()
    if scene.member is not None and scene.member.removed:
        raise NotPermitted("The host has taken you out of this circle.", "Ask them to let you in.")
    if scene.member is not None:
        back = replace(scene.member, left=False)
        scene.repos.members.save(back)
        return cohort, back
    day = max(1, cohort.day(scene.now))
    new = Member(MemberId(0), cohort.id, scene.person.id, day, scene.now)
    added = scene.repos.members.add(new)
    if added is None:
        raise _in_already()
    return cohort, added


def _in_already() -> Closed:
    return Closed("You are in already.", "`/prep today` shows what is on.")


def leave(scene: Scene) -> Cohort:
    enrolled = scene.enrolled()
    scene.repos.members.save(replace(enrolled.member, left=True))
    withdraw(scene.repos, enrolled.member, enrolled.cohort.day(scene.now), "left the circle")
    return enrolled.cohort


def take_days_off(enrolled: Enrolled, days: int) -> list[int]:
    """Circle days off from today on, or from tomorrow when today is kept already."""
    cohort, member = enrolled.cohort, enrolled.member
    today = max(1, cohort.day(enrolled.now))
    kept_today = today in enrolled.repos.practice.days_kept(member.id)
    first = today + kept_today
    off = [day for day in range(first, first + days) if day <= cohort.calendar.days]
    if not off:
        raise Closed("The circle has no days left to pause.", "`/prep me` shows what you kept.")
    enrolled.repos.members.save(replace(member, days_off=member.days_off | set(off)))
    withdraw(enrolled.repos, member, off[0], "a day off")
    return off


def back_at(enrolled: Enrolled, last_off: int) -> datetime | None:
    """When the next day that is neither off nor a rest day is posted.

    None where no such day is left, and while a pause hides it.
    """
    calendar, away = enrolled.cohort.calendar, days_off(enrolled)
    later = (day for day in range(last_off + 1, calendar.days + 1) if day not in away)
    back = next(later, None)
    return None if back is None else local_instant(calendar, back, calendar.hour)


def come_back(enrolled: Enrolled) -> int:
    """Take back the days off from today on; returns how many that were."""
    today = max(1, enrolled.cohort.day(enrolled.now))
    left = frozenset(day for day in enrolled.member.days_off if day < today)
    taken_back = len(enrolled.member.days_off) - len(left)
    if not taken_back:
        raise Closed("You are not paused.", "`/prep pause 3` plans three days off.")
    enrolled.repos.members.save(replace(enrolled.member, days_off=left))
    return taken_back
