"""Grades a function: it and the references run in the sandbox, what they gave is compared here.

The sample is run in a process of its own; then hidden data and the large case in another. The
first miss ends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.judge.feedback import OTHER, named
from adapters.judge.picking import blamed
from adapters.judge.python import buckets, feedback
from adapters.judge.python.jobs import EXPECTED, cases, hidden_job, rest_job, sample_job
from adapters.judge.python.results import Answer, Case, Reading, Value
from adapters.judge.python.running import Running
from adapters.judge.python.scaling import Scaling
from adapters.judge.python.speed import Timed
from adapters.judge.work import Workers
from bot.domain.exercises import Bucket, Outcome, PythonExercise, Stage, Verdict

RIGHT = "Right, on the sample and on the hidden data."
HARD = "The values are right. As it stands, nobody else could take the code over."
TOO_SLOW = "The values are right, but it is too slow for the real table."


async def grade(exercise: PythonExercise, text: str, workers: Workers) -> Verdict:
    """Raises BrokenReference."""
    if (early := feedback.WORDS.before_running(text)) is not None:
        return early
    return await _Grading(exercise, Running(exercise, text, workers)).verdict()


@dataclass(frozen=True, slots=True)
class _Grading:
    exercise: PythonExercise
    running: Running

    async def verdict(self) -> Verdict:
        sample = await self._sample()
        if isinstance(sample, Verdict):
            return sample
        case, read = sample
        rest = await self._rest(read)
        if isinstance(rest, Verdict):
            return rest
        return _judged(*rest, buckets.maintainable(read.hard, changed=case.changed))

    async def _sample(self) -> tuple[Case, Reading] | Verdict:
        ran = await self.running.run(sample_job)
        if isinstance(ran, Verdict):
            return ran
        case = _first(ran[0].answer)
        if case.fault is not None:
            return feedback.fault(case.fault, self.running.text)
        wanted = await EXPECTED.of(self.exercise, sample_job, self.running.workers)
        if isinstance(wanted, Verdict):
            return wanted
        reasons = [(await self.running.apart(_values(one), [case]))[0] for one in wanted]
        if all(reasons) and case.value is not None:
            return feedback.wrong_on_sample(_values(wanted[0])[0], case.value, reasons[0])
        return case, ran[1]

    async def _rest(self, read: Reading) -> tuple[Bucket, Bucket] | Verdict:
        """Works and scales."""
        if not cases(rest_job(self.exercise, self.running.text)):
            return buckets.works(1, 1), buckets.scales_by_reading(read.slow)
        found = await self.running.timed(rest_job)
        if isinstance(found, Verdict) and (
            found.outcome is Outcome.LOST or not self.exercise.speed
        ):
            return found
        wanted = await EXPECTED.of(self.exercise, rest_job, self.running.workers)
        if isinstance(wanted, Verdict):
            return wanted
        if isinstance(found, Verdict):
            return await self._one_by_one(wanted, read)
        return await self._together(found, wanted, read)

    async def _together(
        self, found: Timed, wanted: Sequence[Timed], read: Reading
    ) -> tuple[Bucket, Bucket] | Verdict:
        works = await self._works(found.answer, wanted)
        if isinstance(works, Verdict):
            return works
        return _both(works, await self._scales(found, wanted, read))

    async def _one_by_one(
        self, wanted: Sequence[Timed], read: Reading
    ) -> tuple[Bucket, Bucket] | Verdict:
        """Together they did not end well: whichever does not alone is to blame."""
        found = await self.running.timed(hidden_job)
        if isinstance(found, Verdict):
            return found
        works = await self._works(found.answer, wanted)
        if isinstance(works, Verdict):
            return works
        return _both(works, await self._scaling(wanted, read).alone())

    async def _works(self, found: Answer, wanted: Sequence[Timed]) -> Bucket | Verdict:
        """By the hidden draws, which come first."""
        if found.fault is not None:
            return feedback.hidden_fault(found.fault, OTHER)
        count = len(self.exercise.material.hidden)
        told = [await self.running.apart(_values(o)[:count], found.cases[:count]) for o in wanted]
        misses = min(([n for n, why in enumerate(one) if why] for one in told), key=len)
        works = buckets.works(1 + count - len(misses), 1 + count)
        if not misses:
            return works
        place = blamed(self.exercise.material, misses, count)
        return replace(self._missed(place, found.cases[place]), buckets=(works,))

    def _missed(self, place: int, case: Case) -> Verdict:
        where = named(self.exercise.material, place)
        if case.fault is not None:
            return feedback.hidden_fault(case.fault, where)
        return feedback.wrong_on_hidden(where)

    async def _scales(
        self, found: Timed, wanted: Sequence[Timed], read: Reading
    ) -> Bucket | Verdict:
        if self.exercise.speed is None:
            return buckets.scales_by_reading(read.slow)
        return await self._scaling(wanted, read).seen(found, wanted[0])

    def _scaling(self, wanted: Sequence[Timed], read: Reading) -> Scaling:
        assert self.exercise.speed is not None
        large = [_values(one)[-1] for one in wanted]
        return Scaling(self.running, self.exercise.speed, large, read.slow)


def _both(works: Bucket, scales: Bucket | Verdict) -> tuple[Bucket, Bucket] | Verdict:
    return scales if isinstance(scales, Verdict) else (works, scales)


def _first(found: Answer) -> Case:
    return found.cases[0] if found.cases else Case(None, found.fault)


def _values(found: Timed) -> tuple[Value, ...]:
    return tuple(case.value for case in found.answer.cases if case.value is not None)


def _judged(works: Bucket, scales: Bucket, maintainable: Bucket) -> Verdict:
    """The values are right; is it quick enough, and how does it read?"""
    found = (works, scales, maintainable)
    if scales.score <= buckets.TOO_SLOW:
        return Verdict(Outcome.WRONG, Stage.RESULT, TOO_SLOW, buckets=found)
    says = HARD if maintainable.score <= buckets.TOO_HARD else RIGHT
    return Verdict(Outcome.CORRECT, Stage.RESULT, says, share=buckets.share(found), buckets=found)
