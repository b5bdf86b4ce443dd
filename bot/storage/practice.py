"""Servings and attempts: writing them, and what the next choice needs to know."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select, update

from bot.domain.cohorts import Member
from bot.domain.ids import CohortId, MemberId, ServingId
from bot.domain.records import Attempt, Serving, SkillCount, Tally
from bot.domain.scoring import Purpose
from bot.storage.common import Repository
from bot.storage.tables import attempt, hint, serving
from bot.storage.tallies import SqlTallies

_DAYS_DRILL = (Purpose.DAILY, Purpose.CATCH_UP)
_FIRST = attempt.c.number == 1


def _serving(row: Row[Any]) -> Serving:
    return Serving(
        id=ServingId(row.id),
        cohort=CohortId(row.cohort_id),
        member=None if row.member_id is None else MemberId(row.member_id),
        day=row.day,
        purpose=Purpose(row.purpose),
        drill=row.drill,
        created_at=row.created_at,
        key=row.key,
    )


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        serving=ServingId(row.serving_id),
        member=MemberId(row.member_id),
        number=row.number,
        answer=row.answer,
        share=row.share,
        hints=row.hints,
        seconds=row.seconds,
        day=row.day,
        at=row.at,
        scores=tuple(int(score) for score in row.scores.split()),
    )


class SqlPractice(Repository):
    __slots__ = ()

    def serve(self, entry: Serving) -> Serving:
        values = {
            "cohort_id": entry.cohort,
            "member_id": entry.member,
            "day": entry.day,
            "purpose": entry.purpose,
            "family": entry.drill.family,
            "item": entry.drill.item,
            "drill": entry.drill,
            "created_at": entry.created_at,
            "key": entry.key,
        }
        self.insert_once(serving, values)
        found = self.by_key(entry.key)
        assert found is not None
        return found

    def serving(self, serving_id: ServingId) -> Serving | None:
        row = self.connection.execute(select(serving).where(serving.c.id == serving_id)).first()
        return None if row is None else _serving(row)

    def by_key(self, key: str) -> Serving | None:
        row = self.connection.execute(select(serving).where(serving.c.key == key)).first()
        return None if row is None else _serving(row)

    def recent_items(self, member: Member, since: datetime) -> Mapping[str, datetime]:
        return self._seen(member, serving.c.item, since)

    def seen_families(self, member: Member) -> Mapping[str, datetime]:
        return self._seen(member, serving.c.family, member.joined_at)

    def _seen(self, member: Member, what: Any, since: datetime) -> Mapping[str, datetime]:  # noqa: ANN401
        """The circle's own servings count too: a daily drill hangs in the channel."""
        found = (
            select(what, func.max(serving.c.created_at))
            .where(
                serving.c.cohort_id == member.cohort,
                or_(serving.c.member_id == member.id, serving.c.member_id.is_(None)),
                serving.c.created_at >= since,
            )
            .group_by(what)
        )
        return {row[0]: row[1] for row in self.connection.execute(found)}

    def circle_families(self, cohort: CohortId) -> frozenset[str]:
        found = select(serving.c.family).where(
            serving.c.cohort_id == cohort, serving.c.member_id.is_(None)
        )
        return frozenset(self.connection.execute(found).scalars())

    def attempts(self, serving_id: ServingId, member: MemberId) -> Sequence[Attempt]:
        found = select(attempt).where(
            attempt.c.serving_id == serving_id, attempt.c.member_id == member
        )
        rows = self.connection.execute(found.order_by(attempt.c.number))
        return [_attempt(row) for row in rows]

    def record(self, entry: Serving, made: Attempt) -> bool:
        values = {
            "serving_id": made.serving,
            "member_id": made.member,
            "cohort_id": entry.cohort,
            "number": made.number,
            "answer": made.answer,
            "share": made.share,
            "hints": made.hints,
            "seconds": made.seconds,
            "day": made.day,
            "at": made.at,
            "purpose": entry.purpose,
            "family": entry.drill.family,
            "skill": entry.drill.skill,
            "level": entry.drill.level,
            "scores": _scores(made.scores),
        }
        return self.insert_once(attempt, values)

    def score(
        self, serving_id: ServingId, member: MemberId, scores: tuple[int, ...], share: float
    ) -> None:
        change = (
            update(attempt)
            .where(attempt.c.serving_id == serving_id, attempt.c.member_id == member, _FIRST)
            .values(scores=_scores(scores), share=share)
        )
        self.connection.execute(change)

    def attempted_family(self, member: MemberId, family: str) -> bool:
        found = select(attempt.c.id).where(
            attempt.c.member_id == member, attempt.c.family == family
        )
        return self.connection.execute(found.limit(1)).first() is not None

    def day_counts(self, member: MemberId, day: int) -> Mapping[Purpose, int]:
        found = (
            select(attempt.c.purpose, func.count())
            .where(attempt.c.member_id == member, attempt.c.day == day, _FIRST)
            .group_by(attempt.c.purpose)
        )
        return {Purpose(row[0]): row[1] for row in self.connection.execute(found)}

    def days_kept(self, member: MemberId) -> frozenset[int]:
        found = select(attempt.c.day).where(attempt.c.member_id == member, _FIRST).distinct()
        return frozenset(self.connection.execute(found).scalars())

    def days_kept_by_all(self, cohort: CohortId, days: range) -> Mapping[MemberId, int]:
        found = (
            select(attempt.c.member_id, func.count(attempt.c.day.distinct()))
            .where(attempt.c.cohort_id == cohort, attempt.c.day.between(days.start, days.stop - 1))
            .group_by(attempt.c.member_id)
        )
        return {MemberId(row[0]): row[1] for row in self.connection.execute(found)}

    def banked(self, member: MemberId) -> int:
        families = (
            select(attempt.c.family)
            .where(attempt.c.member_id == member, _FIRST, attempt.c.share >= 1)
            .group_by(attempt.c.family)
            .having(func.count(attempt.c.day.distinct()) >= 3)
            .subquery()
        )
        return int(self.connection.execute(select(func.count()).select_from(families)).scalar_one())

    def skills(self, member: MemberId) -> Sequence[SkillCount]:
        found = (
            select(attempt.c.skill, func.count(), func.avg(attempt.c.share))
            .where(attempt.c.member_id == member, _FIRST)
            .group_by(attempt.c.skill)
            .order_by(attempt.c.skill)
        )
        return [SkillCount(*row) for row in self.connection.execute(found)]

    def skill_number(self, member: MemberId) -> int:
        found = select(func.coalesce(func.sum(attempt.c.level - 1), 0)).where(
            attempt.c.member_id == member, _FIRST, attempt.c.share >= 1
        )
        return int(self.connection.execute(found).scalar_one())

    def hint(self, serving_id: ServingId, member: MemberId) -> int:
        self.insert_once(hint, {"serving_id": serving_id, "member_id": member, "taken": 0})
        mine = (hint.c.serving_id == serving_id) & (hint.c.member_id == member)
        self.connection.execute(update(hint).where(mine).values(taken=hint.c.taken + 1))
        return self.hints(serving_id, member)

    def hints(self, serving_id: ServingId, member: MemberId) -> int:
        found = select(hint.c.taken).where(
            hint.c.serving_id == serving_id, hint.c.member_id == member
        )
        return self.connection.execute(found).scalar() or 0

    def missed_days(self, member: Member, before: int) -> Sequence[int]:
        done = (
            select(serving.c.day)
            .join(attempt, attempt.c.serving_id == serving.c.id)
            .where(attempt.c.member_id == member.id, serving.c.purpose.in_(_DAYS_DRILL))
        )
        found = select(serving.c.day).where(
            serving.c.cohort_id == member.cohort,
            serving.c.member_id.is_(None),
            serving.c.day < before,
            serving.c.day.not_in(done),
        )
        return list(self.connection.execute(found.order_by(serving.c.day)).scalars())

    def history(self, member: MemberId) -> Sequence[tuple[Serving, Attempt]]:
        tried = select(attempt).where(attempt.c.member_id == member).order_by(attempt.c.id)
        attempts = [_attempt(row) for row in self.connection.execute(tried)]
        ids = {made.serving for made in attempts}
        rows = self.connection.execute(select(serving).where(serving.c.id.in_(ids)))
        servings = {row.id: _serving(row) for row in rows}
        return [(servings[made.serving], made) for made in attempts]

    def tally(self, serving_id: ServingId) -> Tally:
        return SqlTallies(self.connection).serving(serving_id)

    def quiz_tally(self, cohort: CohortId, day: int) -> Tally:
        return SqlTallies(self.connection).quiz(cohort, day)

    def hardest(self, cohort: CohortId, days: range) -> tuple[str, Tally] | None:
        return SqlTallies(self.connection).hardest(cohort, days)


def _scores(scores: tuple[int, ...]) -> str:
    return " ".join(str(score) for score in scores)
