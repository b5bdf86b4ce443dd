"""settings: zone, hours, nudges, name, board, linking, export, forgetting."""

import json
from dataclasses import replace
from datetime import time
from typing import Literal

from pydantic import field_validator

from bot.cards import Button
from bot.commands.calling import uncalled
from bot.commands.spec import Command, NoParams, Params, answer, ask
from bot.commands.values import read_time
from bot.domain.cohorts import BoardName
from bot.ports import Attachment, Reply
from bot.tokens import token
from bot.usecases import personal
from bot.usecases.scene import Scene
from bot.views import circles
from bot.views import personal as views

NO_ZONE = "UTC"


def show(scene: Scene, _: NoParams) -> Reply:
    return answer(views.settings_card(scene.person, _zone(scene)))


def _zone(scene: Scene) -> str:
    return scene.cohort.calendar.zone if scene.cohort else NO_ZONE


class HoursParams(Params):
    zone: str = ask("Your time zone", hint="Such as Asia/Tokyo", max_length=64)
    quiet_from: time = ask("Quiet from", widget="time", hint="No nudges after", default=time(21))
    quiet_until: time = ask("Quiet until", widget="time", hint="and before", default=time(8))

    _times = field_validator("quiet_from", "quiet_until", mode="before")(read_time)


def hours(scene: Scene, params: HoursParams) -> Reply:
    person = scene.person
    changed = personal.change(
        scene, params.zone, params.quiet_from, params.quiet_until, person.nudges, person.board
    )
    return answer(views.settings_card(changed, _zone(scene)))


class NudgeParams(Params):
    on: Literal["on", "off"] = ask("Nudges", options=[("On", "on"), ("Off", "off")])


def nudges(scene: Scene, params: NudgeParams) -> Reply:
    person = personal.set_nudges(scene, params.on == "on")
    if not person.nudges:
        on = Button("Turn them on", token("nudges", "on"))
        return answer(circles.said_card("Nudges are off", "You get none from now on.", on))
    text = "One direct message a day at most, inside your hours, and only when something waits."
    off = Button("Turn them off", token("nudges", "off"))
    return answer(circles.said_card("Nudges are on", text, off))


class ShownParams(Params):
    board: BoardName = ask(
        "Shown as",
        options=[("My name", "name"), ("Anonymous", "anonymous"), ("Not at all", "hidden")],
    )


def shown(scene: Scene, params: ShownParams) -> Reply:
    person = scene.person
    changed = personal.change(
        scene, person.zone, person.quiet_from, person.quiet_until, person.nudges, params.board
    )
    return answer(views.settings_card(changed, _zone(scene)))


class NameParams(Params):
    name: str = ask("Name shown", rest=True, min_length=1, max_length=40)


def name(scene: Scene, params: NameParams) -> Reply:
    return answer(views.settings_card(personal.rename(scene, params.name), _zone(scene)))


class LinkParams(Params):
    code: str = ask("Code", default="", max_length=12)


def link(scene: Scene, params: LinkParams) -> Reply:
    if not params.code:
        return answer(views.link_card(personal.link_code(scene)))
    person = personal.link(scene, params.code)
    own = next(iter(scene.repos.cohorts.of_person(person.id)), scene.cohort)
    return answer(views.settings_card(person, _zone(replace(scene, cohort=own))))


def export(scene: Scene, _: NoParams) -> Reply:
    text = json.dumps(personal.export(scene), ensure_ascii=False, indent=2)
    file = Attachment("prepcircle-my-data.json", "application/json", text)
    card = circles.said_card("Your data", "Everything kept about you, as JSON.")
    return answer(card, file=file)


def forget(_: Scene, __: NoParams) -> Reply:
    return answer(views.forget_card())


def erase(scene: Scene, _: NoParams) -> Reply:
    wish = uncalled(scene, scene.repos.members.of_person(scene.person.id))
    personal.forget(scene)
    card = circles.said_card("Forgotten", "Your data is erased. Good luck out there.")
    return Reply(card, wish=wish)


COMMANDS = (
    Command("settings show", "Your settings", show, example="/prep settings"),
    Command(
        "settings hours", "Your time zone and quiet hours", hours, HoursParams,
        "/prep settings hours Asia/Tokyo 22:00 07:30", "Zone and hours", "Save",
    ),
    Command("settings nudges", "Nudges on or off", nudges, NudgeParams, "/prep settings nudges on"),
    Command("nudges", "Nudges on or off", nudges, NudgeParams, hidden=True),
    Command(
        "settings board", "How the board shows you", shown, ShownParams,
        "/prep settings board anonymous",
    ),
    Command("shown", "How the board shows you", shown, ShownParams, hidden=True),
    Command(
        "settings name", "The name others see", name, NameParams, "/prep settings name Ana P.",
        "Your name", "Save",
    ),
    Command(
        "settings link", "Link another account of yours", link, LinkParams, "/prep settings link"
    ),
    Command("settings export", "All your data as JSON", export, example="/prep settings export"),
    Command("settings forget", "Erase your data", forget, example="/prep settings forget"),
    Command("settings erase", "Erase it now", erase, hidden=True),
)  # fmt: skip
