"""Grades a query: it and the references run in the sandbox, what they gave is compared here."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, replace

from adapters.judge.picking import blamed
from adapters.judge.sql import feedback
from adapters.judge.sql.compare import fitting
from adapters.judge.sql.results import Malformed, Result, listed, results
from adapters.judge.work import Job, Json, Ran, Workers
from bot.domain.exercises import SqlExercise, Verdict

SECONDS = 4.0
KEPT = 64
"""Reference results, a few kilobytes each."""
MOST_NOTES = 3

Given = tuple[Result, ...]
"""One for each database, the sample first."""


class BrokenReference(Exception):
    """The exercise itself cannot be run; content is at fault, not the member."""


class Expected:
    """What the references give, kept by exercise."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._kept = most, OrderedDict[Job, Given]()

    async def of(self, exercise: SqlExercise, workers: Workers) -> list[Given] | Verdict:
        """The reference first, then the readings. A verdict: they could not be run just now."""
        found: list[Given] = []
        for query in (exercise.reference, *exercise.readings):
            given = await self._one(job(exercise, query), workers)
            if isinstance(given, Verdict):
                return given
            found.append(given)
        return found

    async def _one(self, asked: Job, workers: Workers) -> Given | Verdict:
        if asked in self._kept:
            self._kept.move_to_end(asked)
            return self._kept[asked]
        ran = await workers.run(asked)
        if ran.end in {"lost", "timeout"}:
            return feedback.WORDS.stopped("lost")
        given = self._kept[asked] = _reference(ran, asked)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return given


_EXPECTED = Expected()


async def grade(exercise: SqlExercise, text: str, workers: Workers) -> Verdict:
    """Raises BrokenReference."""
    if (early := feedback.WORDS.before_running(text)) is not None:
        return early
    expected = await _EXPECTED.of(exercise, workers)
    if isinstance(expected, Verdict):
        return expected
    ran = await workers.run(job(exercise, text))
    if ran.end != "done":
        return feedback.WORDS.stopped(ran.end)
    try:
        # Large results take tenths of a second, and everybody else waits for this loop.
        return await asyncio.to_thread(_verdict, exercise, text, expected, ran.value)
    except Malformed:
        return feedback.WORDS.stopped("died")


def job(exercise: SqlExercise, text: str) -> Job:
    material = exercise.material
    draws = [asdict(draw) for draw in (material.sample, *material.hidden)]
    recipe = {"data": material.data, "tables": list(material.tables), "draws": draws}
    return Job("sql", json.dumps(recipe), text, SECONDS)


def _databases(exercise: SqlExercise) -> int:
    return 1 + len(exercise.material.hidden)


def _reference(ran: Ran, asked: Job) -> Given:
    try:
        given, error, _ = _read(ran.value, len(json.loads(asked.recipe)["draws"]))
    except Malformed:
        raise BrokenReference(f"{ran.end}: {ran.value}") from None
    if ran.end != "done" or error is not None:
        raise BrokenReference(f"{ran.end}: {error}")
    return given


def _read(value: Json, databases: int) -> tuple[Given, Json, list[str]]:
    """Results, the fault if there is one, advice."""
    if not isinstance(value, dict):
        raise Malformed
    given = results(value.get("results"), databases)
    if value.get("fault") is None and len(given) != databases:
        raise Malformed
    notes = [str(note)[:200] for note in listed(value.get("notes"), 10)]
    return given, value.get("fault"), notes[:MOST_NOTES]


def _verdict(exercise: SqlExercise, text: str, expected: Sequence[Given], value: Json) -> Verdict:
    given, error, notes = _read(value, _databases(exercise))
    keys = keys_of(exercise, expected[0])
    if error is None and any(fitting(one, given, keys) is not None for one in expected):
        return feedback.right(notes)
    nearest = max(expected, key=lambda one: _agreeing(one, given, keys))
    missed = feedback.misses(nearest[: len(given)], given, keys)
    if missed:
        place = _telling(exercise, missed, len(given))
        told = _missed(exercise, nearest[place], given[place], keys, place)
        return replace(told, notes=tuple(notes))
    if error is not None:
        return feedback.fault(error, text, exercise.material)
    return feedback.columns_differ()


def _missed(
    exercise: SqlExercise, expected: Result, got: Result, keys: Sequence[int], place: int
) -> Verdict:
    if place == 0:
        return feedback.wrong_on_sample(expected, got, keys)
    return feedback.wrong_on_hidden(expected, got, keys, exercise.material, place)


def _agreeing(expected: Given, given: Given, keys: Sequence[int]) -> int:
    """How many databases agree before the first that does not."""
    missed = feedback.misses(expected[: len(given)], given, keys)
    return missed[0] if missed else len(given)


def _telling(exercise: SqlExercise, missed: Sequence[int], ran: int) -> int:
    """The sample comes first: its rows can be shown."""
    if missed[0] == 0:
        return 0
    return 1 + blamed(exercise.material, [place - 1 for place in missed], ran - 1)


def keys_of(exercise: SqlExercise, expected: Given) -> tuple[int, ...]:
    """Raises BrokenReference when `ordered_by` names no column of the result."""
    columns = [name.lower() for name in expected[0].columns]
    try:
        return tuple(columns.index(name.lower()) for name in exercise.ordered_by)
    except ValueError:
        raise BrokenReference(f"ordered_by is not among {columns}") from None
