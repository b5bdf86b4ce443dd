"""Memberships and planned days off."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.domain.cohorts import Member
from bot.domain.errors import NotFound
from bot.domain.ids import CohortId, MemberId, PersonId
from bot.domain.records import Colleague
from bot.storage.common import Repository
from bot.storage.tables import attempt, day_off, member, person


class SqlMembers(Repository):
    __slots__ = ()

    def add(self, entry: Member) -> Member:
        values = {
            "cohort_id": entry.cohort,
            "person_id": entry.person,
            "joined_day": entry.joined_day,
            "joined_at": entry.joined_at,
            "left": entry.left,
        }
        added = self.connection.execute(insert(member).values(values).returning(member.c.id))
        return self.get(MemberId(added.scalar_one()))

    def find(self, cohort: CohortId, person_id: PersonId) -> Member | None:
        row = self.connection.execute(
            select(member).where(member.c.cohort_id == cohort, member.c.person_id == person_id)
        ).first()
        return None if row is None else self._with_days_off([row])[0]

    def get(self, member_id: MemberId) -> Member:
        row = self.connection.execute(select(member).where(member.c.id == member_id)).first()
        if row is None:
            raise NotFound("That member is not in the circle.")
        return self._with_days_off([row])[0]

    def of(self, cohort: CohortId) -> Sequence[Member]:
        found = select(member).where(member.c.cohort_id == cohort, ~member.c.left)
        return self._with_days_off(self.connection.execute(found.order_by(member.c.id)).all())

    def of_person(self, person_id: PersonId) -> Sequence[Member]:
        found = select(member).where(member.c.person_id == person_id).order_by(member.c.id)
        return self._with_days_off(self.connection.execute(found).all())

    def save(self, entry: Member) -> None:
        values = {"joined_day": entry.joined_day, "left": entry.left}
        self.connection.execute(update(member).where(member.c.id == entry.id).values(values))
        self.connection.execute(delete(day_off).where(day_off.c.member_id == entry.id))
        rows = [{"member_id": entry.id, "day": day} for day in sorted(entry.days_off)]
        if rows:
            self.connection.execute(insert(day_off), rows)

    def colleagues(self, cohort: CohortId) -> Sequence[Colleague]:
        kept = func.count(attempt.c.day.distinct())
        last = func.coalesce(func.max(attempt.c.day), 0)
        found = (
            select(member.c.id, member.c.person_id, person.c.name, member.c.joined_day, kept, last)
            .join(person)
            .outerjoin(attempt, attempt.c.member_id == member.c.id)
            .where(member.c.cohort_id == cohort, ~member.c.left)
            .group_by(member.c.id, member.c.person_id, person.c.name, member.c.joined_day)
            .order_by(member.c.id)
        )
        return [
            Colleague(MemberId(row[0]), PersonId(row[1]), row[2], row[3], row[4], row[5])
            for row in self.connection.execute(found)
        ]

    def _with_days_off(self, rows: Iterable[Row[Any]]) -> list[Member]:
        rows = list(rows)
        ids = [row.id for row in rows]
        days: dict[int, set[int]] = defaultdict(set)
        for off in self.connection.execute(select(day_off).where(day_off.c.member_id.in_(ids))):
            days[off.member_id].add(off.day)
        return [_member(row, frozenset(days[row.id])) for row in rows]


def _member(row: Row[Any], days_off: frozenset[int]) -> Member:
    return Member(
        id=MemberId(row.id),
        cohort=CohortId(row.cohort_id),
        person=PersonId(row.person_id),
        joined_day=row.joined_day,
        joined_at=row.joined_at,
        left=row.left,
        days_off=days_off,
    )
