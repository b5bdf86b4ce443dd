"""When two results say the same.

Names of columns do not count, nor their order, as long as one order fits every database. Rows are
a multiset unless the question sorts; then they are sorted up to ties. Numbers agree to 1e-6 of
their size, whole ones exactly. NaN and infinity equal nothing, NULL equals NULL alone.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from adapters.judge.sql.results import Cell, Result, Row

REL = 1e-6
ABS = 1e-9
MOST_TRIES = 2_000
LARGEST_TANGLE = 200
"""Rows of one group that are paired by search when sorting them does not pair them."""

Shape = tuple[object, ...]
Numbers = tuple[float, ...]
Order = tuple[int, ...]
"""Which column of the answer stands for each expected one."""


def fitting(
    expected: Sequence[Result], got: Sequence[Result], keys: Sequence[int] = ()
) -> Order | None:
    """The order of the answer's columns that makes every database agree, or None.

    `keys` are the expected columns that the question sorts by.
    """
    pairs = list(zip(expected, got, strict=True))
    if not all(_same_size(*pair) for pair in pairs):
        return None
    tries = iter(range(MOST_TRIES))
    choices = [_candidates(pairs, column) for column in range(_width(pairs))]
    for order in _orders(pairs, choices, (), tries):
        if all(_in_order(*pair, keys, order) for pair in pairs):
            return order
    return None


def same_rows(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """As multisets."""
    if left == right:
        # Most right answers are, to the last digit; and pairing rows takes ten times as long.
        return not _endless(left)
    groups, others = _grouped(left), _grouped(right)
    sizes = {shape: len(rows) for shape, rows in groups.items()}
    if sizes != {shape: len(rows) for shape, rows in others.items()}:
        return False
    return all(_paired(rows, others[shape]) for shape, rows in groups.items())


def _endless(rows: Iterable[tuple[Cell, ...]]) -> bool:
    """Whether there is a number among the cells, or in what they hold, that equals nothing."""
    cells = list(chain.from_iterable(rows))
    numbers = [cell for cell in cells if isinstance(cell, float)]
    if not all(map(math.isfinite, numbers)):
        return True
    held = [cell for cell in cells if isinstance(cell, tuple)]
    return bool(held) and _endless(held)


def same(left: Cell, right: Cell) -> bool:
    return same_rows([(left,)], [(right,)])


def close(left: float, right: float) -> bool:
    """Booleans count as 1 and 0."""
    if _whole(left) and _whole(right):
        return left == right
    finite = math.isfinite(left) and math.isfinite(right)
    return finite and math.isclose(left, right, rel_tol=REL, abs_tol=ABS)


def projected(rows: Sequence[Row], order: Order) -> list[Row]:
    return [tuple(row[place] for place in order) for row in rows]


def _whole(value: float) -> bool:
    return isinstance(value, int) or (value.is_integer() and abs(value) < 2**53)


def _width(pairs: Sequence[tuple[Result, Result]]) -> int:
    return len(pairs[0][0].columns) if pairs else 0


def _same_size(expected: Result, got: Result) -> bool:
    same_width = len(expected.columns) == len(got.columns)
    return same_width and len(expected.rows) == len(got.rows)


def _candidates(pairs: Sequence[tuple[Result, Result]], column: int) -> list[int]:
    """Columns of the answer with the same values everywhere; the likeliest first."""
    first, answer = pairs[0]
    fitting = [
        place
        for place in range(len(first.columns))
        if all(
            same_rows(projected(e.rows, (column,)), projected(g.rows, (place,))) for e, g in pairs
        )
    ]
    name = first.columns[column].lower()
    return sorted(fitting, key=lambda p: (answer.columns[p].lower() != name, p != column))


def _orders(
    pairs: Sequence[tuple[Result, Result]],
    choices: Sequence[list[int]],
    begun: Order,
    tries: Iterator[int],
) -> Iterator[Order]:
    """Column by column; what does not agree so far is not gone on with."""
    if len(begun) == len(choices):
        yield begun
        return
    for place in choices[len(begun)]:
        order = (*begun, place)
        if place not in begun and next(tries, None) is not None and _agree(pairs, order):
            yield from _orders(pairs, choices, order, tries)


def _agree(pairs: Sequence[tuple[Result, Result]], order: Order) -> bool:
    first = tuple(range(len(order)))
    return all(same_rows(projected(e.rows, first), projected(g.rows, order)) for e, g in pairs)


def _in_order(expected: Result, got: Result, keys: Sequence[int], order: Order) -> bool:
    """The keys come in the same sequence; which of the rows that tie is first does not count."""
    if not keys:
        return True
    wanted = projected(expected.rows, tuple(keys))
    given = projected(got.rows, tuple(order[key] for key in keys))
    return all(same_rows([left], [right]) for left, right in zip(wanted, given, strict=True))


def _grouped(rows: Sequence[Row]) -> dict[Shape, list[Numbers]]:
    """By everything that is no number."""
    groups: dict[Shape, list[Numbers]] = defaultdict(list)
    for row in rows:
        numbers: list[float] = []
        groups[tuple(_shape(cell, numbers) for cell in row)].append(tuple(numbers))
    return groups


def _shape(cell: Cell, numbers: list[float]) -> object:
    """The cell with a mark for each number, which goes to `numbers`."""
    if isinstance(cell, int | float):
        numbers.append(cell)
        return int
    return tuple(_shape(part, numbers) for part in cell) if isinstance(cell, tuple) else cell


def _paired(left: list[Numbers], right: list[Numbers]) -> bool:
    in_turn = zip(sorted(left, key=_rounded), sorted(right, key=_rounded), strict=True)
    if all(_all_close(*pair) for pair in in_turn):
        return True
    return len(left) <= LARGEST_TANGLE and _matched(left, right)


def _rounded(numbers: Numbers) -> tuple[float, ...]:
    """So that noise in one number does not decide over the next."""
    return tuple(float(f"{number:.9g}") for number in numbers)


def _all_close(left: Numbers, right: Numbers) -> bool:
    return all(close(*pair) for pair in zip(left, right, strict=True))


def _matched(left: list[Numbers], right: list[Numbers]) -> bool:
    """Each row finds a partner, moving others to theirs where need be (Kuhn's algorithm)."""
    partner: dict[int, int] = {}
    near = [[p for p, other in enumerate(right) if _all_close(row, other)] for row in left]
    return all(_find_partner(row, near, partner, set()) for row in range(len(left)))


def _find_partner(
    row: int, near: list[list[int]], partner: dict[int, int], tried: set[int]
) -> bool:
    for place in near[row]:
        if place not in tried:
            tried.add(place)
            if place not in partner or _find_partner(partner[place], near, partner, tried):
                partner[place] = row
                return True
    return False
