"""What a Slack keeps: workspaces, people, rooms, messages, views. Plain data, changed in place.

A test changes a room's mood by setting a field: `slack.channel("C1").archived = True`.
"""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Touched = dict[tuple[str, str], Json]
"""What somebody has entered or picked and not yet sent, by block id and action id."""

File = tuple[str, bytes]
"""A file somebody chooses: its name and what is in it."""

SCOPES = (
    "commands,chat:write,im:write,im:history,users:read,channels:read,groups:read,"
    "files:read,files:write"
)
"""What a modest app is installed with."""


@dataclass
class Team:
    """`org_wide`: the app came with the organisation's install, so payloads name no team."""

    id: str
    name: str
    bot_user: str
    bot_id: str
    enterprise: str = ""
    org_wide: bool = False

    @property
    def domain(self) -> str:
        return self.name.lower().replace(" ", "-")


@dataclass
class Account:
    """A person, or a bot. `strict_guest` may not look around the workspace."""

    id: str
    team: str
    name: str
    shown_name: str
    zone: str = "Europe/Berlin"
    deactivated: bool = False
    is_bot: bool = False
    is_admin: bool = False
    strict_guest: bool = False


@dataclass
class Message:
    """`only_for` is the one who sees an ephemeral message."""

    ts: str
    room: str
    team: str
    author: str
    bot_id: str
    text: str
    blocks: list[Json]
    thread_ts: str = ""
    broadcast: bool = False
    only_for: str = ""
    edits: int = 0
    files: list[str] = field(default_factory=list)
    metadata: Json | None = None
    touched: dict[str, Touched] = field(default_factory=dict)
    """By person."""


@dataclass
class Room:
    """`refuses` is the error any post gets: `restricted_action_read_only_channel`, …"""

    id: str
    name: str
    team: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    shared_with: set[str] = field(default_factory=set)
    """Other workspaces in a Slack Connect channel."""
    direct_to: str = ""
    refuses: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    """By ts, in the order they came; ephemeral ones too."""


@dataclass
class View:
    """A modal or a home tab. `opener_team` is the person's, `team` the app's."""

    id: str
    team: str
    opener_team: str
    user: str
    content: Json
    hash: str
    root: str
    previous: str = ""
    touched: Touched = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """What the last submission was refused with, by block id."""

    @property
    def kind(self) -> str:
        return str(self.content["type"])


@dataclass
class Token:
    """`kind` is bot or app; `refused` the error its next use gets, as after a revocation."""

    text: str
    team: str
    kind: str = "bot"
    enterprise: str = ""
    scopes: str = SCOPES
    refused: str = ""
    expires_at: float | None = None


@dataclass
class Upload:
    """`polls_left`: how often files.info is asked before Slack has worked out what it is."""

    id: str
    name: str
    team: str
    alt: str = ""
    title: str = ""
    data: bytes | None = None
    complete: bool = False
    polls_left: int = 1

    @property
    def ready(self) -> bool:
        return self.complete and self.polls_left <= 0


@dataclass(frozen=True)
class Rejection:
    """A payload that Slack would not have taken, with the reasons."""

    method: str
    surface: str
    payload: Json
    why: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """One Web API request as it arrived."""

    method: str
    args: Json
    token: str
    at: float


class ApiError(Exception):
    """The answer is `ok: false` with this code."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more
