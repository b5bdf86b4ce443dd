"""The outbox as its writers and the host see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update

from bot.cards import Card
from bot.domain.ids import ChannelRef, CohortId, Platform, PostId
from bot.domain.records import Post, PostState
from bot.ports import Outgoing
from bot.repositories.posts import Skipped
from bot.repositories.store import Due
from bot.storage.common import AnyRow, Repository
from bot.storage.tables import outbox

_EMPTY = Card("", ())
_VISIBLE = (PostState.SKIPPED, PostState.FAILED, PostState.UNCLEAR)
_IS_POST = outbox.c.id == bindparam("post")
_HAS_KEY = outbox.c.key == bindparam("known")

_CANCEL = (
    update(outbox)
    .where(_HAS_KEY, outbox.c.state == PostState.READY)
    .values(state=PostState.SKIPPED, reason=bindparam("why"))
)
_POSTED = select(outbox.c.id).where(_HAS_KEY, outbox.c.state != PostState.SKIPPED)
# Without the card, which is long and which the host is not shown.
_POSTS = select(*(column for column in outbox.c if column is not outbox.c.card))
_GET = _POSTS.where(_IS_POST)
_TROUBLED = (
    _POSTS.where(
        outbox.c.cohort_id == bindparam("cohort"),
        outbox.c.state.in_(_VISIBLE),
        ~outbox.c.direct,
    )
    .order_by(outbox.c.due_at.desc(), outbox.c.id.desc())
    .limit(bindparam("most"))
)
_REFUSED = _POSTS.where(
    outbox.c.cohort_id == bindparam("cohort"),
    outbox.c.state == PostState.FAILED,
    outbox.c.direct,
    outbox.c.reason.startswith(bindparam("why")),
).order_by(outbox.c.due_at, outbox.c.id)
# Spelled out, not a parameter: with a parameter neither engine may use the index of ready posts.
_OVERDUE = (
    _POSTS.where(
        outbox.c.state == literal_column(f"'{PostState.READY}'"),
        outbox.c.cohort_id == bindparam("cohort"),
        outbox.c.due_at < bindparam("before"),
        ~outbox.c.direct,
    )
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
)
_SEND_AGAIN = (
    update(outbox)
    .where(_IS_POST, outbox.c.state.in_((PostState.UNCLEAR, PostState.FAILED)))
    .values(state=PostState.READY, reason="sent again by the host", doubted_at=None, tries=0)
)
_SETTLE_UNCLEAR = (
    update(outbox)
    .where(_IS_POST, outbox.c.state == PostState.UNCLEAR)
    .values(state=PostState.SENT, reason="the host saw it arrive", doubted_at=None)
)


class SqlOutbox(Repository):
    __slots__ = ()

    def add(
        self, outgoing: Outgoing, cohort: CohortId | None = None, *, late: bool = False
    ) -> bool:
        self.touch(Due.POSTS)
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
        return self.change(_CANCEL, known=key, why=reason) == 1

    def is_posted(self, key: str) -> bool:
        return self.first(_POSTED, known=key) is not None

    def troubled(self, cohort: CohortId, most: int = 20) -> Sequence[Post]:
        return [_post(row) for row in self.rows(_TROUBLED, cohort=cohort, most=most)]

    def refused(self, cohort: CohortId, why: str) -> Sequence[Post]:
        return [_post(row) for row in self.rows(_REFUSED, cohort=cohort, why=why)]

    def overdue(self, cohort: CohortId, before: datetime, most: int = 20) -> Sequence[Post]:
        rows = self.rows(_OVERDUE, cohort=cohort, before=before, most=most)
        return [_post(row) for row in rows]

    def get(self, post: PostId) -> Post | None:
        row = self.first(_GET, post=post)
        return None if row is None else _post(row)

    def send_again(self, post: PostId, now: datetime, expires_at: datetime) -> bool:
        self.touch(Due.POSTS)
        return self.change(_SEND_AGAIN, post=post, due_at=now, expires_at=expires_at) == 1

    def settle_unclear(self, post: PostId, now: datetime) -> bool:
        return self.change(_SETTLE_UNCLEAR, post=post, sent_at=now) == 1


def target_of(row: AnyRow) -> ChannelRef:
    return ChannelRef(Platform(row.platform), row.workspace, row.channel, row.direct)


def _address(target: ChannelRef) -> dict[str, Any]:
    return {
        "platform": target.platform,
        "workspace": target.workspace,
        "channel": target.channel,
        "direct": target.direct,
    }


def _post(row: AnyRow) -> Post:
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
