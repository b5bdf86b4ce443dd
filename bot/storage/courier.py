"""The outbox as the courier sees it: claim, then one small transaction for each outcome."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, not_, or_, select, tuple_, update

from bot.domain.ids import ChannelRef, CohortId, Platform, PostId
from bot.domain.records import PostState
from bot.repositories import Claim
from bot.storage.common import Repository
from bot.storage.outbox import target_of
from bot.storage.tables import outbox

_ADDRESS = tuple_(outbox.c.workspace, outbox.c.channel)


class SqlCourierBox(Repository):
    __slots__ = ()

    def claim(
        self,
        platform: Platform,
        now: datetime,
        limit: int,
        worker: str,
        busy: Iterable[ChannelRef] = (),
    ) -> Sequence[Claim]:
        ids = self._first_of_each_room(platform, now, limit, busy)
        if not ids:
            return []
        change = (
            update(outbox)
            .where(outbox.c.id.in_(ids))
            .values(
                state=PostState.SENDING,
                claimed_at=now,
                worker=worker,
                tries=outbox.c.tries + 1,
            )
            .returning(outbox)
        )
        rows = sorted(self.connection.execute(change), key=lambda row: (row.due_at, row.id))
        parents = self._parents(rows)
        return [_claim(row, parents.get(row.parent_key, "")) for row in rows]

    def _first_of_each_room(
        self, platform: Platform, now: datetime, limit: int, busy: Iterable[ChannelRef]
    ) -> list[int]:
        blocked = [(room.workspace, room.channel) for room in busy]
        due = (
            select(outbox.c.id, outbox.c.workspace, outbox.c.channel)
            .where(
                outbox.c.platform == platform,
                outbox.c.state == PostState.READY,
                outbox.c.due_at <= now,
            )
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if blocked:
            due = due.where(not_(_ADDRESS.in_(blocked)))
        first: dict[tuple[str, str], int] = {}
        for row in self.connection.execute(due):
            first.setdefault((row.workspace, row.channel), row.id)
        return list(first.values())

    def _parents(self, rows: Sequence[Row[Any]]) -> Mapping[str, str]:
        keys = {row.parent_key for row in rows if row.parent_key}
        if not keys:
            return {}
        found = select(outbox.c.key, outbox.c.receipt).where(outbox.c.key.in_(keys))
        return {row.key: row.receipt for row in self.connection.execute(found)}

    def sent(self, post: PostId, receipt: str, now: datetime) -> None:
        """A receipt is the truth, also when the post was given up for unclear meanwhile."""
        values = {"state": PostState.SENT, "receipt": receipt, "sent_at": now, "reason": ""}
        open_states = outbox.c.state.in_((PostState.SENDING, PostState.UNCLEAR))
        self.connection.execute(
            update(outbox).where(outbox.c.id == post, open_states).values(values)
        )

    def later(self, post: PostId, due_at: datetime, reason: str) -> None:
        self._settle(post, state=PostState.READY, due_at=due_at, reason=reason)

    def unclear(self, post: PostId, reason: str) -> None:
        self._settle(post, state=PostState.UNCLEAR, reason=reason)

    def fail(self, post: PostId, reason: str) -> None:
        self._settle(post, state=PostState.FAILED, reason=reason)

    def _settle(self, post: PostId, **values: object) -> None:
        mine = (outbox.c.id == post) & (outbox.c.state == PostState.SENDING)
        self.connection.execute(update(outbox).where(mine).values(values))

    def expire(self, platform: Platform, now: datetime) -> int:
        stale = and_(
            outbox.c.platform == platform,
            outbox.c.state == PostState.READY,
            outbox.c.due_at <= now,
            outbox.c.expires_at < now,
        )
        values = {"state": PostState.SKIPPED, "reason": "too late to be useful"}
        return self.connection.execute(update(outbox).where(stale).values(values)).rowcount

    def orphans(
        self, platform: Platform, claimed_before: datetime, repeatable_since: datetime
    ) -> tuple[int, int]:
        lost = and_(
            outbox.c.platform == platform,
            outbox.c.state == PostState.SENDING,
            outbox.c.claimed_at < claimed_before,
        )
        fresh = outbox.c.claimed_at >= repeatable_since
        repeat = update(outbox).where(lost, fresh).values(state=PostState.READY)
        back = self.connection.execute(repeat).rowcount
        values = {"state": PostState.UNCLEAR, "reason": "we stopped while it was being sent"}
        unclear = self.connection.execute(update(outbox).where(lost).values(values)).rowcount
        return back, unclear

    def next_due(self, platform: Platform) -> datetime | None:
        earliest = select(func.min(outbox.c.due_at)).where(
            outbox.c.platform == platform, outbox.c.state == PostState.READY
        )
        return self.connection.execute(earliest).scalar()

    def depth(self, now: datetime) -> Mapping[str, int]:
        waiting = or_(
            outbox.c.state == PostState.READY,
            outbox.c.state.in_((PostState.SENDING, PostState.UNCLEAR, PostState.FAILED)),
        )
        counted = select(outbox.c.state, func.count()).where(waiting).group_by(outbox.c.state)
        found = {row[0]: row[1] for row in self.connection.execute(counted)}
        oldest = self.connection.execute(
            select(func.min(outbox.c.due_at)).where(outbox.c.state == PostState.READY)
        ).scalar()
        age = 0 if oldest is None else max(0, int((now - oldest).total_seconds()))
        return {**found, "age": age}


def _claim(row: Row[Any], parent: str) -> Claim:
    return Claim(
        id=PostId(row.id),
        key=row.key,
        cohort=None if row.cohort_id is None else CohortId(row.cohort_id),
        target=target_of(row),
        card=row.card,
        due_at=row.due_at,
        tries=row.tries,
        parent=parent,
    )
