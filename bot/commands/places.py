"""A room that is switched off, and the way back."""

from bot.cards import Button, join
from bot.commands.spec import Command, Params, answer, ask
from bot.commands.values import LARGEST_ID
from bot.domain.ids import PlaceId
from bot.domain.timeline import is_paused
from bot.ports import Reply
from bot.tokens import token
from bot.usecases import workspaces
from bot.usecases.progress import next_post
from bot.usecases.scene import Scene
from bot.views import circles
from bot.views.rooms import named


class PlaceParams(Params):
    place: int = ask("Room", hidden=True, ge=1, le=LARGEST_ID)


def on(scene: Scene, params: PlaceParams) -> Reply:
    cohort, place = workspaces.switch_on(scene, PlaceId(params.place))
    upcoming = next_post(cohort, scene.curriculum.track(cohort.track))
    when = circles.next_words(upcoming, paused=is_paused(cohort.calendar))
    what = join((named(place.channel, scene.channel), " gets posts again. ", when))
    card = circles.announced_card(cohort, "Switched on", what)
    return answer(circles.with_actions(card, Button("Status", token("circle status"))))


COMMANDS = (Command("circle on", "Switch a room on again", on, PlaceParams, hidden=True),)
