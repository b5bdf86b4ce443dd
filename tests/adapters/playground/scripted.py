"""Honest stand-ins for what the playground is given: a clock, a desk and the controls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.cards import Form
from bot.domain.ids import ActorRef
from bot.ports import Completion, Invocation, Pressed, Reply, Request, Submitted, Typed

START_AT = datetime(2027, 5, 18, 9, 30, tzinfo=UTC)
COMMANDS = {
    "board": "how the circle is doing",
    "drill": "unlimited practice",
    "help": "everything I can do",
    "start": "start a circle here",
    "today": "what now",
}


@dataclass
class ScriptedClock:
    at: datetime = START_AT

    def now(self) -> datetime:
        return self.at


def numbered() -> Callable[[], str]:
    """Ids i1, i2, …"""
    numbers = count(1)
    return lambda: f"i{next(numbers)}"


@dataclass
class ScriptedDesk:
    """Answers with prepared replies, and remembers what it was asked.

    A request without a prepared reply is treated as a redelivery.
    """

    replies: dict[str, Reply] = field(default_factory=dict)
    """By what was typed, or by the token that was pressed or submitted."""
    forms: dict[str, Form] = field(default_factory=dict)
    """The same, for what opens a form."""
    in_room: set[str] = field(default_factory=set)
    """Of those, what opens none in a direct conversation."""
    otherwise: Reply | None = None
    """What anything else is answered with."""
    asked: list[Invocation] = field(default_factory=list)

    def form(
        self, request: Request, _: ActorRef | None = None, *, direct: bool = False
    ) -> Form | None:
        if isinstance(request, Submitted) or (direct and _name(request) in self.in_room):
            return None
        return self.forms.get(_name(request))

    def complete(self, text: str) -> Sequence[Completion]:
        return [Completion(name, note) for name, note in COMMANDS.items() if name.startswith(text)]

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        self.asked.append(invocation)
        return self.replies.get(_name(invocation.request), self.otherwise)


def _name(request: Request) -> str:
    match request:
        case Typed(text=text):
            return text
        case Pressed(token=token) | Submitted(token=token):
            return token


@dataclass
class ScriptedControls:
    """Moves a scripted clock, all steps of a move at once."""

    clock: ScriptedClock
    due: datetime | None = None
    classmates: bool = False
    movable: bool = True
    stopped: bool = False

    async def next_due(self) -> datetime | None:
        return self.due

    async def advance(self, until: datetime, on_step: Callable[[datetime], None]) -> None:
        self.clock.at = until
        on_step(until)

    async def play(self, on_step: Callable[[float], None]) -> None:
        for step in range(1, 29):
            self.clock.at += timedelta(days=1)
            on_step(step / 28)

    def stop(self) -> None:
        self.stopped = True

    def day_line(self) -> str:
        return (
            f"Day 12 of 28 · {self.clock.at:%a} {self.clock.at.day} {self.clock.at:%b, %H:%M} UTC"
        )


def raised(_: str, error: BaseException) -> None:
    raise error
