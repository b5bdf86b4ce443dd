"""How many posts may go out now, and in which rooms: a platform's rules as arithmetic."""

from collections import deque
from datetime import datetime, timedelta

from bot.domain.ids import ChannelRef

BURST_SECONDS = 0.25
"""Posts are let out in small waves, so that one claim serves several of them."""


class Pacer:
    """An even stream over all rooms, and a gap within each. Time is passed in.

    What a stall held up may follow in a burst, but no more than `per_second` arrive in any second,
    however long each is on its way: a post counts until a second after its answer.
    """

    def __init__(self, per_second: float, per_channel: timedelta, lanes: int) -> None:
        self._gap, self._lanes = per_channel, lanes
        self._cost = timedelta(seconds=1 / per_second)
        self._burst = max(1.0, per_second * BURST_SECONDS)
        self._full_until: datetime | None = None
        self._most = max(1, int(per_second))
        self._under_way = 0
        self._ended: deque[datetime] = deque()
        self._rooms: dict[ChannelRef, datetime] = {}
        self._held_until: datetime | None = None

    def allowance(self, now: datetime) -> int:
        """Posts that may start at `now`."""
        if self._held_until is not None and now < self._held_until:
            return 0
        return max(0, min(self._lanes, self._streaming(now), self._within_a_second(now)))

    def _streaming(self, now: datetime) -> int:
        if self._full_until is None or self._full_until <= now:
            return int(self._burst)
        used = (self._full_until - now) / self._cost
        return int(self._burst - used + 1e-6)

    def _within_a_second(self, now: datetime) -> int:
        while self._ended and self._ended[0] <= now - self._most * self._cost:
            self._ended.popleft()
        return self._most - self._under_way - len(self._ended)

    def busy(self, now: datetime) -> list[ChannelRef]:
        """Rooms whose last post is too recent; others are forgotten."""
        self._rooms = {room: free for room, free in self._rooms.items() if free > now}
        return list(self._rooms)

    def took(self, room: ChannelRef, now: datetime) -> None:
        start = now if self._full_until is None else max(now, self._full_until)
        self._full_until = start + self._cost
        self._under_way += 1
        if self._gap:
            self._rooms[room] = now + self._gap

    def ended(self, now: datetime) -> None:
        """One that was taken has its answer, or will have none."""
        self._under_way -= 1
        self._ended.append(now)

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
