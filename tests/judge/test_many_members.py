"""Two hundred answers at once from fifty members, some hostile: each is graded, and rightly."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from adapters.judge.app import JudgeApp
from adapters.judge.sandbox.tiers import Sandbox
from bot.domain.errors import Busy
from bot.domain.exercises import Exercise, Language, Outcome, Verdict
from bot.domain.ids import ActorRef, CohortId, PersonId, Platform
from bot.judging import Quiet
from bot.ports import Asker, Task
from tests.judge.attacks.stacks import PYTHON, RIGHT, SQL
from tests.judge.test_app import verdict

MEMBERS, CIRCLES, EACH = 50, 7, 4
EXERCISES: dict[Language, Exercise] = {"sql": SQL, "python": PYTHON}
MARKS: dict[Language, str] = {"sql": "--", "python": "#"}
_INSIDE = "import dataclasses\nloaded = dataclasses.sys.modules\n"
_ANSWER = "def answer(sessions):\n    "
HOSTILE: dict[Language, tuple[str, ...]] = {
    "sql": (
        "SELECT player_id, lpad('x', 1000000000) FROM sessions",
        "SELECT * FROM read_text('/etc/passwd')",
        "DROP TABLE sessions",
        "SELECT count(*), 1 FROM generate_series(1, 90000) a, generate_series(1, 90000) b",
        "SELECT a.n, array_agg(b.n) FROM generate_series(1, 4000) a(n), "
        "generate_series(1, 9000) b(n) GROUP BY 1",
    ),
    "python": (
        _INSIDE + _ANSWER + 'loaded["os"]._exit(0)',
        _INSIDE + _ANSWER + 'loaded["os"].kill(loaded["os"].getppid(), 9)',
        _ANSWER + "while True: pass",
        _ANSWER + "return [0] * 10**9",
        _ANSWER + "return {'x' * 3_000_000: 1}",
    ),
}


@dataclass
class Crowd:
    """Hands in for everybody; whoever is told to wait comes again after their own verdict."""

    judge: JudgeApp
    busy: int = 0
    _news: dict[PersonId, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    async def hand_in(self, task: Task) -> Verdict:
        while True:
            try:
                found = await verdict(self.judge, task)
            except Busy:
                self.busy += 1
                await self._news[task.asker.person].wait()
            else:
                self._news.pop(task.asker.person, asyncio.Event()).set()
                return found


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
async def crowd(problems: list[str]) -> AsyncIterator[Crowd]:
    box = Sandbox(problems.append)
    judge = JudgeApp(box, box.examine, Quiet(), lambda _: None)
    await judge.serve()
    yield Crowd(judge)
    judge.close()


async def test_every_answer_of_a_crowd_is_graded_and_each_honest_one_is_right(
    crowd: Crowd, problems: list[str]
) -> None:
    tasks = [_task(number) for number in range(MEMBERS * EACH)]
    found = await asyncio.gather(*(crowd.hand_in(task) for task in tasks))
    honest = [_hostile(number) is None for number in range(len(tasks))]
    outcomes = Counter((one.outcome, fair) for one, fair in zip(found, honest, strict=True))
    assert outcomes.pop((Outcome.CORRECT, True)) == honest.count(True)
    assert not {(Outcome.CORRECT, False), (Outcome.LOST, False)} & set(outcomes), outcomes
    assert outcomes.total() == honest.count(False)
    assert not problems
    assert crowd.busy >= MEMBERS * (EACH - 1), "they did not come at once"


def _task(number: int) -> Task:
    """Both languages for everybody, circles mixed."""
    person = number % MEMBERS
    asker = Asker(
        PersonId(person),
        CohortId(person % CIRCLES),
        ActorRef(Platform("slack"), "T1", f"U{person}"),
    )
    language = _language(number)
    text = _hostile(number) or RIGHT[language]
    return Task(EXERCISES[language], f"{text}\n{MARKS[language]} {number}", asker)


def _language(number: int) -> Language:
    return "sql" if (number // MEMBERS) % 2 else "python"


def _hostile(number: int) -> str | None:
    """Every tenth member hands in nothing else."""
    known = HOSTILE[_language(number)]
    return known[number // 10 % len(known)] if number % 10 == 0 else None
