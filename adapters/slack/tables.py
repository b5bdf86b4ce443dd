"""Tables: native ones in messages, aligned or listed text everywhere else."""

import unicodedata

from adapters.slack import limits
from adapters.slack.mrkdwn import Json, fenced, literal, pages, raw, strong
from bot.cards import Table

_NARROW = 38
"""As many letters of one width stand in a line on a phone."""
_MINE = "→ "


def native(table: Table) -> Json | None:
    """None when Slack would not take it."""
    rows = _rows(table)
    if not rows or len(rows) > limits.TABLE_ROWS or len(rows[0]) > limits.TABLE_CELLS:
        return None
    if sum(len(cell) for row in rows for cell in row) > limits.TABLE_TEXT:
        return None
    mine = _own(table)
    cells = [[_cell(cell, bold=n == mine) for cell in row] for n, row in enumerate(rows)]
    return {"type": "table", "column_settings": _columns(rows), "rows": cells}


def as_text(table: Table) -> list[str]:
    """In columns where that fits a phone, else one line a row."""
    rows = _rows(table)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= _NARROW:
        return fenced("\n".join(_aligned(row, widths, _numeric(rows)) for row in rows))
    return pages("\n".join(map(_listed, rows)), limits.PAGE)


def _rows(table: Table) -> list[list[str]]:
    """Header first, all equally long, the reader's own row marked."""
    listed = (table.header, *table.rows)
    width = max(map(len, listed))
    mine = _own(table)
    return [
        [
            (_MINE if n == mine and x == 0 else "") + raw(row[x] if x < len(row) else "")
            for x in range(width)
        ]
        for n, row in enumerate(listed)
        if width
    ]


def _own(table: Table) -> int | None:
    return None if table.highlight is None else table.highlight + 1


def _cell(text: str, *, bold: bool) -> Json:
    if not bold:
        return {"type": "raw_text", "text": text}
    part = {"type": "text", "text": text, "style": {"bold": True}}
    line = {"type": "rich_text_section", "elements": [part]}
    return {"type": "rich_text", "elements": [line]}


def _columns(rows: list[list[str]]) -> list[Json]:
    numbers = _numeric(rows)
    return [{"align": "right"} if number else {"is_wrapped": True} for number in numbers]


def _numeric(rows: list[list[str]]) -> list[bool]:
    return [all(map(_is_number, column[1:])) for column in zip(*rows, strict=True)]


def _is_number(cell: str) -> bool:
    figure = cell.removeprefix(_MINE).lstrip("+-−").rstrip("%")
    return figure.replace(".", "").replace(",", "").isdecimal()


def _aligned(row: list[str], widths: list[int], numeric: list[bool]) -> str:
    cells = []
    for cell, width, number in zip(row, widths, numeric, strict=True):
        gap = " " * (width - _width(cell))
        cells.append(gap + cell if number else cell + gap)
    return "  ".join(cells).rstrip()


def _listed(row: list[str]) -> str:
    return f"{strong(row[0])}  {' · '.join(map(literal, row[1:]))}".rstrip()


def _width(text: str) -> int:
    """In letters of one width: wide ones count twice, combining ones not at all."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
