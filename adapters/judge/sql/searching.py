"""Finds the hidden databases of an exercise among many small ones."""

from collections.abc import Sequence

from adapters.judge import neighbours
from adapters.judge.neighbours import Found, Progress, Tried
from adapters.judge.picking import candidates as drawings
from adapters.judge.picking import picked
from adapters.judge.sql.mutants import Mutant, mutants
from adapters.judge.sql.trials import Ran, Trials, apart
from bot.datasets.catalogue import CATALOGUE
from bot.domain.exercises import SqlExercise


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
    near = [*_named(wrong), *mutants(exercise.reference)]
    # What the chosen databases tell apart needs no others.
    enough = len(drawn) if pick else len(material.hidden)
    tried = _try(trials, right, near, _keys(exercise, right[0]), progress, enough)
    kills = neighbours.kills(drawn, tried)
    hidden = picked(drawn, kills, shapes) if pick else material.hidden
    return neighbours.found(hidden, kills, tried)


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
    near: Sequence[Mutant],
    keys: Sequence[int],
    progress: Progress,
    enough: int,
) -> list[Tried]:
    """Those that run on no database are left out: the first message tells their author."""
    tried = []
    for number, neighbour in enumerate(near):
        progress(number, len(near), "neighbours")
        found = _tried(trials, right, neighbour, keys, enough)
        if found is None or found.survives:
            found = _tried(trials, right, neighbour, keys, len(trials.draws))
        tried += [found] if found is not None else []
    return tried


def _tried(
    trials: Trials, right: Sequence[Ran], neighbour: Mutant, keys: Sequence[int], most: int
) -> Tried | None:
    """On the first `most` databases; None when it runs on none of these."""
    ran = trials.run(neighbour.sql, most)
    if all(result is None for result in ran):
        return None
    places = (apart(reading[:most], ran, keys) for reading in right)
    # No sample is tried here, which would be 0.
    return Tried(neighbour.what, tuple(frozenset(place + 1 for place in each) for each in places))
