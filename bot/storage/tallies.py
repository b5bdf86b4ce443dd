"""How a circle did, in counts without names."""

from sqlalchemy import case, func, select

from bot.domain.ids import CohortId, ServingId
from bot.domain.records import Tally
from bot.domain.scoring import Purpose
from bot.storage.common import Repository
from bot.storage.tables import attempt, serving

_FIRST = attempt.c.number == 1
_RIGHT = func.sum(case((attempt.c.share >= 1, 1), else_=0))


class SqlTallies(Repository):
    __slots__ = ()

    def serving(self, serving_id: ServingId) -> Tally:
        found = (
            select(attempt.c.answer, func.count().label("times"), _RIGHT)
            .where(attempt.c.serving_id == serving_id, _FIRST)
            .group_by(attempt.c.answer)
            .order_by(func.count().desc(), attempt.c.answer)
        )
        rows = self.connection.execute(found).all()
        answers = tuple((row[0], row[1]) for row in rows)
        return Tally(sum(row[1] for row in rows), sum(int(row[2]) for row in rows), answers)

    def quiz(self, cohort: CohortId, day: int) -> Tally:
        found = (
            select(func.count(), func.coalesce(_RIGHT, 0))
            .join(serving, serving.c.id == attempt.c.serving_id)
            .where(
                serving.c.cohort_id == cohort,
                serving.c.day == day,
                serving.c.purpose == Purpose.QUIZ,
                _FIRST,
            )
        )
        answered, right = self.connection.execute(found).one()
        return Tally(answered, int(right))

    def hardest(self, cohort: CohortId, days: range) -> tuple[str, Tally] | None:
        share = _RIGHT * 1.0 / func.count()
        found = (
            select(serving.c.id, serving.c.family)
            .join(attempt, attempt.c.serving_id == serving.c.id)
            .where(
                serving.c.cohort_id == cohort,
                serving.c.member_id.is_(None),
                serving.c.day.between(days.start, days.stop - 1),
                _FIRST,
            )
            .group_by(serving.c.id, serving.c.family)
            .order_by(share, serving.c.id)
        )
        row = self.connection.execute(found.limit(1)).first()
        return None if row is None else (row.family, self.serving(ServingId(row.id)))
