"""What somebody sees: messages and modals as they look at one moment."""

from dataclasses import dataclass

from tests.discord.elements import embed_texts, inputs, prose, tokens_of
from tests.discord.records import EPHEMERAL, Interaction, Json, Message, Room
from tests.discord.state import State


@dataclass(frozen=True)
class Shown:
    """A message. A later edit does not change it: pressing it is pressing an old screen."""

    id: str
    room: str
    author: str
    text: str
    components: tuple[Json, ...]
    embeds: tuple[Json, ...]
    flags: int
    edited: bool
    only_for: str
    files: tuple[str, ...]
    reply_to: str
    pinned: bool
    nonce: str

    @property
    def tokens(self) -> list[str]:
        """Everything on it that can be pressed or picked."""
        return tokens_of(self.components)

    @property
    def words(self) -> str:
        """What eyes read, markup and all."""
        lines = [self.text, *prose(self.components), *embed_texts(self.embeds)]
        return "\n".join(line for line in lines if line)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)


@dataclass(frozen=True)
class ShownModal:
    """`fields` are the custom ids of what can be filled in, in order."""

    title: str
    custom_id: str
    components: tuple[Json, ...]

    @property
    def fields(self) -> list[str]:
        return [inner["custom_id"] for _, inner in inputs(self.components)]

    @property
    def words(self) -> str:
        return "\n".join([self.title, *prose(self.components)])


def shown_message(message: Message) -> Shown:
    return Shown(
        id=message.id,
        room=message.room,
        author=message.author,
        text=message.content,
        components=tuple(message.components),
        embeds=tuple(message.embeds),
        flags=message.flags,
        edited=message.edits > 0,
        only_for=message.only_for,
        files=tuple(upload.name for upload in message.files),
        reply_to=message.reply_to,
        pinned=message.pinned,
        nonce=message.nonce,
    )


def shown_modal(opened: Interaction) -> ShownModal:
    content = opened.modal or {}
    return ShownModal(content["title"], content["custom_id"], tuple(content["components"]))


@dataclass(frozen=True)
class Channel:
    """A room as people look at it. What the app is still thinking about is not among it."""

    state: State
    room: Room

    @property
    def id(self) -> str:
        return self.room.id

    @property
    def name(self) -> str:
        return self.room.name

    @property
    def messages(self) -> list[Shown]:
        """What everybody sees, oldest first."""
        return self._those("")

    @property
    def last(self) -> Shown:
        return self.messages[-1]

    @property
    def threads(self) -> list["Channel"]:
        """Of a forum these are its posts."""
        return [Channel(self.state, room) for room in self.state.threads_of(self.room)]

    def only_for(self, user: str) -> list[Shown]:
        """What is there for one person's eyes."""
        return self._those(user)

    def _those(self, user: str) -> list[Shown]:
        messages = self.room.messages.values()
        there = [one for one in messages if one.only_for == user and not one.loading]
        return [shown_message(message) for message in there]
