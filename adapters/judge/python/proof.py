"""Finds the hidden draws of a function: those that tell it from its neighbours."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.judge import neighbours
from adapters.judge.neighbours import Found, Progress, Tried
from adapters.judge.picking import as_written, picked
from adapters.judge.picking import candidates as drawings
from adapters.judge.python import feedback
from adapters.judge.python.compare import apart
from adapters.judge.python.jobs import BrokenReference, job
from adapters.judge.python.mutants import Mutant, mutants
from adapters.judge.python.results import Answer, Case, Malformed, answer
from adapters.judge.work import Ran, Workers
from bot.domain.exercises import Draw, PythonExercise

SECONDS = 20.0
"""For one neighbour on every candidate."""


async def search(
    exercise: PythonExercise,
    wrong: Mapping[str, str],
    workers: Workers,
    progress: Progress,
    *,
    pick: bool,
    candidates: int,
) -> Found:
    """Only shapes the question names are drawn; `wrong` has texts by what they are called.

    Raises ValueError for a reference that fails.
    """
    material = exercise.material
    shapes = [shape for shape, _ in material.properties]
    drawn = tuple(dict.fromkeys((*material.hidden, *drawings(shapes, candidates))))
    trial = _Trial(exercise, (material.sample, *drawn), workers)
    right = [await trial.right(code) for code in (exercise.reference, *exercise.readings)]
    near = [*itertools.starmap(Mutant, wrong.items()), *mutants(exercise.reference)]
    tried = await trial.tried(right, near, progress)
    kills = neighbours.kills(drawn, tried)
    hidden = picked(drawn, kills, shapes) if pick else material.hidden
    return neighbours.found(hidden, kills, tried)


@dataclass(frozen=True, slots=True)
class _Trial:
    exercise: PythonExercise
    draws: tuple[Draw, ...]
    workers: Workers

    async def right(self, code: str) -> Answer:
        ran, what = await self._run(code), " ".join(code.split())[:80]
        found = self._read(ran)
        if found is None or found.fault is not None:
            raise ValueError(f"{what} cannot be run: {_reason(ran, found)}")
        for draw, case in zip(self.draws, found.cases, strict=True):
            if case.fault is not None:
                raise ValueError(f"{what} fails on {as_written(draw)}: {case.fault.says}")
        return found

    async def tried(
        self, right: Sequence[Answer], near: Sequence[Mutant], progress: Progress
    ) -> list[Tried]:
        tried = []
        for number, neighbour in enumerate(near):
            progress(number, len(near), "neighbours")
            found = self._read(await self._run(neighbour.code))
            if found is not None and found.cases and found.cases[0].value is not None:
                places = tuple(self._apart(reading, found) for reading in right)
                tried.append(Tried(neighbour.what, places))
        return tried

    async def _run(self, code: str) -> Ran:
        ran = await self.workers.run(job(self.exercise, self.draws, code, seconds=SECONDS))
        if ran.end == "lost":
            raise BrokenReference("the judge cannot run anything here")
        return ran

    def _read(self, ran: Ran) -> Answer | None:
        try:
            return answer(ran.value, len(self.draws)) if ran.end == "done" else None
        except Malformed:
            return None

    def _apart(self, right: Answer, found: Answer) -> frozenset[int]:
        pairs = enumerate(zip(right.cases, found.cases, strict=True))
        return frozenset(place for place, pair in pairs if self._differ(*pair))

    def _differ(self, right: Case, found: Case) -> bool:
        if right.value is None or found.value is None:
            return True
        return bool(apart(right.value, found.value, ordered=self.exercise.ordered))


def _reason(ran: Ran, found: Answer | None) -> str:
    """The error with its line, or how the run came to its end."""
    if found is None or found.fault is None:
        return feedback.WORDS.stopped("died" if ran.end == "done" else ran.end).message
    return feedback.fault(found.fault, "").message
