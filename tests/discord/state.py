"""The truth of one Discord: who is there, what each room shows, what was refused."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from bot.clock import WallClock
from bot.ports import Clock
from tests.discord import refusals
from tests.discord.laws import Surface, Validator, nothing_against
from tests.discord.records import (
    DM,
    Account,
    Call,
    Guild,
    Interaction,
    Json,
    Message,
    Ping,
    Rejection,
    Room,
    Upload,
)

EPOCH = 1_420_070_400_000
"""Where Discord's ids begin to count, in milliseconds since 1970."""
ANSWER_LIFE, TOKEN_LIFE = 3.0, 900.0
KINDS = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "json": "application/json"}
Tell = Callable[[str, Json, str], int]


def nobody_listens(_event: str, _body: Json, _guild: str) -> int:
    return 0


@dataclass
class State:
    """Everything is public: a test reads it, people and API methods change it."""

    clock: Clock = field(default_factory=WallClock)
    validator: Validator = nothing_against
    base: str = ""
    """Where this Discord listens, without a slash at the end."""
    app_id: str = "1099999999999999999"
    token: str = "MTA5OTk5OTk5OTk5OTk5OTk5OQ.loopback.token"
    tell: Tell = nobody_listens
    """Send an event to the shard of a guild, to shard 0 without one; how many heard it."""
    guilds: dict[str, Guild] = field(default_factory=dict)
    bot_guild_may: dict[str, set[str]] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    """By token."""
    uploads: dict[str, Upload] = field(default_factory=dict)
    commands: dict[str, dict[str, Json]] = field(default_factory=dict)
    """Scope, "" for global or a guild's id -> command id -> command."""
    commands_made: deque[tuple[str, float]] = field(default_factory=deque)
    nonces: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    """(room, nonce) -> message id and when it was first seen."""
    nonce_life: float = 300.0
    modals: dict[str, Interaction] = field(default_factory=dict)
    """Who has a modal open, and the interaction that opened it."""
    rejected: list[Rejection] = field(default_factory=list)
    pings: list[Ping] = field(default_factory=list)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=10_000))
    counts: Counter[str] = field(default_factory=Counter)
    """Requests by route, the refused ones too."""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> float:
        return self.clock.now().timestamp()

    def number(self) -> int:
        """Never the same twice, always larger."""
        return next(self._numbers)

    def new_id(self) -> str:
        """A snowflake, unique even while the clock stands still."""
        return str((int(self.now() * 1000) - EPOCH << 22) + self.number())

    def upload(self, name: str, data: bytes) -> Upload:
        """A file with an address; the address leads somewhere once it is in `uploads`."""
        made = self.new_id()
        kind = KINDS.get(name.rsplit(".", 1)[-1], "text/plain; charset=utf-8")
        return Upload(made, name, data, f"{self.base}/attachments/{made}/{name}", kind)

    def touch(self) -> None:
        """Something happened: whoever waits looks again."""
        self._changed.set()

    async def until(self, true: Callable[[], object], patience: float = 30.0) -> None:
        """Wait for what the app does on its own after an answer."""
        try:
            async with asyncio.timeout(patience):
                while not true():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            last = ", ".join(call.route for call in list(self.calls)[-5:])
            raise AssertionError(f"waited {patience} s in vain; last calls: {last}") from None

    def room(self, name: str) -> Room:
        """A room by its id or name. Raises LookupError."""
        if name in self.rooms:
            return self.rooms[name]
        for room in self.rooms.values():
            if room.name == name:
                return room
        raise LookupError(f"no room {name!r} among {[room.name for room in self.rooms.values()]}")

    def known_room(self, room_id: str) -> Room:
        """For the API. Raises ApiError."""
        if room_id not in self.rooms:
            raise refusals.unknown_channel()
        return self.rooms[room_id]

    def message(self, room: Room, message_id: str) -> Message:
        """One that the API shows the bot. Raises ApiError."""
        found = room.messages.get(message_id)
        if found is None or found.only_for:
            raise refusals.unknown_message()
        return found

    def account(self, name: str) -> Account:
        """By id or name. Raises LookupError."""
        if name in self.accounts:
            return self.accounts[name]
        for account in self.accounts.values():
            if account.name == name:
                return account
        raise LookupError(f"nobody called {name!r}")

    def guild(self, name: str) -> Guild:
        """By id or name. Raises LookupError."""
        for guild in self.guilds.values():
            if name in {guild.id, guild.name}:
                return guild
        raise LookupError(f"no guild {name!r}")

    def direct(self, user: str) -> Room:
        """The bot's conversation with a person, made on first use."""
        for room in self.rooms.values():
            if room.kind == DM and room.recipient == user:
                return room
        name = f"dm-{self.accounts[user].name}"
        made = Room(self.new_id(), name, DM, recipient=user)
        self.rooms[made.id] = made
        return made

    def threads_of(self, room: Room) -> Iterator[Room]:
        return (other for other in self.rooms.values() if other.parent == room.id)

    def failed(self, interaction: Interaction) -> bool:
        """Whether the person was told that the interaction failed."""
        late = self.now() - interaction.born > ANSWER_LIFE
        return interaction.answer is None and (late or interaction.given_up)

    def refuse(self, route: str, surface: str, payload: Json, why: Iterable[str]) -> None:
        """Keep what Discord would not take for the test to find, and say no."""
        reasons = tuple(why)
        self.rejected.append(Rejection(route, surface, payload, reasons))
        self.touch()
        raise refusals.invalid_form(reasons)

    def checked(self, route: str, payload: Json, surface: Surface, own: list[str]) -> None:
        """`own` are the laws it broke already; only without any is the plugged validator asked."""
        why = own or [str(violation) for violation in self.validator(payload, surface)]
        if why:
            self.refuse(route, surface, payload, why)
