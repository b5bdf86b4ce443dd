"""What Slack sends to the app, and what the app says back in time."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from tests.slack.records import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Delivery:
    kind: Kind
    payload: Json


@dataclass(frozen=True)
class Ack:
    """`payload` is what came with it: a message, a `response_action`, or nothing."""

    payload: Json
    seconds: float = 0.0
    status: int = 200
    no_retry: bool = False


class NotAcked(Exception):
    """The app did not answer, or not with success; `wanted` is False if it wants no retry."""

    def __init__(self, why: str, *, wanted: bool = True) -> None:
        super().__init__(why)
        self.wanted = wanted


class Way(Protocol):
    async def deliver(self, delivery: Delivery, attempt: int = 0, reason: str = "") -> Ack:
        """Send and wait for the ack. Raises NotAcked."""
        ...


@dataclass
class Deliveries:
    """`retries`: how often an event that was not acked is sent again, as Slack does up to 3 times.

    `sent` and `acked` are the history, oldest first.
    """

    way: Way
    retries: int = 0
    sent: list[Delivery] = field(default_factory=list)
    acked: list[tuple[Delivery, Ack]] = field(default_factory=list)

    async def send(self, delivery: Delivery) -> Ack:
        """Raises NotAcked when the app never answered."""
        self.sent.append(delivery)
        last = self.retries if delivery.kind == "events_api" else 0
        for attempt in range(last):
            try:
                return await self._once(delivery, attempt)
            except NotAcked as missed:
                if not missed.wanted:
                    raise
        return await self._once(delivery, last)

    async def again(self, delivery: Delivery, attempt: int = 1) -> Ack:
        """The same once more, as after an ack that got lost."""
        return await self._once(delivery, attempt)

    async def _once(self, delivery: Delivery, attempt: int) -> Ack:
        reason = "timeout" if attempt else ""
        ack = await self.way.deliver(delivery, attempt, reason)
        self.acked.append((delivery, ack))
        return ack
