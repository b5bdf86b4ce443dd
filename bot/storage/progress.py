"""Checklist ticks and spaced-repetition memories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.domain.ids import MemberId
from bot.domain.memory import Memory
from bot.domain.records import Tick
from bot.storage.common import Repository
from bot.storage.tables import memory, tick


class SqlChecklists(Repository):
    __slots__ = ()

    def ticks(self, member: MemberId) -> Sequence[Tick]:
        found = select(tick).where(tick.c.member_id == member)
        rows = self.connection.execute(found.order_by(tick.c.item, tick.c.position))
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
        mine = (tick.c.member_id == member) & (tick.c.item == item)
        last = select(func.max(tick.c.position)).where(mine).scalar_subquery()
        removed = self.connection.execute(delete(tick).where(mine, tick.c.position == last))
        return removed.rowcount == 1


def _memory(row: Row[Any]) -> Memory:
    return Memory(row.family, row.state, row.due_at, row.before)


class SqlMemories(Repository):
    __slots__ = ()

    def get(self, member: MemberId, family: str) -> Memory | None:
        found = select(memory).where(memory.c.member_id == member, memory.c.family == family)
        row = self.connection.execute(found).first()
        return None if row is None else _memory(row)

    def save(self, member: MemberId, entry: Memory) -> None:
        mine = (memory.c.member_id == member) & (memory.c.family == entry.family)
        values = {"state": entry.state, "before": entry.before, "due_at": entry.due_at}
        if self.connection.execute(update(memory).where(mine).values(values)).rowcount == 0:
            key = {"member_id": member, "family": entry.family}
            self.connection.execute(insert(memory).values({**key, **values}))

    def due(self, member: MemberId, now: datetime) -> Sequence[Memory]:
        found = select(memory).where(memory.c.member_id == member, memory.c.due_at <= now)
        return [_memory(row) for row in self.connection.execute(found.order_by(memory.c.due_at))]

    def next_due(self, member: MemberId) -> datetime | None:
        earliest = select(func.min(memory.c.due_at)).where(memory.c.member_id == member)
        return self.connection.execute(earliest).scalar()
