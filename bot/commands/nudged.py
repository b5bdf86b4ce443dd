"""What the buttons of a nudge do: it may be pressed where the newest circle is another one."""

from bot.commands.enrolment import resume
from bot.commands.progress import today
from bot.commands.spec import Command, NoParams, Params, answer, ask
from bot.commands.values import LARGEST_ID
from bot.domain.cohorts import LONGEST
from bot.domain.errors import Closed
from bot.domain.ids import CohortId
from bot.ports import Outgoing, Reply
from bot.tokens import token
from bot.usecases import enrolment, nudging
from bot.usecases.scene import Scene
from bot.views import circles
from bot.views.broadcasts import nudge_card, own_day, put_off_card
from bot.views.errors import error_card


class NudgedParams(Params):
    cohort: int = ask("Circle", hidden=True, ge=1, le=LARGEST_ID)


class LaterParams(NudgedParams):
    day: int = ask("Day", hidden=True, ge=1, le=LONGEST)


def later(scene: Scene, params: LaterParams) -> Reply:
    """Posted from here, not by the reply: it belongs to a circle that need not be this room's."""
    cohort = CohortId(params.cohort)
    try:
        nudge = nudging.put_off(scene, cohort, params.day)
    except Closed as error:
        # It takes the place of the nudge, whose buttons are gone with it.
        return answer(circles.with_actions(error_card(error), own_day(cohort)))
    post = Outgoing(nudge.key, nudge.target, nudge_card(nudge), nudge.due_at, nudge.expires_at)
    if not scene.repos.outbox.add(post, nudge.cohort.id):
        raise Closed("It can be put off once a day.", "`/prep today` shows what waits.")
    return answer(put_off_card(nudge))


def my_day(scene: Scene, params: NudgedParams) -> Reply:
    return today(_there(scene, params), NoParams())


def day_off(scene: Scene, params: NudgedParams) -> Reply:
    """The circle's day on which it is pressed: one that is over cannot be taken off."""
    enrolled = _there(scene, params).enrolled()
    off = enrolment.take_days_off(enrolled, 1)
    undo = token("nudge undo", params.cohort)
    return answer(circles.days_off_card(off, enrolment.back_at(enrolled, off[-1]), undo))


def undo(scene: Scene, params: NudgedParams) -> Reply:
    return resume(_there(scene, params), NoParams())


def _there(scene: Scene, params: NudgedParams) -> Scene:
    return nudging.there(scene, CohortId(params.cohort))


COMMANDS = (
    Command("later", "The same nudge in two hours", later, LaterParams, hidden=True),
    Command("nudge day", "The day of a nudge's circle", my_day, NudgedParams, hidden=True),
    Command("nudge off", "A day off in a nudge's circle", day_off, NudgedParams, hidden=True),
    Command("nudge undo", "Take that day off back", undo, NudgedParams, hidden=True),
)
