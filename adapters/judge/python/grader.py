"""Grades a function: it and the references run in the sandbox, what they gave is compared here.

Sample, hidden data and the large case are run in turn, each in a process of its own, and the first
miss ends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.judge.python import buckets, feedback, speed
from adapters.judge.python.compare import apart
from adapters.judge.python.jobs import EXPECTED, hidden_job, large_job, sample_job
from adapters.judge.python.results import Answer, Case, Malformed, Value, answer
from adapters.judge.python.speed import Timed
from adapters.judge.work import Job, Workers
from bot.domain.exercises import Bucket, Outcome, PythonExercise, Speed, Stage, Verdict

TRIES = 3
"""How often a large case is run whose times do not agree: the machine may have been busy."""
RIGHT = "Right, on the sample and on the hidden data."
HARD = "The values are right. As it stands, nobody else could take the code over."
TOO_SLOW = "The values are right, but it is too slow for the real table."


async def grade(exercise: PythonExercise, text: str, workers: Workers) -> Verdict:
    """Raises BrokenReference."""
    if (early := feedback.before_running(text)) is not None:
        return early
    return await _Grading(exercise, text, workers).verdict()


@dataclass(frozen=True, slots=True)
class _Grading:
    exercise: PythonExercise
    text: str
    workers: Workers

    async def verdict(self) -> Verdict:
        sample = await self._sample()
        if isinstance(sample, Verdict):
            return sample
        works = await self._hidden()
        if isinstance(works, Verdict):
            return works
        scales = await self._scales(sample)
        if isinstance(scales, Verdict):
            return scales
        return _judged(works, scales, _maintainable(sample))

    async def _sample(self) -> Answer | Verdict:
        found = await self._run(sample_job(self.exercise, self.text), 1)
        if isinstance(found, Verdict):
            return found
        case = _first(found.answer)
        if case.fault is not None:
            return feedback.fault(case.fault, self.text)
        wanted = await EXPECTED.of(self.exercise, sample_job, 1, self.workers)
        if isinstance(wanted, Verdict):
            return wanted
        reasons = [self._apart(_values(reading)[0], case) for reading in wanted]
        if all(reasons) and case.value is not None:
            return feedback.wrong_on_sample(_values(wanted[0])[0], case.value, reasons[0])
        return found.answer

    async def _hidden(self) -> Bucket | Verdict:
        cases = len(self.exercise.material.hidden)
        if not cases:
            return buckets.works(1, 1)
        found = await self._run(hidden_job(self.exercise, self.text), cases)
        if isinstance(found, Verdict):
            return found
        if found.answer.fault is not None:
            return feedback.hidden_fault(found.answer.fault, feedback.OTHER)
        wanted = await EXPECTED.of(self.exercise, hidden_job, cases, self.workers)
        if isinstance(wanted, Verdict):
            return wanted
        misses = min((self._misses(_values(one), found.answer) for one in wanted), key=len)
        works = buckets.works(1 + cases - len(misses), 1 + cases)
        if not misses:
            return works
        return replace(self._missed(misses[0], found.answer.cases[misses[0]]), buckets=(works,))

    def _misses(self, wanted: Sequence[Value], found: Answer) -> list[int]:
        pairs = enumerate(zip(wanted, found.cases, strict=True))
        return [place for place, (value, case) in pairs if self._apart(value, case)]

    def _apart(self, wanted: Value, case: Case) -> str:
        if case.value is None:
            return "It ends with an error."
        return apart(wanted, case.value, ordered=self.exercise.ordered)

    def _missed(self, place: int, case: Case) -> Verdict:
        named = feedback.named(self.exercise.material, place)
        if case.fault is not None:
            return feedback.hidden_fault(case.fault, named)
        return feedback.wrong_on_hidden(named)

    async def _scales(self, sample: Answer) -> Bucket | Verdict:
        limits = self.exercise.speed
        if limits is None:
            return buckets.scales_by_reading(sample.slow)
        wanted = await EXPECTED.of(self.exercise, large_job, 1, self.workers)
        if isinstance(wanted, Verdict):
            return wanted
        timed = await self._timed(limits, wanted[0])
        if isinstance(timed, Verdict):
            if timed.outcome is Outcome.LOST:
                return timed
            return buckets.scales(None, limits.ratio, limits.rows, sample.slow)
        found, reference = timed
        case = _first(found.answer)
        if all(self._apart(_values(reading)[0], case) for reading in wanted):
            return self._wrong_at_scale(limits, case)
        times = speed.times(found, reference)
        return buckets.scales(times, limits.ratio, limits.rows, sample.slow)

    async def _timed(
        self, limits: Speed, reference: Timed, left: int = TRIES
    ) -> tuple[Timed, Timed] | Verdict:
        """The answer and the reference; on doubt both again, for the machine may be busy now."""
        found = await self._run(large_job(self.exercise, self.text), 1)
        if isinstance(found, Verdict):
            return found
        slow = speed.told(found, reference) > limits.ratio
        if slow or left == 1 or not speed.doubtful(found, reference):
            return found, reference
        again = await self._run(large_job(self.exercise, self.exercise.reference), 1)
        newer = reference if isinstance(again, Verdict) else again
        return await self._timed(limits, newer, left - 1)

    def _wrong_at_scale(self, limits: Speed, case: Case) -> Verdict:
        """Whoever is quick with something else than the right values has not scaled."""
        cases = 1 + len(self.exercise.material.hidden)
        works = buckets.wrong_at_scale(cases, limits.rows)
        return replace(feedback.wrong_at_scale(limits.rows, case.fault), buckets=(works,))

    async def _run(self, job: Job, cases: int) -> Timed | Verdict:
        ran = await self.workers.run(job)
        if ran.end != "done":
            return feedback.stopped(ran.end)
        try:
            return Timed(answer(ran.value, cases), ran.seconds)
        except Malformed:
            return feedback.stopped("died")


def _first(found: Answer) -> Case:
    return found.cases[0] if found.cases else Case(None, found.fault)


def _values(found: Timed) -> tuple[Value, ...]:
    return tuple(case.value for case in found.answer.cases if case.value is not None)


def _maintainable(sample: Answer) -> Bucket:
    return buckets.maintainable(sample.hard, changed=sample.cases[0].changed)


def _judged(works: Bucket, scales: Bucket, maintainable: Bucket) -> Verdict:
    """The values are right; is it quick enough, and how does it read?"""
    found = (works, scales, maintainable)
    if scales.score <= buckets.TOO_SLOW:
        return Verdict(Outcome.WRONG, Stage.RESULT, TOO_SLOW, buckets=found)
    says = HARD if maintainable.score <= buckets.TOO_HARD else RIGHT
    return Verdict(Outcome.CORRECT, Stage.RESULT, says, share=buckets.share(found), buckets=found)
