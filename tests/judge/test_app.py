"""The Judge port: refusals, turns, and that the bot's own process never loads what helpers do."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from adapters.judge.app import JudgeApp
from adapters.judge.line import Line
from adapters.judge.work import Job, Ran
from bot.domain.errors import Busy
from bot.domain.exercises import Draw, Language, Material, Outcome, SqlExercise, Verdict
from bot.domain.ids import ActorRef, CohortId, PersonId, Platform
from bot.ports import Asker, Isolation, Task
from tests.judge.inline import InlineWorkers

BOTH: frozenset[Language] = frozenset({"sql", "python"})
NATIVE = Isolation("native", BOTH)
COUNT = SqlExercise(
    Material("game_sessions", ("sessions",), Draw(1, 4), (Draw(2, 6, "ties"),)),
    "SELECT count(*) AS sessions FROM sessions",
)


def a_task(person: int = 1, circle: int = 1, text: str = COUNT.reference) -> Task:
    actor = ActorRef(Platform("slack"), "T1", f"U{person}")
    return Task(COUNT, text, Asker(PersonId(person), CohortId(circle), actor))


@dataclass
class Log:
    lines: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def info(self, event: str, **details: object) -> None:
        self.lines.append((event, details))

    def warning(self, event: str, **details: object) -> None:
        self.lines.append((event, details))


@dataclass
class Gated(InlineWorkers):
    """Runs nothing before it is let go."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    async def run(self, job: Job) -> Ran:
        await self.go.wait()
        return await super().run(job)

    def close(self) -> None:
        self.closed = True


def found(known: Isolation) -> Callable[[], Awaitable[Isolation]]:
    async def examine() -> Isolation:
        return known

    return examine


async def a_judge(
    known: Isolation = NATIVE, developers: frozenset[str] = frozenset(), line: Line | None = None
) -> tuple[JudgeApp, Gated, list[Isolation]]:
    told: list[Isolation] = []
    workers = Gated()
    workers.go.set()
    judge = JudgeApp(workers, found(known), Log(), told.append, developers=developers, line=line)
    await judge.serve()
    return judge, workers, told


async def heard(judge: JudgeApp, task: Task) -> list[int | Verdict]:
    return [news async for news in judge.judge(task)]


async def verdict(judge: JudgeApp, task: Task) -> Verdict:
    last = (await heard(judge, task))[-1]
    assert isinstance(last, Verdict)
    return last


async def test_ones_turn_comes_before_the_verdict() -> None:
    judge, _, told = await a_judge()
    first, last = await heard(judge, a_task())
    assert first == 0
    assert isinstance(last, Verdict)
    assert last.outcome is Outcome.CORRECT
    assert told == [NATIVE]


async def test_before_the_walls_were_tried_nothing_is_run() -> None:
    workers = Gated()
    judge = JudgeApp(workers, found(NATIVE), Log(), lambda _: None)
    assert (await verdict(judge, a_task())).outcome is Outcome.REFUSED
    assert not workers.jobs


async def test_where_nothing_can_be_run_it_says_why_and_what_else() -> None:
    judge, workers, _ = await a_judge(Isolation("none", frozenset(), "No seccomp here."))
    refused = await verdict(judge, a_task())
    assert refused.outcome is Outcome.REFUSED
    assert "No seccomp here." in refused.message
    assert "short version" in refused.message
    assert not workers.jobs


@pytest.mark.parametrize(("person", "outcome"), [(1, Outcome.CORRECT), (2, Outcome.REFUSED)])
async def test_the_development_tier_is_for_the_operators_people(
    person: int, outcome: Outcome
) -> None:
    sql: frozenset[Language] = frozenset({"sql"})
    judge, _, _ = await a_judge(Isolation("development", sql), frozenset({"slack:U1"}))
    assert (await verdict(judge, a_task(person))).outcome is outcome


async def test_a_second_answer_is_busy_and_the_first_goes_on() -> None:
    judge, workers, _ = await a_judge()
    workers.go.clear()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(verdict(judge, a_task()))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await heard(judge, a_task())
        workers.go.set()
    assert first.result().outcome is Outcome.CORRECT


async def test_those_who_wait_hear_their_place() -> None:
    judge, workers, _ = await a_judge(line=Line(1))
    workers.go.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(heard(judge, a_task(1)))
        await asyncio.sleep(0)
        waiting = group.create_task(heard(judge, a_task(2)))
        await asyncio.sleep(0)
        workers.go.set()
    assert [news for news in waiting.result() if isinstance(news, int)] == [1, 0]


async def test_a_grader_that_fails_frees_the_line() -> None:
    judge, workers, _ = await a_judge()
    broken = Task(SqlExercise(COUNT.material, "SELECT nonsense"), "SELECT 1", a_task().asker)
    assert (await verdict(judge, broken)).outcome is Outcome.LOST
    assert (await verdict(judge, a_task())).outcome is Outcome.CORRECT
    judge.close()
    assert workers.closed


def test_the_bots_process_loads_nothing_that_runs_or_reads_code() -> None:
    """Graded for real, in a process of its own."""
    script = """
import asyncio, sys
from bot.judging import Quiet, open_judge
from tests.judge.test_app import a_task, verdict
async def main():
    judge = open_judge("auto", "", Quiet(), lambda known: None)
    await judge.serve()
    print((await verdict(judge, a_task())).outcome)
    judge.close()
asyncio.run(main())
print(sorted({"duckdb", "numpy", "pandas", "sqlglot"} & set(sys.modules)))
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert ran.stdout.split("\n")[:2] == ["correct", "[]"]
