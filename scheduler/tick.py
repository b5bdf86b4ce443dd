"""One look at the clock: due slots become posts in the outbox. No network, no sleeping.

Circles are planned a few to a transaction; one whose planning fails is put off and reported, so it
never holds up the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import Cohort
from bot.ports import Clock, Outgoing
from bot.repositories import Repos, Store
from bot.usecases.broadcasts import Plan, Planned, plan_due
from bot.views.broadcasts import broadcast_card

BATCH = 20
PUT_OFF = timedelta(minutes=10)
FORGET_AFTER = timedelta(days=3)
"""Redeliveries come within a day; three leave room for an outage."""


class TickWatch(Protocol):
    """What the tick tells the log and the metrics."""

    def planned(self, posts: int, skipped: int) -> None: ...

    def plan_failed(self, cohort: Cohort, error: Exception) -> None: ...


@dataclass(frozen=True, slots=True)
class Tick:
    """`run` may be called at any time and by several processes at once: it is idempotent."""

    store: Store
    curriculum: Callable[[], Curriculum]
    clock: Clock
    watch: TickWatch

    async def run(self) -> datetime | None:
        """Plan everything due; returns when the next slot falls."""
        while True:
            try:
                found = await self.store.transact(lambda repos: self._plan(repos, BATCH))
            except Exception:
                found = await self._one_by_one()
            if not found:
                return await self.store.transact(
                    lambda repos: repos.cohorts.next_due(), read_only=True
                )

    async def tidy(self) -> None:
        """Forget what cannot be delivered again any more."""
        before = self.clock.now() - FORGET_AFTER
        await self.store.transact(lambda repos: repos.inbox.forget_before(before))

    def _plan(self, repos: Repos, limit: int) -> int:
        now = self.clock.now()
        cohorts = repos.cohorts.due(now, limit)
        for cohort in cohorts:
            self._plan_one(repos, cohort, now)
        return len(cohorts)

    def _plan_one(self, repos: Repos, cohort: Cohort, now: datetime) -> None:
        plan = plan_due(repos, self.curriculum(), cohort, now)
        for post in plan.posts:
            repos.outbox.add(self._outgoing(post), cohort.id, late=post.late)
        for _, skipped in plan.skipped:
            repos.outbox.skip(skipped)
        repos.cohorts.save(plan.cohort)
        self._report(plan)

    def _outgoing(self, post: Planned) -> Outgoing:
        return Outgoing(
            key=post.key,
            target=post.target,
            card=broadcast_card(post.content, self.curriculum()),
            due_at=post.due_at,
            expires_at=post.expires_at,
            parent_key=post.parent_key,
        )

    def _report(self, plan: Plan) -> None:
        self.watch.planned(len(plan.posts), len(plan.skipped))

    async def _one_by_one(self) -> int:
        """After a failure: each circle in a transaction of its own, the broken one put off."""
        now = self.clock.now()
        due: Sequence[Cohort] = await self.store.transact(
            lambda repos: repos.cohorts.due(now, BATCH), read_only=True
        )
        for cohort in due:
            await self._guarded(cohort, now)
        return len(due)

    async def _guarded(self, cohort: Cohort, now: datetime) -> None:
        try:
            await self.store.transact(lambda repos: self._plan_one(repos, cohort, now))
        except Exception as error:
            self.watch.plan_failed(cohort, error)
            later = replace(cohort, next_slot_at=now + PUT_OFF)
            await self.store.transact(lambda repos: repos.cohorts.save(later))
