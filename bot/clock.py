"""The machine's clock, and one that can be pushed. Nothing else reads the time."""

from datetime import UTC, datetime, timedelta


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  the one place that may


class PushedClock:
    """Runs as fast as the wall, some way off; `offset` is what to keep over a restart."""

    def __init__(self, wall: WallClock, offset: timedelta = timedelta()) -> None:
        self._wall = wall
        self.offset = offset

    def now(self) -> datetime:
        return self._wall.now() + self.offset

    def move_to(self, instant: datetime) -> None:
        self.offset = instant - self._wall.now()


class SetClock:
    """Stands still until moved: for simulations and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        self._now = instant
