"""A member's fingers on Discord: a drill answered the way its own card asks for it."""

from adapters.discord.forms import FILE
from bot.domain.drills import Choice, Flaw, Multi, Numeric, Open, Order
from bot.domain.ids import ServingId
from bot.domain.records import Serving
from bot.domain.specimens import specimen
from bot.tokens import read, token
from tests.adapters.discord.club import STUDY, Club
from tests.discord.shown import Shown

_ANSWERABLE = {"open", "answer to", "pick", "number", "write", "scope"}


async def answers(club: Club, user: str, place: Shown, *, right: bool = True) -> str:
    """Answer the drill that is shown there; what they are told at the end."""
    drill = await drill_on(club, place)
    text = specimen(drill.drill, right=right, rng=club.core.rng)
    match drill.drill.body:
        case Numeric():
            await _fills(club, user, token("number", drill.id), text)
        case Open(parts=parts, rubric=rubric):
            await _fills(club, user, token("scope" if parts else "write", drill.id), text)
            await _scores(club, user, drill.id, len(rubric))
        case Choice() | Multi() | Order() | Flaw() as body:
            for made in _taps(body, drill.id, text):
                await taps(club, user, made)
        case body:
            raise LookupError(f"nobody here knows how to answer {type(body).__name__}")
    return club.told(user)


async def taps(club: Club, user: str, made: str) -> None:
    """A button or an option, whichever carries this token."""
    try:
        await club.presses(user, made)
    except LookupError:
        person = club.discord.user(user)
        offered = [*club.discord.channel(STUDY).messages, *person.sees(STUDY)]
        await person.picks(next(one for one in reversed(offered) if made in one.tokens), made)
        await club.settled()


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


async def _fills(club: Club, user: str, made: str, text: str) -> None:
    await taps(club, user, made)
    modal = club.discord.user(user).modal
    written = [one for one in modal.fields if not one.endswith(FILE)]
    longest = 700 if len(written) > 1 else len(text)
    await club.submits(user, dict.fromkeys(written, text[:longest]))


async def _scores(club: Club, user: str, drill: ServingId, lines: int) -> None:
    for given in range(1, lines + 1):
        await taps(club, user, token("score", drill, "3" * given + "-" * (lines - given)))


async def drill_on(club: Club, place: Shown) -> Serving:
    """Raises StopIteration where nothing can be answered."""
    found = (read(made) for made in place.tokens)
    number = next(int(f[1][0]) for f in found if f and f[0] in _ANSWERABLE)
    drill = await club.core.store.transact(
        lambda repos: repos.practice.serving(ServingId(number)), read_only=True
    )
    assert drill is not None
    return drill
