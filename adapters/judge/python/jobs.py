"""What is asked of the workers for an exercise, and what the references gave."""

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict

from adapters.judge.python import feedback
from adapters.judge.python.results import Malformed, answer
from adapters.judge.python.speed import Timed
from adapters.judge.work import Job, Ran, Workers
from bot.domain.exercises import Draw, PythonExercise, Verdict

SECONDS, KEPT = 4.0, 64
"""For one job; and how many answers of references are remembered."""

Asking = Callable[[PythonExercise, str], Job]


class BrokenReference(Exception):
    """The exercise itself cannot be run; content is at fault, not the member."""


def sample_job(exercise: PythonExercise, text: str) -> Job:
    """The one that also reads the text for style."""
    return job(exercise, (exercise.material.sample,), text, reads=True)


def rest_job(exercise: PythonExercise, text: str) -> Job:
    """Hidden data, and the large case where there is one, in the same process."""
    return job(exercise, exercise.material.hidden, text, rows=_rows(exercise))


def hidden_job(exercise: PythonExercise, text: str) -> Job:
    return job(exercise, exercise.material.hidden, text)


def large_job(exercise: PythonExercise, text: str) -> Job:
    """For exercises with a speed alone."""
    return job(exercise, (), text, rows=_rows(exercise))


def _rows(exercise: PythonExercise) -> int:
    return exercise.speed.rows if exercise.speed else 0


def job(
    exercise: PythonExercise,
    draws: Sequence[Draw],
    text: str,
    *,
    rows: int = 0,
    reads: bool = False,
    seconds: float = SECONDS,
) -> Job:
    material = exercise.material
    recipe = {
        "data": material.data,
        "tables": list(material.tables),
        "draws": [asdict(draw) for draw in draws],
        "rows": rows,
        "function": exercise.function,
        "constants": dict(exercise.constants),
        "modules": list(exercise.modules),
        "reads": reads,
    }
    return Job("python", json.dumps(recipe), text, seconds)


def cases(asked: Job) -> int:
    """How many values an answer to it has."""
    recipe = json.loads(asked.recipe)
    return len(recipe["draws"]) + bool(recipe["rows"])


class Expected:
    """What the references give, kept by job."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._kept = most, OrderedDict[Job, Timed]()

    async def of(
        self, exercise: PythonExercise, asking: Asking, workers: Workers
    ) -> list[Timed] | Verdict:
        """The reference first, then the readings. A verdict: they could not be run just now.

        Raises BrokenReference.
        """
        found: list[Timed] = []
        for code in (exercise.reference, *exercise.readings):
            given = await self._one(asking(exercise, code), workers)
            if given is None:
                return feedback.WORDS.stopped("lost")
            found.append(given)
        return found

    async def _one(self, asked: Job, workers: Workers) -> Timed | None:
        if asked in self._kept:
            self._kept.move_to_end(asked)
            return self._kept[asked]
        given = await _given(asked, workers)
        if given is None:
            return None
        self._kept[asked] = given
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return given


EXPECTED = Expected()


async def _given(asked: Job, workers: Workers) -> Timed | None:
    """Of a job whose time counts the quicker of two runs: nobody is measured against a slow one."""
    tried: list[Timed] = []
    for _ in range(2 if json.loads(asked.recipe)["rows"] else 1):
        ran = await workers.run(asked)
        if ran.end in {"lost", "timeout"}:
            return None
        tried.append(_reference(ran, cases(asked)))
    return min(tried, key=lambda timed: timed.answer.seconds)


def _reference(ran: Ran, count: int) -> Timed:
    try:
        found = answer(ran.value if ran.end == "done" else None, count)
    except Malformed:
        raise BrokenReference(f"the reference gives nothing to compare with: {ran.end}") from None
    faults = [found.fault, *(case.fault for case in found.cases)]
    if any(faults):
        raise BrokenReference(str(next(filter(None, faults))))
    return Timed(found, ran.cpu)
