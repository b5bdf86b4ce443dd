"""Who gets today's one nudge, and why. Only those who asked for it, inside their hours.

It can be put off once: what comes two hours later is the same nudge, not a second one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.curriculum.catalog import Track
from bot.curriculum.tracks import CheckEntry
from bot.domain.cohorts import Cohort, Member, Place, within_hours
from bot.domain.errors import Closed, NotFound
from bot.domain.ids import ActorRef, ChannelRef, CohortId, MemberId, direct_to
from bot.domain.timeline import Slot, instant, local_date
from bot.repositories.store import Repos
from bot.usecases.scene import Scene

IDLE_DAYS = 5
LONGEST_WAIT = timedelta(hours=8)
USEFUL_FOR = timedelta(hours=3)
PUT_OFF_FOR = timedelta(hours=2)
REFUSED = "direct messages are refused"
"""How the reason begins of a nudge that the platform did not let us write."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """`unanswered`: today's drill waits; `idle`: a checklist item untouched for five days.

    `again`: it was put off once, so it cannot be put off any more.
    """

    key: str
    target: ChannelRef
    cohort: Cohort
    day: int
    unanswered: bool
    idle: CheckEntry | None
    due_at: datetime
    expires_at: datetime
    again: bool = False


def nudges(
    repos: Repos, track: Track, cohort: Cohort, places: Sequence[Place], slot: Slot
) -> Iterator[Nudge]:
    refused = {post.target: post.due_at for post in repos.outbox.refused(cohort.id, REFUSED)}
    for member in repos.members.of(cohort.id):
        person = repos.people.get(member.person)
        if not person.nudges or slot.day in member.days_off or slot.day < member.joined_day:
            continue
        due = within_hours(person, cohort.calendar.zone, slot.due_at)
        if due - slot.due_at > LONGEST_WAIT or not _on_its_date(cohort, slot.day, due):
            continue
        address = _address(repos.people.accounts(person.id), places)
        unanswered = slot.day not in repos.practice.days_kept(member.id)
        idle = _idle_item(repos, track, member, slot.plan_day, slot.due_at)
        if address is None or not (unanswered or idle):
            continue
        key, target = _key(member.id, slot.day), direct_to(address)
        if target in refused and not _is_back(repos, cohort, member, refused[target]):
            continue
        yield Nudge(key, target, cohort, slot.day, unanswered, idle, due, _expiry(cohort, due))


def _is_back(repos: Repos, cohort: Cohort, member: Member, since: datetime) -> bool:
    """Whether they have kept a day after the one on which their nudge was refused."""
    return max(repos.practice.days_kept(member.id), default=0) > cohort.day(since)


def put_off(scene: Scene, cohort_id: CohortId, day: int) -> Nudge:
    """Somebody's nudge of the day once more, two hours from now."""
    cohort, member = _nudged(scene, cohort_id, day)
    due = scene.now + PUT_OFF_FOR
    if not _fits(scene, cohort, day, due):
        raise Closed("In two hours it would be too late today.", "`/prep today` is there any time.")
    unanswered = day not in scene.repos.practice.days_kept(member.id)
    track, plan_day = scene.curriculum.track(cohort.track), cohort.calendar.plan[day - 1]
    idle = _idle_item(scene.repos, track, member, plan_day, scene.now)
    if day in member.days_off or not (unanswered or idle):
        raise Closed("Nothing waits for you any more today.", "`/prep drill` gives you more.")
    key, target = _later_key(member.id, day), direct_to(scene.actor)
    expires = _expiry(cohort, due)
    return Nudge(key, target, cohort, day, unanswered, idle, due, expires, again=True)


def there(scene: Scene, cohort_id: CohortId) -> Scene:
    """What a member does about a nudge happens in its circle, wherever it is read.

    Raises NotFound for everybody who never was in that circle.
    """
    member = scene.repos.members.find(cohort_id, scene.person.id)
    if member is None:
        raise NotFound("That nudge was not for you.", "`/prep today` shows what is on.")
    return replace(scene, cohort=scene.repos.cohorts.get(cohort_id), member=member)


def withdraw(repos: Repos, member: Member, day: int, reason: str) -> None:
    """Take back the day's nudge if it still waits, put off or not."""
    for key in (_key(member.id, day), _later_key(member.id, day)):
        repos.outbox.cancel(key, reason)


def _nudged(scene: Scene, cohort_id: CohortId, day: int) -> tuple[Cohort, Member]:
    """Raises NotFound unless this very person was nudged for that day."""
    member = scene.repos.members.find(cohort_id, scene.person.id)
    if member is None or member.left or not scene.repos.outbox.is_posted(_key(member.id, day)):
        raise NotFound("That nudge was not for you.", "`/prep today` shows what is on.")
    return scene.repos.cohorts.get(cohort_id), member


def _fits(scene: Scene, cohort: Cohort, day: int, due: datetime) -> bool:
    """Still on the date of the circle's day, and outside the person's quiet hours."""
    same_day = cohort.open and _on_its_date(cohort, day, due)
    return same_day and within_hours(scene.person, cohort.calendar.zone, due) == due


def _on_its_date(cohort: Cohort, day: int, due: datetime) -> bool:
    """Whether `due` falls on the date of the circle's day; a pause does not make it longer."""
    return local_date(cohort.calendar, day) == _date(cohort, due)


def _expiry(cohort: Cohort, due: datetime) -> datetime:
    """Past midnight it would speak of a day that is over."""
    midnight = instant(_date(cohort, due) + timedelta(days=1), time(0), cohort.calendar.zone)
    return min(due + USEFUL_FOR, midnight)


def _date(cohort: Cohort, at: datetime) -> date:
    return at.astimezone(ZoneInfo(cohort.calendar.zone)).date()


def _key(member: MemberId, day: int) -> str:
    return f"nudge/{member}/{day}"


def _later_key(member: MemberId, day: int) -> str:
    return f"{_key(member, day)}/later"


def _address(accounts: Sequence[ActorRef], places: Sequence[Place]) -> ActorRef | None:
    """The person's account where the circle meets, else any."""
    rooms = {(place.channel.platform, place.channel.workspace) for place in places}
    here = (a for a in accounts if (a.platform, a.workspace) in rooms)
    return next(here, accounts[0] if accounts else None)


def _idle_item(
    repos: Repos, track: Track, member: Member, plan_day: int, at: datetime
) -> CheckEntry | None:
    """The day's checklist item, if unfinished and last touched five days ago or more."""
    entry = track.check(track.day(plan_day).checklist)
    ticks = [tick for tick in repos.checklists.ticks(member.id) if tick.item == entry.id]
    if len(ticks) >= entry.goal:
        return None
    touched = max((tick.at for tick in ticks), default=member.joined_at)
    return entry if at - touched >= timedelta(days=IDLE_DAYS) else None
