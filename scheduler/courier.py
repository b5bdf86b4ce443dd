"""Takes posts from the outbox to one platform: claim, send outside any transaction, record.

A post is in doubt from the first send whose end nobody knows: the answer was lost, or a crash left
it in `sending`. As long as the platform recognises a repeated key it is sent again; after that, and
elsewhere at once, it becomes `unclear` and waits for the host, whatever went wrong in between. A
missing post that is visible beats a double one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import Platform
from bot.ports import (
    Ambiguous,
    ChannelGone,
    Clock,
    Messenger,
    MessengerError,
    NotAllowed,
    RateLimited,
    Receipt,
    Unavailable,
)
from bot.repositories.posts import MAY_BE_THERE, Claim
from bot.repositories.store import Repos, Store
from scheduler.notices import switch_off
from scheduler.outcomes import Outcomes
from scheduler.pacing import Pacer

SEND_TIMEOUT = 30.0
MOST_TRIES = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=10)
LOOK_AGAIN = 30.0
"""Seconds after which the courier looks even if nobody woke it."""


class CourierWatch(Protocol):
    """What the courier tells the log and the metrics. `outcome` is a PostState or "retry"."""

    def posted(self, platform: Platform, outcome: str, delay: timedelta) -> None: ...

    def trouble(self, claim: Claim, error: Exception) -> None: ...


@dataclass(frozen=True, slots=True)
class CourierParts:
    """`grace`: how long a post may be in `sending` before its sender counts as dead; zero where
    this process is the only one."""

    store: Store
    messenger: Messenger
    clock: Clock
    watch: CourierWatch
    worker: str
    grace: timedelta = timedelta(0)


class Courier:
    """A bot.ports.Service; `step` is the whole of it for a test or a clock that is pushed."""

    def __init__(self, parts: CourierParts) -> None:
        self.parts = parts
        self.name = f"courier-{parts.messenger.platform}"
        rules = parts.messenger
        self._pacer = Pacer(rules.per_second, rules.per_channel, rules.lanes)
        self._outcomes = Outcomes(parts.store)
        self._wake = asyncio.Event()
        self._one_wave = asyncio.Lock()
        self._looked_at: datetime | None = None

    def wake(self) -> None:
        self._wake.set()

    async def serve(self) -> None:
        while True:
            self._wake.clear()
            while await self.step():
                pass
            await self._sleep()

    async def drain(self) -> None:
        """Send everything that is due now, as far as the pace allows."""
        while await self.step():
            pass

    async def step(self) -> int:
        """One wave: claim what may be sent now, send it side by side, record each. Its size."""
        async with self._one_wave:
            try:
                claims = await self._claim()
                await self._deliver_all(claims)
            except BaseException:
                # What it leaves in `sending` nobody will record, so the next wave looks for it.
                self._looked_at = None
                raise
            return len(claims)

    async def _deliver_all(self, claims: Sequence[Claim]) -> None:
        """Raises the first error when all have ended, so that no send outlives its wave."""
        ended = await asyncio.gather(*map(self._deliver, claims), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _claim(self) -> Sequence[Claim]:
        now = self.parts.clock.now()
        limit = self._pacer.allowance(now)
        busy = self._pacer.busy(now)
        platform = self.parts.messenger.platform
        looks = self._looks_for_lost(now)

        def take(repos: Repos) -> Sequence[Claim]:
            if looks:
                known_since = now - self.parts.messenger.remembers
                repos.courier.orphans(platform, now - self.parts.grace, known_since)
            worker = self.parts.worker
            found = repos.courier.claim(platform, now, limit, worker, busy) if limit else ()
            if not found:
                # Stale posts are never claimed; writing them off can wait for an idle moment.
                repos.courier.expire(platform, now)
            return found

        claims = await self.parts.store.transact(take, atomic=False)
        if looks:
            self._looked_at = now
        for claim in claims:
            self._pacer.took(claim.target, now)
        return claims

    def _looks_for_lost(self, now: datetime) -> bool:
        """For what a dead process left in `sending`: its own at the start, others' now and then."""
        if self._looked_at is None:
            return True
        grace = self.parts.grace
        return bool(grace) and now >= self._looked_at + grace / 2

    async def _deliver(self, claim: Claim) -> None:
        started = self.parts.clock.now()
        try:
            receipt = await self._send(claim, started)
        except Exception as error:
            failure = _told(error)
            await self._record_failure(_doubting(claim, failure, started), failure)
        else:
            await self._record_sent(claim, receipt)

    def _may_double(self, claim: Claim, at: datetime) -> bool:
        """Whether the platform, asked then, could show the post a second time."""
        since = claim.doubted_at
        return since is not None and at - since > self.parts.messenger.remembers

    async def _send(self, claim: Claim, now: datetime) -> Receipt:
        try:
            if self._may_double(claim, now):
                raise Ambiguous(MAY_BE_THERE)
            async with asyncio.timeout(SEND_TIMEOUT):
                return await self.parts.messenger.post(
                    claim.target, claim.card, key=claim.key, parent=claim.parent
                )
        except TimeoutError as error:
            raise Ambiguous(f"no answer within {SEND_TIMEOUT:.0f} s") from error
        finally:
            self._pacer.ended(self.parts.clock.now())

    async def _record_sent(self, claim: Claim, receipt: Receipt) -> None:
        now = self.parts.clock.now()
        await self._outcomes.write(lambda repos: repos.courier.sent(claim.id, receipt.message, now))
        self._report("sent", now - claim.due_at)

    async def _record_failure(self, claim: Claim, error: MessengerError) -> None:
        self.parts.watch.trouble(claim, error)
        now = self.parts.clock.now()
        match error:
            case RateLimited():
                self._hold(claim, error, now)
                await self._later(claim, now + error.retry_after, error)
            case Unavailable() | Ambiguous() if claim.tries < MOST_TRIES:
                await self._later(claim, now + _backoff(claim.tries), error)
            case ChannelGone() | NotAllowed():
                await self.parts.store.transact(lambda repos: switch_off(repos, claim, error, now))
                self._report("unclear" if claim.doubted_at else "failed", now - claim.due_at)
            case _:
                await self._give_up(claim, error)

    def _hold(self, claim: Claim, error: RateLimited, now: datetime) -> None:
        if error.everywhere:
            self._pacer.hold(now + error.retry_after)
        else:
            self._pacer.hold_room(claim.target, now + error.retry_after)

    async def _later(self, claim: Claim, due_at: datetime, error: MessengerError) -> None:
        if self._may_double(claim, due_at):
            await self._give_up(claim, error)
            return
        why, since = str(error), claim.doubted_at
        await self._outcomes.write(lambda repos: repos.courier.later(claim.id, due_at, why, since))
        self._report("retry", timedelta(0))

    async def _give_up(self, claim: Claim, error: MessengerError) -> None:
        delay = self.parts.clock.now() - claim.due_at
        if claim.doubted_at is None:
            await self._outcomes.write(lambda repos: repos.courier.fail(claim.id, str(error)))
            self._report("failed", delay)
        else:
            why = str(error) if isinstance(error, Ambiguous) else f"{MAY_BE_THERE}; then: {error}"
            await self._outcomes.write(lambda repos: repos.courier.unclear(claim.id, why))
            self._report("unclear", delay)

    def _report(self, outcome: str, delay: timedelta) -> None:
        self.parts.watch.posted(self.parts.messenger.platform, outcome, delay)

    async def _sleep(self) -> None:
        """Until woken, until the next post is due, or until the pace allows more."""
        now = self.parts.clock.now()
        platform = self.parts.messenger.platform
        due = await self.parts.store.transact(
            lambda repos: repos.courier.next_due(platform), read_only=True
        )
        wait = LOOK_AGAIN
        if due is not None:
            until = due if due > now else self._pacer.free_at(now)
            wait = min(LOOK_AGAIN, max(0.0, (until - now).total_seconds()))
        try:
            async with asyncio.timeout(wait):
                await self._wake.wait()
        except TimeoutError:
            return


def _told(error: Exception) -> MessengerError:
    """A fault of the adapter itself says nothing about the post."""
    if isinstance(error, MessengerError):
        return error
    return Ambiguous(f"{type(error).__name__}: {error}")


def _doubting(claim: Claim, error: MessengerError, started: datetime) -> Claim:
    """The same, in doubt from this send on if nobody knows its end and it was not before."""
    if claim.doubted_at is None and isinstance(error, Ambiguous):
        return replace(claim, doubted_at=started)
    return claim


def _backoff(tries: int) -> timedelta:
    doubled: int = 2 ** max(0, tries - 1)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)
