"""The outbox: writing posts, and taking them to their platform."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cards import Card
from bot.domain.ids import (
    ChannelRef,
    CohortId,
    Platform,
    PostId,
)
from bot.domain.records import (
    Post,
)
from bot.ports import Outgoing

MAY_BE_THERE = "an answer was lost, and sent again it might stand there twice"
"""Why a post in doubt is not sent again, for the host."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A post that is not made; kept so that the host can see it."""

    key: str
    cohort: CohortId
    target: ChannelRef
    title: str
    due_at: datetime
    reason: str


class Outbox(Protocol):
    def add(
        self, outgoing: Outgoing, cohort: CohortId | None = None, *, late: bool = False
    ) -> bool:
        """False when the key is known already."""
        ...

    def skip(self, skipped: Skipped) -> bool: ...

    def cancel(self, key: str, reason: str) -> bool:
        """Take back a post that has not been claimed."""
        ...

    def is_posted(self, key: str) -> bool:
        """Planned and not skipped."""
        ...

    def troubled(self, cohort: CohortId, most: int = 20) -> Sequence[Post]:
        """Posts of a circle that were skipped, failed or are unclear, newest first."""
        ...

    def refused(self, cohort: CohortId, why: str) -> Sequence[Post]:
        """Direct messages that failed for a reason beginning so, the oldest first."""
        ...

    def overdue(self, cohort: CohortId, before: datetime, most: int = 20) -> Sequence[Post]:
        """Posts of a circle that were due before the instant and still wait, oldest first."""
        ...

    def get(self, post: PostId) -> Post | None: ...

    def send_again(self, post: PostId, now: datetime, expires_at: datetime) -> bool:
        """Only an unclear or failed post goes back to ready; nothing is in doubt any more."""
        ...

    def settle_unclear(self, post: PostId, now: datetime) -> bool:
        """A person has seen that it arrived."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A post taken for sending. `parent` is the receipt to answer under; `tries` counts sends.

    `doubted_at` is when it was first sent without anybody knowing whether it arrived.
    """

    id: PostId
    key: str
    cohort: CohortId | None
    target: ChannelRef
    card: Card
    due_at: datetime
    tries: int
    parent: str = ""
    doubted_at: datetime | None = None


class CourierBox(Protocol):
    """The courier's side of the outbox."""

    def claim(
        self,
        platform: Platform,
        now: datetime,
        limit: int,
        worker: str,
        busy: Iterable[ChannelRef] = (),
    ) -> Sequence[Claim]:
        """Take due posts for sending, oldest first, at most one per room."""
        ...

    def sent(self, post: PostId, receipt: str, now: datetime) -> None: ...

    def later(
        self, post: PostId, due_at: datetime, reason: str, doubted_at: datetime | None = None
    ) -> None:
        """Ready again from then on; what waits behind it in the same room does not overtake it.

        Once in doubt it stays so, since the first `doubted_at`, until it is sent.
        """
        ...

    def unclear(self, post: PostId, reason: str) -> None: ...

    def fail(self, post: PostId, reason: str) -> None:
        """One in doubt becomes unclear instead: it may have arrived before."""
        ...

    def expire(self, platform: Platform, now: datetime) -> int:
        """Ready posts that are too late to be useful become skipped, those in doubt unclear."""
        ...

    def orphans(
        self, platform: Platform, claimed_before: datetime, repeatable_since: datetime
    ) -> tuple[int, int]:
        """Posts left in sending by a crash: (back to ready, unclear).

        Those in doubt or claimed since `repeatable_since` and no longer may be repeated, the
        platform would recognise them.
        """
        ...

    def next_due(self, platform: Platform) -> datetime | None: ...

    def depth(self, now: datetime) -> Mapping[str, int]:
        """Posts by state, and under "age" the seconds the oldest due one has waited."""
        ...
