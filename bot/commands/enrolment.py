"""start, join, leave, pause, resume."""

from datetime import date, time, timedelta
from typing import Literal

from pydantic import field_validator

from bot.cards import Button, Card, Text, plain
from bot.commands.calling import taken_over, uncalled
from bot.commands.spec import Command, NoParams, Params, answer, ask
from bot.commands.values import read_date, read_time
from bot.ports import Outgoing, Reply
from bot.tokens import token
from bot.usecases import enrolment, hosting
from bot.usecases.progress import next_post
from bot.usecases.scene import Scene
from bot.views import circles

INVITATION_FOR = timedelta(days=7)
_LENGTHS = [
    ("28 days", "28"), ("14 days, the sprint", "14"), ("25 days", "25"), ("26 days", "26"),
    ("27 days", "27"), ("29 days", "29"), ("30 days", "30"),
]  # fmt: skip


class StartParams(Params):
    track: str = ask("Track", choices="tracks")
    start: date = ask("First day", widget="date", hint="Monday puts the reviews on Sundays.")
    zone: str = ask("Time zone", hint="Such as Europe/Berlin", max_length=64)
    hour: time = ask("Hour of the daily post", widget="time", hint="In that zone", default=time(9))
    length: int = ask("Length", options=_LENGTHS, default=28)

    _date = field_validator("start", mode="before")(read_date)
    _time = field_validator("hour", mode="before")(read_time)


def _draft(scene: Scene, params: StartParams) -> enrolment.Draft:
    return enrolment.draft(
        scene, params.track, params.start, params.zone, params.hour, params.length
    )


def start(scene: Scene, params: StartParams) -> Reply:
    """Show the whole circle; nothing is stored before the host has seen it."""
    draft = _draft(scene, params)
    return answer(circles.draft_card(draft, hosting.planned_days(draft.track, draft.calendar)))


def start_go(scene: Scene, params: StartParams) -> Reply:
    cohort = enrolment.start(scene, _draft(scene, params))
    invitation = Outgoing(
        key=f"c{cohort.id}/invitation",
        target=scene.channel,
        card=circles.invitation_card(cohort, scene.person.name),
        due_at=scene.now,
        expires_at=scene.now + INVITATION_FOR,
    )
    card, wish = circles.started_card(cohort), taken_over(scene, cohort)
    return Reply(card, outgoing=(invitation,), wish=wish)


def join(scene: Scene, _: NoParams) -> Reply:
    cohort, member = enrolment.join(scene)
    today = cohort.day(scene.now)
    missed = scene.repos.practice.missed_days(member, today) if today > 1 else ()
    upcoming = next_post(cohort, scene.curriculum.track(cohort.track))
    return answer(circles.joined_card(cohort, member, len(missed), upcoming))


class LeaveParams(Params):
    sure: Literal["", "yes"] = ask("Sure", hidden=True, default="")


def leave(scene: Scene, params: LeaveParams) -> Reply:
    if params.sure != "yes":
        name = scene.enrolled().cohort.name
        text = Text(plain(f"Leave {name}? Your days and points are kept in case you come back."))
        card = Card("Leave the circle", (text,), "notice")
        return answer(_with(card, Button("Leave", token("leave", "yes"), "danger")))
    wish = uncalled(scene, [scene.enrolled().member])
    cohort = enrolment.leave(scene)
    back = Button("Come back", token("join"))
    card = circles.said_card("You have left", f"{cohort.name} goes on without you.", back)
    return Reply(card, wish=wish)


def _with(card: Card, *buttons: Button) -> Card:
    return circles.with_actions(card, *buttons)


class PauseParams(Params):
    days: int = ask("Days off", widget="number", default=1, ge=1, le=14)


def pause(scene: Scene, params: PauseParams) -> Reply:
    enrolled = scene.enrolled()
    off = enrolment.take_days_off(enrolled, params.days)
    return answer(circles.days_off_card(off, enrolment.back_at(enrolled, off[-1])))


def resume(scene: Scene, _: NoParams) -> Reply:
    count = enrolment.come_back(scene.enrolled())
    text = f"{count} planned {'day is' if count == 1 else 'days are'} back on."
    return answer(circles.said_card("Welcome back", text, Button("My day", token("today"))))


COMMANDS = (
    Command(
        "start",
        "Start a circle in this channel",
        start,
        StartParams,
        example="/prep start sony-ds 2027-03-08 Europe/Berlin 09:00 28",
        form="Start a circle",
        submit="Look at it",
        in_room=True,
    ),
    Command("start go", "Start it and invite", start_go, StartParams, hidden=True),
    Command("join", "Join the circle that meets here", join, example="/prep join"),
    Command("leave", "Leave the circle", leave, LeaveParams, example="/prep leave"),
    Command("pause", "Plan days off that keep your streak", pause, PauseParams, "/prep pause 3"),
    Command("resume", "Take planned days off back", resume, example="/prep resume"),
)
