"""circle: what a host can do."""

import json
from dataclasses import replace
from datetime import time, timedelta
from typing import Literal

from pydantic import field_validator

from bot.cards import Button, Code, Spans, Text, plain
from bot.commands.calling import taken_over, uncalled
from bot.commands.spec import Command, NoParams, Params, answer, ask
from bot.commands.values import LARGEST_ID, read_time
from bot.domain.cohorts import Cohort
from bot.domain.ids import MemberId, PostId
from bot.ports import Attachment, Outgoing, Reply
from bot.tokens import token
from bot.usecases import hosting
from bot.usecases.progress import next_post
from bot.usecases.scene import Scene
from bot.views import circles

ANNOUNCED_FOR = timedelta(hours=12)
_STATUS = Button("Status", token("circle status"))


def status(scene: Scene, _: NoParams) -> Reply:
    return answer(circles.status_card(hosting.status(scene), scene.channel))


def _told(scene: Scene, cohort: Cohort, title: str, what: Spans, button: Button) -> Reply:
    """The host's answer; every room reads the same, or members would wonder about their drill."""
    change, until = scene.code(), scene.now + ANNOUNCED_FOR
    card = circles.announced_card(cohort, title, what)
    posts = [
        Outgoing(f"c{cohort.id}/told/{change}/{place.id}", place.channel, card, scene.now, until)
        for place in scene.repos.cohorts.places(cohort.id)
        if not place.off_reason
    ]
    return answer(circles.with_actions(replace(card, title=title), button), *posts)


def preview(scene: Scene, _: NoParams) -> Reply:
    cohort = scene.circle()
    return answer(circles.preview_card(cohort, hosting.preview(scene, cohort)))


class HourParams(Params):
    hour: time = ask("Hour of the daily post", widget="time", hint="In the circle's zone")

    _time = field_validator("hour", mode="before")(read_time)


def hour(scene: Scene, params: HourParams) -> Reply:
    cohort = hosting.move_hour(scene, params.hour)
    what = plain(f"Posts now come at {cohort.calendar.hour:%H:%M}, {cohort.calendar.zone}.")
    return _told(scene, cohort, "The hour is moved", what, _STATUS)


def pause(scene: Scene, _: NoParams) -> Reply:
    cohort = hosting.pause(scene)
    first = f"{cohort.calendar.breaks[-1].first:%A, %d %B}"
    go_on = Button("Go on", token("circle resume"), "primary")
    what = plain(f"From {first} nothing is posted; the remaining days follow when it goes on.")
    return _told(scene, cohort, "The circle is paused", what, go_on)


def resume(scene: Scene, _: NoParams) -> Reply:
    cohort = hosting.resume(scene)
    upcoming = next_post(cohort, scene.curriculum.track(cohort.track))
    return _told(scene, cohort, "The circle goes on", circles.next_words(upcoming), _STATUS)


class ExtendParams(Params):
    days: int = ask("Rest days to add", widget="number", ge=1, le=7)


def extend(scene: Scene, params: ExtendParams) -> Reply:
    cohort = hosting.extend(scene, params.days)
    rest = "A rest day comes" if params.days == 1 else f"{params.days} rest days come"
    what = plain(f"{rest} next; the circle now has {cohort.calendar.days} days.")
    return _told(scene, cohort, "The circle is longer", what, _STATUS)


class RemoveParams(Params):
    member: int = ask("Member's number, see status", widget="number", ge=1, le=LARGEST_ID)


def remove(scene: Scene, params: RemoveParams) -> Reply:
    member = MemberId(params.member)
    name = hosting.colleague(scene, member)
    go = Button("Remove", token("circle out", member), "danger")
    text = "They can come back only when you let them. Their points leave the board."
    return answer(circles.plain_card(f"Remove {name}?", text, go))


class MemberParams(Params):
    member: int = ask("Member's number", hidden=True, ge=1, le=LARGEST_ID)


def remove_go(scene: Scene, params: MemberParams) -> Reply:
    member = MemberId(params.member)
    gone = hosting.remove(scene, member)
    back = Button("Let back in", token("circle admit", member))
    card = circles.plain_card("Removed", f"{gone} is out of the circle.", back, _STATUS)
    return Reply(card, wish=uncalled(scene, [scene.repos.members.get(member)]))


