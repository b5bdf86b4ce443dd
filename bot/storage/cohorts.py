"""Circles and their places."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, insert, or_, select, update

from bot.domain.cohorts import Cohort, CohortStatus, Place
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelRef, CohortId, PersonId, PlaceId, Platform
from bot.repositories.store import Due
from bot.storage.common import AnyRow, Repository
from bot.storage.tables import cohort, member, place

OPEN = cohort.c.status == CohortStatus.RUNNING
MEETS_HERE = and_(
    place.c.platform == bindparam("platform"),
    place.c.workspace == bindparam("workspace"),
    place.c.channel == bindparam("channel"),
)


def concerns(person: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the person belongs to the circle or hosts it, and it is not archived."""
    belongs = exists().where(
        member.c.cohort_id == cohort.c.id, member.c.person_id == person, ~member.c.left
    )
    is_theirs = or_(cohort.c.host_id == person, belongs.correlate(cohort))
    return and_(cohort.c.status != CohortStatus.ARCHIVED, is_theirs)


_ADD = insert(cohort).returning(cohort.c.id)
_GET = select(cohort).where(cohort.c.id == bindparam("cohort"))
_SAVE = update(cohort).where(cohort.c.id == bindparam("cohort"))
_LATEST_AT = select(cohort).join(place).where(MEETS_HERE).order_by(cohort.c.id.desc()).limit(1)
_AT = _LATEST_AT.where(OPEN)
_OF_PERSON = (
    select(cohort).where(concerns(bindparam("person"))).order_by(OPEN.desc(), cohort.c.id.desc())
)
_HOLD_ROOM = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("room"), 0)))
_BY_CODE = select(cohort).where(cohort.c.code == bindparam("code"), OPEN)
_DUE = (
    select(cohort)
    .where(cohort.c.next_slot_at <= bindparam("now"), OPEN)
    .order_by(cohort.c.next_slot_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_UPCOMING = (
    select(cohort).where(cohort.c.next_slot_at.is_not(None), OPEN).order_by(cohort.c.next_slot_at)
)
_NEXT_DUE = select(func.min(cohort.c.next_slot_at)).where(cohort.c.next_slot_at.is_not(None), OPEN)
_PLACES = select(place).where(place.c.cohort_id == bindparam("cohort")).order_by(place.c.id)
_PLACE_AT = select(place).where(place.c.cohort_id == bindparam("cohort"), MEETS_HERE)
_IS_PLACE = place.c.id == bindparam("place")
_SWITCH_OFF = update(place).where(_IS_PLACE, place.c.off_reason == "")
_SWITCH_ON = update(place).where(_IS_PLACE).values(off_reason="")
_IN_WORKSPACE = and_(
    place.c.platform == bindparam("of_platform"), place.c.workspace == bindparam("of_workspace")
)
_WORKSPACE_LEFT = update(place).where(_IN_WORKSPACE, place.c.off_reason == "")
_WORKSPACE_BACK = (
    update(place).where(_IN_WORKSPACE, place.c.off_reason == bindparam("was")).values(off_reason="")
)
_LEFT_BEHIND = (
    select(cohort)
    .where(
        cohort.c.status != CohortStatus.ARCHIVED,
        exists().where(place.c.cohort_id == cohort.c.id, _IN_WORKSPACE),
        ~exists().where(place.c.cohort_id == cohort.c.id, place.c.off_reason == ""),
    )
    .order_by(cohort.c.id)
)


class SqlCohorts(Repository):
    __slots__ = ()

    def add(self, entry: Cohort) -> Cohort:
        self.touch(Due.SLOTS)
        return replace(entry, id=CohortId(self.scalar(_ADD, **_values(entry))))

    def get(self, cohort_id: CohortId) -> Cohort:
        row = self.first(_GET, cohort=cohort_id)
        if row is None:
            raise NotFound("That circle is no more.")
        return cohort_of(row)

    def save(self, entry: Cohort) -> None:
        self.touch(Due.SLOTS)
        self.change(_SAVE, cohort=entry.id, **_values(entry))

    def hold_room(self, channel: ChannelRef) -> None:
        # On SQLite a writer is alone anyway. No row stands for a room that is still free.
        if self.connection.dialect.name == "postgresql":
            self.scalar(_HOLD_ROOM, room="/".join(_address(channel).values()))

    def at(self, channel: ChannelRef) -> Cohort | None:
        row = self.first(_AT, **_address(channel))
        return None if row is None else cohort_of(row)

    def latest_at(self, channel: ChannelRef) -> Cohort | None:
        row = self.first(_LATEST_AT, **_address(channel))
        return None if row is None else cohort_of(row)

    def of_person(self, person: PersonId) -> Sequence[Cohort]:
        return [cohort_of(row) for row in self.rows(_OF_PERSON, person=person)]

    def by_code(self, code: str) -> Cohort | None:
        row = self.first(_BY_CODE, code=code)
        return None if row is None else cohort_of(row)

    def due(self, now: datetime, limit: int) -> Sequence[Cohort]:
        return [cohort_of(row) for row in self.rows(_DUE, now=now, most=limit)]

    def upcoming(self) -> Sequence[Cohort]:
        return [cohort_of(row) for row in self.rows(_UPCOMING)]

    def next_due(self) -> datetime | None:
        earliest: datetime | None = self.scalar(_NEXT_DUE)
        return earliest

    def add_place(self, cohort_id: CohortId, channel: ChannelRef) -> Place:
        address = _address(channel)
        self.insert_once(place, {"cohort_id": cohort_id, "off_reason": "", **address})
        (row,) = self.rows(_PLACE_AT, cohort=cohort_id, **address)
        return _place(row)

    def places(self, cohort_id: CohortId) -> Sequence[Place]:
        return [_place(row) for row in self.rows(_PLACES, cohort=cohort_id)]

    def switch_off(self, place_id: PlaceId, reason: str) -> bool:
        return self.change(_SWITCH_OFF, place=place_id, off_reason=reason) == 1

    def switch_on(self, place_id: PlaceId) -> None:
        self.change(_SWITCH_ON, place=place_id)

    def workspace_left(self, platform: Platform, workspace: str, reason: str) -> int:
        there = {"of_platform": platform, "of_workspace": workspace}
        return self.change(_WORKSPACE_LEFT, **there, off_reason=reason)

    def left_behind(self, platform: Platform, workspace: str) -> Sequence[Cohort]:
        there = {"of_platform": platform, "of_workspace": workspace}
        return [cohort_of(row) for row in self.rows(_LEFT_BEHIND, **there)]

    def workspace_back(self, platform: Platform, workspace: str, reason: str) -> int:
        there = {"of_platform": platform, "of_workspace": workspace}
        return self.change(_WORKSPACE_BACK, **there, was=reason)


def cohort_of(row: Sequence[Any]) -> Cohort:
    """From the table's columns in their order."""
    number, name, track, calendar, host, created_at, status, settled, next_slot_at, code = row
    return Cohort(
        id=CohortId(number),
        name=name,
        track=track,
        calendar=calendar,
        host=PersonId(host),
        created_at=created_at,
        status=CohortStatus(status),
        settled=settled,
        next_slot_at=next_slot_at,
        code=code or "",
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


def _place(row: AnyRow) -> Place:
    channel = ChannelRef(Platform(row.platform), row.workspace, row.channel)
    return Place(PlaceId(row.id), CohortId(row.cohort_id), channel, row.off_reason)


def _address(channel: ChannelRef) -> dict[str, Any]:
    return {
        "platform": channel.platform,
        "workspace": channel.workspace,
        "channel": channel.channel,
    }
