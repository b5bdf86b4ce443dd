"""What members did: servings and attempts, effort, ticks, memories."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.cohorts import Member
from bot.domain.ids import (
    CohortId,
    MemberId,
    ServingId,
)
from bot.domain.memory import Memory
from bot.domain.records import (
    Attempt,
    Board,
    Serving,
    SkillCount,
    Tally,
    Tick,
)
from bot.domain.scoring import Purpose


class Practice(Protocol):
    def serve(self, serving: Serving) -> Serving:
        """Store a serving; one with the same `key` that exists already is returned instead."""
        ...

    def serving(self, serving: ServingId) -> Serving | None: ...

    def by_key(self, key: str) -> Serving | None: ...

    def shown(self, member: Member, since: datetime) -> Mapping[str, datetime]:
        """Items shown to the member, or to the whole circle, and when last."""
        ...

    def circle_families(self, cohort: CohortId) -> frozenset[str]:
        """Families already used as a daily drill."""
        ...

    def attempts(self, serving: ServingId, member: MemberId) -> Sequence[Attempt]: ...

    def record(self, serving: Serving, attempt: Attempt) -> bool:
        """False when this member's attempt of that number exists already."""
        ...

    def score(
        self, serving: ServingId, member: MemberId, scores: tuple[int, ...], share: float
    ) -> None: ...

    def attempted_family(self, member: MemberId, family: str) -> bool: ...

    def day_counts(self, member: MemberId, day: int) -> Mapping[Purpose, int]:
        """First attempts of a circle day by purpose."""
        ...

    def caught_up(self, member: MemberId, since: datetime) -> int:
        """Missed days' drills answered from that instant on."""
        ...

    def days_kept(self, member: MemberId) -> frozenset[int]: ...

    def days_kept_by_all(self, cohort: CohortId, days: range) -> Mapping[MemberId, int]: ...

    def banked(self, member: MemberId) -> int:
        """Families answered right on three separate days."""
        ...

    def skills(self, member: MemberId) -> Sequence[SkillCount]: ...

    def skill_number(self, member: MemberId) -> int:
        """The private sum of difficulty bonuses."""
        ...

    def tally(self, serving: ServingId) -> Tally: ...

    def quiz_tally(self, cohort: CohortId, day: int) -> Tally: ...

    def hint(self, serving: ServingId, member: MemberId) -> int:
        """Count one more hint taken; returns how many now."""
        ...

    def hints(self, serving: ServingId, member: MemberId) -> int: ...

    def missed_days(self, member: Member, before: int) -> Sequence[int]:
        """Days before `before` whose daily drill was posted and not answered or caught up."""
        ...

    def history(self, member: MemberId) -> Sequence[tuple[Serving, Attempt]]: ...


class Efforts(Protocol):
    def add(self, member: Member, day: int, points: int, reason: str, ref: str) -> bool:
        """Append points once per (member, reason, ref)."""
        ...

    def given(self, member: MemberId, reason: str, ref: str) -> int:
        """The points appended for that; 0 where there were none."""
        ...

    def total(self, member: MemberId) -> int: ...

    def board(self, cohort: CohortId, days: range, me: MemberId | None, top: int) -> Board:
        """Points per active day over `days`, hidden people left out, the asker always found."""
        ...


class Checklists(Protocol):
    def ticks(self, member: MemberId) -> Sequence[Tick]: ...

    def add(self, member: MemberId, tick: Tick) -> bool: ...

    def remove_last(self, member: MemberId, item: str) -> bool: ...


class Memories(Protocol):
    def get(self, member: MemberId, family: str) -> Memory | None: ...

    def save(self, member: MemberId, memory: Memory) -> None: ...

    def due(self, member: MemberId, now: datetime) -> Sequence[Memory]:
        """Those due by then, the earliest first."""
        ...
