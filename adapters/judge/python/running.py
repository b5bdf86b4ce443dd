"""An answer in the sandbox, what it gave read and set against what the references gave.

Large values take tenths of a second, and everybody else waits for the event loop: both are done
in a thread.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.judge.python import feedback
from adapters.judge.python.compare import apart
from adapters.judge.python.jobs import Asking, cases
from adapters.judge.python.results import Case, Malformed, Reading, Value, answer, reading
from adapters.judge.python.speed import Timed
from adapters.judge.work import Ran, Workers
from bot.domain.exercises import PythonExercise, Verdict

FAILS = "It ends with an error."


@dataclass(frozen=True, slots=True)
class Running:
    exercise: PythonExercise
    text: str
    workers: Workers

    async def run(self, asking: Asking) -> tuple[Timed, Reading] | Verdict:
        return await self._ran(asking, self.text)

    async def timed(self, asking: Asking) -> Timed | Verdict:
        ran = await self._ran(asking, self.text)
        return ran if isinstance(ran, Verdict) else ran[0]

    async def reference(self, asking: Asking) -> Timed | Verdict:
        """As quick as it is on this machine just now."""
        ran = await self._ran(asking, self.exercise.reference)
        return ran if isinstance(ran, Verdict) else ran[0]

    async def apart(self, wanted: Sequence[Value], found: Sequence[Case]) -> list[str]:
        """For each case why it is not what is wanted; nothing where it is."""
        return await asyncio.to_thread(self._apart, wanted, found)

    def _apart(self, wanted: Sequence[Value], found: Sequence[Case]) -> list[str]:
        pairs = zip(wanted, found, strict=True)
        return [
            FAILS if case.value is None else apart(value, case.value, ordered=self.exercise.ordered)
            for value, case in pairs
        ]

    async def _ran(self, asking: Asking, text: str) -> tuple[Timed, Reading] | Verdict:
        job = asking(self.exercise, text)
        ran = await self.workers.run(job)
        if ran.end != "done":
            return feedback.WORDS.stopped(ran.end)
        try:
            return await asyncio.to_thread(_read, ran, cases(job))
        except Malformed:
            return feedback.WORDS.stopped("died")


def _read(ran: Ran, count: int) -> tuple[Timed, Reading]:
    return Timed(answer(ran.value, count), ran.cpu), reading(ran.read)
