"""What a surface shows of itself to be held against the contracts."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import Invocation, Messenger


@dataclass(frozen=True, slots=True)
class Rendered:
    """`words` is all that a reader is given, `tokens` all that can be pressed."""

    words: str
    tokens: list[str]


class Venue(Protocol):
    """A messenger and the room it posts to, as the room's people see it."""

    messenger: Messenger
    room: ChannelRef
    nowhere: ChannelRef

    def titles(self) -> list[str]: ...

    def replies(self) -> list[str]:
        """Titles in the thread of the first message."""
        ...


class Surface(Protocol):
    def render(self, card: Card) -> Rendered: ...

    def venue(self) -> AbstractAsyncContextManager[Venue]: ...

    def inbound(self) -> AbstractAsyncContextManager["Inbound"]: ...


class Inbound(Protocol):
    """What people do on the platform's own ways in; each returns what reached the core."""

    async def type(self, text: str) -> Invocation: ...

    async def press(self, token: str) -> Invocation: ...

    async def submit(self, token: str, values: Mapping[str, str]) -> Invocation: ...
