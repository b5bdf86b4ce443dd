"""What somebody sees: messages, modals and home tabs as they look at one moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tests.slack.elements import prose, tokens_of
from tests.slack.records import Json, Message, Room, View


@dataclass(frozen=True)
class Shown:
    """A message. A later edit does not change it: pressing it is pressing an old screen."""

    ts: str
    text: str
    blocks: tuple[Json, ...]
    replies: tuple["Shown", ...]
    edited: bool
    room: str
    author: str
    thread_ts: str
    only_for: str
    broadcast: bool
    files: tuple[str, ...]

    @property
    def tokens(self) -> list[str]:
        """Everything on it that can be pressed, picked or flipped."""
        return tokens_of(self.blocks)

    @property
    def words(self) -> str:
        """What eyes read: the blocks, or the text where there are none."""
        return "\n".join(prose(list(self.blocks))) or self.text


@dataclass(frozen=True)
class ShownView:
    """A modal or home tab. `errors` are the red lines of a refused submission, by block id."""

    id: str
    kind: str
    title: str
    submit: str
    close: str
    callback_id: str
    private_metadata: str
    hash: str
    blocks: tuple[Json, ...]
    errors: tuple[tuple[str, str], ...]

    @property
    def tokens(self) -> list[str]:
        return tokens_of(self.blocks)

    @property
    def words(self) -> str:
        return "\n".join(prose(list(self.blocks)))


def shown_message(message: Message, replies: Iterable[Message] = ()) -> Shown:
    return Shown(
        ts=message.ts,
        text=message.text,
        blocks=tuple(message.blocks),
        replies=tuple(shown_message(reply) for reply in replies),
        edited=message.edits > 0,
        room=message.room,
        author=message.author,
        thread_ts=message.thread_ts,
        only_for=message.only_for,
        broadcast=message.broadcast,
        files=tuple(message.files),
    )


def shown_view(view: View) -> ShownView:
    content = view.content
    return ShownView(
        id=view.id,
        kind=view.kind,
        title=_text(content, "title"),
        submit=_text(content, "submit"),
        close=_text(content, "close"),
        callback_id=content.get("callback_id", ""),
        private_metadata=content.get("private_metadata", ""),
        hash=view.hash,
        blocks=tuple(content["blocks"]),
        errors=tuple(view.errors.items()),
    )


def _text(content: Json, part: str) -> str:
    return str((content.get(part) or {}).get("text", ""))


@dataclass(frozen=True)
class Channel:
    """A room as its members look at it."""

    room: Room

    @property
    def id(self) -> str:
        return self.room.id

    @property
    def messages(self) -> list[Shown]:
        """What stands in the room, oldest first, each with its thread's replies."""
        public = self._public()
        replies: dict[str, list[Message]] = defaultdict(list)
        for message in public:
            replies[message.thread_ts].append(message)
        standing = [message for message in public if not message.thread_ts or message.broadcast]
        return [shown_message(message, replies[message.ts]) for message in standing]

    @property
    def everything(self) -> list[Shown]:
        """All of it in the order it came, replies among the rest."""
        return [shown_message(message) for message in self._public()]

    @property
    def last(self) -> Shown:
        return self.messages[-1]

    def only_for(self, user: str) -> list[Shown]:
        """What is there for one person's eyes."""
        messages = self.room.messages.values()
        return [shown_message(message) for message in messages if message.only_for == user]

    def _public(self) -> list[Message]:
        return [message for message in self.room.messages.values() if not message.only_for]
