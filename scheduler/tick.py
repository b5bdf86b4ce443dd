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
from bot.domain.ids import CohortId
from bot.ports import Clock, Outgoing
from bot.repositories.store import Repos, Store
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
                plans = await self.store.transact(lambda repos: self._plan(repos, BATCH))
            except Exception:
                found = await self._one_by_one()
            else:
                found = self._report(plans)
            if not found:
                return await self.store.transact(
                    lambda repos: repos.cohorts.next_due(), read_only=True
                )

    async def tidy(self) -> None:
        """Forget what cannot be delivered again any more."""
        before = self.clock.now() - FORGET_AFTER
        await self.store.transact(lambda repos: repos.inbox.forget_before(before))

    def _plan(self, repos: Repos, limit: int) -> list[Plan]:
        now = self.clock.now()
        return [self._plan_one(repos, cohort, now) for cohort in repos.cohorts.due(now, limit)]

    def _plan_one(self, repos: Repos, cohort: Cohort, now: datetime) -> Plan:
        plan = plan_due(repos, self.curriculum(), cohort, now)
        for post in plan.posts:
            repos.outbox.add(self._outgoing(post), cohort.id, late=post.late)
        for _, skipped in plan.skipped:
            repos.outbox.skip(skipped)
        repos.cohorts.save(plan.cohort)
        return plan

    def _outgoing(self, post: Planned) -> Outgoing:
        return Outgoing(
            key=post.key,
            target=post.target,
            card=broadcast_card(post.content, self.curriculum()),
            due_at=post.due_at,
            expires_at=post.expires_at,
            parent_key=post.parent_key,
        )

    def _report(self, plans: Sequence[Plan]) -> int:
        """Only what is committed is told, so that nothing is counted twice."""
        for plan in plans:
            self.watch.planned(len(plan.posts), len(plan.skipped))
        return len(plans)

    async def _one_by_one(self) -> int:
        """After a failure: each circle in a transaction of its own, the broken one put off."""
        now = self.clock.now()
        # Not read-only: PostgreSQL lets nobody lock rows who may not write.
        due: Sequence[Cohort] = await self.store.transact(
            lambda repos: repos.cohorts.due(now, BATCH)
        )
        for cohort in due:
            await self._guarded(cohort, now)
        return len(due)

    async def _guarded(self, cohort: Cohort, now: datetime) -> None:
        """The circle is read again in each transaction: its host may have changed it meanwhile."""

        def step(repos: Repos) -> list[Plan]:
            fresh = repos.cohorts.get(cohort.id)
            return [self._plan_one(repos, fresh, now)] if fresh.open else []

        try:
            plans = await self.store.transact(step)
        except Exception as error:
            self.watch.plan_failed(cohort, error)
            await self.store.transact(lambda repos: _put_off(repos, cohort.id, now + PUT_OFF))
        else:
            self._report(plans)


def _put_off(repos: Repos, cohort: CohortId, until: datetime) -> None:
    repos.cohorts.save(replace(repos.cohorts.get(cohort), next_slot_at=until))
