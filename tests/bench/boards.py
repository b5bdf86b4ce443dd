"""The effort board, next to SQL written by hand for the same answer on the bare driver."""

import re
import sqlite3
import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import insert, select, text

from bot.domain.ids import CohortId, MemberId
from bot.domain.records import Board
from bot.storage.store import SqlStore
from bot.storage.tables import cohort, day_off, member, person
from tests.bench.ground import ENGINES, SQLITE, START, Bench, channel, file_of
from tests.bench.measuring import Run
from tests.bench.report import Figure, ms

SMALL, TOP, DAYS = 40, 10, 28
BY_HAND = """
    WITH totals AS (
        SELECT member_id, sum(points) AS points FROM effort
        WHERE cohort_id = :cohort AND day BETWEEN :first AND :last GROUP BY member_id
    ), away AS (
        SELECT member_id, count(*) AS days FROM day_off JOIN member ON member.id = member_id
        WHERE cohort_id = :cohort AND day >= joined_day AND day BETWEEN :first AND :last
        GROUP BY member_id
    ), active AS (
        SELECT member.id, person.name, person.board, coalesce(totals.points, 0) AS points,
            :last - CASE WHEN joined_day > :first THEN joined_day ELSE :first END + 1
            - coalesce(away.days, 0) AS days
        FROM member JOIN person ON person.id = person_id
        LEFT JOIN totals ON totals.member_id = member.id
        LEFT JOIN away ON away.member_id = member.id
        WHERE cohort_id = :cohort AND NOT member."left"
            AND (person.board <> 'hidden' OR member.id = :me)
    ), rated AS (
        SELECT id, name, points, points * 1.0 / CASE WHEN days > 1 THEN days ELSE 1 END AS rate
        FROM active
    ), ranked AS (
        SELECT id, points, rank() OVER (ORDER BY rate DESC) AS place,
            row_number() OVER (ORDER BY rate DESC, id) AS line, count(*) OVER () AS members, name
        FROM rated
    )
    SELECT place, id, points, name, members FROM ranked WHERE line <= :top OR id = :me ORDER BY line
"""
EFFORT = """
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 40)
    INSERT INTO effort (cohort_id, member_id, day, points, reason, ref)
    SELECT cohort_id, id, 1 + (n + id) % 28, 1 + (n * id) % 10, 'bench', 'n' || n
    FROM member CROSS JOIN numbers WHERE (cohort_id <= {small}) OR n <= 20
"""


async def measure(bench: Bench) -> list[Figure]:
    figures = []
    for engine in ENGINES:
        filled = _Filled(bench, engine)
        figures.append(await filled.figure(1, SMALL, 4.0))
        figures.append(await filled.figure(filled.small + 1, filled.large, 1.2))
        filled.close()
    return figures


class _Filled:
    """Many circles of forty and one large one; a million rows of effort in all."""

    def __init__(self, bench: Bench, engine: str) -> None:
        self.bench, self.engine = bench, engine
        self.small, self.large = bench.size(500, 5), bench.size(10_000, 200)
        self.url = bench.databases.new(engine)
        self.store = SqlStore(self.url)
        self.store.run(lambda repos: bench.circle(repos, channel(0), START))
        self._fill()
        self.bare = _sqlite(self.url) if engine == SQLITE else _postgres(self.url)

    def _fill(self) -> None:
        circles = [number // SMALL + 1 for number in range(self.small * SMALL)]
        circles += [self.small + 1] * self.large
        with self.store.engine.connect() as connection, connection.begin():
            given = connection.execute(select(cohort)).mappings().one()
            copies = [{**given, "id": number} for number in range(2, self.small + 2)]
            connection.execute(insert(cohort), copies)
            # The host is the first person.
            connection.execute(insert(person), [_person(n) for n in range(len(circles))])
            entries = [_member(n, circle) for n, circle in enumerate(circles, 1)]
            connection.execute(insert(member), entries)
            off = [{"member_id": n, "day": 3} for n in range(1, len(circles), 7)]
            connection.execute(insert(day_off), off)
            connection.execute(text(EFFORT.format(small=self.small)))
            connection.execute(text("ANALYZE"))

    async def figure(self, circle: int, members: int, target: float) -> Figure:
        me = MemberId((circle - 1) * SMALL + members // 2)
        given = {"cohort": circle, "first": 1, "last": DAYS, "me": me, "top": TOP}
        _same(await self._ask(circle, me), self.bare(given))
        times = self.bench.size(20 if members == SMALL else 3, 2)

        async def ours() -> float:
            began = time.perf_counter()
            for _ in range(times):
                await self._ask(circle, me)
            return (time.perf_counter() - began) / times

        async def bare() -> float:
            began = time.perf_counter()
            for _ in range(times):
                self.bare(given)
            return (time.perf_counter() - began) / times

        contestants: dict[str, Run] = {"ours": ours, "bare": bare}
        rounds = await self.bench.contest(contestants, 9)
        return Figure(
            f"Board of {members:,} members / SQL by hand on the bare driver, {self.engine}",
            ms(rounds.median("ours")), ms(rounds.median("bare")),
            rounds.ratio("ours", "bare"), target,
        )  # fmt: skip

    async def _ask(self, circle: int, me: MemberId) -> Board:
        days = range(1, DAYS + 1)
        return await self.store.transact(
            lambda repos: repos.efforts.board(CohortId(circle), days, me, TOP), read_only=True
        )

    def close(self) -> None:
        self.store.close()


def _person(number: int) -> dict[str, Any]:
    board = "hidden" if number % 20 == 5 else "anonymous" if number % 20 == 6 else "name"
    quiet = {"quiet_from": "21:00", "quiet_until": "08:00", "nudges": False}
    return {"name": f"Member {number}", "board": board, **quiet}


def _member(number: int, circle: int) -> dict[str, Any]:
    """Some joined late, some have left."""
    return {
        "cohort_id": circle,
        "person_id": number + 1,
        "joined_day": 9 if number % 15 == 4 else 1,
        "joined_at": START,
        "left": number % 30 == 8,
    }


Bare = Callable[[dict[str, Any]], list[Any]]


def _sqlite(url: str) -> Bare:
    connection = sqlite3.connect(file_of(url))
    return lambda given: connection.execute(BY_HAND, given).fetchall()


def _postgres(url: str) -> Bare:
    # A plan made for parameters that nobody has seen is twenty times slower in a large circle.
    connection = psycopg.connect(url, options="-c plan_cache_mode=force_custom_plan")
    statement = re.sub(r":(\w+)", r"%(\1)s", BY_HAND).encode()

    def ask(given: dict[str, Any]) -> list[Any]:
        rows = connection.execute(statement, given).fetchall()
        connection.commit()
        return rows

    return ask


def _same(ours: Board, bare: list[Any]) -> None:
    """Otherwise the two would not have done the same work."""
    rows = [(row.rank, row.member, row.points) for row in ours.rows]
    assert rows == [(place, who, int(points)) for place, who, points, *_ in bare][: len(rows)]
    assert ours.mine is not None
    assert ours.members == bare[0][-1]
