"""Executed families as exercises: what is run, on which tables, and what members see of them."""

from functools import lru_cache

from bot.curriculum.families import DataEntry, DrawEntry, PythonFamily, SqlFamily
from bot.datasets.catalogue import CATALOGUE
from bot.datasets.model import DataSet, Table
from bot.datasets.showing import as_text
from bot.domain.drills import Described, Executed
from bot.domain.exercises import Draw, Exercise, Material, PythonExercise, Speed, SqlExercise

SAMPLE_ROWS = 12


def executed(family: SqlFamily | PythonFamily) -> Executed:
    return Executed(
        exercise=exercise_of(family),
        tables=tuple(_described(table) for table in sample_tables(family.data)),
        short=family.short,
        starter=_starter(family) if isinstance(family, PythonFamily) else "",
    )


def exercise_of(family: SqlFamily | PythonFamily) -> Exercise:
    material = _material(family)
    if isinstance(family, SqlFamily):
        return SqlExercise(
            material, family.reference, tuple(family.readings), tuple(family.ordered_by)
        )
    speed = None if family.speed is None else Speed(family.speed.rows, family.speed.ratio)
    return PythonExercise(
        material=material,
        function=family.function,
        reference=family.reference,
        readings=tuple(family.readings),
        constants=tuple(family.constants.items()),
        modules=tuple(family.modules),
        ordered=family.ordered,
        speed=speed,
    )


def _material(family: SqlFamily | PythonFamily) -> Material:
    data = family.data
    return Material(
        data=data.set,
        tables=tuple(data.tables),
        sample=_draw(data.sample),
        hidden=tuple(map(_draw, data.hidden)),
        properties=tuple(family.properties.items()),
    )


def _draw(entry: DrawEntry) -> Draw:
    return Draw(entry.seed, entry.size, entry.shape)


def sample_of(family: SqlFamily | PythonFamily) -> str:
    """The shown tables, fixed width, the first rows of each."""
    parts = []
    for table in sample_tables(family.data):
        left = len(table.rows) - SAMPLE_ROWS
        more = f"\n… {left} more rows" if left > 0 else ""
        parts.append(f"{table.name}\n{as_text(table, SAMPLE_ROWS)}{more}")
    return "\n\n".join(parts)


def sample_tables(data: DataEntry) -> tuple[Table, ...]:
    drawn = _drawn(data.set, data.sample.seed, data.sample.size, data.sample.shape)
    return tuple(drawn.table(name) for name in data.tables)


@lru_cache(maxsize=128)
def _drawn(name: str, seed: int, size: int, shape: str) -> DataSet:
    return CATALOGUE[name].make(seed, size, shape)


def _described(table: Table) -> Described:
    columns = tuple((column.name, column.type, column.meaning) for column in table.columns)
    return Described(table.name, table.meaning, columns)


def _starter(family: PythonFamily) -> str:
    constants = (f"{name}={value!r}" for name, value in family.constants.items())
    return f"def {family.function}({', '.join((*family.data.tables, *constants))}):\n    ..."
