"""Tables for surfaces that know none: in columns of letters of one width."""

import unicodedata
from collections.abc import Callable

from bot.cards import Table

MINE = "→ "
GAP = 2


def rows_of(table: Table, shown: Callable[[str], str]) -> list[list[str]]:
    """Header first, all equally long, the reader's own row marked."""
    listed = (table.header, *table.rows)
    width = max(map(len, listed))
    mine = None if table.highlight is None else table.highlight + 1
    return [
        [
            (MINE if n == mine and x == 0 else "") + shown(row[x] if x < len(row) else "")
            for x in range(width)
        ]
        for n, row in enumerate(listed)
        if width
    ]


def aligned(rows: list[list[str]], room: int) -> str | None:
    """Numbers to the right; None where a line would be wider than `room`."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + GAP * (len(widths) - 1) > room:
        return None
    numbers = numeric(rows)
    return "\n".join(_line(row, widths, numbers) for row in rows)


def numeric(rows: list[list[str]]) -> list[bool]:
    """Which columns hold nothing but numbers below their header."""
    columns = zip(*rows, strict=True)
    return [all(map(_is_number, filter(None, column[1:]))) for column in columns]


def _line(row: list[str], widths: list[int], numbers: list[bool]) -> str:
    cells = []
    for cell, width, number in zip(row, widths, numbers, strict=True):
        blanks = " " * (width - _width(cell))
        cells.append(blanks + cell if number else cell + blanks)
    return (" " * GAP).join(cells).rstrip()


def _is_number(cell: str) -> bool:
    figure = cell.removeprefix(MINE).lstrip("+-−").rstrip("%")
    return figure.replace(".", "").replace(",", "").isdecimal()


def _width(text: str) -> int:
    """In letters of one width: wide ones count twice, combining ones not at all."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
