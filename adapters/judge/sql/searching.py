"""Finds the hidden databases of an exercise among many small ones."""

import itertools
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from adapters.judge import neighbours
from adapters.judge.neighbours import Found, Progress, Tried
from adapters.judge.picking import as_written, picked
from adapters.judge.picking import candidates as drawings
from adapters.judge.sql.databases import drawn as drawn_databases
from adapters.judge.sql.databases import opened
from adapters.judge.sql.inside import run
from adapters.judge.sql.mutants import Mutant, mutants
from adapters.judge.sql.trials import SECONDS, Ran, Trials, apart
from bot.datasets.catalogue import CATALOGUE
from bot.domain.exercises import Draw, Material, SqlExercise


def search(
    exercise: SqlExercise,
    wrong: Mapping[str, str],
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
    trials = Trials(CATALOGUE[material.data], material.tables, drawn)
    right = [_right(trials, material, query) for query in (exercise.reference, *exercise.readings)]
    near = [*itertools.starmap(Mutant, wrong.items()), *mutants(exercise.reference)]
    # What the chosen databases tell apart needs no others.
    enough = len(drawn) if pick else len(material.hidden)
    tried = _try(trials, right, near, _keys(exercise, right[0]), progress, enough)
    kills = neighbours.kills(drawn, tried)
    hidden = picked(drawn, kills, shapes) if pick else material.hidden
    return neighbours.found(hidden, kills, tried)


def _right(trials: Trials, material: Material, query: str) -> Ran:
    ran = trials.run(query)
    for draw, result in zip(trials.draws, ran, strict=True):
        if result is None:
            where = f"{' '.join(query.split())[:80]} cannot be run on {as_written(draw)}"
            raise ValueError(f"{where}: {_reason(material, draw, query)}")
    return ran


def _reason(material: Material, draw: Draw, query: str) -> str:
    """The database's own words; an endless query is stopped here as well."""
    recipe = {"tables": material.tables, "draws": [asdict(draw)]}
    databases = opened(drawn_databases(CATALOGUE[material.data], recipe))
    stop = threading.Timer(SECONDS, databases.each[0].interrupt)
    stop.start()
    try:
        fault = run(databases, query).get("fault")
    finally:
        stop.cancel()
    return str(fault["says"]) if fault else "It takes too long."


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
