"""What the core asks of the outside, and what the outside may ask of the core.

MessengerError
├── RateLimited    not delivered; try again after `retry_after`
├── Unavailable    not delivered; try again later
├── Ambiguous      nobody knows whether it arrived
├── ChannelGone    the room is no more: switch the place off
└── NotAllowed     the bot may not post there: switch the place off, tell the host the fix
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar

from bot.cards import Card, Form
from bot.domain.exercises import Exercise, Language, Verdict
from bot.domain.ids import ActorRef, ChannelRef, CohortId, PersonId, Platform

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """`message` is the platform's own id of what was posted."""

    message: str


class MessengerError(Exception):
    """A send that did not end with a receipt. The text is for the host and the log."""


class RateLimited(MessengerError):
    """`everywhere`: every room must wait, not this one alone."""

    def __init__(self, message: str, retry_after: timedelta, *, everywhere: bool = True) -> None:
        super().__init__(message)
        self.retry_after, self.everywhere = retry_after, everywhere


class Unavailable(MessengerError):
    pass


class Ambiguous(MessengerError):
    pass


class ChannelGone(MessengerError):
    pass


class NotAllowed(MessengerError):
    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


class Messenger(Protocol):
    """Posts cards on one platform.

    `remembers` is how long after a send a repeat may begin that the platform recognises by its key,
    returning the first message; zero means a repeat would be posted twice. `per_channel` is the
    shortest time between two posts in one room, `per_second` the pace over all rooms, which a burst
    of a quarter of a second may run ahead of, `lanes` how many at once.
    """

    platform: Platform
    remembers: timedelta
    per_channel: timedelta
    per_second: float
    lanes: int

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        """Post once; `parent` is the receipt of the message to answer in its thread.

        Raises MessengerError.
        """
        ...


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command as typed, without the slash word: `drill sql.window 2`."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or menu entry; `token` is what the card carried."""

    token: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A filled form; `token` is the form's own."""

    token: str
    values: dict[str, str] = field(default_factory=dict)


Request = Typed | Pressed | Submitted


@dataclass(frozen=True, slots=True)
class Invocation:
    """Something a person did. `id` is unique per platform: a redelivery carries the same one."""

    id: str
    channel: ChannelRef
    actor: ActorRef
    name: str
    """How the platform shows the person."""
    request: Request


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A post for the outbox. The same `key` is never posted twice.

    `parent_key` names an earlier post to answer in its thread.
    """

    key: str
    target: ChannelRef
    card: Card
    due_at: datetime
    expires_at: datetime
    parent_key: str = ""


@dataclass(frozen=True, slots=True)
class Isolation:
    """How answers are run. `languages` is empty when they are not; `why` then says what to do."""

    tier: str
    languages: frozenset[Language]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose turn it is: one answer at a time for a person, turns shared between circles."""

    person: PersonId
    circle: CohortId
    actor: ActorRef


@dataclass(frozen=True, slots=True)
class Task:
    """One text to be run for one person."""

    exercise: Exercise
    text: str
    asker: Asker


@dataclass(frozen=True, slots=True)
class Wish:
    """What the platform is asked to keep; one that has no such thing leaves it."""

    calls: bool | None = None
    """Whether this person is called when a card that `opens` a day is posted in this room."""
    posts: Literal["", "room", "thread"] = ""
    """Whether such a card gets a thread of its own in this room."""
    leaving: tuple[tuple[ChannelRef, ActorRef], ...] = ()
    """Who is called no more, and where. If that cannot be, nobody hears of it: they have gone."""
    silence: bool = False
    """Whether all who were called in this room are called there no more; as quietly."""


@dataclass(frozen=True, slots=True)
class Reply:
    """For the one who asked. The answer to a button on a private card takes that card's place."""

    card: Card
    outgoing: tuple[Outgoing, ...] = ()
    file: Attachment | None = None
    again: Form | None = None
    """What was submitted and could not be taken, to be mended: nobody types an answer twice."""
    wish: Wish | None = None
    task: Task | None = None
    """What is to be run before the answer is known; the desk turns it into `then`."""
    then: AsyncIterator["Reply"] | None = None
    """Further answers, each in the place of the one before; whoever shows this reads them all."""


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` is the whole command line after accepting; `note` explains it in a few words."""

    text: str
    note: str


class Desk(Protocol):
    """The one door for everything a person does, on every surface."""

    def form(
        self, request: Request, actor: ActorRef | None = None, *, direct: bool = False
    ) -> Form | None:
        """The form this request opens, if it opens one; no I/O, so it fits a modal's short life.

        With the `actor`, an answer they wrote into it before stands in it again. A `direct`
        conversation is asked for nothing that means a room.
        """
        ...

    def complete(self, text: str) -> Sequence[Completion]:
        """Ways to go on with a half-typed command; no I/O."""
        ...

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        """Run it in one transaction and answer. None: a redelivery, already answered."""
        ...


class Judge(Protocol):
    """Runs strangers' text where it can do no harm; only bounded plain values come back."""

    def isolation(self) -> Isolation: ...

    def judge(self, task: Task) -> AsyncIterator[int | Verdict]:
        """Its place in line as that changes, 0 when it is being run, and last the verdict.

        Raises Busy when the person's last answer is still being run or the line is full.
        """
        ...


class GiveUp(Exception):
    """Raised by a service that must not be tried again, such as one with a wrong token."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `fix` says what to do when it is not `good`.

    In `fix` **strong** and `mono` are understood; `what` is taken literally.
    """

    what: str
    good: bool
    fix: str = ""


class Doctor(Protocol):
    """Knows what its platform needs for posts to arrive."""

    async def examine(self, channel: ChannelRef) -> Sequence[Finding]: ...


class Caretaker(Protocol):
    """Told when a platform takes the bot out of somewhere; hearing it twice does no harm."""

    async def workspace_left(self, platform: Platform, workspace: str) -> None: ...

    async def workspace_back(self, platform: Platform, workspace: str) -> None: ...

    async def workspace_forgotten(self, platform: Platform, workspace: str) -> None:
        """It has been gone for so long that what was kept for it is let go."""
        ...

    async def room_left(self, channel: ChannelRef, why: str) -> None:
        """`why` is told to the host."""
        ...

    async def room_back(self, channel: ChannelRef) -> None:
        """The bot can post there again."""
        ...

    async def room_lacks(self, channel: ChannelRef, what: str, fix: str) -> None:
        """The room goes on without it; its host is told, once a day at most."""
        ...


class Service(Protocol):
    """A long-running part. `serve` returns when it is done or is cancelled; raising is a crash."""

    name: str

    async def serve(self) -> None: ...
