"""Ground that may open: a store and a room where the process dies between any two steps."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from bot.cards import Card
from bot.clock import SetClock
from bot.domain.ids import ChannelRef, Platform
from bot.ports import ChannelGone, Receipt
from bot.repositories.store import Repos
from bot.storage.store import SqlStore

T = TypeVar("T")
PLATFORM = Platform("simulation")
CHANNEL = ChannelRef(PLATFORM, "w", "room")


class Killed(BaseException):
    """The process dies here; no handler may catch it."""


class Fate:
    """Decides where the process dies: before a deed took effect, or after it and untold."""

    def __init__(self, rate: float, rng: random.Random) -> None:
        self._rate, self._random = rate, rng
        self.armed = False

    @contextmanager
    def over(self) -> Iterator[None]:
        dies = self.armed and self._random.random() < self._rate
        if dies and self._random.random() < 0.5:
            raise Killed
        yield
        if dies:
            raise Killed


class ShakyStore(SqlStore):
    """The real store on ground that may open around each writing transaction."""

    def __init__(self, url: str, fate: Fate) -> None:
        super().__init__(url)
        self._fate = fate

    async def transact(
        self, step: Callable[[Repos], T], *, read_only: bool = False, atomic: bool = True
    ) -> T:
        if read_only:
            return await super().transact(step, read_only=True)
        with self._fate.over():
            return await super().transact(step, atomic=atomic)

    def crash(self) -> None:
        """Cut every connection. What SQLAlchemy has compiled may stay: it remembers no data."""
        for engine in (self.engine, self._reading):
            engine.dispose()


class SimulatedRoom:
    """A chat room like the strictest platform: it recognises no keys, a repeat is a double."""

    platform = PLATFORM
    remembers = timedelta()
    per_channel = timedelta()
    per_second = 1000.0
    lanes = 1

    def __init__(self, clock: SetClock, fate: Fate) -> None:
        self._clock, self._fate = clock, fate
        self.received: list[tuple[datetime, ChannelRef, str]] = []

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        if target.workspace != CHANNEL.workspace or not key:
            raise ChannelGone(f"no such room: {target.channel}, in thread {parent or 'none'}")
        with self._fate.over():
            self.received.append((self._clock.now(), target, card.title))
        return Receipt(str(len(self.received)))

    def titles(self) -> Counter[str]:
        return Counter(title for _, target, title in self.received if not target.direct)
