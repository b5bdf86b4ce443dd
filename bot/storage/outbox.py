"""The outbox as its writers and the host see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.cards import Card
from bot.domain.ids import ChannelRef, CohortId, Platform, PostId
from bot.domain.records import Post, PostState
from bot.ports import Outgoing
from bot.repositories import Skipped
from bot.storage.common import Repository
from bot.storage.tables import outbox

_EMPTY = Card("", ())
_VISIBLE = (PostState.SKIPPED, PostState.FAILED, PostState.UNCLEAR)


def _address(target: ChannelRef) -> dict[str, Any]:
    return {
        "platform": target.platform,
        "workspace": target.workspace,
        "channel": target.channel,
        "direct": target.direct,
    }


def target_of(row: Row[Any]) -> ChannelRef:
    return ChannelRef(Platform(row.platform), row.workspace, row.channel, row.direct)


def _post(row: Row[Any]) -> Post:
    return Post(
        id=PostId(row.id),
        key=row.key,
        cohort=None if row.cohort_id is None else CohortId(row.cohort_id),
        target=target_of(row),
        title=row.title,
        state=PostState(row.state),
        due_at=row.due_at,
        sent_at=row.sent_at,
        reason=row.reason,
    )


class SqlOutbox(Repository):
    __slots__ = ()

    def add(
        self, outgoing: Outgoing, cohort: CohortId | None = None, *, late: bool = False
    ) -> bool:
        self.touch()
        values = {
            "key": outgoing.key,
            "cohort_id": cohort,
            **_address(outgoing.target),
            "title": outgoing.card.title,
            "card": outgoing.card,
            "parent_key": outgoing.parent_key,
            "due_at": outgoing.due_at,
            "expires_at": outgoing.expires_at,
            "late": late,
            "state": PostState.READY,
        }
        return self.insert_once(outbox, values)

    def skip(self, skipped: Skipped) -> bool:
        values = {
            "key": skipped.key,
            "cohort_id": skipped.cohort,
            **_address(skipped.target),
            "title": skipped.title,
            "card": _EMPTY,
            "due_at": skipped.due_at,
            "expires_at": skipped.due_at,
            "state": PostState.SKIPPED,
            "reason": skipped.reason,
        }
        return self.insert_once(outbox, values)

    def cancel(self, key: str, reason: str) -> bool:
        change = (
            update(outbox)
            .where(outbox.c.key == key, outbox.c.state == PostState.READY)
            .values(state=PostState.SKIPPED, reason=reason)
        )
        return self.connection.execute(change).rowcount == 1

    def is_posted(self, key: str) -> bool:
        found = select(outbox.c.id).where(outbox.c.key == key, outbox.c.state != PostState.SKIPPED)
        return self.connection.execute(found).first() is not None

    def troubled(self, cohort: CohortId) -> Sequence[Post]:
        found = (
            select(outbox)
            .where(outbox.c.cohort_id == cohort, outbox.c.state.in_(_VISIBLE), ~outbox.c.direct)
            .order_by(outbox.c.due_at.desc(), outbox.c.id.desc())
        )
        return [_post(row) for row in self.connection.execute(found.limit(20))]

    def get(self, post: PostId) -> Post | None:
        row = self.connection.execute(select(outbox).where(outbox.c.id == post)).first()
        return None if row is None else _post(row)

    def send_again(self, post: PostId, now: datetime, expires_at: datetime) -> bool:
        self.touch()
        stuck = outbox.c.state.in_((PostState.UNCLEAR, PostState.FAILED))
        values = {
            "state": PostState.READY,
            "due_at": now,
            "expires_at": expires_at,
            "reason": "sent again by the host",
        }
        change = update(outbox).where(outbox.c.id == post, stuck).values(values)
        return self.connection.execute(change).rowcount == 1

    def settle_unclear(self, post: PostId, now: datetime) -> bool:
        change = (
            update(outbox)
            .where(outbox.c.id == post, outbox.c.state == PostState.UNCLEAR)
            .values(state=PostState.SENT, sent_at=now, reason="the host saw it arrive")
        )
        return self.connection.execute(change).rowcount == 1
