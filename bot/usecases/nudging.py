"""Who gets today's one nudge, and why. Only those who asked for it, inside their hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.curriculum.catalog import Track
from bot.curriculum.tracks import CheckEntry
from bot.domain.cohorts import Cohort, Member, Place, within_hours
from bot.domain.ids import ActorRef, ChannelRef, direct_to
from bot.domain.timeline import Slot
from bot.repositories import Repos

IDLE_DAYS = 5
LONGEST_WAIT = timedelta(hours=8)
USEFUL_FOR = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Nudge:
    """`unanswered`: today's drill waits; `idle`: a checklist item untouched for five days."""

    key: str
    target: ChannelRef
    cohort: Cohort
    day: int
    unanswered: bool
    idle: CheckEntry | None
    due_at: datetime
    expires_at: datetime


def nudges(
    repos: Repos, track: Track, cohort: Cohort, places: Sequence[Place], slot: Slot
) -> Iterator[Nudge]:
    for member in repos.members.of(cohort.id):
        person = repos.people.get(member.person)
        if not person.nudges or slot.day in member.days_off or slot.day < member.joined_day:
            continue
        due = within_hours(person, cohort.calendar.zone, slot.due_at)
        address = _address(repos.people.accounts(person.id), places)
        unanswered = slot.day not in repos.practice.days_kept(member.id)
        idle = _idle_item(repos, track, member, slot)
        if address is None or due - slot.due_at > LONGEST_WAIT or not (unanswered or idle):
            continue
        key = f"nudge/{member.id}/{slot.day}"
        target = direct_to(address)
        yield Nudge(key, target, cohort, slot.day, unanswered, idle, due, due + USEFUL_FOR)


def _address(accounts: Sequence[ActorRef], places: Sequence[Place]) -> ActorRef | None:
    """The person's account where the circle meets, else any."""
    rooms = {(place.channel.platform, place.channel.workspace) for place in places}
    here = (a for a in accounts if (a.platform, a.workspace) in rooms)
    return next(here, accounts[0] if accounts else None)


def _idle_item(repos: Repos, track: Track, member: Member, slot: Slot) -> CheckEntry | None:
    """Today's checklist item, when it is unfinished and was last touched five days ago or more."""
    entry = track.check(track.day(slot.plan_day).checklist)
    ticks = [tick for tick in repos.checklists.ticks(member.id) if tick.item == entry.id]
    if len(ticks) >= entry.goal:
        return None
    touched = max((tick.at for tick in ticks), default=member.joined_at)
    return entry if slot.due_at - touched >= timedelta(days=IDLE_DAYS) else None
