"""A member's fingers on Slack: a drill answered the way its own card asks for it."""

from bot.domain.drills import Choice, Flaw, Multi, Numeric, Open, Order
from bot.domain.ids import ServingId
from bot.domain.records import Serving
from bot.domain.specimens import specimen
from bot.tokens import read, token
from tests.adapters.slack.club import STUDY, Club
from tests.slack.people import Person
from tests.slack.shown import Shown, ShownView

_ANSWERABLE = {"open", "answer to", "pick", "number", "write", "scope"}


async def answers(club: Club, user: str, place: Shown | ShownView, *, right: bool = True) -> str:
    """Answer the drill that is shown there; what they are told at the end."""
    person, drill = club.slack.user(user), await drill_on(club, place)
    text = specimen(drill.drill, right=right, rng=club.core.rng)
    match drill.drill.body:
        case Numeric():
            await _fills(club, person, token("number", drill.id), text)
        case Open(parts=parts, rubric=rubric):
            await _fills(club, person, token("scope" if parts else "write", drill.id), text)
            await _scores(club, person, drill.id, len(rubric))
        case Choice() | Multi() | Order() | Flaw() as body:
            for made in _taps(body, drill.id, text):
                await club.presses(user, made)
        case body:
            raise LookupError(f"nobody here knows how to answer {type(body).__name__}")
    return _told(club, person)


def _taps(body: Choice | Multi | Order | Flaw, drill: ServingId, text: str) -> list[str]:
    answer = token("answer to", drill, text)
    match body:
        case Choice():
            return [answer]
        case Flaw():
            return [token("pick", drill), token("pick", drill, text[:-1]), answer]
        case Multi() | Order():
            keys = text.replace(" ", "")
            more = [token("pick", drill, keys[:n]) for n in range(1, len(keys) + 1)]
            return [token("pick", drill), *more, answer]


async def _fills(club: Club, person: Person, made: str, text: str) -> None:
    await club.presses(person.account.id, made)
    inputs = [block["block_id"] for block in person.modal.blocks if block["type"] == "input"]
    longest = 700 if len(inputs) > 1 else len(text)
    await person.submits(dict.fromkeys(inputs, text[:longest]))
    await club.settled()


async def _scores(club: Club, person: Person, drill: ServingId, lines: int) -> None:
    for given in range(1, lines + 1):
        marks = "3" * given + "-" * (lines - given)
        await person.picks(person.modal, token("score", drill, marks))
        await club.settled()


def _told(club: Club, person: Person) -> str:
    """In the window, which is then closed, or in the room for them alone."""
    if not person.modals:
        return club.told(person.account.id, STUDY)
    return f"{person.modal.title}\n{person.modal.words}"


async def drill_on(club: Club, place: Shown | ShownView) -> Serving:
    """Raises StopIteration where nothing can be answered."""
    found = (read(made) for made in place.tokens)
    number = next(int(f[1][0]) for f in found if f and f[0] in _ANSWERABLE)
    drill = await club.core.store.transact(
        lambda repos: repos.practice.serving(ServingId(number)), read_only=True
    )
    assert drill is not None
    return drill
