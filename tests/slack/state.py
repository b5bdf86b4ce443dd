"""The truth of one Slack: who is there, what each room shows, what was refused."""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from bot.clock import WallClock
from bot.ports import Clock
from tests.slack.laws import Surface, Validator, broken_laws, nothing_against
from tests.slack.records import (
    Account,
    ApiError,
    Call,
    Json,
    Rejection,
    Room,
    Team,
    Token,
    Upload,
    View,
)

MESSAGE_CHARACTERS = 40_000


@dataclass
class State:
    """Everything is public: a test reads it, people and API methods change it."""

    clock: Clock = field(default_factory=WallClock)
    validator: Validator = nothing_against
    base: str = ""
    """Where this Slack listens, without a slash at the end."""
    app_id: str = "A1"
    app_messages_tab: bool = True
    app_home_tab: bool = True
    teams: dict[str, Team] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    """Open modals and published home tabs."""
    stacks: dict[str, list[str]] = field(default_factory=dict)
    """Ids of a person's open modals, the topmost last."""
    homes: dict[tuple[str, str], View] = field(default_factory=dict)
    """By team of the app and person."""
    tokens: dict[str, Token] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=10_000))
    counts: Counter[str] = field(default_factory=Counter)
    """Requests by method, the refused ones too."""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> float:
        return self.clock.now().timestamp()

    def number(self) -> int:
        """Never the same twice, always larger."""
        return next(self._numbers)

    def new_ts(self) -> str:
        """A message's ts, unique even while the clock stands still."""
        return f"{int(self.now())}.{self.number():06d}"

    def touch(self) -> None:
        """Something happened: whoever waits looks again."""
        self._changed.set()

    async def until(self, true: Callable[[], object], patience: float = 30.0) -> None:
        """Wait for what the app does on its own after an ack."""
        try:
            async with asyncio.timeout(patience):
                while not true():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            last = ", ".join(call.method for call in list(self.calls)[-5:])
            raise AssertionError(f"waited {patience} s in vain; last calls: {last}") from None

    def reaches(self, token: Token, *teams: str) -> bool:
        """A token works in its own workspace, an organisation's in all of its workspaces."""
        orgs = {self.teams[team].enterprise for team in teams}
        return token.team in teams or bool(token.enterprise and token.enterprise in orgs)

    def room(self, channel: str) -> Room:
        """A room by its id or, for a direct message, by the person's."""
        if channel in self.accounts:
            return self.direct(channel)
        if channel not in self.rooms:
            raise ApiError("channel_not_found")
        return self.rooms[channel]

    def direct(self, user: str) -> Room:
        """The app's conversation with a person, made on first use."""
        at = f"D{user}"
        if at not in self.rooms:
            team = self.accounts[user].team
            self.rooms[at] = Room(at, "directmessage", team, {user}, direct_to=user)
        return self.rooms[at]

    def checked(self, method: str, payload: Json, surface: Surface) -> None:
        """Refuse what Slack would refuse and keep it for the test to find."""
        why = broken_laws(payload, surface) or [str(v) for v in self.validator(payload, surface)]
        if len(payload.get("text") or "") > MESSAGE_CHARACTERS:
            why.append("msg_too_long")
        if why:
            self.rejected.append(Rejection(method, surface, payload, tuple(why)))
            self.touch()
            raise ApiError("invalid_blocks", response_metadata={"messages": why})

    def with_ids(self, blocks: Iterable[Json]) -> list[Json]:
        """Blocks as Slack keeps them: copied, each with a block id."""
        kept: list[Json] = json.loads(json.dumps(list(blocks)))
        for block in kept:
            block.setdefault("block_id", f"b{self.number()}")
        return kept