def admit(scene: Scene, params: MemberParams) -> Reply:
    back = hosting.admit(scene, MemberId(params.member))
    return answer(circles.plain_card("Let back in", f"{back} may join again.", _STATUS))


class ArchiveParams(Params):
    sure: Literal["", "yes"] = ask("Sure", default="", hidden=True)


def archive(scene: Scene, params: ArchiveParams) -> Reply:
    cohort = scene.hosted()
    if params.sure != "yes":
        yes = Button("Archive", token("circle archive", "yes"), "danger")
        text = "Nothing more is posted and nobody can practise in it. The data stays for export."
        return answer(circles.said_card(f"Archive {cohort.name}?", text, yes))
    hosting.archive(scene)
    export = Button("Export", token("circle export"))
    return answer(circles.said_card("Archived", "The room is free for a new circle.", export))


def export(scene: Scene, _: NoParams) -> Reply:
    text = json.dumps(hosting.export(scene), ensure_ascii=False, indent=2)
    file = Attachment("prepcircle-circle.json", "application/json", text)
    return answer(circles.said_card("The circle's data", "Effort, no answers."), file=file)


def place(scene: Scene, _: NoParams) -> Reply:
    code = hosting.place_code(scene)
    card = circles.said_card("A second room", "Type this in the other channel:")
    return answer(circles.with_blocks(card, Code(f"/prep circle here {code}")))


class HereParams(Params):
    code: str = ask("Code of the circle", max_length=12)


def here(scene: Scene, params: HereParams) -> Reply:
    cohort, _ = hosting.add_place(scene, params.code)
    text = Text(plain(f"{cohort.name} now meets here too: same day, one board."))
    card = circles.with_blocks(circles.said_card("Two rooms, one circle", ""), text)
    return Reply(card, wish=taken_over(scene, cohort))


class PostParams(Params):
    post: int = ask("Post", hidden=True, ge=1, le=LARGEST_ID)


def again(scene: Scene, params: PostParams) -> Reply:
    post = hosting.send_again(scene, PostId(params.post))
    return answer(circles.plain_card("On its way", f"{post.title} is sent again.", _STATUS))


def seen(scene: Scene, params: PostParams) -> Reply:
    post = hosting.saw_it(scene, PostId(params.post))
    return answer(circles.plain_card("Noted", f"{post.title} has arrived.", _STATUS))


COMMANDS = (
    Command(
        "circle status", "Where the circle stands, and who is quiet", status,
        example="/prep circle", host_only=True, read_only=True,
    ),
    Command(
        "circle preview", "Every day of the circle with its date", preview,
        example="/prep circle preview", read_only=True,
    ),
    Command(
        "circle hour", "Move the hour of the daily post", hour, HourParams,
        "/prep circle hour 18:30", "Move the hour", "Move", host_only=True,
    ),
    Command(
        "circle pause", "Pause the whole circle", pause, example="/prep circle pause",
        host_only=True,
    ),
    Command(
        "circle resume", "Go on after a pause", resume, example="/prep circle resume",
        host_only=True,
    ),
    Command(
        "circle extend", "Add rest days", extend, ExtendParams, "/prep circle extend 2",
        "Add rest days", "Add", host_only=True,
    ),
    Command(
        "circle remove", "Take a member out", remove, RemoveParams, "/prep circle remove 4",
        "Take a member out", "Remove", host_only=True,
    ),
    Command("circle out", "Take a member out now", remove_go, MemberParams, hidden=True),
    Command("circle admit", "Let a member back in", admit, MemberParams, hidden=True),
    Command(
        "circle archive", "End it for good and free the room", archive, ArchiveParams,
        "/prep circle archive", host_only=True,
    ),
    Command(
        "circle export", "The circle's data as JSON", export, example="/prep circle export",
        host_only=True,
    ),
    Command(
        "circle place", "Let the circle meet in a second room", place,
        example="/prep circle place", host_only=True,
    ),
    Command(
        "circle here", "Make this room a circle's second one", here, HereParams,
        "/prep circle here K7M2QX", "A second room", "Meet here",
        in_room=True,
    ),
    Command("circle again", "Send a post again", again, PostParams, hidden=True, host_only=True),
    Command("circle seen", "A post has arrived", seen, PostParams, hidden=True, host_only=True),
)  # fmt: skip
