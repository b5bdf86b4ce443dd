"""The outbox as the courier sees it: claim, then one statement for each outcome."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.cards import Card
from bot.domain.ids import ChannelRef, CohortId, Platform, PostId
from bot.domain.records import PostState
from bot.repositories.posts import MAY_BE_THERE, Claim
from bot.storage.common import AnyRow, Repository
from bot.storage.outbox import target_of
from bot.storage.tables import outbox
from bot.storage.types import Instant

# Spelled out, not a parameter: with a parameter neither engine may use the index of ready posts.
_IS_READY = outbox.c.state == literal_column(f"'{PostState.READY}'")
_OF_PLATFORM = outbox.c.platform == bindparam("of_platform")
_MINE = and_(outbox.c.id == bindparam("post"), outbox.c.state == PostState.SENDING)

_DUE = (
    select(outbox.c.id, outbox.c.workspace, outbox.c.channel, outbox.c.due_at)
    .where(
        _OF_PLATFORM,
        _IS_READY,
        outbox.c.due_at <= bindparam("now"),
        outbox.c.expires_at >= bindparam("now"),
    )
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ROOM = tuple_(outbox.c.workspace, outbox.c.channel)
_DUE_ELSEWHERE = _DUE.where(not_(_ROOM.in_(bindparam("busy", expanding=True))))


def _take(due: Select[Any]) -> ReturningUpdate[Any]:
    """Of what is due, the first of each room. The locking part stands alone: PostgreSQL allows no
    window beside FOR UPDATE, and inside IN it might run it more than once."""
    found = due.cte("due")
    order = func.row_number().over(
        partition_by=(found.c.workspace, found.c.channel), order_by=(found.c.due_at, found.c.id)
    )
    ranked = select(found.c.id, order.label("place")).subquery("ranked")
    first = select(ranked.c.id).where(ranked.c.place == 1)
    return (
        update(outbox)
        .where(outbox.c.id.in_(first))
        .values(state=PostState.SENDING, tries=outbox.c.tries + 1)
        .returning(outbox)
    )


_TAKE, _TAKE_ELSEWHERE = _take(_DUE), _take(_DUE_ELSEWHERE)
_PARENTS = select(outbox.c.key, outbox.c.receipt).where(
    outbox.c.key.in_(bindparam("keys", expanding=True))
)
_SENT = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("post"),
        outbox.c.state.in_((PostState.SENDING, PostState.UNCLEAR)),
    )
    .values(state=PostState.SENT, reason="", card=Card("", ()), doubted_at=None)
)
_SETTLE = update(outbox).where(_MINE)
_LATER = _SETTLE.values(
    state=PostState.READY,
    # Within a function a parameter does not get its column's type by itself.
    doubted_at=func.coalesce(outbox.c.doubted_at, bindparam("since", type_=Instant())),
)
_IN_DOUBT = outbox.c.doubted_at.is_not(None)
_FAIL = _SETTLE.values(state=case((_IN_DOUBT, PostState.UNCLEAR), else_=PostState.FAILED))
_AHEAD = outbox.alias("ahead")
_SAME_ROOM = select(_AHEAD.c.platform, _AHEAD.c.workspace, _AHEAD.c.channel).where(
    _AHEAD.c.id == bindparam("post")
)
_BEHIND = (
    update(outbox)
    .where(
        _IS_READY,
        outbox.c.due_at < bindparam("until"),
        tuple_(outbox.c.platform, outbox.c.workspace, outbox.c.channel).in_(_SAME_ROOM),
    )
    .values(due_at=bindparam("until"))
)
_EXPIRE = (
    update(outbox)
    .where(
        _OF_PLATFORM,
        _IS_READY,
        outbox.c.due_at <= bindparam("now"),
        outbox.c.expires_at < bindparam("now"),
    )
    .values(
        state=case((_IN_DOUBT, PostState.UNCLEAR), else_=PostState.SKIPPED),
        reason=case((_IN_DOUBT, MAY_BE_THERE), else_="too late to be useful"),
    )
)
_LOST = and_(
    _OF_PLATFORM,
    outbox.c.state == PostState.SENDING,
    outbox.c.claimed_at < bindparam("claimed_before"),
)
_DOUBTED = func.coalesce(outbox.c.doubted_at, outbox.c.claimed_at)
_REPEAT = (
    update(outbox)
    .where(_LOST, bindparam("repeatable_since", type_=Instant()) <= _DOUBTED)
    .values(state=PostState.READY, doubted_at=_DOUBTED)
)
_GIVE_UP = (
    update(outbox)
    .where(_LOST)
    .values(state=PostState.UNCLEAR, reason="we stopped while it was being sent")
)
_NEXT_DUE = select(func.min(outbox.c.due_at)).where(_OF_PLATFORM, _IS_READY)
_OLDEST = select(func.min(outbox.c.due_at)).where(_IS_READY)
_STUCK = (PostState.SENDING, PostState.UNCLEAR, PostState.FAILED)
_DEPTH = (
    select(outbox.c.state, func.count())
    .where(or_(_IS_READY, outbox.c.state.in_(_STUCK)))
    .group_by(outbox.c.state)
)


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
        due = {"of_platform": platform, "now": now, "most": limit}
        taken = self._take(busy, **due, claimed_at=now, worker=worker)
        parents = self._parents(taken)
        in_order = sorted(taken, key=lambda row: (row.due_at, row.id))
        return [_claim(row, parents.get(row.parent_key, "")) for row in in_order]

    def _take(self, busy: Iterable[ChannelRef], **given: object) -> Sequence[AnyRow]:
        rooms = [(room.workspace, room.channel) for room in busy]
        if rooms:
            return self.rows(_TAKE_ELSEWHERE, busy=rooms, **given)
        return self.rows(_TAKE, **given)

    def _parents(self, rows: Sequence[AnyRow]) -> Mapping[str, str]:
        keys = sorted({row.parent_key for row in rows if row.parent_key})
        found = self.rows(_PARENTS, keys=keys) if keys else ()
        return {row.key: row.receipt for row in found}

    def sent(self, post: PostId, receipt: str, now: datetime) -> None:
        """A receipt is the truth, also when the post was given up for unclear meanwhile."""
        self.change(_SENT, post=post, receipt=receipt, sent_at=now)

    def later(
        self, post: PostId, due_at: datetime, reason: str, doubted_at: datetime | None = None
    ) -> None:
        if self.change(_LATER, post=post, due_at=due_at, reason=reason, since=doubted_at):
            # Due at the same time, they go by their numbers, so in their order.
            self.change(_BEHIND, post=post, until=due_at)

    def unclear(self, post: PostId, reason: str) -> None:
        self.change(_SETTLE, post=post, state=PostState.UNCLEAR, reason=reason)

    def fail(self, post: PostId, reason: str) -> None:
        self.change(_FAIL, post=post, reason=reason)

    def expire(self, platform: Platform, now: datetime) -> int:
        return self.change(_EXPIRE, of_platform=platform, now=now)

    def orphans(
        self, platform: Platform, claimed_before: datetime, repeatable_since: datetime
    ) -> tuple[int, int]:
        lost = {"of_platform": platform, "claimed_before": claimed_before}
        back = self.change(_REPEAT, repeatable_since=repeatable_since, **lost)
        return back, self.change(_GIVE_UP, **lost)

    def next_due(self, platform: Platform) -> datetime | None:
        earliest: datetime | None = self.scalar(_NEXT_DUE, of_platform=platform)
        return earliest

    def depth(self, now: datetime) -> Mapping[str, int]:
        found = {row[0]: row[1] for row in self.rows(_DEPTH)}
        oldest = self.scalar(_OLDEST)
        age = 0 if oldest is None else max(0, int((now - oldest).total_seconds()))
        return {**found, "age": age}


def _claim(row: AnyRow, parent: str) -> Claim:
    return Claim(
        id=PostId(row.id),
        key=row.key,
        cohort=None if row.cohort_id is None else CohortId(row.cohort_id),
        target=target_of(row),
        card=row.card,
        due_at=row.due_at,
        tries=row.tries,
        parent=parent,
        doubted_at=row.doubted_at,
    )
