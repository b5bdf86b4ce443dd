"""Checklist ticks and spaced-repetition memories."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, and_, bindparam, delete, func, select

from bot.domain.ids import MemberId
from bot.domain.memory import Memory
from bot.domain.records import Tick
from bot.storage.common import DIALECTS, AnyRow, Repository
from bot.storage.tables import memory, tick

_MY_ITEM = and_(tick.c.member_id == bindparam("member"), tick.c.item == bindparam("item"))
_LAST = select(func.max(tick.c.position)).where(_MY_ITEM).scalar_subquery()

_TICKS = (
    select(tick)
    .where(tick.c.member_id == bindparam("member"))
    .order_by(tick.c.item, tick.c.position)
)
_REMOVE_LAST = delete(tick).where(_MY_ITEM, tick.c.position == _LAST)

_MINE = memory.c.member_id == bindparam("member")
_GET = select(memory).where(_MINE, memory.c.family == bindparam("family"))
_DUE = select(memory).where(_MINE, memory.c.due_at <= bindparam("now")).order_by(memory.c.due_at)


class SqlChecklists(Repository):
    __slots__ = ()

    def ticks(self, member: MemberId) -> Sequence[Tick]:
        rows = self.rows(_TICKS, member=member)
        return [Tick(row.item, row.position, row.evidence, row.at) for row in rows]

    def add(self, member: MemberId, entry: Tick) -> bool:
        values = {
            "member_id": member,
            "item": entry.item,
            "position": entry.position,
            "evidence": entry.evidence,
            "at": entry.at,
        }
        return self.insert_once(tick, values)

    def remove_last(self, member: MemberId, item: str) -> bool:
        return self.change(_REMOVE_LAST, member=member, item=item) == 1


class SqlMemories(Repository):
    __slots__ = ()

    def get(self, member: MemberId, family: str) -> Memory | None:
        row = self.first(_GET, member=member, family=family)
        return None if row is None else _memory(row)

    def save(self, member: MemberId, entry: Memory) -> None:
        self.change(
            _save(self.connection.dialect.name),
            member_id=member,
            family=entry.family,
            state=entry.state,
            before=entry.before,
            due_at=entry.due_at,
        )

    def due(self, member: MemberId, now: datetime) -> Sequence[Memory]:
        return [_memory(row) for row in self.rows(_DUE, member=member, now=now)]


@cache
def _save(dialect: str) -> Executable:
    """One statement, for two answers at once may both find no row to update."""
    new = DIALECTS[dialect](memory).inline()
    fresh = {name: new.excluded[name] for name in ("state", "before", "due_at")}
    return new.on_conflict_do_update(index_elements=["member_id", "family"], set_=fresh)


def _memory(row: AnyRow) -> Memory:
    return Memory(row.family, row.state, row.due_at, row.before)
