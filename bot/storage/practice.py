"""Servings and attempts: writing them, and what the next choice needs to know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, func, or_, select, update

from bot.domain.cohorts import Member
from bot.domain.ids import CohortId, MemberId, ServingId
from bot.domain.records import Attempt, Serving, SkillCount, Tally
from bot.domain.scoring import Purpose
from bot.storage.common import DIALECTS, AnyRow, Repository
from bot.storage.tables import attempt, hint, serving
from bot.storage.tallies import SqlTallies

_OF_MEMBER = attempt.c.member_id == bindparam("member")
_OF_SERVING = attempt.c.serving_id == bindparam("serving")
_IN_COHORT = serving.c.cohort_id == bindparam("cohort")
_SHARED = serving.c.member_id.is_(None)
_FIRST = attempt.c.number == 1
_RIGHT = attempt.c.share >= 1
_DAYS = func.count(attempt.c.day.distinct())

_GET = select(serving).where(serving.c.id == bindparam("serving"))
_BY_KEY = select(serving).where(serving.c.key == bindparam("key"))
_CIRCLE_FAMILIES = select(serving.c.family).where(_IN_COHORT, _SHARED)
_ATTEMPTS = select(attempt).where(_OF_SERVING, _OF_MEMBER).order_by(attempt.c.number)
_SCORE = update(attempt).where(_OF_SERVING, _OF_MEMBER, _FIRST)
_ATTEMPTED = (
    select(attempt.c.id).where(_OF_MEMBER, attempt.c.family == bindparam("family")).limit(1)
)
_DAY_COUNTS = (
    select(attempt.c.purpose, func.count())
    .where(_OF_MEMBER, attempt.c.day == bindparam("day"), _FIRST)
    .group_by(attempt.c.purpose)
)
_CAUGHT_UP = select(func.count()).where(
    _OF_MEMBER, _FIRST, attempt.c.purpose == Purpose.CATCH_UP, attempt.c.at >= bindparam("since")
)
_DAYS_KEPT = select(attempt.c.day).where(_OF_MEMBER, _FIRST).distinct()
_DAYS_KEPT_BY_ALL = (
    select(attempt.c.member_id, _DAYS)
    .where(
        attempt.c.cohort_id == bindparam("cohort"),
        attempt.c.day.between(bindparam("first"), bindparam("last")),
    )
    .group_by(attempt.c.member_id)
)
_BANKED_FAMILIES = (
    select(attempt.c.family)
    .where(_OF_MEMBER, _FIRST, _RIGHT)
    .group_by(attempt.c.family)
    .having(_DAYS >= 3)
    .subquery()
)
_BANKED = select(func.count()).select_from(_BANKED_FAMILIES)
_SKILLS = (
    select(attempt.c.skill, func.count(), func.avg(attempt.c.share))
    .where(_OF_MEMBER, _FIRST)
    .group_by(attempt.c.skill)
    .order_by(attempt.c.skill)
)
_SKILL_NUMBER = select(func.coalesce(func.sum(attempt.c.level - 1), 0)).where(
    _OF_MEMBER, _FIRST, _RIGHT
)
_HINTS = select(hint.c.taken).where(
    hint.c.serving_id == bindparam("serving"), hint.c.member_id == bindparam("member")
)
_DONE = (
    select(serving.c.day)
    .join(attempt, attempt.c.serving_id == serving.c.id)
    .where(_OF_MEMBER, serving.c.purpose.in_((Purpose.DAILY, Purpose.CATCH_UP)))
)
_MISSED_DAYS = (
    select(serving.c.day)
    .where(_IN_COHORT, _SHARED, serving.c.day < bindparam("before"), serving.c.day.not_in(_DONE))
    .order_by(serving.c.day)
)
_TRIED = select(attempt).where(_OF_MEMBER).order_by(attempt.c.id)
_SERVINGS = select(serving).where(serving.c.id.in_(select(attempt.c.serving_id).where(_OF_MEMBER)))
_SHOWN = (
    select(serving.c.item, func.max(serving.c.created_at))
    .where(
        _IN_COHORT,
        or_(serving.c.member_id == bindparam("member"), _SHARED),
        serving.c.created_at >= bindparam("since"),
    )
    .group_by(serving.c.item)
)
"""The circle's own servings count too: a daily drill hangs in the channel."""


