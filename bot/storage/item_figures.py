"""How an item did with everybody who tried it, in counts without names."""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select

from bot.repositories.store import Repos
from bot.storage.repos import SqlRepos
from bot.storage.tables import attempt

_FIRST_TRIES = select(
    func.count(),
    func.coalesce(func.sum(case((attempt.c.share >= 1, 1), else_=0)), 0),
    func.coalesce(func.sum(case((attempt.c.hints > 0, 1), else_=0)), 0),
    func.coalesce(func.avg(attempt.c.seconds), 0.0),
).where(attempt.c.family == bindparam("family"), attempt.c.number == 1)


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """Of first tries; `seconds` is their mean."""

    tries: int
    right: int
    hinted: int
    seconds: float


def first_tries(repos: Repos, family: str) -> ItemFigures:
    """For `store.transact`, whose repositories stand on one connection."""
    assert isinstance(repos, SqlRepos)
    tries, right, hinted, seconds = repos.practice.rows(_FIRST_TRIES, family=family)[0]
    return ItemFigures(int(tries), int(right), int(hinted), float(seconds))
