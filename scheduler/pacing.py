"""How many posts may go out now, and in which rooms: a platform's rules as arithmetic."""

from datetime import datetime, timedelta

from bot.domain.ids import ChannelRef

BURST_SECONDS = 0.25
"""Posts are let out in small waves, so that one claim serves several of them."""


class Pacer:
    """A leaky bucket over all rooms and a gap within each. Time is passed in."""

    def __init__(self, per_second: float, per_channel: timedelta, lanes: int) -> None:
        self._gap, self._lanes = per_channel, lanes
        self._cost = timedelta(seconds=1 / per_second)
        self._burst = max(1.0, per_second * BURST_SECONDS)
        self._full_until: datetime | None = None
        self._rooms: dict[ChannelRef, datetime] = {}
        self._held_until: datetime | None = None

    def allowance(self, now: datetime) -> int:
        """Posts that may start at `now`."""
        if self._held_until is not None and now < self._held_until:
            return 0
        if self._full_until is None or self._full_until <= now:
            return min(self._lanes, int(self._burst))
        used = (self._full_until - now) / self._cost
        return max(0, min(self._lanes, int(self._burst - used + 1e-6)))

    def busy(self, now: datetime) -> list[ChannelRef]:
        """Rooms whose last post is too recent; others are forgotten."""
        self._rooms = {room: free for room, free in self._rooms.items() if free > now}
        return list(self._rooms)

    def took(self, room: ChannelRef, now: datetime) -> None:
        start = now if self._full_until is None else max(now, self._full_until)
        self._full_until = start + self._cost
        if self._gap:
            self._rooms[room] = now + self._gap

    def hold(self, until: datetime) -> None:
        """The platform asked for silence; of several wishes in one wave the longest counts."""
        self._held_until = until if self._held_until is None else max(until, self._held_until)

    def hold_room(self, room: ChannelRef, until: datetime) -> None:
        self._rooms[room] = max(until, self._rooms.get(room, until))

    def free_at(self, now: datetime) -> datetime:
        """When to look again while posts are waiting."""
        times = [now + self._cost * max(1.0, self._burst / 2), *self._rooms.values()]
        if self._held_until is not None and self._held_until > now:
            return self._held_until
        return min(times)
