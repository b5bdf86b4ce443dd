"""A member's fingers: answers given the way the card of each format asks for them."""

from bot.cards import Card
from bot.domain.drills import Choice, Executed, Flaw, Multi, Numeric, Open, Order
from bot.domain.ids import ActorRef
from bot.domain.records import Serving
from bot.domain.specimens import specimen
from bot.ports import Pressed
from bot.tokens import token
from tests.commands.stage import Stage, buttons


async def gives(stage: Stage, who: ActorRef, card: Card, serving: Serving, text: str) -> Card:
    """Answers with `text` from the drill's own card, tap by tap or through its form."""
    match serving.drill.body:
        case Choice():
            return await _taps(stage, who, card, text)
        case Multi() | Order():
            return await _taps(stage, who, card, "Answer", *text.split(), "Submit")
        case Flaw():
            return await _taps(stage, who, card, "Answer", f"Line {text[:-1]}", text[-1].upper())
        case Numeric():
            return await fills(stage, who, buttons(card)["Answer"], text)
        case Open():
            return await fills(stage, who, buttons(card)["Write"], text)
        case Executed():
            return await fills(stage, who, buttons(card)["Write the answer"], text)


async def _taps(stage: Stage, who: ActorRef, card: Card, *labels: str) -> Card:
    for label in labels:
        card = await stage.presses(who, buttons(card)[label])
    return card


async def fills(stage: Stage, who: ActorRef, made: str, text: str) -> Card:
    """Opens the form a button stands for and writes the same into each of its fields."""
    form = stage.desk.form(Pressed(made))
    assert form is not None
    return await stage.submits(who, form.token, **{field.name: text for field in form.fields})


async def answers(stage: Stage, who: ActorRef, serving: Serving, *, right: bool = True) -> Card:
    """The whole way: open the drill, then answer it right or plausibly wrong."""
    card = await stage.presses(who, token("open", serving.id))
    text = specimen(serving.drill, right=right, rng=stage.rng)
    return await gives(stage, who, card, serving, text)
