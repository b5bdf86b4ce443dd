"""How a circle did, in counts without names."""

from sqlalchemy import bindparam, case, func, select

from bot.domain.ids import CohortId, ServingId
from bot.domain.records import Tally
from bot.domain.scoring import Purpose
from bot.storage.common import Repository
from bot.storage.tables import attempt, serving

_FIRST = attempt.c.number == 1
_RIGHT = func.sum(case((attempt.c.share >= 1, 1), else_=0))

_SERVING = (
    select(attempt.c.answer, func.count(), _RIGHT)
    .where(attempt.c.serving_id == bindparam("serving"), _FIRST)
    .group_by(attempt.c.answer)
    .order_by(func.count().desc(), attempt.c.answer)
)
_QUIZ = (
    select(func.count(), func.coalesce(_RIGHT, 0))
    .join(serving, serving.c.id == attempt.c.serving_id)
    .where(
        serving.c.cohort_id == bindparam("cohort"),
        serving.c.day == bindparam("day"),
        serving.c.purpose == Purpose.QUIZ,
        _FIRST,
    )
)


class SqlTallies(Repository):
    __slots__ = ()

    def serving(self, serving_id: ServingId) -> Tally:
        rows = self.rows(_SERVING, serving=serving_id)
        answers = tuple((row[0], row[1]) for row in rows)
        return Tally(sum(row[1] for row in rows), sum(int(row[2]) for row in rows), answers)

    def quiz(self, cohort: CohortId, day: int) -> Tally:
        ((answered, right),) = self.rows(_QUIZ, cohort=cohort, day=day)
        return Tally(answered, int(right))
