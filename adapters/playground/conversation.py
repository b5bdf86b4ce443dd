"""What a person does, told to the core; what the core answers, put into the room."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from adapters.playground.places import actor_ref, path_of
from adapters.playground.records import Message, Person
from adapters.playground.render import Origin
from adapters.playground.room import Room
from adapters.tasks import TaskSet
from bot.cards import Card, Form, Text, markup
from bot.commands.forms import reopening
from bot.domain.ids import ChannelRef
from bot.plain_text import plain_text
from bot.ports import Completion, Desk, Invocation, Reply, Request, Typed

SLASH = "/prep"
_HELP = Card(
    "That is not one of my commands",
    (
        Text(markup("I listen to `/prep`, and `/prep help` lists everything I can do.")),
        Text(markup("Anything without a slash in front is an ordinary message to the room.")),
    ),
    accent="notice",
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who acts, and where."""

    person: Person
    place: ChannelRef

    def origin(self, message: int | None = None) -> Origin:
        return Origin(self.person.id, path_of(self.place), message)


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that could not be taken, filled in as it was, and why."""

    form: Form
    why: str


class Conversation:
    def __init__(self, desk: Desk, room: Room, ids: Callable[[], str], tasks: TaskSet) -> None:
        self._desk, self._tasks = desk, tasks
        self._room = room
        self._ids = ids

    def form(self, seat: Seat, request: Request) -> Form | None:
        return self._desk.form(request, actor_ref(seat.person.id), direct=seat.place.direct)

    def say(self, seat: Seat, text: str) -> Message:
        """An ordinary message; a slash that is not ours gets private help and is not posted."""
        if text.startswith("/"):
            cause = f"You typed {text.split()[0]}"
            return self._room.post(seat.place, _HELP, only_for=seat.person.id, cause=cause)
        return self._room.post(seat.place, text, author=seat.person.id)

    def pressed(self, seat: Seat, message: str) -> Message | None:
        """The message a button sat on, if this person can see it here."""
        found = self._room.message(int(message)) if message.isdecimal() else None
        if found is None or found.place != seat.place:
            return None
        return found if found.only_for in ("", seat.person.id) else None

    async def ask(
        self, seat: Seat, request: Request, *, asked: Request, on: Message | None = None
    ) -> Message | Refused | None:
        """Dispatch and show the answer; `asked` is what began it, before any form.

        None when there is nothing new to show: a redelivery.
        """
        actor = actor_ref(seat.person.id)
        invocation = Invocation(self._ids(), seat.place, actor, seat.person.name, request)
        reply = await self._desk.dispatch(invocation)
        if reply is None:
            return None
        if reply.again is not None:
            return Refused(reply.again, plain_text(reply.card))
        shown = self._show(seat, reply, asked, on)
        if reply.then is not None:
            self._tasks.start(self._go_on(shown, reply.then), "playground answer")
        return shown

    async def _go_on(self, shown: Message, then: AsyncIterator[Reply]) -> None:
        async for reply in then:
            card = reply.card if reply.again is None else reopening(reply.card, reply.again)
            self._room.replace(shown.id, card, cause=shown.cause)

    def complete(self, line: str) -> Sequence[Completion]:
        """Ways to go on with what stands in the composer, as whole lines."""
        slash, gap, rest = line.lstrip().partition(" ")
        matches = slash.lower() == SLASH if gap else slash and SLASH.startswith(slash.lower())
        if not matches:
            return ()
        ways = self._desk.complete(rest)
        return tuple(Completion(f"{SLASH} {way.text}", way.note) for way in ways)

    def _show(self, seat: Seat, reply: Reply, asked: Request, on: Message | None) -> Message:
        mine = seat.person.id
        file = self._room.keep_file(mine, reply.file) if reply.file else None
        if on is not None and on.private:
            return self._room.replace(on.id, reply.card, cause=on.cause, file=file)
        cause = f"You typed {_typed(asked)}" if _typed(asked) else ""
        parent = on.id if on else None
        return self._room.post(
            seat.place, reply.card, only_for=mine, parent=parent, cause=cause, file=file
        )


def command_in(text: str) -> Typed | None:
    """The command in a line, if the line is one."""
    slash, _, rest = text.partition(" ")
    return Typed(rest.strip()) if slash.lower() == SLASH else None


def _typed(request: Request) -> str:
    if not isinstance(request, Typed):
        return ""
    return " ".join([SLASH, *request.text.split()])
