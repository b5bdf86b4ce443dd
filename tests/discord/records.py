"""What a Discord keeps: guilds, people, rooms, messages, interactions; plain data, changed freely.

A test changes a room's mood by setting a field: `discord.room("general").bot_may.clear()`.
"""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEXT, DM, THREAD, PRIVATE_THREAD, FORUM = 0, 1, 11, 12, 15
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15


@dataclass
class Account:
    """A person, or a bot. `installed`: the app is theirs, so it follows them everywhere."""

    id: str
    name: str
    shown_name: str
    is_bot: bool = False
    locale: str = "en-US"
    closed_dms: bool = False
    installed: bool = False


@dataclass
class Role:
    id: str
    name: str
    position: int = 1
    mentionable: bool = False
    managed: bool = False


@dataclass
class Member:
    """A person in a guild. `may` are permission names such as manage_guild."""

    user: str
    roles: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)


@dataclass
class Guild:
    """`available` is False during an outage. The first role is @everyone, the second the bot's."""

    id: str
    name: str
    members: dict[str, Member] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    bot_in: bool = True
    available: bool = True
    locale: str = "en-US"
    most_threads: int = 1_000


@dataclass
class Room:
    """A channel, a thread or a direct message. `bot_may` is what the bot may do right there."""

    id: str
    name: str
    kind: int
    guild: str = ""
    parent: str = ""
    owner: str = ""
    recipient: str = ""
    bot_may: set[str] = field(default_factory=set)
    topic: str = ""
    archived: bool = False
    locked: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    """A forum's tags: id -> name."""
    needs_tag: bool = False
    applied: list[str] = field(default_factory=list)
    messages: dict[str, "Message"] = field(default_factory=dict)
    """By id, in the order they came; ephemeral ones too."""

    @property
    def is_thread(self) -> bool:
        return self.kind in {THREAD, PRIVATE_THREAD}


@dataclass
class Upload:
    """`url` leads to the bytes for as long as this Discord runs."""

    id: str
    name: str
    data: bytes
    url: str
    kind: str
    description: str = ""
    size: int = -1
    """What Discord says it is; a test can lie."""
    ephemeral: bool = False


@dataclass
class Message:
    """`only_for` is who sees an ephemeral message; `by` the token of the interaction answered."""

    id: str
    room: str
    author: str
    born: float
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    flags: int = 0
    files: list[Upload] = field(default_factory=list)
    only_for: str = ""
    nonce: str = ""
    reply_to: str = ""
    by: str = ""
    edited: float | None = None
    edits: int = 0
    pinned: bool = False
    mentions: Json = field(default_factory=dict)
    """The mention fields of its JSON, worked out when it was sent."""

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)


@dataclass
class Interaction:
    """One thing somebody did with the app, and how far the answer has come.

    `answer` is the type of the first response, `original` the message that response is about.
    """

    id: str
    token: str
    kind: int
    user: str
    room: str
    guild: str
    born: float
    name: str = ""
    source: str = ""
    """The message a component or a context menu belongs to."""
    answer: int | None = None
    original: str = ""
    follow_ups: list[str] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    late: bool = False
    """Answered after its three seconds."""
    given_up: bool = False
    """Nobody came in time by the wall clock, or nobody was there."""
    extra: Json = field(default_factory=dict)
    """What was sent: the whole INTERACTION_CREATE body."""


@dataclass(frozen=True)
class Rejection:
    """A payload that Discord would not have taken, with the reasons."""

    route: str
    surface: str
    payload: Json
    why: tuple[str, ...]


@dataclass(frozen=True)
class Ping:
    """Somebody was notified: `target` is a user's or role's id, or "@everyone"."""

    message: str
    room: str
    target: str


@dataclass(frozen=True)
class Call:
    """One REST request as it arrived; `route` reads as discord.py's Route.key."""

    route: str
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, Upload]
    token: str
    reason: str
    at: float


class ApiError(Exception):
    """The answer is an error with this status and JSON code."""

    def __init__(self, status: int, code: int, message: str, **more: object) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.more = more
