"""Effort points: appended once, summed when asked. One covering index serves every window."""

from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, func, or_, select

from bot.domain.cohorts import Member
from bot.domain.ids import CohortId, MemberId
from bot.domain.records import Board, Standing
from bot.storage.common import AnyRow, Repository
from bot.storage.tables import day_off, effort, member, person

_GIVEN = select(effort.c.points).where(
    effort.c.member_id == bindparam("member"),
    effort.c.reason == bindparam("why"),
    effort.c.ref == bindparam("what"),
)
_TOTAL = select(func.coalesce(func.sum(effort.c.points), 0)).where(
    effort.c.member_id == bindparam("member")
)


class SqlEfforts(Repository):
    __slots__ = ()

    def add(self, entry: Member, day: int, points: int, reason: str, ref: str) -> bool:
        values = {
            "cohort_id": entry.cohort,
            "member_id": entry.id,
            "day": day,
            "points": points,
            "reason": reason,
            "ref": ref,
        }
        return self.insert_once(effort, values)

    def given(self, member_id: MemberId, reason: str, ref: str) -> int:
        return self.scalar(_GIVEN, member=member_id, why=reason, what=ref) or 0

    def total(self, member_id: MemberId) -> int:
        return int(self.scalar(_TOTAL, member=member_id))

    def board(self, cohort: CohortId, days: range, me: MemberId | None, top: int) -> Board:
        window = {"first": days.start, "last": days.stop - 1}
        rows = self.rows(BOARD, cohort=cohort, me=me or 0, top=top, **window)
        found = tuple(_standing(row) for row in rows)
        mine = next((row for row in found if row.member == me), None)
        shown = tuple(row for row, raw in zip(found, rows, strict=True) if raw.place <= top)
        return Board(shown, mine, rows[0].members if rows else 0)


def _standing(row: AnyRow) -> Standing:
    name = row.name if row.board == "name" else ""
    return Standing(row.rank, MemberId(row.id), name, int(row.points), float(row.rate))


def _board() -> Select[Any]:
    """Sum per member over the index alone, divide by active days, rank, cut."""
    first = bindparam("first", type_=Integer)
    last = bindparam("last", type_=Integer)
    totals = (
        select(effort.c.member_id, func.sum(effort.c.points).label("points"))
        .where(effort.c.cohort_id == bindparam("cohort"), effort.c.day.between(first, last))
        .group_by(effort.c.member_id)
        .cte("totals")
    )
    away = (
        select(day_off.c.member_id, func.count().label("days"))
        .join(member, member.c.id == day_off.c.member_id)
        .where(
            member.c.cohort_id == bindparam("cohort"),
            day_off.c.day >= member.c.joined_day,
            day_off.c.day.between(first, last),
        )
        .group_by(day_off.c.member_id)
        .cte("away")
    )
    points = func.coalesce(totals.c.points, 0)
    start = case((member.c.joined_day > first, member.c.joined_day), else_=first)
    days = last - start + 1 - func.coalesce(away.c.days, 0)
    rate = points * 1.0 / case((days > 1, days), else_=1)
    entered = (
        select(
            member.c.id,
            person.c.name,
            person.c.board,
            points.label("points"),
            rate.label("rate"),
        )
        .join(person, person.c.id == member.c.person_id)
        .outerjoin(totals, totals.c.member_id == member.c.id)
        .outerjoin(away, away.c.member_id == member.c.id)
        .where(
            member.c.cohort_id == bindparam("cohort"),
            ~member.c.left,
            or_(person.c.board != "hidden", member.c.id == bindparam("me")),
        )
        .cte("entered")
    )
    ranked = select(
        entered,
        func.rank().over(order_by=entered.c.rate.desc()).label("rank"),
        func.row_number().over(order_by=(entered.c.rate.desc(), entered.c.id)).label("place"),
        func.count().over().label("members"),
    ).cte("ranked")
    shown = or_(ranked.c.place <= bindparam("top"), ranked.c.id == bindparam("me"))
    return select(ranked).where(shown).order_by(ranked.c.place)


BOARD = _board()
