"""Memberships and planned days off."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Integer, and_, bindparam, delete, func, insert, select, update

from bot.domain.cohorts import Member
from bot.domain.errors import NotFound
from bot.domain.ids import CohortId, MemberId, PersonId
from bot.domain.records import Colleague
from bot.storage.common import Repository
from bot.storage.tables import attempt, day_off, member, person

_IN_COHORT = member.c.cohort_id == bindparam("cohort")
_OF_PERSON = member.c.person_id == bindparam("person")
_IS_MEMBER = member.c.id == bindparam("member")

_WITH_DAYS_OFF = (
    select(member, day_off.c.day.label("off"))
    .outerjoin(day_off, day_off.c.member_id == member.c.id)
    .order_by(member.c.id)
)
"""One row per day off, at least one per member."""
_FIND = _WITH_DAYS_OFF.where(_IN_COHORT, _OF_PERSON)
_GET = _WITH_DAYS_OFF.where(_IS_MEMBER)
_OF = _WITH_DAYS_OFF.where(_IN_COHORT, ~member.c.left)
_ALL_OF_PERSON = _WITH_DAYS_OFF.where(_OF_PERSON)
_SAVE = update(member).where(_IS_MEMBER)
_CLEAR_DAYS_OFF = delete(day_off).where(day_off.c.member_id == bindparam("member"))
_PRACTISED = _CLEAR_DAYS_OFF.where(day_off.c.day == bindparam("off"))
_ADD_DAYS_OFF = insert(day_off)
_LAST = bindparam("last", type_=Integer)
_DAYS_KEPT = func.count(attempt.c.day.distinct()).label("days_kept")
_LAST_DAY = func.coalesce(func.max(attempt.c.day), 0).label("last_day")
_WHO = (member.c.id, member.c.person_id, person.c.name, member.c.joined_day)
_COLLEAGUES = (
    select(*_WHO, _DAYS_KEPT, _LAST_DAY)
    .join(person, person.c.id == member.c.person_id)
    .outerjoin(attempt, and_(attempt.c.member_id == member.c.id, attempt.c.day <= _LAST))
    .where(_IN_COHORT, ~member.c.left)
    .group_by(*_WHO)
    .order_by(member.c.id)
)


class SqlMembers(Repository):
    __slots__ = ()

    def add(self, entry: Member) -> Member | None:
        values = {
            "cohort_id": entry.cohort,
            "person_id": entry.person,
            "joined_day": entry.joined_day,
            "joined_at": entry.joined_at,
            "left": entry.left,
            "removed": entry.removed,
        }
        new = self.insert_new(member, values)
        if new is None:
            return None
        added = replace(entry, id=MemberId(new))
        self._add_days_off(added)
        return added

    def find(self, cohort: CohortId, person_id: PersonId) -> Member | None:
        return next(iter(members_of(self.rows(_FIND, cohort=cohort, person=person_id))), None)

    def get(self, member_id: MemberId) -> Member:
        for found in members_of(self.rows(_GET, member=member_id)):
            return found
        raise NotFound("That member is not in the circle.")

    def of(self, cohort: CohortId) -> Sequence[Member]:
        return members_of(self.rows(_OF, cohort=cohort))

    def of_person(self, person_id: PersonId) -> Sequence[Member]:
        return members_of(self.rows(_ALL_OF_PERSON, person=person_id))

    def save(self, entry: Member) -> None:
        kept = {"joined_day": entry.joined_day, "left": entry.left, "removed": entry.removed}
        self.change(_SAVE, member=entry.id, **kept)
        self.change(_CLEAR_DAYS_OFF, member=entry.id)
        self._add_days_off(entry)

    def _add_days_off(self, entry: Member) -> None:
        if entry.days_off:
            rows = [{"member_id": entry.id, "day": day} for day in sorted(entry.days_off)]
            self.connection.execute(_ADD_DAYS_OFF, rows)

    def practised(self, member_id: MemberId, day: int) -> None:
        # Alone: two answers at once that saved the whole member would add the other days twice.
        self.change(_PRACTISED, member=member_id, off=day)

    def colleagues(self, cohort: CohortId, last: int) -> Sequence[Colleague]:
        return [
            Colleague(MemberId(row[0]), PersonId(row[1]), row[2], row[3], row[4], row[5])
            for row in self.rows(_COLLEAGUES, cohort=cohort, last=last)
        ]


def members_of(rows: Iterable[Sequence[Any]]) -> list[Member]:
    """From the table's columns in their order, and a day off behind them or None."""
    return [_member(list(same)) for _, same in groupby(rows, key=itemgetter(0))]


def _member(rows: Sequence[Sequence[Any]]) -> Member:
    number, cohort, person_id, joined_day, joined_at, left, removed, _ = rows[0]
    return Member(
        id=MemberId(number),
        cohort=CohortId(cohort),
        person=PersonId(person_id),
        joined_day=joined_day,
        joined_at=joined_at,
        left=left,
        removed=removed,
        days_off=frozenset(row[-1] for row in rows if row[-1] is not None),
    )
