"""The playground's side of the outbox."""

from datetime import timedelta

from adapters.playground.places import PLATFORM
from adapters.playground.room import Room
from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import ChannelGone, Receipt


class PlaygroundMessenger:
    """Posts into the room. A real messenger, and the honest double for tests of the outbox."""

    platform = PLATFORM
    # The room keeps its keys for as long as it keeps its messages.
    remembers = timedelta(days=3650)
    per_channel = timedelta()
    per_second = 1000.0
    lanes = 8

    def __init__(self, room: Room) -> None:
        self._room = room

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        if target.platform != PLATFORM or not self._room.knows(target):
            raise ChannelGone(f"The playground has no room called {target.channel!r}.")
        # A lost parent must not lose the post: it then stands on its own.
        above = int(parent) if parent.isdecimal() else None
        return Receipt(str(self._room.post(target, card, parent=above, key=key).id))
