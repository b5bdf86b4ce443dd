"""Honest stand-ins for the outside: who is told, a platform that fails on demand, loop time."""

import asyncio
import selectors
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from bot.cards import Card
from bot.domain.cohorts import Cohort
from bot.domain.errors import StudyError
from bot.domain.ids import ChannelRef, Platform
from bot.ports import Clock, MessengerError, Receipt
from bot.repositories.posts import Claim

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@dataclass
class RecordingWatch:
    """Implements every watch protocol by keeping what it was told, in order."""

    commands: list[tuple[str, str]] = field(default_factory=list)
    """Command and outcome of each dispatch."""
    refusals: list[tuple[str, StudyError]] = field(default_factory=list)
    crashes: list[tuple[str, str, BaseException]] = field(default_factory=list)
    """Command, incident and error."""
    plans: list[tuple[int, int]] = field(default_factory=list)
    """Posts and skipped slots of each circle that was planned."""
    failed_plans: list[tuple[Cohort, Exception]] = field(default_factory=list)
    outcomes: list[tuple[Platform, str, timedelta]] = field(default_factory=list)
    troubles: list[tuple[Claim, Exception]] = field(default_factory=list)
    parts: list[tuple[str, str, float]] = field(default_factory=list)
    """What became of a part: name, event, seconds until it is tried again."""

    def handled(self, command: str, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        self.commands.append((command, outcome))

    def refused(self, command: str, error: StudyError) -> None:
        self.refusals.append((command, error))

    def crashed(self, command: str, incident: str, error: BaseException) -> None:
        self.crashes.append((command, incident, error))

    def planned(self, posts: int, skipped: int) -> None:
        self.plans.append((posts, skipped))

    def plan_failed(self, cohort: Cohort, error: Exception) -> None:
        self.failed_plans.append((cohort, error))

    def posted(self, platform: Platform, outcome: str, delay: timedelta) -> None:
        self.outcomes.append((platform, outcome, delay))

    def trouble(self, claim: Claim, error: Exception) -> None:
        self.troubles.append((claim, error))

    def started(self, name: str) -> None:
        self.parts.append((name, "started", 0))

    def crashed_part(self, name: str, error: Exception, backoff: float) -> None:
        self.parts.append((name, f"crashed: {error}", backoff))

    def given_up(self, name: str, error: Exception) -> None:
        self.parts.append((name, f"given up: {error}", 0))

    def stopped(self, name: str) -> None:
        self.parts.append((name, "stopped", 0))

    @property
    def sends(self) -> list[str]:
        """How each attempt to send ended."""
        return [outcome for _, outcome, _ in self.outcomes]


class Died(BaseException):
    """The process ends here; no handler of the program may catch it."""


class Hang:
    """The platform takes the post and never answers."""


class DieAfterSending:
    """The post arrives and the process ends before it can say so."""


Trouble = MessengerError | Exception | type[Hang] | type[DieAfterSending]


class Arrival(NamedTuple):
    at: datetime
    target: ChannelRef
    title: str
    key: str
    parent: str


class FlakyMessenger:
    """A platform with a room of its own that fails as told: one trouble for each send, in order.

    Like the strictest platforms it shows a repeated post twice, unless `remembers` says otherwise.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        platform: str = "playground",
        remembers: timedelta = timedelta(),
        per_channel: timedelta = timedelta(),
        per_second: float = 1000.0,
        lanes: int = 8,
    ) -> None:
        self._clock = clock
        self.platform = Platform(platform)
        self.remembers, self.per_channel = remembers, per_channel
        self.per_second, self.lanes = per_second, lanes
        self.troubles: deque[Trouble | None] = deque()
        self.arrived: list[Arrival] = []
        self.calls = 0
        self.hanging = asyncio.Event()
        """Set when a send hangs."""
        self._news = asyncio.Event()

    @property
    def titles(self) -> list[str]:
        return [arrival.title for arrival in self.arrived]

    async def received(self, count: int) -> None:
        """Wait until so many posts have arrived."""
        while len(self.arrived) < count:
            self._news.clear()
            await self._news.wait()

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        self.calls += 1
        trouble = self.troubles.popleft() if self.troubles else None
        if isinstance(trouble, Exception):
            raise trouble
        receipt = self._arrive(Arrival(self._clock.now(), target, card.title, key, parent))
        if trouble is Hang:
            self.hanging.set()
            await asyncio.Event().wait()
        if trouble is DieAfterSending:
            raise Died
        return receipt

    def _arrive(self, arrival: Arrival) -> Receipt:
        for number, known in enumerate(self.arrived):
            if known.key == arrival.key and arrival.at - known.at < self.remembers:
                return Receipt(f"m{number}")
        self.arrived.append(arrival)
        self._news.set()
        return Receipt(f"m{len(self.arrived) - 1}")


class PushedLoop(asyncio.SelectorEventLoop):
    """Runs in real time, but `push` lets seconds pass at once: for timeouts next to threads."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0
        self._timers: list[float] = []
        self._news = asyncio.Event()

    def time(self) -> float:
        return super().time() + self._ahead

    def push(self, seconds: float) -> None:
        self._ahead += seconds

    def call_at(
        self,
        when: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        self._timers.append(when - self.time())
        self._news.set()
        return super().call_at(when, callback, *args, context=context)

    async def resting(self, seconds: float) -> None:
        """Wait until somebody has begun to wait for about that long."""
        while not any(abs(timer - seconds) < 0.5 for timer in self._timers):
            self._news.clear()
            await self._news.wait()


class _Impatient(selectors.DefaultSelector):
    """Never waits for a timer; `skipped` is how long it would have waited."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> Any:  # noqa: ANN401  what selectors return
        if timeout is None:
            return super().select()
        self.skipped += max(0.0, timeout)
        return super().select(0)


class SkippingLoop(asyncio.SelectorEventLoop):
    """Jumps to the next timer whenever nothing else is to be done: hours of waiting take no time.

    Only for tests without worker threads, which it would not wait for.
    """

    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        return super().time() + self._impatient.skipped


def run_on(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    """Run a test's coroutine on a loop of its own, which is closed afterwards."""
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(work)
