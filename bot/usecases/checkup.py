"""What can be said from here about a circle that does not hear from the bot."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.cohorts import Cohort, Place
from bot.domain.ids import ChannelRef
from bot.domain.records import Post, PostState
from bot.domain.timeline import is_paused
from bot.ports import Finding, Isolation
from bot.usecases.scene import Scene
from bot.usecases.workspaces import REMOVED

PATIENCE = timedelta(minutes=2)
"""A post that has waited longer than this is stuck."""
MOST_POSTS = 5
_STUCK = {PostState.UNCLEAR, PostState.FAILED}
_SWITCH_ON = "When that is mended, the host presses **Switch on** under `/prep circle status`."
_INVITE = "Add the bot there again; its rooms then go on by themselves."


@dataclass(frozen=True, slots=True)
class OtherRoom(Finding):
    """Of a room that its reader is not in; `what` goes on where the room's name ends."""

    room: ChannelRef = field(kw_only=True)


def examine(scene: Scene) -> tuple[Finding, ...]:
    """What was found outside first, then the circle, its rooms and its posts."""
    cohort = scene.cohort
    if cohort is None:
        return (*scene.findings, _no_circle(scene))
    posts = tuple(_posts(scene, cohort)) or (Finding("No post is stuck.", good=True),)
    return (*scene.findings, _running(scene, cohort), *_rooms(scene, cohort), *posts)


def running(known: Isolation) -> Finding:
    """Which answers are run, and behind which walls."""
    if not known.languages:
        what = "Answers in SQL and Python are not run; the short versions are asked."
        return Finding(what, good=False, fix=known.why)
    listed = " and ".join(sorted(known.languages))
    return Finding(f"Answers in {listed} are run ({known.tier}).", good=True, fix=known.why)


def _no_circle(scene: Scene) -> Finding:
    if scene.channel.direct:
        fix = "`/prep join` in the channel of a circle lets you in."
        return Finding("You are in no circle.", good=False, fix=fix)
    fix = "`/prep start` begins one; `/prep circle here` adds a room to one that there is."
    return Finding("No circle meets here.", good=False, fix=fix)


def _running(scene: Scene, cohort: Cohort) -> Finding:
    calendar, day = cohort.calendar, cohort.day(scene.now)
    if not cohort.open:
        return Finding(f"{cohort.name} is over.", good=False, fix="`/prep start` begins a new one.")
    if is_paused(calendar):
        fix = "The host goes on with `/prep circle resume`."
        return Finding(f"{cohort.name} is paused.", good=False, fix=fix)
    if day < 1:
        return Finding(f"{cohort.name} starts on {calendar.start:%A, %d %B}.", good=True)
    shown = min(day, calendar.days)
    return Finding(f"{cohort.name} is on day {shown} of {calendar.days}.", good=True)


def _rooms(scene: Scene, cohort: Cohort) -> Iterator[Finding]:
    """This one, and to the host any other that is off."""
    for place in scene.repos.cohorts.places(cohort.id):
        if place.channel == scene.channel:
            yield _this_room(cohort, place)
        elif place.off_reason and _hosts(scene, cohort):
            fix = _mended(cohort, place)
            yield OtherRoom(_off(place), good=False, fix=fix, room=place.channel)


def _this_room(cohort: Cohort, place: Place) -> Finding:
    if not place.off_reason:
        return Finding("This room is switched on for posts.", good=True)
    return Finding(f"This room {_off(place)}", good=False, fix=_mended(cohort, place))


def _mended(cohort: Cohort, place: Place) -> str:
    """How posts come again; the status offers a button only where one helps."""
    if not cohort.open:
        return ""
    return _INVITE if place.off_reason == REMOVED else _SWITCH_ON


def _off(place: Place) -> str:
    return f"is switched off: {place.off_reason}"


def _posts(scene: Scene, cohort: Cohort) -> Iterator[Finding]:
    """Which ones is the host's to know, that there are some everybody's."""
    before = scene.now - PATIENCE
    if cohort.open and cohort.next_slot_at is not None and cohort.next_slot_at < before:
        fix = "If it stays so for some minutes, tell whoever runs the bot."
        yield Finding("A post is due and nobody has written it yet.", good=False, fix=fix)
    stuck = [p for p in scene.repos.outbox.troubled(cohort.id) if p.state in _STUCK]
    late = scene.repos.outbox.overdue(cohort.id, before)
    if _hosts(scene, cohort):
        yield from (_stuck(post) for post in stuck[:MOST_POSTS])
        yield from (_late(post) for post in late[:MOST_POSTS])
    elif stuck or late:
        what = f"Posts that did not arrive in time: {len(stuck) + len(late)}."
        yield Finding(what, good=False, fix="The host sees them with `/prep circle status`.")


def _stuck(post: Post) -> Finding:
    fix = "`/prep circle status` has a button to send it again."
    return Finding(f"{post.title}: {post.state}. {post.reason}", good=False, fix=fix)


def _late(post: Post) -> Finding:
    waits = f"late, it waits for {post.target.platform}. {post.reason}".strip()
    return Finding(f"{post.title}: {waits}", good=False)


def _hosts(scene: Scene, cohort: Cohort) -> bool:
    return cohort.host == scene.person.id
