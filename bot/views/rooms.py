"""A room named so that its reader can find it."""

from bot.cards import Room, Spans, plain
from bot.domain.ids import ChannelRef
from bot.plain_text import elsewhere


def named(room: ChannelRef, reader: ChannelRef) -> Spans:
    """`reader` is where this is read; a conversation of no workspace knows all of its platform."""
    is_known = room.platform == reader.platform and reader.workspace in {"", room.workspace}
    return (Room(room),) if is_known else plain(elsewhere(room))
