"""Circles: their calendars, rooms and members."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.cohorts import Cohort, Member, Place, Presence
from bot.domain.ids import (
    ActorRef,
    ChannelRef,
    CohortId,
    MemberId,
    PersonId,
    PlaceId,
    Platform,
)
from bot.domain.records import (
    Colleague,
)


class Cohorts(Protocol):
    def add(self, cohort: Cohort) -> Cohort:
        """Store a new cohort; its id in the argument is ignored."""
        ...

    def get(self, cohort: CohortId) -> Cohort: ...

    def save(self, cohort: Cohort) -> None: ...

    def hold_room(self, channel: ChannelRef) -> None:
        """Whoever else wants to hold this room waits until the transaction ends."""
        ...

    def at(self, channel: ChannelRef) -> Cohort | None:
        """The open cohort that meets in this room."""
        ...

    def latest_at(self, channel: ChannelRef) -> Cohort | None:
        """The newest cohort that met here, open or over."""
        ...

    def of_person(self, person: PersonId) -> Sequence[Cohort]:
        """Theirs or hosted by them, archived ones left out: open ones first, then newest first."""
        ...

    def by_code(self, code: str) -> Cohort | None: ...

    def due(self, now: datetime, limit: int) -> Sequence[Cohort]:
        """Open cohorts whose `next_slot_at` has come, locked until the transaction ends."""
        ...

    def upcoming(self) -> Sequence[Cohort]:
        """Every open cohort that has a slot to come, the next one first; nothing is locked."""
        ...

    def next_due(self) -> datetime | None: ...

    def add_place(self, cohort: CohortId, channel: ChannelRef) -> Place: ...

    def places(self, cohort: CohortId) -> Sequence[Place]: ...

    def switch_off(self, place: PlaceId, reason: str) -> bool:
        """False when it was off already."""
        ...

    def switch_on(self, place: PlaceId) -> None: ...

    def workspace_left(self, platform: Platform, workspace: str, reason: str) -> int:
        """Switch off every place of a workspace that is on; returns how many."""
        ...

    def left_behind(self, platform: Platform, workspace: str) -> Sequence[Cohort]:
        """Circles with a place there and none that is on, the archived ones left out."""
        ...

    def workspace_back(self, platform: Platform, workspace: str, reason: str) -> int:
        """Switch on those that were switched off for that very reason; returns how many."""
        ...


class Members(Protocol):
    def add(self, member: Member) -> Member | None:
        """None when the person has been in the circle before; the id in the argument is ignored."""
        ...

    def find(self, cohort: CohortId, person: PersonId) -> Member | None: ...

    def get(self, member: MemberId) -> Member: ...

    def of(self, cohort: CohortId) -> Sequence[Member]:
        """Members who have not left."""
        ...

    def of_person(self, person: PersonId) -> Sequence[Member]: ...

    def save(self, member: Member) -> None: ...

    def practised(self, member: MemberId, day: int) -> None:
        """The day is no day off any more."""
        ...

    def colleagues(self, cohort: CohortId, last: int) -> Sequence[Colleague]:
        """Those who have not left, with what they kept up to the day `last`."""
        ...


class Presences(Protocol):
    def of(self, actor: ActorRef, channel: ChannelRef) -> Presence:
        """Of the circles that met in a room it is the newest, an open one first."""
        ...
