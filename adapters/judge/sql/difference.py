"""Why two results are not the same: near misses first, then the rows themselves."""

from collections import Counter
from collections.abc import Callable, Sequence

from adapters.judge.sql.compare import Order, fitting, projected
from adapters.judge.sql.results import Cell, Result, Row

LISTED = 3
WIDEST = 20
DIGITS = 6

ROUNDED = "The numbers are right but rounded. Round less, or not at all."
WHOLE = "Whole numbers divide to a whole number: 7 / 2 is 3. Make one side a decimal first."
TEXTS = "The values are right, but numbers come as text. Leave them numbers."
TWICE = "The rows are right, but some come more than once."
ORDERED = "The rows are right, the order is not. Sort by {}."


def near_miss(expected: Result, got: Result, keys: Sequence[int]) -> str:
    """The sentence for an answer that is almost right, or nothing."""
    if len(expected.columns) != len(got.columns):
        return _width(expected, got)
    if keys and fitting([expected], [got]):
        return ORDERED.format(", ".join(expected.columns[key] for key in keys))
    for sentence, change in _CHANGES:
        if _agrees_after(change, expected, got):
            return sentence
    return ""


def rows_apart(expected: Result, got: Result) -> str:
    """A few rows that are missing and a few too many, lined up; on data that is shown anyway."""
    answer = _turned(expected, got)
    wanted, given = _counted(expected.rows), _counted(answer)
    missing = _examples(expected.rows, wanted - given)
    surplus = _examples(answer, given - wanted)
    lines = [("", *expected.columns)]
    lines += [("missing", *map(as_text, row)) for row in missing]
    lines += [("too much", *map(as_text, row)) for row in surplus]
    return aligned(lines) if len(lines) > 1 else ""


def counts_apart(expected: Result, got: Result) -> str:
    return f"On the sample {_rows(len(expected.rows))} expected, yours gives {len(got.rows)}."


def as_text(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return _clipped(f"[{', '.join(map(as_text, cell[1:]))}]")
    if isinstance(cell, bool) or cell is None:
        return "NULL" if cell is None else str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:.{DIGITS}g}"
    return _clipped(" ".join(str(cell).split()))


def aligned(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "\n".join(line.rstrip() for line in padded)


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count} rows are"


def _clipped(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _width(expected: Result, got: Result) -> str:
    wanted, given = len(expected.columns), len(got.columns)
    columns = "1 column" if wanted == 1 else f"{wanted} columns"
    return f"The question asks for {columns} ({', '.join(expected.columns)}); yours has {given}."


def _turned(expected: Result, got: Result) -> list[Row]:
    """The answer's rows with columns where the reference has them, as far as names tell."""
    names = [name.lower() for name in got.columns]
    wanted = [name.lower() for name in expected.columns]
    if sorted(names) == sorted(wanted) and len(set(names)) == len(names):
        return projected(got.rows, tuple(names.index(name) for name in wanted))
    return projected(got.rows, _by_values(expected, got))


def _by_values(expected: Result, got: Result) -> Order:
    """Each column takes the free one that shares most values with it, its own place when equal."""
    free = list(range(len(got.columns)))
    order: list[int] = []
    for place in range(len(expected.columns)):
        wanted = _counted(projected(expected.rows, (place,)))
        shared = {
            other: (_counted(projected(got.rows, (other,))) & wanted).total() for other in free
        }
        best = max(free, key=lambda other: (shared[other], other == place, -other))
        free.remove(best)
        order.append(best)
    return tuple(order)


def _counted(rows: Sequence[Row]) -> "Counter[Row]":
    return Counter(_key(row) for row in rows)


def _key(row: Row) -> Row:
    """Noise in numbers is cut off: good enough to show differences, not to grade by."""
    return tuple(
        f"{cell:.{DIGITS}g}" if isinstance(cell, int | float) else ("cell", cell) for cell in row
    )


def _examples(rows: Sequence[Row], wanted: "Counter[Row]") -> list[Row]:
    found: list[Row] = []
    left = Counter(wanted)
    for row in rows:
        if len(found) < LISTED and left[_key(row)] > 0:
            left[_key(row)] -= 1
            found.append(row)
    return found


Change = Callable[[Result, Result], Result | None]


def _agrees_after(change: Change, expected: Result, got: Result) -> bool:
    """Whether the expected result, changed as the error would change it, is the answer."""
    changed = change(expected, got)
    return changed is not None and fitting([changed], [got]) is not None


def _without_repeats(expected: Result, got: Result) -> Result | None:
    once = tuple(dict.fromkeys(got.rows))
    same = len(once) < len(got.rows) and fitting([expected], [Result(got.columns, once)])
    return got if same else None


def _as_integers(expected: Result, got: Result) -> Result | None:
    """Only where the answer holds no fraction at all."""
    fractions = any(isinstance(cell, float) for row in got.rows for cell in row)
    return None if fractions else _mapped(expected, _cut)


def _cut(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) and abs(cell) < 2**53 else cell


def _as_rounded(digits: int) -> Change:
    def change(expected: Result, got: Result) -> Result | None:
        _ = got
        return _mapped(
            expected, lambda cell: round(cell, digits) if isinstance(cell, float) else cell
        )

    return change


def _as_texts(expected: Result, got: Result) -> Result | None:
    """Compares all as text; only when the answer has texts where numbers belong."""
    if not any(isinstance(cell, str) for row in got.rows for cell in row):
        return None
    texts = _mapped(got, _number_of)
    return got if fitting([expected], [texts]) else None


def _number_of(cell: Cell) -> Cell:
    try:
        return float(cell) if isinstance(cell, str) and len(cell) < 30 else cell
    except ValueError:
        return cell


def _mapped(result: Result, change: Callable[[Cell], Cell]) -> Result:
    rows = tuple(tuple(change(cell) for cell in row) for row in result.rows)
    return Result(result.columns, rows)


_CHANGES: tuple[tuple[str, Change], ...] = (
    *((ROUNDED, _as_rounded(digits)) for digits in (4, 3, 2, 1, 5, 6)),
    (WHOLE, _as_integers),
    (ROUNDED, _as_rounded(0)),
    (TEXTS, _as_texts),
    (TWICE, _without_repeats),
)
