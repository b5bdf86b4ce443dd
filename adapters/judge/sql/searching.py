"""Finds the hidden databases of an exercise among many small ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.judge.sql.mutants import Mutant, mutants
from adapters.judge.sql.picking import candidates as drawings
from adapters.judge.sql.picking import killed, picked
from adapters.judge.sql.trials import Ran, Trials, apart
from bot.datasets.catalogue import CATALOGUE
from bot.domain.exercises import Draw, SqlExercise

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Found:
    hidden: tuple[Draw, ...]
    ran: int
    killed: int
    survivors: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tried:
    """`apart` has the databases that tell the neighbour from each right reading."""

    what: str
    apart: tuple[frozenset[int], ...]

    @property
    def survives(self) -> bool:
        return not all(self.apart)


def search(
    exercise: SqlExercise,
    wrong: Sequence[str],
    progress: Progress,
    *,
    pick: bool,
    candidates: int,
) -> Found:
    """Only shapes the question names are drawn. Raises ValueError for a reference that fails."""
    material = exercise.material
    shapes = [shape for shape, _ in material.properties]
    drawn = tuple(dict.fromkeys((*material.hidden, *drawings(shapes, candidates))))
    trials = Trials(CATALOGUE[material.data], material.tables, drawn)
    right = [_right(trials, query) for query in (exercise.reference, *exercise.readings)]
    neighbours = [*_named(wrong), *mutants(exercise.reference)]
    tried = _try(trials, right, neighbours, _keys(exercise, right[0]), progress)
    kills = _kills(drawn, tried)
    hidden = picked(drawn, kills, shapes) if pick else material.hidden
    return _found(hidden, kills, tried)


def _named(wrong: Sequence[str]) -> list[Mutant]:
    return [Mutant(f"wrong answer {number}", query) for number, query in enumerate(wrong)]


def _right(trials: Trials, query: str) -> Ran:
    ran = trials.run(query)
    for draw, result in zip(trials.draws, ran, strict=True):
        if result is None:
            raise ValueError(f"this cannot be run on {draw}: {' '.join(query.split())[:80]}")
    return ran


def _keys(exercise: SqlExercise, reference: Ran) -> tuple[int, ...]:
    first = reference[0]
    columns = [name.lower() for name in first.columns] if first else []
    missing = [name for name in exercise.ordered_by if name.lower() not in columns]
    if missing:
        raise ValueError(f"ordered_by names {missing[0]}, the result has {', '.join(columns)}")
    return tuple(columns.index(name.lower()) for name in exercise.ordered_by)


def _try(
    trials: Trials,
    right: Sequence[Ran],
    neighbours: Sequence[Mutant],
    keys: Sequence[int],
    progress: Progress,
) -> list[_Tried]:
    """Those that run on no database are left out: the first message tells their author."""
    tried = []
    for number, neighbour in enumerate(neighbours):
        progress(number, len(neighbours), "neighbours")
        ran = trials.run(neighbour.sql)
        if any(result is not None for result in ran):
            places = tuple(apart(reading, ran, keys) for reading in right)
            tried.append(_Tried(neighbour.what, places))
    return tried


def _kills(drawn: Sequence[Draw], tried: Sequence[_Tried]) -> dict[Draw, frozenset[int]]:
    """Numbered pairs of neighbour and reading, by the database that tells them apart."""
    pairs = [places for entry in tried if not entry.survives for places in entry.apart]
    return {
        draw: frozenset(number for number, places in enumerate(pairs) if place in places)
        for place, draw in enumerate(drawn)
    }


def _found(
    hidden: tuple[Draw, ...], kills: dict[Draw, frozenset[int]], tried: Sequence[_Tried]
) -> Found:
    done = killed(hidden, kills)
    missed: list[str] = []
    first = 0
    for entry in tried:
        if not entry.survives:
            pairs = range(first, first + len(entry.apart))
            first += len(entry.apart)
            missed += [entry.what] if not done.issuperset(pairs) else []
    survivors = tuple(entry.what for entry in tried if entry.survives)
    dead = len(tried) - len(survivors) - len(missed)
    return Found(hidden, len(tried), dead, survivors, tuple(missed))
