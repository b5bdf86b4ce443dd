"""Verdicts, next to the same work without walls: what the sandbox and the grading cost."""

import json
import subprocess
import sys
import time

import duckdb
import psutil  # type: ignore[import-untyped]

from adapters.judge.python import grader as python_grader
from adapters.judge.python.jobs import rest_job, sample_job
from adapters.judge.sandbox.workers import Helpers
from adapters.judge.sql import grader as sql_grader
from adapters.judge.sql.databases import TYPES
from bot.datasets.catalogue import CATALOGUE
from bot.datasets.model import Table
from bot.domain.exercises import (
    Draw,
    Material,
    Outcome,
    PythonExercise,
    Speed,
    SqlExercise,
    Verdict,
)
from tests.bench.ground import Bench
from tests.bench.measuring import Run
from tests.bench.report import Figure, ms

MEGABYTE = 1 << 20
_HIDDEN = tuple(
    Draw(seed, 12, shape) for seed, shape in enumerate(("nulls", "ties", "gaps", "empty"))
)
QUERY = SqlExercise(
    Material("game_sessions", ("players", "sessions"), Draw(1, 6), _HIDDEN),
    """
    SELECT player_id, started_at::date AS day, count(*) AS sessions,
        sum(count(*)) OVER (PARTITION BY player_id ORDER BY started_at::date) AS so_far
    FROM sessions JOIN players USING (player_id) GROUP BY 1, 2
    """,
)
FUNCTION = PythonExercise(
    Material("label_ops", ("labels",), Draw(1, 6), tuple(Draw(n, 12, "plain") for n in range(4))),
    "per_annotator",
    """
def per_annotator(labels):
    '''Labels and mean seconds for each annotator.'''
    # Missing annotators are left out.
    known = labels.dropna(subset=["annotator_id"])
    grouped = known.groupby("annotator_id")["seconds"]
    return grouped.agg(["size", "mean"]).reset_index()
""",
    speed=Speed(100_000, 20),
)
_BARE = """
from tests.bench.judging import forked
forked()
"""


async def measure(bench: Bench) -> list[Figure]:
    helpers = Helpers()
    try:
        return [
            await _sql(bench, helpers),
            await _python(bench, helpers),
            *(_memory(language, pid) for language, pid in sorted(helpers.pids.items())),
        ]
    finally:
        helpers.close()


async def _sql(bench: Bench, helpers: Helpers) -> Figure:
    connections = [_loaded(draw) for draw in (QUERY.material.sample, *_HIDDEN)]

    async def ours() -> float:
        began = time.perf_counter()
        _right(await sql_grader.grade(QUERY, QUERY.reference, helpers))
        return time.perf_counter() - began

    async def bare() -> float:
        began = time.perf_counter()
        for connection in connections:
            connection.execute(QUERY.reference).fetchall()
        return time.perf_counter() - began

    await ours()
    contestants: dict[str, Run] = {"ours": ours, "bare": bare}
    rounds = await bench.contest(contestants, 15)
    more = (rounds.median("ours") - rounds.median("bare")) * 1000
    return Figure(
        "SQL verdict on a sample and four hidden databases, warm: ms more than the bare queries",
        ms(rounds.median("ours")), ms(rounds.median("bare")), more, 150,
    )  # fmt: skip


def _loaded(draw: Draw) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})
    drawn = CATALOGUE[QUERY.material.data].make(draw.seed, draw.size, draw.shape)
    for name in QUERY.material.tables:
        _fill(connection, drawn.table(name))
    return connection


def _fill(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    heads = ", ".join(f"{column.name} {TYPES[column.type]}" for column in table.columns)
    connection.execute(f"CREATE TABLE {table.name} ({heads})")
    marks = ", ".join("?" for _ in table.columns)
    if table.rows:
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", list(table.rows))


async def _python(bench: Bench, helpers: Helpers) -> Figure:
    bare_process = _bare_process()
    assert bare_process.stdin is not None
    assert bare_process.stdout is not None
    asking, telling = bare_process.stdin, bare_process.stdout
    telling.readline()

    async def ours() -> float:
        began = time.perf_counter()
        _right(await python_grader.grade(FUNCTION, FUNCTION.reference, helpers))
        return time.perf_counter() - began

    async def bare() -> float:
        asking.write("go\n")
        asking.flush()
        return float(telling.readline())

    contestants: dict[str, Run] = {"ours": ours, "bare": bare}
    try:
        await ours()
        rounds = await bench.contest(contestants, 15)
    finally:
        asking.close()
        bare_process.wait(30)
    return Figure(
        "Python verdict, 100,000 rows among its data, warm / the function in a bare forked child",
        ms(rounds.median("ours")), ms(rounds.median("bare")), rounds.ratio("ours", "bare"), 3,
    )  # fmt: skip


def _bare_process() -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", _BARE], stdin=pipe, stdout=pipe, text=True)


def forked() -> None:
    """In a process of its own: for each line read, a fork that runs the function on everything."""
    import os

    from adapters.judge.python.inputs import drawn, unpacked
    from adapters.judge.sandbox.helper_main import NICENESS

    # As helpers do: whatever else runs on the machine slows both alike.
    os.nice(NICENESS)
    asked = (ask(FUNCTION, "") for ask in (sample_job, rest_job))
    drawings = (unpacked(drawn(json.loads(job.recipe))) for job in asked)
    cases = [case for drawing in drawings for case in (*drawing.cases, *drawing.large)]
    space: dict[str, object] = {}
    exec(FUNCTION.reference, space)
    function = space[FUNCTION.function]
    assert callable(function)
    print("ready", flush=True)  # noqa: T201  to the other process
    while sys.stdin.readline():
        began = time.perf_counter()
        if (pid := os.fork()) == 0:
            for case in cases:
                function(*case.values())
            os._exit(0)
        os.waitpid(pid, 0)
        print(time.perf_counter() - began, flush=True)  # noqa: T201  the same


def _right(verdict: Verdict) -> None:
    assert verdict.outcome is Outcome.CORRECT, verdict


def _memory(language: str, pid: int) -> Figure:
    used = psutil.Process(pid).memory_info().rss / MEGABYTE
    return Figure(f"Idle memory of the {language} helper", f"{used:.0f} MB", "", used, 120)
