"""Circles and their places."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, insert, or_, select, update

from bot.domain.cohorts import Cohort, CohortStatus, Place
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelRef, CohortId, PersonId, PlaceId, Platform
from bot.storage.common import Repository
from bot.storage.tables import cohort, member, place

_OPEN = cohort.c.status == CohortStatus.RUNNING


def _cohort(row: Row[Any]) -> Cohort:
    return Cohort(
        id=CohortId(row.id),
        name=row.name,
        track=row.track,
        calendar=row.calendar,
        host=PersonId(row.host_id),
        created_at=row.created_at,
        status=CohortStatus(row.status),
        settled=row.settled,
        next_slot_at=row.next_slot_at,
        code=row.code or "",
    )


def _values(entry: Cohort) -> dict[str, Any]:
    return {
        "name": entry.name,
        "track": entry.track,
        "calendar": entry.calendar,
        "host_id": entry.host,
        "created_at": entry.created_at,
        "status": entry.status,
        "settled": entry.settled,
        "next_slot_at": entry.next_slot_at,
        "code": entry.code or None,
    }


def _place(row: Row[Any]) -> Place:
    channel = ChannelRef(Platform(row.platform), row.workspace, row.channel)
    return Place(PlaceId(row.id), CohortId(row.cohort_id), channel, row.off_reason)


def _meets_in(channel: ChannelRef) -> ColumnElement[bool]:
    return and_(
        place.c.platform == channel.platform,
        place.c.workspace == channel.workspace,
        place.c.channel == channel.channel,
    )


class SqlCohorts(Repository):
    __slots__ = ()

    def add(self, entry: Cohort) -> Cohort:
        self.touch()
        added = self.connection.execute(
            insert(cohort).values(_values(entry)).returning(cohort.c.id)
        )
        return self.get(CohortId(added.scalar_one()))

    def get(self, cohort_id: CohortId) -> Cohort:
        row = self.connection.execute(select(cohort).where(cohort.c.id == cohort_id)).first()
        if row is None:
            raise NotFound("That circle is no more.")
        return _cohort(row)

    def save(self, entry: Cohort) -> None:
        self.touch()
        change = update(cohort).where(cohort.c.id == entry.id).values(_values(entry))
        self.connection.execute(change)

    def at(self, channel: ChannelRef) -> Cohort | None:
        found = (
            select(cohort).join(place).where(_meets_in(channel), _OPEN).order_by(cohort.c.id.desc())
        )
        row = self.connection.execute(found.limit(1)).first()
        return None if row is None else _cohort(row)

    def latest_at(self, channel: ChannelRef) -> Cohort | None:
        found = select(cohort).join(place).where(_meets_in(channel)).order_by(cohort.c.id.desc())
        row = self.connection.execute(found.limit(1)).first()
        return None if row is None else _cohort(row)

    def of_person(self, person: PersonId) -> Sequence[Cohort]:
        belongs = exists().where(
            member.c.cohort_id == cohort.c.id, member.c.person_id == person, ~member.c.left
        )
        found = select(cohort).where(_OPEN, or_(cohort.c.host_id == person, belongs))
        rows = self.connection.execute(found.order_by(cohort.c.id.desc()))
        return [_cohort(row) for row in rows]

    def by_code(self, code: str) -> Cohort | None:
        row = self.connection.execute(select(cohort).where(cohort.c.code == code, _OPEN)).first()
        return None if row is None else _cohort(row)

    def due(self, now: datetime, limit: int) -> Sequence[Cohort]:
        found = (
            select(cohort)
            .where(cohort.c.next_slot_at <= now)
            .order_by(cohort.c.next_slot_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_cohort(row) for row in self.connection.execute(found)]

    def next_due(self) -> datetime | None:
        earliest = select(func.min(cohort.c.next_slot_at)).where(cohort.c.next_slot_at.is_not(None))
        return self.connection.execute(earliest).scalar()

    def add_place(self, cohort_id: CohortId, channel: ChannelRef) -> Place:
        self.insert_once(
            place,
            {
                "cohort_id": cohort_id,
                "platform": channel.platform,
                "workspace": channel.workspace,
                "channel": channel.channel,
                "off_reason": "",
            },
        )
        found = select(place).where(place.c.cohort_id == cohort_id, _meets_in(channel))
        return _place(self.connection.execute(found).one())

    def places(self, cohort_id: CohortId) -> Sequence[Place]:
        found = select(place).where(place.c.cohort_id == cohort_id).order_by(place.c.id)
        return [_place(row) for row in self.connection.execute(found)]

    def switch_off(self, place_id: PlaceId, reason: str) -> bool:
        change = (
            update(place)
            .where(place.c.id == place_id, place.c.off_reason == "")
            .values(off_reason=reason)
        )
        return self.connection.execute(change).rowcount == 1

    def switch_on(self, place_id: PlaceId) -> None:
        self.connection.execute(update(place).where(place.c.id == place_id).values(off_reason=""))
