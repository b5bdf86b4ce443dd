"""Rooms and whole workspaces in which nothing can be posted any more."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.cohorts import Cohort, CohortStatus, Place
from bot.domain.errors import Closed, NotFound
from bot.domain.ids import ActorRef, ChannelRef, PlaceId, Platform, direct_to
from bot.repositories.store import Repos
from bot.usecases.scene import Scene

REMOVED = "the bot was taken out of the workspace"
ANOTHER_ROOM = "Let the circle meet in another room: /prep circle place gives the code."
USEFUL_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class PlaceOff:
    """A message to the host: one of the circle's rooms takes no posts any more."""

    key: str
    target: ChannelRef
    cohort: Cohort
    place: Place
    reason: str
    fix: str
    due_at: datetime
    expires_at: datetime
    failed: bool = True
    """Whether a post was lost by it, which can be sent again."""
    others: bool = False
    """Whether the circle goes on elsewhere."""


def left(repos: Repos, platform: Platform, workspace: str) -> int:
    """Nobody is told: the host could only be told there."""
    return repos.cohorts.workspace_left(platform, workspace, REMOVED)


def back(repos: Repos, platform: Platform, workspace: str) -> int:
    """What was switched off for another reason stays off."""
    return repos.cohorts.workspace_back(platform, workspace, REMOVED)


def forgotten(repos: Repos, platform: Platform, workspace: str) -> int:
    """Nobody comes back there: circles that meet nowhere else are archived. How many that were."""
    found = repos.cohorts.left_behind(platform, workspace)
    for cohort in found:
        repos.cohorts.save(replace(cohort, status=CohortStatus.ARCHIVED, next_slot_at=None))
    return len(found)


def room_left(repos: Repos, channel: ChannelRef, reason: str, now: datetime) -> PlaceOff | None:
    cohort = repos.cohorts.at(channel)
    if cohort is None:
        return None
    off = switch_off(repos, cohort, channel, reason, now)
    return None if off is None else replace(off, failed=False)


def room_back(repos: Repos, channel: ChannelRef) -> None:
    """Whatever it was switched off for: what is still wrong shows with the next post."""
    cohort = repos.cohorts.at(channel)
    for place in repos.cohorts.places(cohort.id) if cohort else ():
        if place.channel == channel:
            repos.cohorts.switch_on(place.id)


def switch_on(scene: Scene, number: PlaceId) -> tuple[Cohort, Place]:
    """Of whichever circle the person hosts: in a direct conversation it need not be the newest.

    Raises NotFound, or Closed where nothing will be posted any more.
    """
    cohort, place = _hosted_in(scene, number)
    if not cohort.open:
        raise Closed(f"{cohort.name} is over.", "`/prep start` begins a new one.")
    scene.repos.cohorts.switch_on(place.id)
    return cohort, place


def _hosted_in(scene: Scene, number: PlaceId) -> tuple[Cohort, Place]:
    for cohort in scene.repos.cohorts.of_person(scene.person.id):
        for place in scene.repos.cohorts.places(cohort.id):
            if place.id == number and cohort.host == scene.person.id:
                return cohort, place
    raise NotFound("You host no circle in that room.", "`/prep circle status` shows its rooms.")


def switch_off(
    repos: Repos,
    cohort: Cohort,
    channel: ChannelRef,
    reason: str,
    now: datetime,
    fix: str = ANOTHER_ROOM,
) -> PlaceOff | None:
    """What to tell the host. None when it was off already or nobody can be told."""
    places = repos.cohorts.places(cohort.id)
    place = next((place for place in places if place.channel == channel), None)
    if place is None or not repos.cohorts.switch_off(place.id, reason):
        return None
    account = _host_account(repos, cohort)
    if account is None:
        return None
    key, until = f"place-off/{place.id}/{now.isoformat()}", now + USEFUL_FOR
    others = any(each is not place and not each.off_reason for each in places)
    return PlaceOff(key, direct_to(account), cohort, place, reason, fix, now, until, others=others)


def _host_account(repos: Repos, cohort: Cohort) -> ActorRef | None:
    return next(iter(repos.people.accounts(cohort.host)), None)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A message to the host: something in one of the circle's rooms does not work."""

    key: str
    target: ChannelRef
    cohort: Cohort
    what: str
    fix: str
    due_at: datetime
    expires_at: datetime


def silent(
    repos: Repos, cohort: Cohort, where: ChannelRef, what: str, fix: str, now: datetime
) -> Lacking | None:
    """Told once in a circle's life; its status goes on saying so where this does not arrive."""
    account = _host_account(repos, cohort)
    if account is None:
        return None
    key = f"silent/{cohort.id}/{where.platform}/{where.workspace}"
    said = f"Nudges do not arrive: {what}"
    return Lacking(key, direct_to(account), cohort, said, fix, now, now + USEFUL_FOR)


def lacking(
    repos: Repos, channel: ChannelRef, what: str, fix: str, now: datetime
) -> Lacking | None:
    """None where no circle meets or its host cannot be told."""
    cohort = repos.cohorts.at(channel)
    account = _host_account(repos, cohort) if cohort else None
    if cohort is None or account is None:
        return None
    key = f"lacking/{channel.platform}/{channel.channel}/{now.date().isoformat()}"
    return Lacking(key, direct_to(account), cohort, what, fix, now, now + USEFUL_FOR)