@cache
def _one_more_hint(dialect: str) -> Executable:
    first = DIALECTS[dialect](hint).values(taken=1)
    more = first.on_conflict_do_update(
        index_elements=["serving_id", "member_id"], set_={"taken": hint.c.taken + 1}
    )
    return more.returning(hint.c.taken)


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
        new = self.insert_new(serving, values)
        if new is not None:
            return replace(entry, id=ServingId(new))
        found = self.by_key(entry.key)
        assert found is not None
        return found

    def serving(self, serving_id: ServingId) -> Serving | None:
        row = self.first(_GET, serving=serving_id)
        return None if row is None else _serving(row)

    def by_key(self, key: str) -> Serving | None:
        row = self.first(_BY_KEY, key=key)
        return None if row is None else _serving(row)

    def shown(self, member: Member, since: datetime) -> Mapping[str, datetime]:
        rows = self.rows(_SHOWN, cohort=member.cohort, member=member.id, since=since)
        return {row[0]: row[1] for row in rows}

    def circle_families(self, cohort: CohortId) -> frozenset[str]:
        return frozenset(row[0] for row in self.rows(_CIRCLE_FAMILIES, cohort=cohort))

    def attempts(self, serving_id: ServingId, member: MemberId) -> Sequence[Attempt]:
        return [_attempt(row) for row in self.rows(_ATTEMPTS, serving=serving_id, member=member)]

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
            "stage": made.stage,
        }
        return self.insert_once(attempt, values)

    def score(
        self, serving_id: ServingId, member: MemberId, scores: tuple[int, ...], share: float
    ) -> None:
        marks = _scores(scores)
        self.change(_SCORE, serving=serving_id, member=member, scores=marks, share=share)

    def attempted_family(self, member: MemberId, family: str) -> bool:
        return self.first(_ATTEMPTED, member=member, family=family) is not None

    def day_counts(self, member: MemberId, day: int) -> Mapping[Purpose, int]:
        rows = self.rows(_DAY_COUNTS, member=member, day=day)
        return {Purpose(row[0]): row[1] for row in rows}

    def caught_up(self, member: MemberId, since: datetime) -> int:
        return int(self.scalar(_CAUGHT_UP, member=member, since=since))

    def days_kept(self, member: MemberId) -> frozenset[int]:
        return frozenset(row[0] for row in self.rows(_DAYS_KEPT, member=member))

    def days_kept_by_all(self, cohort: CohortId, days: range) -> Mapping[MemberId, int]:
        given = {"cohort": cohort, "first": days.start, "last": days.stop - 1}
        return {MemberId(row[0]): row[1] for row in self.rows(_DAYS_KEPT_BY_ALL, **given)}

    def banked(self, member: MemberId) -> int:
        return int(self.scalar(_BANKED, member=member))

    def skills(self, member: MemberId) -> Sequence[SkillCount]:
        return [SkillCount(*row) for row in self.rows(_SKILLS, member=member)]

    def skill_number(self, member: MemberId) -> int:
        return int(self.scalar(_SKILL_NUMBER, member=member))

    def hint(self, serving_id: ServingId, member: MemberId) -> int:
        more = _one_more_hint(self.connection.dialect.name)
        return int(self.scalar(more, serving_id=serving_id, member_id=member))

    def hints(self, serving_id: ServingId, member: MemberId) -> int:
        return self.scalar(_HINTS, serving=serving_id, member=member) or 0

    def missed_days(self, member: Member, before: int) -> Sequence[int]:
        given = {"cohort": member.cohort, "member": member.id, "before": before}
        return [row[0] for row in self.rows(_MISSED_DAYS, **given)]

    def history(self, member: MemberId) -> Sequence[tuple[Serving, Attempt]]:
        servings = {row.id: _serving(row) for row in self.rows(_SERVINGS, member=member)}
        attempts = [_attempt(row) for row in self.rows(_TRIED, member=member)]
        return [(servings[made.serving], made) for made in attempts]

    def tally(self, serving_id: ServingId) -> Tally:
        return SqlTallies(self.connection).serving(serving_id)

    def quiz_tally(self, cohort: CohortId, day: int) -> Tally:
        return SqlTallies(self.connection).quiz(cohort, day)


def _serving(row: AnyRow) -> Serving:
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


def _attempt(row: AnyRow) -> Attempt:
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
        stage=row.stage,
    )


def _scores(scores: tuple[int, ...]) -> str:
    return " ".join(str(score) for score in scores)
