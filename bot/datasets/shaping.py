"""Shapes that several sets share. Each maker returns a change of the rows in place."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random

from bot.datasets.drawing import Row, Rows, Shaper, blank, by_time, day_of, moment, put, some, when
from bot.datasets.model import Cell

Places = Mapping[str, Sequence[int]]
"""Columns by table, counted from 0."""


def nulls(places: Places, share: float = 0.2) -> Shaper:
    def change(rng: Random, rows: Rows) -> None:
        for table, columns in places.items():
            blank(rng, rows[table], columns, share)

    return change


def ties(table: str, choices: Mapping[int, Sequence[Cell]], moments: Sequence[int] = ()) -> Shaper:
    """Few different values, and every fifth row takes the moments of the row before it."""

    def change(rng: Random, rows: Rows) -> None:
        found = rows[table]
        for number, row in enumerate(found):
            found[number] = put(row, {place: rng.choice(few) for place, few in choices.items()})
            if number % 5 == 4:
                before = found[number - 1]
                found[number] = put(found[number], {place: before[place] for place in moments})

    return change


def gaps(moments: Mapping[str, int]) -> Shaper:
    """Two days in a row and up to two more days on which no table has a row."""

    def change(rng: Random, rows: Rows) -> None:
        days = sorted({_day(row[place]) for name, place in moments.items() for row in rows[name]})
        first = rng.randrange(1, max(2, len(days) - 2))
        silent = {*days[first : first + 2], *rng.sample(days[1:-1], min(len(days) // 5, 2))}
        for name, place in moments.items():
            rows[name] = [row for row in rows[name] if _day(row[place]) not in silent]

    return change


def _day(cell: Cell) -> str:
    """Of a date or a moment."""
    return str(cell)[:10]


def midnight(table: str, moments: Sequence[int], share: float = 0.6) -> Shaper:
    """Moments to 00:00:00, 23:59:59 or 23:50:00 of their day, further columns with them."""

    def change(rng: Random, rows: Rows) -> None:
        for number in some(rng, rows[table], share):
            day = day_of(rows[table][number][moments[0]])
            second = rng.choice((0, 0, 86_399, 85_800))
            rows[table][number] = moved(rows[table][number], moments, day, second)

    return change


def edges(table: str, choices: Mapping[int, Sequence[Cell]], share: float = 0.6) -> Shaper:
    """Values at limits and next to them in some rows; each column has its own."""

    def change(rng: Random, rows: Rows) -> None:
        for number in some(rng, rows[table], share):
            changes = {place: rng.choice(values) for place, values in choices.items()}
            rows[table][number] = put(rows[table][number], changes)

    return change


def moved(row: Row, moments: Sequence[int], day: int, second: int) -> Row:
    """The first moment to that day and second, the others as far from it as they were."""
    first, new = when(row, moments[0]), moment(day, second)
    return put(row, {place: new + (when(row, place) - first) for place in moments})


def resent(table: str, received: int, share: float = 0.2) -> Shaper:
    """Rows that come again, received some minutes later and the same otherwise."""

    def change(rng: Random, rows: Rows) -> None:
        for number in some(rng, rows[table], share):
            later = when(rows[table][number], received) + timedelta(minutes=rng.randrange(1, 90))
            rows[table].append(put(rows[table][number], {received: later}))
        rows[table] = by_time(rows[table], received)

    return change


def late(table: str, happened: int, received: int, share: float = 0.2) -> Shaper:
    """Rows that arrive one to five days after the event."""

    def change(rng: Random, rows: Rows) -> None:
        for number in some(rng, rows[table], share):
            delay = timedelta(days=rng.randrange(1, 6), seconds=rng.randrange(60))
            arrival = when(rows[table][number], happened) + delay
            rows[table][number] = put(rows[table][number], {received: arrival})
        rows[table] = by_time(rows[table], received)

    return change


def orphans(parent: str, children: Mapping[str, int], share: float = 0.3) -> Shaper:
    """Some rows of `parent` are missing though the given columns of child tables refer to them."""

    def change(rng: Random, rows: Rows) -> None:
        referred = {row[place] for name, place in children.items() for row in rows[name]}
        candidates = [row for row in rows[parent] if row[0] in referred]
        gone = {candidates[number][0] for number in some(rng, candidates, share)}
        rows[parent] = [row for row in rows[parent] if row[0] not in gone]

    return change


def quiet(parent: str, children: Mapping[str, int], share: float = 0.4) -> Shaper:
    """Some of `parent` have no row in any child table, whose given column refers to them."""

    def change(rng: Random, rows: Rows) -> None:
        silent = {rows[parent][number][0] for number in some(rng, rows[parent], share)}
        for name, place in children.items():
            rows[name] = [row for row in rows[name] if row[place] not in silent]

    return change
