"""What every recipe is made of: seeded numbers, the shapes all sets share, changes to rows."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.datasets.model import Cell, DataSet, Recipe, Table

Row = tuple[Cell, ...]
Rows = dict[str, list[Row]]
Draw = Callable[[Random, int], tuple[Rows, dict[str, object]]]
Shaper = Callable[[Random, Rows], None]
"""Changes the rows in place."""
START = date(2026, 3, 2)
"""Every log begins on this Monday, so that questions can name dates."""
COMMON = {
    "plain": "nothing out of the ordinary",
    "empty": "tables without rows",
    "single": "one row in every table",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """`heads` are the tables without rows; `measure` reads further truths off the finished rows.

    Shapes change what `draw` gave; `worlds` are shapes that plant other facts to begin with.
    """

    name: str
    about: str
    entities: str
    heads: tuple[Table, ...]
    draw: Draw
    shapes: Mapping[str, tuple[str, Shaper]]
    provenance: str
    measure: Callable[[Rows], dict[str, object]] = lambda _: {}
    worlds: Mapping[str, tuple[str, Draw]] = field(default_factory=dict)


def recipe(plan: Plan) -> Recipe:
    """A recipe whose `make` raises KeyError for a shape the plan does not have."""
    own = {**plan.shapes, **plan.worlds}
    shapes = COMMON | {name: about for name, (about, _) in own.items()}

    def make(seed: int, size: int, shape: str) -> DataSet:
        if shape not in shapes:
            raise KeyError(f"{plan.name} has no shape {shape}")
        return _filled(plan, seed, size, shape)

    return Recipe(plan.name, plan.about, plan.entities, shapes, make)


def _filled(plan: Plan, seed: int, size: int, shape: str) -> DataSet:
    rng = Random(f"{plan.name} {seed}")
    draw = plan.worlds[shape][1] if shape in plan.worlds else plan.draw
    rows, truth = draw(rng, 1 if shape == "single" or size < 1 else size)
    if shape == "empty" or size < 1:
        rows = {head.name: [] for head in plan.heads}
    elif shape == "single":
        rows = _one_of_each(plan.heads, rows)
    elif shape in plan.shapes:
        # A draw of its own: the shape changes what it is about and nothing else.
        plan.shapes[shape][1](Random(f"{plan.name} {seed} {shape}"), rows)
    tables = tuple(replace(head, rows=tuple(rows[head.name])) for head in plan.heads)
    return DataSet(tables, plan.provenance, truth | plan.measure(rows))


def _one_of_each(heads: Sequence[Table], rows: Rows) -> Rows:
    """One row a table, each speaking of the same player, task or device."""
    known: dict[str, Cell] = {}
    kept: Rows = {}
    for head in sorted(heads, key=lambda head: len(_references(head)), reverse=True):
        names = [column.name for column in head.columns]
        kept[head.name] = [row for row in rows[head.name] if _agrees(names, row, known)][:1]
        for row in kept[head.name]:
            cells = dict(zip(names, row, strict=True))
            known |= {name: cells[name] for name in _references(head)}
    return kept


def _references(head: Table) -> list[str]:
    return [column.name for column in head.columns if column.name.endswith(("_id", "_code"))]


def _agrees(names: Sequence[str], row: Row, known: Mapping[str, Cell]) -> bool:
    return all(known.get(name, cell) == cell for name, cell in zip(names, row, strict=True))


def poisson(rng: Random, mean: float) -> int:
    """For means up to some dozens."""
    floor, count, product = math.exp(-mean), 0, rng.random()
    while product > floor:
        count += 1
        product *= rng.random()
    return count


def ids(prefix: str, count: int) -> list[str]:
    """p001, p002, …"""
    width = max(3, len(str(count)))
    return [f"{prefix}{number:0{width}}" for number in range(1, count + 1)]


def days_for(size: int) -> int:
    """Small draws cover two weeks, middle ones a month, large ones ninety days."""
    return 14 if size <= 20 else 30 if size <= 300 else 90


def moment(day: int, seconds: float = 0) -> datetime:
    """`day` counts from START."""
    return datetime.combine(START, time()) + timedelta(days=day, seconds=int(seconds))


def day_of(cell: Cell) -> int:
    """Of a date or a moment, counted from START. ValueError for anything else."""
    return (date.fromisoformat(str(cell)[:10]) - START).days


def unix_ms(at: datetime) -> int:
    """Milliseconds since 1970 of a naive UTC moment."""
    return (at.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_unix_ms(milliseconds: int) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)).replace(
        tzinfo=None
    )


def evening_weighted(rng: Random) -> int:
    """Seconds since midnight; people are there in the evening more than at dawn."""
    return int(rng.triangular(0, 86_399, 72_000))


def put(row: Row, changes: Mapping[int, Cell]) -> Row:
    return tuple(changes.get(place, cell) for place, cell in enumerate(row))


def when(row: Row, place: int) -> datetime:
    """The cell must hold a moment; TypeError otherwise."""
    cell = row[place]
    if not isinstance(cell, datetime):
        raise TypeError(f"{cell!r} is no moment")
    return cell


def by_time(rows: list[Row], place: int, then: int = 0) -> list[Row]:
    """In the order of the moments in that column, of equal ones by the text in another."""
    return sorted(rows, key=lambda row: (when(row, place), str(row[then])))


def numbered(rows: list[Row]) -> list[Row]:
    """The first column counts from 1."""
    return [(number, *row[1:]) for number, row in enumerate(rows, 1)]


def blank(rng: Random, rows: list[Row], places: Sequence[int], share: float) -> None:
    """NULL in each of the columns for about that share of rows, and in one row at least."""
    for place in places:
        sure = rng.randrange(len(rows)) if rows else 0
        for number, row in enumerate(rows):
            if number == sure or rng.random() < share:
                rows[number] = put(row, {place: None})


def some(rng: Random, rows: Sequence[Row], share: float) -> list[int]:
    """About that share of the row numbers, rising, one at least where there are rows."""
    count = min(len(rows), max(1, round(len(rows) * share)))
    return sorted(rng.sample(range(len(rows)), count))
