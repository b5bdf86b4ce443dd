"""Grades a function: it and the references run in the sandbox, what they gave is compared here.

The large case is timed in a process of its own, against a fixed piece of work done just before it
in the same process; so is the reference. What is compared are these two ratios: the reference
never enters a submission's process, and a busy machine slows both alike.
"""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, replace

from adapters.judge.python import buckets, feedback
from adapters.judge.python.compare import apart
from adapters.judge.python.results import Answer, Case, Malformed, Value, answer
from adapters.judge.work import Job, Workers
from bot.domain.exercises import Bucket, Draw, Outcome, PythonExercise, Speed, Stage, Verdict

SECONDS, KEPT = 4.0, 64
_LARGE = Draw(1, 0)


class BrokenReference(Exception):
    """The exercise itself cannot be run; content is at fault, not the member."""


class Expected:
    """What the references give, kept by job."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._kept = most, OrderedDict[Job, Answer]()

    async def of(self, asked: Job, cases: int, workers: Workers) -> Answer | Verdict:
        """A verdict: it could not be run just now. Raises BrokenReference."""
        if asked in self._kept:
            self._kept.move_to_end(asked)
            return self._kept[asked]
        ran = await workers.run(asked)
        if ran.end in {"lost", "timeout"}:
            return feedback.stopped("lost")
        self._kept[asked] = found = _reference(ran.value if ran.end == "done" else None, cases)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found


_EXPECTED = Expected()


def _reference(value: object, cases: int) -> Answer:
    try:
        found = answer(value, cases)
    except Malformed:
        raise BrokenReference("the reference gives nothing to compare with") from None
    faults = [found.fault, *(case.fault for case in found.cases)]
    if any(faults):
        raise BrokenReference(str(next(filter(None, faults))))
    return found


async def grade(exercise: PythonExercise, text: str, workers: Workers) -> Verdict:
    """Raises BrokenReference."""
    if (early := feedback.before_running(text)) is not None:
        return early
    sample = await _run(exercise, (exercise.material.sample,), text, workers)
    if isinstance(sample, Verdict):
        return sample
    on_sample = await _on_sample(exercise, sample, text, workers)
    if on_sample is not None:
        return on_sample
    return await _on_hidden(exercise, sample, text, workers)


async def _run(
    exercise: PythonExercise, draws: Sequence[Draw], text: str, workers: Workers
) -> Answer | Verdict:
    ran = await workers.run(job(exercise, draws, text))
    if ran.end != "done":
        return feedback.stopped(ran.end)
    try:
        return answer(ran.value, len(draws))
    except Malformed:
        return feedback.stopped("died")


async def _on_sample(
    exercise: PythonExercise, found: Answer, text: str, workers: Workers
) -> Verdict | None:
    case = found.cases[0] if found.cases else Case(None, found.fault)
    if case.fault is not None or case.value is None:
        assert case.fault is not None
        return feedback.fault(case.fault, text)
    wanted = await _expected(exercise, (exercise.material.sample,), workers)
    if isinstance(wanted, Verdict):
        return wanted
    reasons = [_apart(exercise, values[0], case) for values in wanted]
    if all(reasons):
        return feedback.wrong_on_sample(wanted[0][0], case.value, reasons[0])
    return None


async def _on_hidden(
    exercise: PythonExercise, sample: Answer, text: str, workers: Workers
) -> Verdict:
    hidden = exercise.material.hidden
    found = await _run(exercise, hidden, text, workers) if hidden else Answer(None)
    if isinstance(found, Verdict):
        return found
    wanted = await _expected(exercise, hidden, workers) if hidden else [()]
    if isinstance(wanted, Verdict):
        return wanted
    if found.fault is not None:
        return feedback.hidden_fault(found.fault, "other data is used")
    misses = min((_misses(exercise, values, found) for values in wanted), key=len)
    works = buckets.works(1 + len(hidden) - len(misses), 1 + len(hidden))
    if misses:
        first = misses[0]
        return replace(_missed(exercise, first, found.cases[first]), buckets=(works,))
    return await _rest(exercise, sample, works, text, workers)


def _misses(exercise: PythonExercise, wanted: Sequence[Value], found: Answer) -> list[int]:
    pairs = enumerate(zip(wanted, found.cases, strict=True))
    return [place for place, (value, case) in pairs if _apart(exercise, value, case)]


def _apart(exercise: PythonExercise, wanted: Value, case: Case) -> str:
    if case.value is None:
        return "It ends with an error."
    return apart(wanted, case.value, ordered=exercise.ordered)


def _missed(exercise: PythonExercise, place: int, case: Case) -> Verdict:
    shape = exercise.material.hidden[place].shape
    named = dict(exercise.material.properties).get(shape, "other data is used")
    if case.fault is not None:
        return feedback.hidden_fault(case.fault, named)
    return feedback.wrong_on_hidden(named)


async def _rest(
    exercise: PythonExercise, sample: Answer, works: Bucket, text: str, workers: Workers
) -> Verdict:
    """It is right; how fast is it, and how does it read?"""
    scales = buckets.scales_by_reading(sample.slow)
    if exercise.speed is not None:
        timed = await _timed(exercise, exercise.speed, sample, text, workers)
        if isinstance(timed, Verdict):
            return timed
        scales = timed
    reads = buckets.maintainable(sample.hard, changed=sample.cases[0].changed)
    found = (works, scales, reads)
    if scales.score <= buckets.TOO_SLOW:
        message = "The values are right, but it is too slow for the real table."
        return Verdict(Outcome.WRONG, Stage.RESULT, message, buckets=found)
    message = "Right, on the sample and on the hidden data."
    return Verdict(
        Outcome.CORRECT, Stage.RESULT, message, share=buckets.share(found), buckets=found
    )


async def _timed(
    exercise: PythonExercise, speed: Speed, sample: Answer, text: str, workers: Workers
) -> Bucket | Verdict:
    wanted = await _EXPECTED.of(job(exercise, (_LARGE,), exercise.reference, speed), 1, workers)
    if isinstance(wanted, Verdict):
        return wanted
    ran = await workers.run(job(exercise, (_LARGE,), text, speed))
    if ran.end == "lost":
        return feedback.stopped("lost")
    try:
        found = answer(ran.value if ran.end == "done" else None, 1)
    except Malformed:
        return buckets.scales(None, speed.ratio, speed.rows, sample.slow)
    if found.fault is not None or found.cases[0].fault is not None:
        return buckets.scales(None, speed.ratio, speed.rows, sample.slow)
    times = _relative(found) / max(_relative(wanted), 1e-9)
    return buckets.scales(times, speed.ratio, speed.rows, sample.slow)


def _relative(found: Answer) -> float:
    return found.seconds / max(found.yard, 1e-6)


async def _expected(
    exercise: PythonExercise, draws: Sequence[Draw], workers: Workers
) -> list[tuple[Value, ...]] | Verdict:
    """The reference first, then the readings."""
    found: list[tuple[Value, ...]] = []
    for code in (exercise.reference, *exercise.readings):
        given = await _EXPECTED.of(job(exercise, draws, code), len(draws), workers)
        if isinstance(given, Verdict):
            return given
        found.append(tuple(case.value for case in given.cases if case.value is not None))
    return found


def job(
    exercise: PythonExercise, draws: Sequence[Draw], text: str, speed: Speed | None = None
) -> Job:
    material = exercise.material
    recipe = {
        "data": material.data,
        "tables": list(material.tables),
        "draws": [asdict(draw) for draw in draws],
        "rows": 0 if speed is None else speed.rows,
        "function": exercise.function,
        "constants": dict(exercise.constants),
        "modules": list(exercise.modules),
    }
    return Job("python", json.dumps(recipe), text, SECONDS)
