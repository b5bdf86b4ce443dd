"""The large case: its values first, for quick and wrong is no speed; then its time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.judge.python import buckets, feedback, speed
from adapters.judge.python.jobs import large_job
from adapters.judge.python.results import Case, Value
from adapters.judge.python.running import Running
from adapters.judge.python.speed import Timed
from bot.domain.exercises import Bucket, Outcome, Speed, Verdict

TRIES = 3
"""How often a case is run that may be too slow or not: the machine may have been busy."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """`wanted` has what each right reading gives; `slow` what reading the text has shown."""

    running: Running
    limits: Speed
    wanted: Sequence[Value]
    slow: Sequence[str]

    async def seen(self, found: Timed, reference: Timed, left: int = TRIES) -> Bucket | Verdict:
        """From a run whose last case is the large one, and one of the reference like it."""
        case = found.answer.cases[-1]
        if await self._wrong(case):
            return self._wrong_at_scale(case)
        if left > 1 and not speed.clear(found, reference, self.limits.ratio):
            return await self.alone(left - 1)
        times = speed.times(found, reference)
        return buckets.scales(times, self.limits.ratio, self.limits.rows, self.slow)

    async def alone(self, left: int = TRIES) -> Bucket | Verdict:
        """Run by itself, next to the reference."""
        found = await self.running.timed(large_job)
        if isinstance(found, Verdict):
            return found if found.outcome is Outcome.LOST else self._stopped()
        if found.answer.fault is not None:
            return self._wrong_at_scale(Case(None, found.answer.fault))
        reference = await self.running.reference(large_job)
        if isinstance(reference, Verdict):
            return feedback.WORDS.stopped("lost")
        return await self.seen(found, reference, left)

    def _stopped(self) -> Bucket:
        return buckets.scales(None, self.limits.ratio, self.limits.rows, self.slow)

    async def _wrong(self, case: Case) -> bool:
        for value in self.wanted:
            if not any(await self.running.apart([value], [case])):
                return False
        return True

    def _wrong_at_scale(self, case: Case) -> Verdict:
        cases = 1 + len(self.running.exercise.material.hidden)
        works = buckets.wrong_at_scale(cases, self.limits.rows)
        return replace(feedback.wrong_at_scale(self.limits.rows, case.fault), buckets=(works,))
