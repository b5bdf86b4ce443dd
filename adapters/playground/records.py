"""What the room holds: people, messages and the conversation they form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.cards import Card
from bot.domain.ids import ChannelRef

BOT = "bot"


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    zone: str
    is_host: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """`content` is a card, or the words of a chat message."""

    id: int
    place: ChannelRef
    author: str
    """A person's id, or BOT."""
    only_for: str
    """The one person who sees it; empty means everyone in the place."""
    parent: int | None
    content: Card | str
    cause: str
    """What somebody did to get it, as a sentence for the reader; often empty."""
    file: int | None
    at: datetime
    version: int

    @property
    def private(self) -> bool:
        return self.only_for != ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with what hangs below it, as one person sees it."""

    message: Message
    under: tuple["Entry", ...] = ()
    """Private answers to this message's buttons, oldest first."""
    replies: tuple["Entry", ...] = ()
    """The thread."""

    @property
    def stamp(self) -> str:
        """Changes whenever anything in the entry does, so a page can keep what it already has."""
        own = f"{self.message.id}.{self.message.version}"
        return "-".join([own, *(below.stamp for below in (*self.under, *self.replies))])


@dataclass(frozen=True, slots=True)
class KeptFile:
    person: str
    name: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something new to see. Without a place it is about the frame: rooms, people, settings."""

    kind: Literal["message", "frame"] = "frame"
    place: ChannelRef | None = None
    only_for: str = ""

    def concerns(self, person: str) -> bool:
        if self.only_for not in ("", person):
            return False
        return self.place is None or not self.place.direct or self.place.channel == person
