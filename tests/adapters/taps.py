"""What a member does to answer a drill, on whichever platform its card is shown."""

from collections.abc import Iterable
from typing import Protocol

from bot.bootstrap import Core
from bot.domain.drills import Choice, Flaw, Multi, Numeric, Open, Order
from bot.domain.ids import ServingId
from bot.domain.records import Serving
from bot.domain.specimens import specimen
from bot.tokens import read, token

_ANSWERABLE = {"open", "answer to", "pick", "number", "write", "scope"}
_LONGEST_PART = 700
"""Of an answer that is written into several fields."""


class Fingers(Protocol):
    """Of one person, where the drill is shown to them."""

    async def taps(self, made: str) -> None:
        """A button or an option, whichever carries this token."""
        ...

    async def marks(self, made: str) -> None:
        """An option of what is shown after a text was written."""
        ...

    def fields(self) -> list[str]:
        """What the open form asks to be written."""
        ...

    async def sends(self, values: dict[str, str]) -> None: ...

    def told(self) -> str: ...


async def answers(fingers: Fingers, core: Core, shown: Iterable[str], *, right: bool) -> str:
    """Answer the drill of which these tokens are shown; what they are told at the end."""
    drill = await drill_of(core, shown)
    text = specimen(drill.drill, right=right, rng=core.rng)
    match drill.drill.body:
        case Numeric():
            await _fills(fingers, token("number", drill.id), text)
        case Open(parts=parts, rubric=rubric):
            await _fills(fingers, token("scope" if parts else "write", drill.id), text)
            for given in range(1, len(rubric) + 1):
                marks = "3" * given + "-" * (len(rubric) - given)
                await fingers.marks(token("score", drill.id, marks))
        case Choice() | Multi() | Order() | Flaw() as body:
            for made in _taps(body, drill.id, text):
                await fingers.taps(made)
        case body:
            raise LookupError(f"nobody here knows how to answer {type(body).__name__}")
    return fingers.told()


async def drill_of(core: Core, shown: Iterable[str]) -> Serving:
    """Raises StopIteration where nothing can be answered."""
    found = (read(made) for made in shown)
    number = next(int(f[1][0]) for f in found if f and f[0] in _ANSWERABLE)
    drill = await core.store.transact(
        lambda repos: repos.practice.serving(ServingId(number)), read_only=True
    )
    assert drill is not None
    return drill


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


async def _fills(fingers: Fingers, made: str, text: str) -> None:
    await fingers.taps(made)
    asked = fingers.fields()
    longest = _LONGEST_PART if len(asked) > 1 else len(text)
    await fingers.sends(dict.fromkeys(asked, text[:longest]))
