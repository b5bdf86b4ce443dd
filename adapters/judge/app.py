"""The Judge port: waits for one's turn, hands the text to a grader, says what tier is in force."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol, assert_never

from adapters.judge.line import Line
from adapters.judge.python.grader import grade as grade_python
from adapters.judge.python.jobs import BrokenReference as BrokenFunction
from adapters.judge.sql.grader import BrokenReference as BrokenQuery
from adapters.judge.sql.grader import grade as grade_sql
from adapters.judge.work import Workers
from bot.domain.exercises import Outcome, PythonExercise, SqlExercise, Stage, Verdict
from bot.ports import Asker, Isolation, Task

DEVELOPMENT = "development"
BROKEN = "This drill is broken, which is our fault and is noted. Try another one."
EXAMINING = Isolation("none", frozenset(), "The judge is still being examined; try in a minute.")


class Log(Protocol):
    def warning(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401  structlog's own

    def info(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401  structlog's own


class Running(Workers, Protocol):
    def close(self) -> None: ...


class JudgeApp:
    """Implements bot.ports.Judge, and as a Service examines its own walls before anything is run.

    `known` is told what that showed. `developers` are "platform:user" names for whom the
    development tier is open.
    """

    name = "judge"

    def __init__(
        self,
        workers: Running,
        examine: Callable[[], Awaitable[Isolation]],
        log: Log,
        known: Callable[[Isolation], None],
        *,
        developers: frozenset[str] = frozenset(),
        line: Line | None = None,
    ) -> None:
        self._workers, self._examine, self._log, self._known = workers, examine, log, known
        self._developers, self._line = developers, line or Line()
        self._isolation = EXAMINING

    def isolation(self) -> Isolation:
        return self._isolation

    async def serve(self) -> None:
        self._isolation = await self._examine()
        known = self._isolation
        self._known(known)
        self._log.info("judge", tier=known.tier, languages=sorted(known.languages), why=known.why)

    def close(self) -> None:
        """What is being run then ends as lost."""
        self._workers.close()

    async def judge(self, task: Task) -> AsyncIterator[int | Verdict]:
        if (refusal := self._refusal(task)) is not None:
            yield refusal
            return
        ticket = self._line.join(task.asker.person, task.asker.circle)
        try:
            async for place in self._line.turns(ticket):
                yield place
            yield await self._grade(task)
        finally:
            self._line.leave(ticket)

    def _refusal(self, task: Task) -> Verdict | None:
        known = self._isolation
        if task.exercise.kind not in known.languages:
            return _refused(known.why or "Answers cannot be run here.")
        if known.tier == DEVELOPMENT and not self._develops(task.asker):
            return _refused("Here answers are run for the operator's own people alone.")
        return None

    def _develops(self, asker: Asker) -> bool:
        return f"{asker.actor.platform}:{asker.actor.user}" in self._developers

    async def _grade(self, task: Task) -> Verdict:
        try:
            return await self._graded(task)
        except (BrokenQuery, BrokenFunction) as error:
            self._log.warning("judge", problem=f"the drill itself cannot be run: {error}")
            return Verdict(Outcome.LOST, Stage.RUNTIME, BROKEN)

    async def _graded(self, task: Task) -> Verdict:
        match task.exercise:
            case SqlExercise() as exercise:
                return await grade_sql(exercise, task.text, self._workers)
            case PythonExercise() as exercise:
                return await grade_python(exercise, task.text, self._workers)
            case unreachable:
                assert_never(unreachable)


def _refused(why: str) -> Verdict:
    short = "The short version of the drill keeps the day as well."
    return Verdict(Outcome.REFUSED, Stage.LENGTH, f"{why} {short}")
